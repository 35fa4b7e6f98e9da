package casework

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"zhanping/internal/engine"
	"zhanping/internal/regions"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// Kinds and states of records.RuleSet.
const (
	setStandard = "standard"
	setPolicies = "policies"

	setBuiltin   = "builtin"
	setDraft     = "draft"
	setApproved  = "approved"
	setWithdrawn = "withdrawn"
)

// Sets are the standards and policies by which is judged. Publishing another set replaces the
// current one at once; what was pinned to an older one is judged by that.
type Sets struct {
	base      *engine.Engine // as the program was started
	current   atomic.Pointer[publication]
	composing sync.Mutex
	examining chan struct{} // one submission is examined at a time
	kept      keptEngines
	examples  exampleCache
}

// publication is an engine and the records that it was composed of.
type publication struct {
	engine *engine.Engine
	mark   string
}

// NewSets starts with the engine that comes with the program. What was published is taken up by
// Service.OpenSets.
func NewSets(e *engine.Engine) *Sets {
	s := &Sets{base: e, examining: make(chan struct{}, 1)}
	s.current.Store(&publication{engine: e})
	return s
}

// Current is what new assessments are judged by.
func (s *Sets) Current() *engine.Engine { return s.current.Load().engine }

// compose is the engine of what comes with the program and what was published since: a standard that
// was withdrawn stays for what is under way; of the policies the latest set counts.
func (s *Sets) compose(published []records.RuleSet) (*engine.Engine, error) {
	if len(published) == 0 {
		return s.base, nil
	}
	own := s.base.Own()
	own.Standards, own.Terms = slices.Clone(own.Standards), maps.Clone(own.Terms)
	if own.Terms == nil {
		own.Terms = map[string]engine.Terms{}
	}
	var tree engine.Files
	for _, set := range published {
		files, err := engine.Unpack(set.Archive)
		if err != nil {
			return nil, fmt.Errorf("set %s: %w", set.Digest, err)
		}
		switch {
		case set.Kind == setPolicies && set.State == setApproved:
			tree = files
		case set.Kind == setStandard && !slices.Contains(s.base.Catalogue().Refs(), set.Ref):
			fsys, err := files.FS()
			if err != nil {
				return nil, err
			}
			own.Standards = append(own.Standards, standards.Source{FS: fsys, Display: "standards"})
			own.Terms[set.Ref] = engine.Terms{Region: regions.Prefix(set.Region), Closed: set.State == setWithdrawn}
		}
	}
	if tree != nil {
		checks, err := s.base.OwnChecks()
		if err != nil {
			return nil, err
		}
		maps.Copy(checks, engine.TreeOwn(tree))
		source, err := checks.Checks()
		if err != nil {
			return nil, err
		}
		own.Policies = []fs.FS{source}
	}
	e, err := engine.Open(own)
	if err != nil {
		return nil, fmt.Errorf("已发布的标准和规则与本程序不合：%w", err)
	}
	return e, nil
}

// published narrows to the sets that were approved, also those withdrawn since, in the order in which
// they were approved.
func published() store.Query {
	return store.Query{
		Where: []store.Condition{store.Among("state", []string{setApproved, setWithdrawn}), store.Unequal("approved_by", "")},
		Order: []string{"approved_at", "id"},
	}
}

// markOf changes whenever another set is published or one is withdrawn.
func markOf(sets []records.RuleSet) string {
	parts := make([]string, len(sets))
	for i, set := range sets {
		parts[i] = fmt.Sprintf("%s:%d", set.ID, set.Version)
	}
	return strings.Join(parts, " ")
}

// OpenSets keeps what comes with the program by its digest and takes up what was published before.
func (s *Service) OpenSets(ctx context.Context) error {
	if err := s.register(ctx, s.sets.base, records.RuleSet{State: setBuiltin}); err != nil {
		return err
	}
	if err := s.RefreshSets(ctx); err != nil {
		return err
	}
	sets, err := s.read(ctx).RuleSets(published())
	if err != nil {
		return err
	}
	for _, set := range slices.Backward(sets) {
		if set.Kind == setPolicies && set.State == setApproved {
			// after an upgrade the approved checks stand beside other ones than before
			return s.register(ctx, s.sets.Current(), records.RuleSet{
				State: setApproved, Base: set.Digest, Author: set.Author, ApprovedBy: set.ApprovedBy, ApprovedAt: s.now(),
				Note: "程序升级后沿用已批准的自有规则",
			})
		}
	}
	return nil
}

// RefreshSets takes up what was published or withdrawn since, by this process or another one.
func (s *Service) RefreshSets(ctx context.Context) error {
	light, err := s.read(ctx).RuleSets(published())
	if err != nil || markOf(light) == s.sets.current.Load().mark {
		return err
	}
	s.sets.composing.Lock()
	defer s.sets.composing.Unlock()
	sets, err := store.List[records.RuleSet](s.read(ctx), published())
	if err != nil || markOf(sets) == s.sets.current.Load().mark {
		return err
	}
	e, err := s.sets.compose(sets)
	if err != nil {
		return err
	}
	s.sets.current.Store(&publication{e, markOf(sets)})
	return nil
}

// register keeps the standards and the policies of an engine by their digests, where they are not
// kept yet; of the record given, what they have in common.
func (s *Service) register(ctx context.Context, e *engine.Engine, common records.RuleSet) error {
	tree, err := e.Tree()
	if err != nil {
		return err
	}
	policies := common
	policies.Kind, policies.Digest, policies.Title = setPolicies, e.Policies().Digest(), "判定规则"
	if err := s.keepSet(ctx, policies, tree); err != nil {
		return err
	}
	all, err := e.Catalogue().All()
	if err != nil {
		return err
	}
	for _, std := range all {
		files, err := e.Catalogue().Files(std.Ref(), "")
		if err != nil {
			return err
		}
		set := records.RuleSet{Kind: setStandard, Digest: std.Digest, Ref: std.Ref(), Title: std.Title, State: setBuiltin}
		if err := s.keepSet(ctx, set, engine.Files(files).In(std.ID)); err != nil {
			return err
		}
	}
	return nil
}

// keepSet keeps a set unless one of that digest is kept.
func (s *Service) keepSet(ctx context.Context, set records.RuleSet, files engine.Files) error {
	n, err := store.Count[records.RuleSet](s.read(ctx), store.Equal("digest", set.Digest))
	if err != nil || n > 0 {
		return err
	}
	set.Record = s.newRecord()
	if set.Archive, err = files.Pack(); err != nil {
		return err
	}
	err = s.within(ctx, func(tx *store.Tx) error {
		if err := tx.Insert(&set); err != nil {
			return err
		}
		return s.note(tx, Actor{}, "set.register", "set", set.ID, "", map[string]any{"digest": set.Digest, "ref": set.Ref, "state": set.State})
	})
	if errors.Is(err, store.ErrExists) {
		return nil // another process was first
	}
	return err
}

package casework

import (
	"context"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// resourceOfSet is what the decision about a set looks at.
func resourceOfSet(set records.RuleSet) policies.Resource {
	return policies.Resource{Region: set.Region, Author: set.Author}
}

// SetFilter narrows a list of sets.
type SetFilter struct {
	Kind, State string
	After       string
	Limit       int
}

// RuleSets is a page of the sets that the actor may see, the newest last, without their files.
func (s *Service) RuleSets(ctx context.Context, who Actor, f SetFilter) ([]records.RuleSet, error) {
	if err := s.allowSomewhere(ctx, who, policies.ActionSetRead); err != nil {
		return nil, err
	}
	around := []store.Condition{store.Equal("region", "")}
	for _, g := range who.Grants {
		around = append(around, concerning(g.Region))
	}
	where := []store.Condition{store.AnyOf(around...)}
	for name, value := range map[string]string{"kind": f.Kind, "state": f.State} {
		if value != "" {
			where = append(where, store.Equal(name, value))
		}
	}
	if f.After != "" {
		where = append(where, store.After("id", f.After))
	}
	return s.read(ctx).RuleSets(store.Query{Where: where, Limit: f.Limit})
}

// RuleSet is one set, with its files as a zip.
func (s *Service) RuleSet(ctx context.Context, who Actor, id string) (records.RuleSet, error) {
	set, err := get[records.RuleSet](s.read(ctx), id, "标准或规则")
	if err != nil {
		return set, err
	}
	return set, s.allow(ctx, who, policies.ActionSetRead, resourceOfSet(set))
}

// ApproveSet publishes a draft at once. Nobody approves what they submitted themselves.
func (s *Service) ApproveSet(ctx context.Context, who Actor, id string, version int) (records.RuleSet, error) {
	set, err := get[records.RuleSet](s.read(ctx), id, "标准或规则")
	if err != nil {
		return set, err
	}
	if err := s.allow(ctx, who, policies.ActionSetApprove, resourceOfSet(set)); err != nil {
		return set, err
	}
	if set.State != setDraft {
		return set, refuse(WrongStage, "这一套不是待批准的草案，不能批准")
	}
	return s.publish(ctx, who, set, version, func(set *records.RuleSet) {
		set.State, set.ApprovedBy, set.ApprovedAt = setApproved, who.Person.ID, s.now()
	})
}

// WithdrawSet takes a draft back or ends the validity of what was published: no new batch may choose
// it, what is under way goes on by it. Authors take back their own drafts; everything else is decided
// by another person.
func (s *Service) WithdrawSet(ctx context.Context, who Actor, id string, version int, reason string) (records.RuleSet, error) {
	set, err := get[records.RuleSet](s.read(ctx), id, "标准或规则")
	if err != nil {
		return set, err
	}
	err = s.allow(ctx, who, policies.ActionSetApprove, resourceOfSet(set))
	if err != nil && set.State == setDraft && set.Author == who.Person.ID {
		err = s.allow(ctx, who, policies.ActionSetSubmit, resourceOfSet(set))
	}
	if err != nil {
		return set, err
	}
	if reason = strings.TrimSpace(reason); evidence.Personal(reason) != "" {
		return set, wrong("reason", "理由里有%s；请删去", evidence.Personal(reason))
	}
	if set.State != setDraft && set.State != setApproved {
		return set, refuse(WrongStage, "随程序提供的和已经撤回的不能撤回")
	}
	return s.publish(ctx, who, set, version, func(set *records.RuleSet) {
		set.State, set.Note = setWithdrawn, strings.TrimPrefix(set.Note+"；撤回："+reason, "；")
	})
}

// publish changes a set's state and, where that changes what is judged by, puts the new engine in the
// place of the current one. The engine is composed and examined before anything is changed.
func (s *Service) publish(ctx context.Context, who Actor, set records.RuleSet, version int, change func(*records.RuleSet)) (records.RuleSet, error) {
	if set.Version != version {
		set.Archive = nil
		return set, stale("标准或规则", set)
	}
	if err := s.RefreshSets(ctx); err != nil {
		return set, err
	}
	before := set.State
	s.sets.composing.Lock()
	defer s.sets.composing.Unlock()
	sets, err := store.List[records.RuleSet](s.read(ctx), published())
	if err != nil {
		return set, err
	}
	mark := markOf(sets)
	change(&set)
	next := s.sets.Current()
	if before == setApproved || set.State == setApproved {
		if next, err = s.composeWith(sets, set); err != nil {
			return set, err
		}
	}
	err = s.within(ctx, func(tx *store.Tx) error {
		now, err := tx.RuleSets(published())
		if err != nil {
			return err
		}
		if markOf(now) != mark {
			return refuse(Stale, "刚才另有一套标准或规则发布或撤回；请重新看一遍影响再办理")
		}
		if err := s.update(tx, &set, "标准或规则"); err != nil {
			return err
		}
		if err := s.tellSet(tx, set); err != nil {
			return err
		}
		if now, err = tx.RuleSets(published()); err != nil {
			return err
		}
		mark = markOf(now)
		action := "set.approve"
		if set.State == setWithdrawn {
			action = "set.withdraw"
		}
		return s.note(tx, who, action, "set", set.ID, set.Region, map[string]any{"digest": set.Digest, "ref": set.Ref, "was": before})
	})
	if err != nil {
		return set, err
	}
	s.sets.current.Store(&publication{next, mark})
	set.Archive = nil
	return set, nil
}

// composeWith is the engine as it is once a set has its new state, or why that cannot be.
func (s *Service) composeWith(sets []records.RuleSet, set records.RuleSet) (*engine.Engine, error) {
	current := s.sets.Current()
	after := make([]records.RuleSet, 0, len(sets)+1)
	var latest string // digest of the policies that count now
	for _, one := range sets {
		if one.Kind == setPolicies && one.State == setApproved {
			latest = one.Digest
		}
		if one.ID != set.ID {
			after = append(after, one)
		} else if set.Kind == setStandard {
			after = append(after, set) // withdrawn, it stays for what is under way
		}
	}
	switch {
	case set.State == setApproved && set.Kind == setPolicies && set.Base != current.Policies().Digest():
		return nil, refuse(WrongStage, "提交以后另有一套判定规则发布；请作者在现行规则之上重新提交")
	case set.State == setApproved:
		if set.Kind == setStandard {
			if err := current.Adds(set.Ref); err != nil {
				return nil, setFaults(err)
			}
		}
		after = append(after, set)
	case set.Kind == setPolicies && set.Digest != latest:
		return nil, refuse(WrongStage, "之后又发布过判定规则，其中包含这一套；请先撤回后来的")
	}
	next, err := s.sets.compose(after)
	if err == nil {
		err = next.BindAll()
	}
	if err != nil {
		return nil, setFaults(err)
	}
	return next, nil
}

// tellSet tells the author and the bureaus what became of a set.
func (s *Service) tellSet(tx *store.Tx, set records.RuleSet) error {
	words := "“" + set.Title + "”（" + set.Ref + "）"
	if set.Ref == "" {
		words = "“" + set.Title + "”"
	}
	kind := "set_published"
	if set.State == setApproved {
		words += "已批准发布，立即生效；各单位自评得分可以按新的重新计算"
	} else {
		kind, words = "set_withdrawn", words+"已撤回，新的批次不能再选用"
	}
	notices := []records.Notice{{Region: set.Region, Role: "bureau"}}
	if set.Author != "" {
		notices = append(notices, records.Notice{Region: set.Region, PersonID: set.Author})
	}
	for _, n := range notices {
		n.ID, n.Kind, n.Words, n.CreatedAt = s.newID(), kind, words, s.now()
		if err := tx.Insert(&n); err != nil {
			return err
		}
	}
	return nil
}

// stillChosen refuses a standard that was withdrawn, unless it was chosen before.
func (s *Service) stillChosen(ref, before string) error {
	if ref != before && s.sets.Current().Closed(ref) {
		return wrong("standard", "标准 %s 已撤回，新的批次不能选用；请换一套", ref)
	}
	return nil
}

package casework

import (
	"errors"
	"sync"

	"zhanping/internal/engine"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// pinned is what a case is judged by: the sets that it was declared under, also after newer ones
// were published. Both are found by their digests.
func (s *Service) pinned(tx *store.Tx, c records.Case) (*engine.Engine, error) {
	current := s.sets.Current()
	if c.PoliciesDigest == "" || judgesBy(current, c) {
		return current, nil
	}
	return s.sets.kept.get(c.StandardDigest+" "+c.PoliciesDigest, func() (*engine.Engine, error) { return s.openPinned(tx, current, c) })
}

// judgesBy reports whether an engine has exactly what the case is pinned to.
func judgesBy(e *engine.Engine, c records.Case) bool {
	if e.Policies().Digest() != c.PoliciesDigest {
		return false
	}
	std, err := e.Catalogue().Find(c.Standard, "")
	return err == nil && std.Digest == c.StandardDigest
}

// openPinned reads the archives of a case's sets.
func (s *Service) openPinned(tx *store.Tx, current *engine.Engine, c records.Case) (*engine.Engine, error) {
	standard, err := archived(tx, c.StandardDigest)
	if err != nil {
		return nil, err
	}
	tree, err := archived(tx, c.PoliciesDigest)
	if err != nil {
		return nil, err
	}
	fsys, err := standard.FS()
	if err != nil {
		return nil, err
	}
	only := engine.Sources{Standards: []standards.Source{{FS: fsys, Display: "standards"}}}
	if only.Policies, err = engine.TreeSources(tree); err != nil {
		return nil, err
	}
	for _, overlay := range current.Own().Overlays {
		if overlay.Of == c.Standard {
			only.Overlays = append(only.Overlays, overlay)
		}
	}
	return engine.OpenOnly(only)
}

// archived is the files of the set of that digest.
func archived(tx *store.Tx, digest string) (engine.Files, error) {
	set, err := store.First[records.RuleSet](tx, store.Query{Where: []store.Condition{store.Equal("digest", digest)}})
	if errors.Is(err, store.ErrNotFound) {
		return nil, refuse(Unavailable, "找不到这一件申报时的标准或判定规则（%s），不能按它评定；请系统管理员从备份恢复", digest)
	}
	if err != nil {
		return nil, err
	}
	return engine.Unpack(set.Archive)
}

// mostKept is how many engines of older sets are held at once; each has some megabytes.
const mostKept = 6

// keptEngines holds the engines of older sets that were used last.
type keptEngines struct {
	mu      sync.Mutex
	entries []*keptEngine // the one used last comes last
}

type keptEngine struct {
	key    string
	once   sync.Once
	engine *engine.Engine
	err    error
}

// get is the engine of that key, opened by one caller while others wait. One that cannot be opened is
// tried again the next time.
func (k *keptEngines) get(key string, open func() (*engine.Engine, error)) (*engine.Engine, error) {
	entry := k.entry(key)
	entry.once.Do(func() { entry.engine, entry.err = open() })
	if entry.err != nil {
		k.drop(entry)
	}
	return entry.engine, entry.err
}

func (k *keptEngines) entry(key string) *keptEngine {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, entry := range k.entries {
		if entry.key == key {
			k.entries = append(append(k.entries[:i:i], k.entries[i+1:]...), entry)
			return entry
		}
	}
	entry := &keptEngine{key: key}
	k.entries = append(k.entries, entry)
	if len(k.entries) > mostKept {
		k.entries = k.entries[1:]
	}
	return entry
}

func (k *keptEngines) drop(gone *keptEngine) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, entry := range k.entries {
		if entry == gone {
			k.entries = append(k.entries[:i:i], k.entries[i+1:]...)
			return
		}
	}
}

package casework

import (
	"sync/atomic"

	"zhanping/internal/engine"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Sets are the standards and policies by which is judged. Publishing another set replaces the
// current one at once; what was pinned to an older one is judged by that.
type Sets struct {
	current atomic.Pointer[engine.Engine]
}

// NewSets starts with the engine that comes with the program.
func NewSets(e *engine.Engine) *Sets {
	s := &Sets{}
	s.current.Store(e)
	return s
}

// Current is what new assessments are judged by.
func (s *Sets) Current() *engine.Engine { return s.current.Load() }

// pinned is what a case is judged by: the sets that it was declared under, also after newer ones
// were published.
func (s *Service) pinned(_ *store.Tx, c records.Case) (*engine.Engine, error) {
	current := s.sets.Current()
	if c.PoliciesDigest != "" && c.PoliciesDigest != current.Policies().Digest() {
		return nil, refuse(Unavailable, "这一件申报时的判定规则（%s）不是现在的，无法按它评定", c.PoliciesDigest)
	}
	return current, nil
}

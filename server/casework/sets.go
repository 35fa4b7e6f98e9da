package casework

import (
	"sync/atomic"

	"zhanping/internal/engine"
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

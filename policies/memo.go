package policies

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// memo is what the interpreter has found of a check's rules within one query. OPA's own
// cache is a tree of hash maps; the rules of one check are so few that a list is several
// times cheaper. What the list has no room for goes to OPA's own.
type memo struct {
	entries []memoEntry
	rest    topdown.VirtualCache
	outer   *memo // what was found before input or data were replaced
}

type memoEntry struct {
	ref   ast.Ref
	value *ast.Term // nil where the rule is undefined
}

// memoRoom is above the number of rules that a check of a hundred lines has.
const memoRoom = 24

// Push and Pop enclose what is evaluated with input or data replaced.
func (m *memo) Push() {
	outer := *m
	*m = memo{outer: &outer}
}

func (m *memo) Pop() { *m = *m.outer }

// Get is nil and true for a rule known to be undefined, nil and false for an unknown one.
func (m *memo) Get(ref ast.Ref) (value *ast.Term, undefined bool) {
	for i := range m.entries {
		if entry := &m.entries[i]; sameRef(entry.ref, ref) {
			return entry.value, entry.value == nil
		}
	}
	if m.rest != nil {
		return m.rest.Get(ref)
	}
	return nil, false
}

// Put keeps a value. The interpreter goes on using the reference's array, hence the copy.
func (m *memo) Put(ref ast.Ref, value *ast.Term) {
	for i := range m.entries {
		if entry := &m.entries[i]; sameRef(entry.ref, ref) {
			entry.value = value
			return
		}
	}
	switch {
	case len(m.entries) < memoRoom:
		m.entries = append(m.entries, memoEntry{slices.Clone(ref), value})
		return
	case m.rest == nil:
		m.rest = topdown.NewVirtualCache()
	}
	m.rest.Put(ref, value)
}

// Keys is every reference with a value.
func (m *memo) Keys() []ast.Ref {
	var keys []ast.Ref
	for _, entry := range m.entries {
		if entry.value != nil {
			keys = append(keys, entry.ref)
		}
	}
	if m.rest != nil {
		keys = append(keys, m.rest.Keys()...)
	}
	return keys
}

// sameRef compares from the end: references to the rules of one check begin alike.
func sameRef(a, b ast.Ref) bool {
	if len(a) != len(b) {
		return false
	}
	for i := len(a) - 1; i >= 0; i-- {
		if a[i] != b[i] && !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

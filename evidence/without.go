package evidence

import (
	"slices"
	"strings"
)

// Without is the same bundle lacking the fact at path, with every position kept, for
// asking what a decision would be without it. Its digest is that of b.
func (b *Bundle) Without(path string) *Bundle {
	other := *b
	other.Facts = b.Facts.without(strings.Split(path, "."))
	return &other
}

func (v *Value) without(path []string) *Value {
	if v == nil || v.Kind != Object {
		return v
	}
	i := slices.IndexFunc(v.Fields, func(f Field) bool { return f.Name == path[0] })
	if i < 0 {
		return v
	}
	other := *v
	other.Fields = slices.Clone(v.Fields)
	if len(path) == 1 {
		other.Fields = slices.Delete(other.Fields, i, i+1)
	} else {
		other.Fields[i].Value = v.Fields[i].Value.without(path[1:])
	}
	return &other
}

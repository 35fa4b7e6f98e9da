package evidence

import (
	"slices"
	"strings"
)

// With is the same bundle with another value for the fact at path, with every other
// position kept, for asking what a decision would be with it. A value without a
// position stands where the old one stood and has its sources. Its digest is that of b.
func (b *Bundle) With(path string, value *Value) *Bundle {
	other := *b
	put := *value
	if put.At.File == "" {
		put.At, _ = b.Place(path)
		if old := b.Value(path); old != nil {
			put.Sources = old.Sources
		}
	}
	facts := b.Facts
	if facts == nil {
		facts = &Value{Kind: Object}
	}
	other.Facts = facts.with(strings.Split(path, "."), &put)
	return &other
}

func (v *Value) with(path []string, put *Value) *Value {
	if len(path) == 0 {
		return put
	}
	other := Value{Kind: Object, At: put.At}
	if v != nil && v.Kind == Object {
		other = *v
	}
	other.Fields = slices.Clone(other.Fields)
	i, found := slices.BinarySearchFunc(other.Fields, path[0], func(f Field, name string) int { return strings.Compare(f.Name, name) })
	if !found {
		other.Fields = slices.Insert(other.Fields, i, Field{Name: path[0]})
	}
	other.Fields[i].Value = other.Fields[i].Value.with(path[1:], put)
	return &other
}

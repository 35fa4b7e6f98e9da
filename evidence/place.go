package evidence

import (
	"strings"

	"zhanping/internal/yamltext"
)

// Value is the fact or section at path, nil where it is absent.
func (b *Bundle) Value(path string) *Value {
	v := b.Facts
	for path != "" && v != nil {
		var name string
		name, path, _ = strings.Cut(path, ".")
		v = v.Field(name)
	}
	if v == nil || v.Kind == Null {
		return nil
	}
	return v
}

// Place is where the fact at path stands; where it is absent, the position of its empty
// value or of the nearest section that is there, and false.
func (b *Bundle) Place(path string) (yamltext.Position, bool) {
	if v := b.Value(path); v != nil {
		return v.At, true
	}
	if at, ok := b.Blanks[path]; ok {
		return at, false
	}
	for {
		i := strings.LastIndexByte(path, '.')
		path = path[:max(i, 0)]
		if v := b.Value(path); v != nil {
			return v.At, false
		}
		if path == "" {
			return yamltext.Position{File: b.File}, false
		}
	}
}

// Snippet is the YAML to insert for a fact that is absent: its line, with the sections
// around it that are absent too. Its placeholders are refused as they are, so that nobody
// hands in evidence by copying it. It is empty for a path that the schema does not know.
func (b *Bundle) Snippet(schema *Schema, path string) string {
	fact, ok := schema.Fact(path)
	if !ok {
		return ""
	}
	parts := strings.Split(path, ".")
	there := 0
	for there < len(parts)-1 && b.Value(strings.Join(parts[:there+1], ".")) != nil {
		there++
	}
	var snippet strings.Builder
	for depth, part := range parts[there:] {
		snippet.WriteString(strings.Repeat("  ", depth) + part + ":")
		if there+depth < len(parts)-1 {
			snippet.WriteByte('\n')
		}
	}
	snippet.WriteString(" " + placeholder(fact) + " # " + fact.caption())
	return snippet.String()
}

// caption is title and unit: 使用面积（㎡）.
func (f Fact) caption() string {
	if f.Unit == "" {
		return f.Title
	}
	return f.Title + "（" + f.Unit + "）"
}

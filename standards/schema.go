package standards

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema.json
var schemaJSON []byte

// Schema is the JSON Schema (2020-12) of standard.yaml and of the chapter files, for editors.
func Schema() []byte { return bytes.Clone(schemaJSON) }

// shape is schema.json, compiled for validating and kept as a tree for its types and help.
type shape struct {
	tree     map[string]any
	standard *jsonschema.Schema
	chapter  *jsonschema.Schema
	overlay  *jsonschema.Schema
}

// theShape compiles schema.json once; the file is embedded, so that a fault in it is a
// fault of the program and panics.
var theShape = sync.OnceValue(func() *shape {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		panic("standards: schema.json: " + err.Error())
	}
	const name = "schema.json"
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(name, doc); err != nil {
		panic("standards: " + err.Error())
	}
	return &shape{
		tree:     doc.(map[string]any),
		standard: compiler.MustCompile(name + "#/$defs/standard"),
		chapter:  compiler.MustCompile(name + "#/$defs/chapter"),
		overlay:  compiler.MustCompile(name + "#/$defs/overlay"),
	}
})

// rule is what the schema says of one place; nil where it says nothing.
type rule map[string]any

// def is the definition of that name.
func (s *shape) def(name string) rule {
	defs, _ := s.tree["$defs"].(map[string]any)
	found, _ := defs[name].(map[string]any)
	return s.follow(found)
}

// follow resolves a reference; title and description beside it win over the target's.
func (s *shape) follow(at map[string]any) rule {
	ref, found := at["$ref"].(string)
	if !found {
		return at
	}
	merged := rule{}
	for key, value := range s.def(strings.TrimPrefix(ref, "#/$defs/")) {
		merged[key] = value
	}
	merged["x-form"] = merged["description"]
	for key, value := range at {
		merged[key] = value
	}
	return merged
}

// member is the rule for the value under key.
func (s *shape) member(r rule, key string) rule {
	properties, _ := r["properties"].(map[string]any)
	if found, ok := properties[key].(map[string]any); ok {
		return s.follow(found)
	}
	if patterns := r.patterns(); len(patterns) == 1 {
		for _, found := range patterns {
			return s.follow(found.(map[string]any))
		}
	}
	others, _ := r["additionalProperties"].(map[string]any)
	return s.follow(others)
}

// element is the rule for the elements of a list.
func (s *shape) element(r rule) rule {
	items, _ := r["items"].(map[string]any)
	return s.follow(items)
}

// patterns are the patterns of keys, with the rules for their values.
func (r rule) patterns() map[string]any {
	patterns, _ := r["patternProperties"].(map[string]any)
	return patterns
}

// keys lists the keys that are allowed, sorted.
func (r rule) keys() []string {
	properties, _ := r["properties"].(map[string]any)
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (r rule) title() string { text, _ := r["title"].(string); return text }

func (r rule) help() string { text, _ := r["description"].(string); return text }

// form is how a value is written: the help of the definition where the place refers to
// one, and otherwise its own help.
func (r rule) form() string {
	if text, found := r["x-form"].(string); found {
		return text
	}
	return r.help()
}

// keyForm is how a key is written where the author chooses it.
func (r rule) keyForm() string {
	if text, found := r["x-keys"].(string); found {
		return text
	}
	return "小写字母、数字和下划线，以字母开头"
}

// types are the types the schema allows, the usual one first.
func (r rule) types() []string {
	switch types := r["type"].(type) {
	case string:
		return []string{types}
	case []any:
		names := make([]string, 0, len(types))
		for _, name := range types {
			names = append(names, name.(string))
		}
		return names
	}
	return nil
}

// allows reports whether the schema lists the type; a rule without types allows none.
func (r rule) allows(name string) bool { return slices.Contains(r.types(), name) }

// textual reports whether a plain scalar is to be taken by its letters: an id such as
// 4.10, an edition such as 2026, and points, which are read exactly.
func (r rule) textual() bool { return r.allows("string") && !r.allows("boolean") }

package evidence

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"zhanping/internal/yamltext"
)

//go:embed schema.json
var schemaJSON []byte

// DefaultSchema is the schema that this program was built with. It is compiled once;
// a defect in it is a defect of the build and panics.
var DefaultSchema = sync.OnceValue(func() *Schema {
	s, err := ParseSchema(schemaJSON)
	if err != nil {
		panic(fmt.Sprintf("evidence/schema.json: %v", err))
	}
	return s
})

// Schema says which facts a bundle may hold and how each is written. It is immutable
// and may be shared.
type Schema struct {
	root     *rule // subject, reporting_date, sources, evidence, findings
	evidence *rule
	facts    []Fact
	sections []Section
	byPath   map[string]int    // into facts
	titles   map[string]string // of sections and facts, by path
	byName   map[string][]string
	raw      *object
}

// Section is a part of the evidence (部分): the facts that stand directly in it.
type Section struct {
	Path  string // "premises"; "" for the facts that stand in no section
	Title string // 场所
	Help  string
	Facts []Fact
}

// Member is what the schema says of a member of a list of objects; its path is the
// list's and its own name.
func (s *Schema) Member(path string) (Fact, bool) {
	cut := strings.LastIndexByte(path, '.')
	if cut < 0 {
		return Fact{}, false
	}
	list, _ := s.Fact(path[:cut])
	i := slices.IndexFunc(list.Members, func(f Fact) bool { return f.Path == path })
	if i < 0 {
		return Fact{}, false
	}
	return list.Members[i], true
}

// Fact is what the schema says of the fact at path.
func (s *Schema) Fact(path string) (Fact, bool) {
	i, ok := s.byPath[path]
	if !ok {
		return Fact{}, false
	}
	return s.facts[i], true
}

// Facts is every fact in the order of the schema. The caller must not change it.
func (s *Schema) Facts() []Fact { return s.facts }

// Sections is every section in the order of the schema, each with its own facts.
func (s *Schema) Sections() []Section { return s.sections }

// Title is the Chinese title of a section or fact, the path itself where there is none.
func (s *Schema) Title(path string) string {
	if title, ok := s.titles[path]; ok {
		return title
	}
	return path
}

// Suggest is the fact path that a misspelt one was most likely meant to be.
func (s *Schema) Suggest(path string) (string, bool) {
	name := path[strings.LastIndexByte(path, '.')+1:]
	if paths := s.byName[name]; len(paths) == 1 && paths[0] != path {
		return paths[0], true
	}
	candidates := make([]string, len(s.facts))
	for i, f := range s.facts {
		candidates[i] = f.Path
	}
	return yamltext.Nearest(path, candidates)
}

// EvidenceSchema is the JSON Schema of the evidence tree with every reference replaced
// by what it refers to, so that it may stand at any place in another schema. Each call
// gives a fresh copy.
func (s *Schema) EvidenceSchema() map[string]any {
	part, _ := s.raw.get("properties").(*object).get("evidence").(*object)
	inlined, _ := s.inline(part, 0).(map[string]any)
	return inlined
}

// maxInline bounds references that contain themselves; ParseSchema refuses those.
const maxInline = 32

func (s *Schema) inline(v any, depth int) any {
	switch v := v.(type) {
	case *object:
		merged := make(map[string]any, len(v.keys))
		if ref, ok := v.get("$ref").(string); ok && depth < maxInline {
			target, _ := s.inline(definition(s.raw, ref), depth+1).(map[string]any)
			for key, value := range target {
				merged[key] = value
			}
		}
		for _, key := range v.keys {
			if key != "$ref" {
				merged[key] = s.inline(v.values[key], depth)
			}
		}
		return merged
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = s.inline(item, depth)
		}
		return list
	}
	return v
}

func definition(root *object, ref string) *object {
	name, ok := strings.CutPrefix(ref, "#/$defs/")
	if !ok {
		return nil
	}
	defs, _ := root.get("$defs").(*object)
	found, _ := defs.get(name).(*object)
	return found
}

// shape is how a value is written and read.
type shape int

const (
	shapeObject shape = iota
	shapeMap          // an object with any keys, all values alike
	shapeList
	shapeText
	shapeDate
	shapeRegion
	shapeUSCC
	shapeInteger
	shapeNumber
	shapeBool
	shapeOrNone // false, or an object: a document or a photo
)

// rule is one compiled place of the schema.
type rule struct {
	shape shape
	name  string // last part of the path
	index int    // among its siblings
	path  string // within evidence; "" elsewhere
	title string
	help  string

	// Objects.
	section  bool // in the evidence tree: may have a source of its own
	members  []*rule
	byKey    map[string]*rule // by name and by title
	required []string
	oneOf    [][]string // at least one of these groups must be there
	each     *rule      // of a shapeMap or shapeList
	object   *rule      // of a shapeOrNone

	// Values.
	fact        bool
	kind        string // Fact.Type
	unit        string
	enum        []string
	enumWords   map[string]string // title or alias, in narrow forms, to the canonical text
	enumTitles  []string
	minimum     *decimal
	maximum     *decimal
	minLength   int
	maxLength   int
	minItems    int
	maxItems    int
	unique      bool
	pattern     *regexp.Regexp
	sources     []string
	perverse    []string
	atMost      string
	sensitivity string
	rollup      any    // what is written under x-rollup …
	rolledUp    bool   // … where there is one
	at          string // JSON pointer of the place
}

// label is how messages name the place.
func (r *rule) label() string {
	if r.title != "" {
		return r.title
	}
	return r.name
}

package policies

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// measurePlaces is how many decimals of a measure are shown; the rest is cut, so that
// no shown rate reaches a line which the exact one does not.
const measurePlaces = 2

// compileWords holds the words against the codes: every code has words, every words have
// a code, and every placeholder can be filled wherever the code is told.
func (c *check) compileWords() yamltext.Faults {
	var faults yamltext.Faults
	used := map[string]bool{}
	c.templates = map[string]template{}
	for _, told := range c.codes {
		used[told.text] = true
		c.templates[told.text] = parseTemplate(c.info.Words[told.text])
		words, ok := c.info.Words[told.text]
		if !ok {
			faults = append(faults, c.faultAt(told.at, "no_words", "code "+told.text+" 没有说法", "custom.words 中的一条",
				suggestion(told.text, slices.Sorted(maps.Keys(c.info.Words)), "在 METADATA 的 words 中补上")))
			continue
		}
		for _, match := range placeholder.FindAllStringSubmatch(words, -1) {
			if !c.fillable(match[1], told) {
				faults = append(faults, c.faultAt(told.at, "unknown_placeholder", fmt.Sprintf("说法 %q 中的 {%s} 无从填写", words, match[1]),
					"这条规则给出的键、参数、单个角色（可加 .title、.unit）或 {measure}", "更正，或在规则中给出 "+match[1]))
			}
		}
	}
	for _, word := range slices.Sorted(maps.Keys(c.info.Words)) {
		if !used[word] {
			faults = append(faults, c.faultAt(c.parsed.Package.Location, "unused_words", "说法 "+word+" 没有规则用到", "每条说法对应一个 code", "删去或更正"))
		}
	}
	return faults
}

// fillable reports whether a placeholder can be filled where the code is told.
func (c *check) fillable(name string, told code) bool {
	name, field, dotted := strings.Cut(name, ".")
	role, isRole := c.info.role(name)
	single := isRole && !role.Many
	if dotted {
		return (field == "title" || field == "unit") && (single || told.keys[name])
	}
	_, isParam := c.info.param(name)
	return told.keys[name] || isParam || single || name == "measure" && c.info.Measured
}

// labels gives titles and units of evidence paths.
type labels interface {
	Fact(path string) (evidence.Fact, bool)
}

// scene is what words are filled from: one part on one bundle.
type scene struct {
	labels  labels
	params  map[string]*ast.Term
	paths   map[string]string // of single roles; "" where a case binds none
	facts   map[string]*ast.Term
	measure *assessment.Measure
}

// template is words cut at their placeholders: text, then what is filled in, and so on.
type template []segment

type segment struct {
	text  string // stands before the placeholder
	name  string // "" at the end
	field string // "title", "unit" or ""
}

func parseTemplate(words string) template {
	var t template
	last := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(words, -1) {
		name, field, _ := strings.Cut(words[at[2]:at[3]], ".")
		t = append(t, segment{words[last:at[0]], name, field})
		last = at[1]
	}
	return append(t, segment{text: words[last:]})
}

// fill makes the words of one code from what a rule told with it.
func (s *scene) fill(t template, told ast.Object) string {
	var text strings.Builder
	for _, segment := range t {
		text.WriteString(segment.text)
		switch {
		case segment.name == "":
		case segment.field == "":
			text.WriteString(s.value(segment.name, told))
		default:
			text.WriteString(s.described(segment.name, segment.field, told))
		}
	}
	return text.String()
}

// described is the title or unit of a single role's fact, or of the paths that were told.
func (s *scene) described(name, field string, told ast.Object) string {
	if path, single := s.paths[name]; single {
		return s.label(path, name, field)
	}
	var shown []string
	for _, path := range textTerms(told.Get(ast.InternedTerm(name))) {
		if text := s.label(path, path, field); text != "" {
			shown = append(shown, text)
		}
	}
	return strings.Join(shown, "、")
}

func (s *scene) value(name string, told ast.Object) string {
	for _, term := range []*ast.Term{told.Get(ast.InternedTerm(name)), s.params[name], s.facts[name]} {
		if term != nil {
			return shownTerm(term.Value)
		}
	}
	if name == "measure" && s.measure != nil {
		return shownPoints(s.measure.Value)
	}
	return ""
}

// label is the title or unit of a path; without a known path, the title is otherwise.
func (s *scene) label(path, otherwise, field string) string {
	fact, ok := s.labels.Fact(path)
	switch {
	case ok && field == "unit":
		return fact.Unit
	case ok:
		return fact.Title
	case field == "title":
		return otherwise
	}
	return ""
}

// shownTerm is a value for people: lists joined by 、, booleans 是 and 否.
func shownTerm(value ast.Value) string {
	switch value := value.(type) {
	case ast.String:
		return string(value)
	case ast.Number:
		return plainNumber(string(value))
	case ast.Boolean:
		if value {
			return "是"
		}
		return "否"
	case *ast.Array:
		shown := make([]string, 0, value.Len())
		value.Foreach(func(item *ast.Term) { shown = append(shown, shownTerm(item.Value)) })
		return strings.Join(shown, "、")
	case ast.Set:
		return shownTerm(value.Sorted())
	case ast.Null:
		return "无"
	}
	return value.String()
}

func textTerms(term *ast.Term) []string {
	if term == nil {
		return nil
	}
	var texts []string
	switch value := term.Value.(type) {
	case ast.String:
		return []string{string(value)}
	case *ast.Array:
		value.Foreach(func(item *ast.Term) { texts = append(texts, textTerms(item)...) })
	case ast.Set:
		value.Sorted().Foreach(func(item *ast.Term) { texts = append(texts, textTerms(item)...) })
	}
	return texts
}

// shownPoints is a measure for people.
func shownPoints(p standards.Points) string { return p.Display(measurePlaces) }

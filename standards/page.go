package standards

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhanping/internal/yamltext"
)

// page is one YAML file of a standard: its values by path ("/items/3/points"), the
// places where they stand, and the faults found in it so far.
type page struct {
	file   string
	rule   rule
	places map[string]place
	faults yamltext.Faults
	faulty []string // paths of the faults of shape, so that nothing is concluded from them
	unread bool     // no YAML: nothing can be said of its content

	admit func(path string, fault yamltext.Fault) bool // lets an acknowledged fault pass; nil: none
}

// place is one value of a page.
type place struct {
	key, node *yamltext.Node // key is nil in a list and at the root
	value     any            // string, json.Number, bool, nil, []any, map[string]any
}

var exactNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?$`)

// readPage parses one file and lays it beside the schema's definition of that name.
func readPage(file string, data []byte, def string) *page {
	s := theShape()
	p := &page{file: file, rule: s.def(def), places: map[string]place{}}
	root, err := yamltext.Parse(file, data)
	if err != nil && !errors.As(err, &p.faults) {
		p.faults = yamltext.Faults{{At: yamltext.Position{File: file}, Code: "unreadable", Found: err.Error()}}
	}
	if root == nil {
		p.unread = true
		return p
	}
	if root.Kind != yamltext.MappingNode {
		p.unread = true
		at := yamltext.Position{File: file, Line: 1, Column: 1}
		p.faults = append(p.faults, yamltext.Fault{At: at, Code: "wrong_type", Found: "文件不是“键: 值”的形式", Expected: p.rule.title(), Fix: "从第一行起写“键: 值”"})
		return p
	}
	value := p.convert(s, "", nil, root, p.rule)
	compiled := s.chapter
	switch def {
	case "standard":
		compiled = s.standard
	case "overlay":
		compiled = s.overlay
	}
	p.checkShape(compiled, value)
	return p
}

// convert turns a node into the value that the schema is checked against, and records
// every place. Numbers keep their literal; where the schema wants text, any plain
// scalar but a boolean or an empty one is taken by its letters.
func (p *page) convert(s *shape, path string, key, node *yamltext.Node, r rule) any {
	p.places[path] = place{key: key, node: node}
	var value any
	if node.Kind == yamltext.ScalarNode {
		value = p.convertScalar(path, node, r)
	}
	if node.Kind == yamltext.SequenceNode {
		list := make([]any, len(node.Content))
		for i, child := range node.Content {
			list[i] = p.convert(s, path+"/"+strconv.Itoa(i), nil, child, s.element(r))
		}
		value = list
	}
	if node.Kind == yamltext.MappingNode {
		fields := make(map[string]any, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			name := node.Content[i].Value
			fields[name] = p.convert(s, path+"/"+name, node.Content[i], node.Content[i+1], s.member(r, name))
		}
		value = fields
	}
	p.places[path] = place{key: key, node: node, value: value}
	return value
}

func (p *page) convertScalar(path string, node *yamltext.Node, r rule) any {
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(node.Value, "true")
	case "!!int", "!!float":
		if r.textual() {
			return node.Value
		}
		if !exactNumber.MatchString(node.Value) {
			p.misshapen(path, "ambiguous_number", fmt.Sprintf("数字写作“%s”", yamltext.Shown(node.Value)),
				"普通的十进制数，如 12 或 0.5", "去掉前导零、下划线、进制前缀和指数")
			return json.Number("0")
		}
		return json.Number(node.Value)
	}
	return node.Value
}

// at is where the value stands; where there is none, where its nearest parent stands.
func (p *page) at(path string) yamltext.Position {
	for {
		if found, ok := p.places[path]; ok {
			return yamltext.Position{File: p.file, Line: found.node.Line, Column: found.node.Column}
		}
		if path == "" {
			return yamltext.Position{File: p.file}
		}
		path = path[:strings.LastIndexByte(path, '/')]
	}
}

// fault records what is wrong with the meaning of the value at path.
func (p *page) fault(path, code, found, expected, fix string) {
	fault := yamltext.Fault{At: p.at(path), Code: code, Found: found, Expected: expected, Fix: fix}
	if p.admit == nil || !p.admit(path, fault) {
		p.faults = append(p.faults, fault)
	}
}

// misshapen records a fault of shape: the value at path, and what contains it, cannot
// be relied on.
func (p *page) misshapen(path, code, found, expected, fix string) {
	p.faulty = append(p.faulty, path)
	p.fault(path, code, found, expected, fix)
}

// broken reports whether a fault of shape lies at path or below it.
func (p *page) broken(path string) bool {
	for _, faulty := range p.faulty {
		if faulty == path || strings.HasPrefix(faulty, path+"/") {
			return true
		}
	}
	return false
}

// brokenKeys reports whether a key of the mapping at path is unknown, missing or badly
// filled in, so that absent keys of it prove nothing.
func (p *page) brokenKeys(path string) bool {
	for _, faulty := range p.faulty {
		rest, below := strings.CutPrefix(faulty, path+"/")
		if below && !strings.Contains(rest, "/") {
			return true
		}
	}
	return false
}

// unlisted reports whether a fault of shape lies at the list of items or at a whole item,
// so that their number is not known.
func (p *page) unlisted() bool {
	return slices.ContainsFunc(p.faulty, func(faulty string) bool {
		return faulty == "/items" || strings.HasPrefix(faulty, "/items/") && strings.Count(faulty, "/") == 2
	})
}

// unpriced reports whether a fault of shape bears on what the items add up to: on their
// points, kind, levels or days, or on a key that may be one of these misspelt.
func (p *page) unpriced() bool {
	item := theShape().def("item").keys()
	return p.unlisted() || slices.ContainsFunc(p.faulty, func(faulty string) bool {
		steps := strings.Split(faulty, "/") // "", items, number, key, …
		if len(steps) < 4 || steps[1] != "items" {
			return false
		}
		bears := []string{"points", "kind", "levels", "effective"}
		return slices.Contains(bears, steps[3]) || !slices.Contains(item, steps[3])
	})
}

func (p *page) has(path string) bool {
	_, found := p.places[path]
	return found
}

// text is the text at path, without blanks around it; "" where there is none.
func (p *page) text(path string) string {
	text, _ := p.places[path].value.(string)
	return strings.TrimSpace(text)
}

// texts is the list of texts at path; one text is a list of one.
func (p *page) texts(path string) []string {
	switch value := p.places[path].value.(type) {
	case string:
		return []string{value}
	case []any:
		texts := make([]string, 0, len(value))
		for _, element := range value {
			text, _ := element.(string)
			texts = append(texts, text)
		}
		return texts
	}
	return nil
}

func (p *page) boolean(path string) bool {
	value, _ := p.places[path].value.(bool)
	return value
}

// integer is the whole number at path, 0 where there is none.
func (p *page) integer(path string) int {
	number, _ := p.places[path].value.(json.Number)
	n, _ := strconv.Atoi(number.String())
	return n
}

// points is the exact number at path, nil where there is none.
func (p *page) points(path string) *Points {
	text, found := p.places[path].value.(string)
	if !found {
		return nil
	}
	points, err := ParsePoints(text)
	if err != nil {
		return nil
	}
	return &points
}

// length is the number of elements of the list at path.
func (p *page) length(path string) int {
	list, _ := p.places[path].value.([]any)
	return len(list)
}

// names are the keys of the mapping at path, in the file's order.
func (p *page) names(path string) []string {
	node := p.places[path].node
	if node == nil || node.Kind != yamltext.MappingNode {
		return nil
	}
	names := make([]string, 0, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Kind == yamltext.ScalarNode {
			names = append(names, node.Content[i].Value)
		}
	}
	return names
}

// keysAt is where each key of the mapping at path stands; nil where there is none.
func (p *page) keysAt(path string) map[string]yamltext.Position {
	var places map[string]yamltext.Position
	for _, name := range p.names(path) {
		if places == nil {
			places = map[string]yamltext.Position{}
		}
		if key := p.places[path+"/"+name].key; key != nil {
			places[name] = yamltext.Position{File: p.file, Line: key.Line, Column: key.Column}
		}
	}
	return places
}

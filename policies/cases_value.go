package policies

import (
	"encoding/json"
	"regexp"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

var decimals = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// valueFits reports whether a value is of a role's or fact's type; null fits all.
func valueFits(kind string, value *evidence.Value) bool {
	switch {
	case value.Kind == evidence.Null || kind == "any":
		return true
	case kind == "boolean":
		return value.Kind == evidence.Bool
	case kind == "integer":
		return value.Kind == evidence.Number && !strings.Contains(value.Text, ".")
	case kind == "number":
		return value.Kind == evidence.Number
	case kind == "list":
		return value.Kind == evidence.List
	case kind == "document" || kind == "photo":
		return value.Kind == evidence.Object || value.Kind == evidence.Bool && !value.Bool
	}
	return value.Kind == evidence.String
}

func (r *caseReader) value(n *yamltext.Node) *evidence.Value {
	value := &evidence.Value{At: r.at(n)}
	switch n.Kind {
	case yamltext.MappingNode:
		value.Kind = evidence.Object
		pairs := r.pairs(n, "值")
		for _, name := range sortedNames(pairs) {
			value.Fields = append(value.Fields, evidence.Field{Name: name, Value: r.value(pairs[name])})
		}
	case yamltext.SequenceNode:
		value.Kind = evidence.List
		for _, item := range n.Content {
			value.Items = append(value.Items, r.value(item))
		}
	default:
		switch plain := r.plain(n).(type) {
		case bool:
			value.Kind, value.Bool = evidence.Bool, plain
		case json.Number:
			value.Kind, value.Text = evidence.Number, string(plain)
		case string:
			value.Kind, value.Text = evidence.String, plain
		}
	}
	return value
}

// plain is a node as the catalogue's loader would give it: numbers exact, dates as text.
func (r *caseReader) plain(n *yamltext.Node) any {
	switch n.Kind {
	case yamltext.SequenceNode:
		items := make([]any, len(n.Content))
		for i, item := range n.Content {
			items[i] = r.plain(item)
		}
		return items
	case yamltext.ScalarNode:
		switch n.ShortTag() {
		case "!!null":
			return nil
		case "!!bool":
			return n.Value == "true"
		case "!!int", "!!float":
			if !decimals.MatchString(n.Value) {
				r.fault(n, "bad_number", "数字写作 "+n.Value, "十进制数字", "更正写法")
			}
			return json.Number(n.Value)
		}
		return n.Value
	}
	r.fault(n, "wrong_type", "值的写法不对", "值或列表", "更正")
	return nil
}

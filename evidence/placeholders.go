package evidence

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// placeholderMark begins every text in the template that is to be replaced.
const placeholderMark = "（填写"

// placeholder shows the form of a value and what to fill in; it is itself no value.
func placeholder(f Fact) string {
	value := "（文字）"
	switch f.Type {
	case "boolean":
		value = "（是或否）"
	case "integer":
		value = quantity("整数", f.Unit)
	case "number":
		value = quantity("数", f.Unit)
	case "date":
		value = "（年-月-日）"
	case "document":
		value = "{number: （文号）, date: （年-月-日）}"
	case "photo":
		value = "{date: （年-月-日）, place: （地点）}"
	case "list":
		value = "[（逐项填写）]"
		if len(f.Enum) > 0 {
			value = "[" + choiceOf(f.Enum) + "]"
		}
	case "string":
		if len(f.Enum) > 0 {
			value = choiceOf(f.Enum)
		}
	}
	if len(f.Sources) > 0 {
		return "{value: " + value + ", source: [（依据的编号）]}"
	}
	return value
}

func quantity(kind, unit string) string {
	if unit == "" {
		return "（" + kind + "）"
	}
	return "（" + kind + "，单位 " + unit + "）"
}

func choiceOf(enum []string) string { return "（从中选：" + strings.Join(enum, "、") + "）" }

// isPlaceholder says whether a text only shows what to fill in: “（是或否）”, “…”.
func isPlaceholder(text string) bool {
	text = strings.TrimSpace(text)
	if slices.Contains([]string{"…", "……", "..."}, text) || strings.HasPrefix(text, placeholderMark) {
		return true
	}
	rest, ok := strings.CutPrefix(text, "（")
	depth := 1
	for i, c := range rest {
		switch c {
		case '（':
			depth++
		case '）':
			depth--
		}
		if depth == 0 {
			return ok && i+len("）") == len(rest)
		}
	}
	return false
}

// placeholder refuses a placeholder that still stands. The template has some outside of
// the facts, which must not keep it from being read; those are noted.
func (r *reader) placeholder(rule *rule, n *yamltext.Node) bool {
	if n.Kind != yamltext.ScalarNode || !isPlaceholder(n.Value) || slices.Contains(rule.enum, n.Value) {
		return false
	}
	if rule.path == "" && rule.shape == shapeText && strings.HasPrefix(n.Value, placeholderMark) {
		r.note(r.at(n), fmt.Sprintf("“%s”还是模板里的占位文字", rule.label()))
		return false
	}
	r.fault(n, codePlaceholder, fmt.Sprintf("“%s”还是占位文字“%s”", rule.label(), shown(n.Value)), expectation(rule), "换成实际内容；不知道就留空")
	return true
}

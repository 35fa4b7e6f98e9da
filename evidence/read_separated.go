package evidence

import (
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// separated is a list of choices with its items apart, where Chinese punctuation holds
// them together or the brackets are missing: 【接访、值班】. Anything else it leaves alone.
func (r *reader) separated(rule *rule, n *yamltext.Node) *yamltext.Node {
	if len(rule.each.enum) == 0 || n.Kind == yamltext.MappingNode {
		return n
	}
	apart := func(item *yamltext.Node, atLeast int) []*yamltext.Node {
		words := pieces(item.Value)
		if item.Kind != yamltext.ScalarNode || isPlaceholder(item.Value) || rule.each.allows(item.Value) || len(words) < atLeast || !slices.ContainsFunc(words, rule.each.allows) {
			return nil
		}
		items := make([]*yamltext.Node, len(words))
		for i, word := range words {
			items[i] = &yamltext.Node{Kind: yamltext.ScalarNode, Tag: "!!str", Value: word, Line: item.Line, Column: item.Column}
		}
		r.conversions = append(r.conversions, Conversion{r.at(item), rule.place(), ruleListMarks, item.Value, "[" + strings.Join(words, ", ") + "]"})
		return items
	}
	list := yamltext.Node{Kind: yamltext.SequenceNode, Style: n.Style, Line: n.Line, Column: n.Column}
	if n.Kind == yamltext.ScalarNode {
		if rule.each.allows(n.Value) {
			r.conversions = append(r.conversions, Conversion{r.at(n), rule.place(), ruleListMarks, n.Value, "[" + n.Value + "]"})
			list.Content = []*yamltext.Node{n}
			return &list
		}
		if list.Content = apart(n, 1); list.Content == nil {
			return n
		}
		return &list
	}
	for _, item := range n.Content {
		if words := apart(item, 2); words != nil {
			list.Content = append(list.Content, words...)
		} else {
			list.Content = append(list.Content, item)
		}
	}
	return &list
}

// allows says whether a word is one of the choices, or reads as one.
func (r *rule) allows(word string) bool {
	folded := narrow(word)
	return r.enumWords[folded] != "" || slices.ContainsFunc(r.enum, func(allowed string) bool { return narrow(allowed) == folded })
}

// pieces are the items of a list that was written with Chinese punctuation or without
// brackets.
func pieces(text string) []string {
	text = strings.Trim(strings.TrimSpace(text), "【】［］[]")
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、,，;；", c) })
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}

func allDates(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !(&steps{text: word}).date() })
}

// listAdvice says how to write as a list what was written as a text.
func listAdvice(each *rule, text string) string {
	lines, words := strings.Fields(text), pieces(text)
	unblanked := len(lines) > 0 && !slices.ContainsFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "-") || len(line) < 2 })
	switch {
	case unblanked && each.shape != shapeInteger && each.shape != shapeNumber:
		return "在每个“-”后面加一个空格，一项一行"
	case len(each.enum) > 0:
		return "写成列表，各项从中选；没有就写 []"
	case each.shape == shapeDate && !allDates(words):
		return "逐个写出日期，如 [年-月-日, 年-月-日]；没有就写 []"
	case len(words) == 0:
		return "写成列表，没有就写 []"
	}
	return "写成列表：[" + shown(strings.Join(words, ", ")) + "]"
}

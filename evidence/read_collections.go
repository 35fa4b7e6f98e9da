package evidence

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zhanping/internal/yamltext"
)

func (r *reader) list(rule *rule, key, n *yamltext.Node) *Value {
	if r.placeholder(rule, n) {
		return nil
	}
	v := &Value{Kind: List, At: r.collectionAt(key, n)}
	if n.Kind == yamltext.ScalarNode && slices.Contains(noneWords, narrow(n.Value)) && n.Style == 0 {
		v.At = r.at(n)
		r.conversions = append(r.conversions, Conversion{v.At, rule.place(), ruleNoneList, n.Value, "[]"})
		n = &yamltext.Node{Kind: yamltext.SequenceNode}
	}
	if n.Kind == yamltext.ScalarNode {
		v.At = r.at(n)
	}
	n = r.separated(rule, n)
	if n.Kind != yamltext.SequenceNode {
		advice := "写成列表，没有就写 []"
		if n.Kind == yamltext.ScalarNode {
			advice = listAdvice(rule.each, n.Value)
		}
		r.wrongType(rule, n, advice)
		return nil
	}
	if len(n.Content) < rule.minItems || len(n.Content) > rule.maxItems {
		r.fault(n, codeOutOfBounds, fmt.Sprintf("“%s”有 %d 项", rule.label(), len(n.Content)),
			fmt.Sprintf("%d 至 %d 项", rule.minItems, rule.maxItems), "核对后增删")
		return nil
	}
	seen := map[string]int{}
	for _, item := range n.Content {
		if null(item) {
			r.fault(item, codeWrongType, fmt.Sprintf("“%s”里有一个空项", rule.label()), "每项都有内容", "填上或删去这一项")
			continue
		}
		if dates := pieces(item.Value); rule.each.shape == shapeDate && len(dates) > 1 && allDates(dates) {
			r.fault(item, codeWrongType, fmt.Sprintf("“%s”的各项之间用了中文标点", rule.label()), "半角逗号", listAdvice(rule.each, item.Value))
			continue
		}
		element := r.value(rule.each, item, item)
		if element == nil {
			continue
		}
		if rule.unique && element.Kind != Object {
			if first, twice := seen[element.Text]; twice {
				r.fault(item, codeNotAllowed, fmt.Sprintf("“%s”里“%s”重复，第一处在第 %d 行", rule.label(), element.Text, first), "每项只列一次", "删去一处")
				continue
			}
			seen[element.Text] = item.Line
		}
		v.Items = append(v.Items, element)
	}
	return v
}

// orNone reads a document or a photo, or the answer that there is none.
func (r *reader) orNone(rule *rule, key, n *yamltext.Node) *Value {
	if n.Kind == yamltext.MappingNode {
		if unfilled(n) && allKnown(rule.object, n) {
			return nil
		}
		v := r.object(rule.object, key, n, nil)
		if file := v.Field("file"); file != nil {
			r.files = append(r.files, fileRef{name: file.Text, at: file.At})
		}
		return v
	}
	if n.Kind == yamltext.ScalarNode {
		if r.placeholder(rule, n) || r.colon(rule.object, n) {
			return nil
		}
		word := narrow(n.Value)
		if n.Tag == "!!bool" && strings.EqualFold(word, "false") {
			return &Value{Kind: Bool, At: r.at(n)}
		}
		if slices.Contains(noneWords, word) || word == "否" {
			at := r.at(n)
			r.conversions = append(r.conversions, Conversion{at, rule.place(), ruleNoneDocument, n.Value, "false"})
			return &Value{Kind: Bool, At: at}
		}
	}
	r.wrongType(rule, n, "写成 "+example(rule)+"；没有就写 无")
	return nil
}

// mapOf reads a map with free keys: the sources by their ids.
func (r *reader) mapOf(rule *rule, key, n *yamltext.Node) *Value {
	if n.Kind != yamltext.MappingNode {
		r.wrongType(rule, n, "逐条写成 编号: {kind: …, title: …}")
		return nil
	}
	v := &Value{Kind: Object, At: r.collectionAt(key, n)}
	for i := 0; i+1 < len(n.Content); i += 2 {
		id, entry := n.Content[i], n.Content[i+1]
		r.sourceIDs = append(r.sourceIDs, id.Value)
		if utf8.RuneCountInString(id.Value) > 40 {
			r.fault(id, codeOutOfBounds, fmt.Sprintf("编号“%s”太长", shown(id.Value)), "不超过 40 个字", "缩短编号")
			continue
		}
		if r.colon(rule.each, entry) {
			continue
		}
		if null(entry) || entry.Kind != yamltext.MappingNode {
			r.fault(entry, codeWrongType, fmt.Sprintf("%s %s 没有内容", rule.label(), shown(id.Value)), example(rule.each), "填写或删去这一条")
			continue
		}
		named := *rule.each
		named.title = rule.each.title + " " + id.Value
		element := r.object(&named, id, entry, nil)
		element.At = r.at(id)
		v.Fields = append(v.Fields, Field{id.Value, element})
	}
	slices.SortFunc(v.Fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return v
}

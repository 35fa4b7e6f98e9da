package evidence

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zhanping/internal/yamltext"
)

// value reads a value that is not null by the shape that the schema gives it. It is nil
// where a fault was found, or where a map holds nothing.
func (r *reader) value(rule *rule, key, n *yamltext.Node) *Value {
	switch rule.shape {
	case shapeObject:
		if n.Kind != yamltext.MappingNode {
			if !r.placeholder(rule, n) && !r.colon(rule, n) {
				r.wrongType(rule, n, "")
			}
			return nil
		}
		return r.object(rule, key, n, nil)
	case shapeMap:
		return r.mapOf(rule, key, n)
	case shapeList:
		return r.list(rule, key, n)
	case shapeOrNone:
		return r.orNone(rule, key, n)
	case shapeBool, shapeInteger, shapeNumber, shapeText, shapeDate, shapeRegion, shapeUSCC:
	}
	if n.Kind != yamltext.ScalarNode {
		r.wrongType(rule, n, "")
		return nil
	}
	return r.scalar(rule, n)
}

func (r *reader) scalar(rule *rule, n *yamltext.Node) *Value {
	if r.placeholder(rule, n) {
		return nil
	}
	v := &Value{At: r.at(n)}
	s := &steps{text: n.Value}
	ok := false
	switch rule.shape {
	case shapeBool:
		v.Kind = Bool
		v.Bool, ok = r.boolean(rule, s, n)
	case shapeInteger, shapeNumber:
		v.Kind = Number
		ok = r.number(rule, s, n)
	case shapeDate:
		v.Kind = String
		if ok = s.date(); !ok {
			r.dateTrouble(rule, n)
		}
	case shapeRegion, shapeUSCC:
		v.Kind = String
		ok = r.code(rule, s, n)
	case shapeText:
		v.Kind = String
		ok = r.text(rule, s, n)
	case shapeObject, shapeMap, shapeList, shapeOrNone:
	}
	if !ok {
		return nil
	}
	if v.Kind != Bool {
		v.Text = s.text
	}
	for _, used := range s.used {
		used.At, used.Path = v.At, rule.place()
		r.conversions = append(r.conversions, used)
	}
	return v
}

// place is the path of a fact, or the key of something that is no fact.
func (r *rule) place() string {
	if r.path != "" {
		return r.path
	}
	return r.name
}

func (r *reader) boolean(rule *rule, s *steps, n *yamltext.Node) (value, ok bool) {
	word := narrow(s.text)
	switch {
	case slices.Contains([]string{"true", "True", "TRUE"}, word):
		value = true
	case slices.Contains([]string{"false", "False", "FALSE"}, word):
	case slices.Contains(yesWords, word):
		s.mark(ruleYes, s.text, "true")
		return true, true
	case slices.Contains(noWords, word):
		s.mark(ruleNo, s.text, "false")
		return false, true
	default:
		r.wrongType(rule, n, booleanAdvice(word))
		return false, false
	}
	if n.Tag != "!!bool" {
		s.mark(ruleQuoted, s.text, strings.ToLower(word))
	}
	return value, true
}

func booleanAdvice(word string) string {
	switch strings.ToLower(word) {
	case "yes", "y", "on", "1":
		return "改成 是"
	case "no", "n", "off", "0", "x":
		return "改成 否"
	}
	return "写 是 或 否；不知道就留空"
}

func (r *reader) number(rule *rule, s *steps, n *yamltext.Node) bool {
	d, ok := s.number(rule.unit)
	if !ok {
		found, fix := numberTrouble(n.Value, rule.unit)
		r.fault(n, codeWrongType, fmt.Sprintf("“%s”写成了“%s”，%s", rule.label(), shown(n.Value), found), expectation(rule), fix)
		return false
	}
	if len(s.used) == 0 && n.Style&(yamltext.SingleQuotedStyle|yamltext.DoubleQuotedStyle) != 0 {
		s.mark(ruleQuoted, `"`+n.Value+`"`, s.text)
	}
	if rule.shape == shapeInteger && !d.whole() {
		r.fault(n, codeWrongType, fmt.Sprintf("“%s”写成了“%s”，不是整数", rule.label(), shown(n.Value)), expectation(rule), "写整数")
		return false
	}
	if rule.minimum != nil && d.less(*rule.minimum) || rule.maximum != nil && rule.maximum.less(d) {
		r.fault(n, codeOutOfBounds, fmt.Sprintf("“%s”是 %s，超出范围", rule.label(), s.text), expectation(rule), "核对数字和单位")
		return false
	}
	if rule.unit == "%" && d.scale > 0 && d.coef > 0 && d.less(decimal{coef: 1}) {
		r.note(r.at(n), fmt.Sprintf("“%s”按 %s%% 读取；若是 %s 的比率，请乘以 100 再写", rule.label(), s.text, s.text))
	}
	return true
}

func (r *reader) text(rule *rule, s *steps, n *yamltext.Node) bool {
	if len(rule.enum) > 0 {
		return r.choice(rule, s, n)
	}
	if rule.pattern != nil && !rule.pattern.MatchString(s.text) {
		folded := strings.ToLower(narrow(s.text))
		if !hexOnly(folded) || !rule.pattern.MatchString(folded) {
			r.fault(n, codePattern, fmt.Sprintf("“%s”写成了“%s”，格式不对", rule.label(), shown(n.Value)), expectation(rule), "照格式改写")
			return false
		}
		s.apply(ruleLetterCase, folded)
	}
	length := utf8.RuneCountInString(s.text)
	switch {
	case length < rule.minLength && length == 0:
		r.fault(n, codeOutOfBounds, fmt.Sprintf("“%s”是空文字", rule.label()), expectation(rule), "填写内容")
	case length < rule.minLength:
		r.fault(n, codeOutOfBounds, fmt.Sprintf("“%s”只有 %d 个字", rule.label(), length), expectation(rule), "写完整")
	case length > rule.maxLength:
		r.fault(n, codeOutOfBounds, fmt.Sprintf("“%s”有 %d 个字，太长", rule.label(), length), expectation(rule), "缩短")
	default:
		return true
	}
	return false
}

func hexOnly(text string) bool {
	return strings.Trim(text, "0123456789abcdef") == ""
}

func (r *reader) choice(rule *rule, s *steps, n *yamltext.Node) bool {
	if slices.Contains(rule.enum, s.text) {
		return true
	}
	word := narrow(s.text)
	if meant, ok := rule.enumWords[word]; ok {
		s.apply(ruleEnumTitle, meant)
		return true
	}
	for _, allowed := range rule.enum {
		if narrow(allowed) == word {
			s.apply(ruleFullWidth, allowed)
			return true
		}
	}
	candidates := slices.Concat(rule.enum, rule.enumTitles)
	r.fault(n, codeNotAllowed, fmt.Sprintf("“%s”写成了“%s”", rule.label(), shown(n.Value)), expectation(rule),
		didYouMean(word, candidates, "从中选一项"))
	return false
}

func (r *reader) code(rule *rule, s *steps, n *yamltext.Node) bool {
	s.foldWidth()
	if rule.shape == shapeRegion {
		if _, trouble := regionLevel(s.text); trouble != "" {
			r.fault(n, codeRegion, fmt.Sprintf("“%s”写成了“%s”，%s", rule.label(), shown(n.Value), trouble),
				"12 位统计用区划代码，上级用 0 补足", "查统计用区划代码后改正")
			return false
		}
		return true
	}
	s.apply(ruleLetterCase, strings.ToUpper(s.text))
	if found, fix := usccFault(s.text); found != "" {
		r.fault(n, codeUSCC, fmt.Sprintf("“%s”有误：%s", rule.label(), found), "18 位统一社会信用代码（GB 32100）", fix)
		return false
	}
	if odd := usccNote(s.text); odd != "" {
		r.note(r.at(n), odd)
	}
	return true
}

func (r *reader) wrongType(rule *rule, n *yamltext.Node, fix string) {
	if fix == "" {
		fix = plainAdvice(rule)
	}
	r.fault(n, codeWrongType, fmt.Sprintf("“%s”写成了%s", rule.label(), writtenWords(n)), expectation(rule), fix)
}

// writtenWords is what a node holds, in words.
func writtenWords(n *yamltext.Node) string {
	switch n.Kind {
	case yamltext.MappingNode:
		return "多项内容（映射）"
	case yamltext.SequenceNode:
		return "列表"
	case yamltext.ScalarNode:
	}
	if n.Value == "" {
		return "空文字"
	}
	return "“" + shown(n.Value) + "”"
}

package evidence

import (
	"slices"
	"strings"
)

// ConversionRule is one row of the table of forms that people type and that are read as
// a canonical value (写法换算表). What no row allows is refused.
type ConversionRule struct {
	Name  string // Conversion.Rule
	Title string // what is read as what, Chinese
	From  string // an example
	To    string
}

// The names of the rows.
const (
	ruleFullWidth    = "full_width"
	ruleYes          = "yes"
	ruleNo           = "no"
	ruleQuoted       = "quoted"
	rulePercent      = "percent"
	ruleUnit         = "unit"
	ruleWan          = "wan"
	ruleYi           = "yi"
	ruleThousands    = "thousands"
	ruleZeros        = "zeros"
	ruleDateWords    = "date_words"
	ruleDateSlashes  = "date_slashes"
	ruleDateStops    = "date_stops"
	ruleDateDigits   = "date_digits"
	ruleDateZeros    = "date_zeros"
	ruleNoneList     = "none_list"
	ruleNoneDocument = "none_document"
	ruleListMarks    = "list_marks"
	ruleEnumTitle    = "enum_title"
	ruleLetterCase   = "letter_case"
)

var conversionRules = []ConversionRule{
	{ruleFullWidth, "全角和半角的数字、字母、标点同等看待", "９２", "92"},
	{ruleYes, "是、有、√ 读作 true", "是", "true"},
	{ruleNo, "否、无、没有、× 读作 false", "否", "false"},
	{ruleQuoted, "引号里的数、true 和 false 读作数和真假", `"92"`, "92"},
	{rulePercent, "单位是 % 的项，去掉百分号", "85%", "85"},
	{ruleUnit, "去掉与要求相同的单位", "92㎡", "92"},
	{ruleWan, "万读作 10000 倍", "1.2万", "12000"},
	{ruleYi, "亿读作 100000000 倍", "3亿", "300000000"},
	{ruleThousands, "每三位一个逗号的千位分隔，去掉逗号", "1,200", "1200"},
	{ruleZeros, "去掉小数末尾的 0", "92.50", "92.5"},
	{ruleDateWords, "年月日写全的日期读作 YYYY-MM-DD", "2026年3月1日", "2026-03-01"},
	{ruleDateSlashes, "年在前的斜线日期读作 YYYY-MM-DD", "2026/3/1", "2026-03-01"},
	{ruleDateStops, "年在前的圆点日期读作 YYYY-MM-DD", "2026.3.1", "2026-03-01"},
	{ruleDateDigits, "八位数字的日期读作 YYYY-MM-DD", "20260301", "2026-03-01"},
	{ruleDateZeros, "月、日补足两位", "2026-3-1", "2026-03-01"},
	{ruleNoneList, "列表处写无、没有，读作空列表", "无", "[]"},
	{ruleNoneDocument, "文件、照片处写无、没有、否，读作“没有”", "无", "false"},
	{ruleListMarks, "选项列表里的顿号、中文逗号、【】和没写方括号的，读作列表", "【接访、值班】", "[接访, 值班]"},
	{ruleEnumTitle, "选项的中文名读作选项", "乡镇", "town"},
	{ruleLetterCase, "代码和摘要的字母改成规定的大小写", "12330482mb0000000u", "12330482MB0000000U"},
}

// ConversionRules is the whole table, in its order.
func ConversionRules() []ConversionRule { return slices.Clone(conversionRules) }

var (
	yesWords  = []string{"是", "有", "√", "✓", "✔"}
	noWords   = []string{"否", "无", "没有", "×", "✗", "✘"}
	noneWords = []string{"无", "没有"}
)

// unitWords is what people write for a unit besides the unit itself.
var unitWords = map[string][]string{
	"㎡":   {"平方米", "平米", "m²", "m2"},
	"km²": {"平方公里", "平方千米", "km2"},
	"人":   {"名"},
	"天":   {"日"},
}

// steps is a value on its way to the canonical form, with every row that was used.
type steps struct {
	text string
	used []Conversion // Rule, From and To
}

func (s *steps) apply(rule, to string) {
	if to != s.text {
		s.used = append(s.used, Conversion{Rule: rule, From: s.text, To: to})
		s.text = to
	}
}

// mark notes a row even where the text looks the same before and after.
func (s *steps) mark(rule, from, to string) {
	s.used = append(s.used, Conversion{Rule: rule, From: from, To: to})
	s.text = to
}

func (s *steps) foldWidth() { s.apply(ruleFullWidth, narrow(s.text)) }

// narrow is text with full-width forms of ASCII as ASCII, without surrounding blanks.
func narrow(text string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case 0xFF01 <= r && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000:
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(folded)
}

// number reads one exact number in the unit; it is false for anything ambiguous.
func (s *steps) number(unit string) (decimal, bool) {
	s.text = strings.TrimSpace(s.text)
	s.foldWidth()
	if unit == "%" {
		s.apply(rulePercent, strings.TrimSpace(strings.TrimSuffix(s.text, "%")))
	} else if unit != "" {
		s.dropUnit(unit)
	}
	before := s.text
	power, rule := 0, ""
	if !strings.ContainsAny(unit, "万亿%") {
		if rest, ok := strings.CutSuffix(s.text, "万"); ok {
			s.text, power, rule = strings.TrimSpace(rest), 4, ruleWan
		} else if rest, ok := strings.CutSuffix(s.text, "亿"); ok {
			s.text, power, rule = strings.TrimSpace(rest), 8, ruleYi
		}
	}
	if plain, ok := ungroup(s.text); ok {
		s.apply(ruleThousands, plain)
	}
	d, ok := parseDecimal(s.text)
	if ok && power > 0 {
		d, ok = d.times10(power)
		if ok {
			s.mark(rule, before, d.String())
		}
	}
	if ok {
		s.apply(ruleZeros, d.String())
	}
	return d, ok
}

func (s *steps) dropUnit(unit string) {
	words := append([]string{unit}, unitWords[unit]...)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, word := range words {
		if rest, ok := strings.CutSuffix(s.text, word); ok {
			s.apply(ruleUnit, strings.TrimSpace(rest))
			return
		}
	}
}

// ungroup removes the commas of 1,200 and 12,345.6; it is false where they do not stand
// before every third digit.
func ungroup(text string) (string, bool) {
	digits := strings.TrimPrefix(text, "-")
	whole, _, _ := strings.Cut(digits, ".")
	groups := strings.Split(whole, ",")
	if len(groups) < 2 || len(groups[0]) < 1 || len(groups[0]) > 3 || groups[0][0] == '0' {
		return "", false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 {
			return "", false
		}
	}
	return strings.ReplaceAll(text, ",", ""), true
}

// date reads a whole calendar date; it is false where a part is missing or the order of
// the parts is open.
func (s *steps) date() bool {
	s.text = strings.TrimSpace(s.text)
	s.foldWidth()
	year, month, day, rule := dateParts(s.text)
	if rule == "" || !realDate(year, month, day) {
		return false
	}
	s.apply(rule, formatDate(year, month, day))
	return true
}

func dateParts(text string) (year, month, day int, rule string) {
	separators := []struct{ first, second, end, rule string }{
		{"-", "-", "", ruleDateZeros},
		{"/", "/", "", ruleDateSlashes},
		{".", ".", "", ruleDateStops},
		{"年", "月", "日", ruleDateWords},
		{"年", "月", "号", ruleDateWords},
	}
	if len(text) == 8 && digitsOnly(text) {
		return atoi(text[:4]), atoi(text[4:6]), atoi(text[6:]), ruleDateDigits
	}
	for _, form := range separators {
		y, rest, ok := strings.Cut(text, form.first)
		if !ok {
			continue
		}
		m, d, ok := strings.Cut(rest, form.second)
		if !ok || form.end != "" && !strings.HasSuffix(d, form.end) {
			continue
		}
		y, m, d = strings.TrimSpace(y), strings.TrimSpace(m), strings.TrimSpace(strings.TrimSuffix(d, form.end))
		if len(y) != 4 || len(m) < 1 || len(m) > 2 || len(d) < 1 || len(d) > 2 ||
			!digitsOnly(y) || !digitsOnly(m) || !digitsOnly(d) {
			continue
		}
		return atoi(y), atoi(m), atoi(d), form.rule
	}
	return 0, 0, 0, ""
}

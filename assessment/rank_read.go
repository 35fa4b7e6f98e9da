package assessment

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// schemeReader reads a scheme and collects every fault of it.
type schemeReader struct {
	file   string
	faults yamltext.Faults
}

// ReadScheme reads a scheme; the error is every fault of the text at once.
func ReadScheme(file string, data []byte) (*Scheme, error) {
	r := &schemeReader{file: file}
	root, err := yamltext.Parse(file, data)
	if err != nil && (!errors.As(err, &r.faults) || root == nil) {
		return nil, err
	}
	s := r.scheme(root)
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

func (r *schemeReader) at(n *yamltext.Node) yamltext.Position {
	return yamltext.Position{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *schemeReader) fault(n *yamltext.Node, code, found, expected, fix string) {
	r.faults = append(r.faults, yamltext.Fault{At: r.at(n), Code: code, Found: found, Expected: expected, Fix: fix})
}

// fields is the members of a mapping; what is none of the keys is a fault. It is whole
// unless there is one: then a missing key proves nothing, since it may be misspelt.
func (r *schemeReader) fields(n *yamltext.Node, what string, keys ...string) (fields map[string]*yamltext.Node, whole bool) {
	fields, whole = map[string]*yamltext.Node{}, true
	if n.Kind != yamltext.MappingNode {
		r.fault(n, "wrong_type", what+"不是“键: 值”的形式", "键可以是 "+strings.Join(keys, "、"), "")
		return fields, false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if slices.Contains(keys, key.Value) {
			fields[key.Value] = n.Content[i+1]
			continue
		}
		whole = false
		fix := "删去这一项"
		if near, ok := yamltext.Nearest(key.Value, keys); ok {
			fix = "改为 " + near
		}
		r.fault(key, "unknown_key", fmt.Sprintf("%s里没有“%s”", what, yamltext.Shown(key.Value)), strings.Join(keys, "、"), fix)
	}
	return fields, whole
}

func (r *schemeReader) list(n *yamltext.Node, what string) []*yamltext.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yamltext.SequenceNode || len(n.Content) == 0 {
		r.fault(n, "wrong_type", what+"不是列表，或者是空的", "每行一项，以“- ”开头", "")
		return nil
	}
	return n.Content
}

func (r *schemeReader) text(n *yamltext.Node, what string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yamltext.ScalarNode || strings.TrimSpace(n.Value) == "" {
		r.fault(n, "wrong_type", what+"没有写文字", "一行文字", "")
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// word is one of the allowed words; "" where there is none.
func (r *schemeReader) word(n *yamltext.Node, what string, allowed ...string) string {
	text := r.text(n, what)
	if text == "" || slices.Contains(allowed, text) {
		return text
	}
	fix := ""
	if near, ok := yamltext.Nearest(text, allowed); ok {
		fix = "改为 " + near
	}
	r.fault(n, "wrong_value", fmt.Sprintf("%s 是“%s”", what, yamltext.Shown(text)), strings.Join(allowed, "、"), fix)
	return ""
}

// number is an exact number that is not negative; nil where there is none.
func (r *schemeReader) number(n *yamltext.Node, what, suffix string) *standards.Points {
	text := r.text(n, what)
	if text == "" {
		return nil
	}
	digits, found := strings.CutSuffix(text, suffix)
	p, err := standards.ParsePoints(digits)
	if err != nil || !found || p.Sign() < 0 || strings.HasPrefix(digits, "+") || strings.Contains(digits, "/") {
		r.fault(n, "wrong_type", fmt.Sprintf("%s 是“%s”", what, yamltext.Shown(text)), "不小于 0 的十进制数，如 80"+suffix, "")
		return nil
	}
	return &p
}

// whole is a whole number from low to high; 0 where there is none.
func (r *schemeReader) whole(n *yamltext.Node, what string, low, high int) int {
	text := r.text(n, what)
	if text == "" {
		return 0
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < low || number > high || strconv.Itoa(number) != text {
		r.fault(n, "wrong_type", fmt.Sprintf("%s 是“%s”", what, yamltext.Shown(text)), fmt.Sprintf("%d 至 %d 的整数", low, high), "")
		return 0
	}
	return number
}

func (r *schemeReader) scheme(root *yamltext.Node) *Scheme {
	f, whole := r.fields(root, "评比方案", "title", "sheets", "years", "raters", "places", "ties", "quotas", "border")
	s := &Scheme{
		File: r.file, Title: r.text(f["title"], "title"),
		Years:  Merge(r.word(f["years"], "years", "mean", "sum", "worst")),
		Raters: Merge(r.word(f["raters"], "raters", "mean", "joint")),
		Border: Border(r.word(f["border"], "border", "out", "in")),
	}
	if whole && f["title"] == nil {
		r.fault(root, "missing_key", "没有 title", "评比的名称", "补写 title")
	}
	if whole || f["sheets"] != nil {
		r.sheets(root, f["sheets"], s)
	}
	if n := f["places"]; n != nil {
		r.places(n, s)
	}
	for _, n := range r.list(f["ties"], "ties") {
		s.Ties = append(s.Ties, r.tie(n, s))
	}
	for _, n := range r.list(f["quotas"], "quotas") {
		s.Quotas = append(s.Quotas, r.quota(n, s))
	}
	if n := f["quotas"]; whole && n != nil && f["border"] == nil {
		r.fault(n, "missing_key", "有名额，没有写 border", "out（名额边上并列的都不给）或 in（都给）", "补写 border")
	}
	if n := f["border"]; whole && n != nil && f["quotas"] == nil {
		r.fault(n, "useless_key", "没有名额（quotas），border 不起作用", "", "删去 border，或补写 quotas")
	}
	return s
}

func (r *schemeReader) sheets(root, n *yamltext.Node, s *Scheme) {
	if n == nil {
		r.fault(root, "missing_key", "没有 sheets", "评比所用的标准，每行一项", "补写 sheets")
		return
	}
	weighed := false
	for _, n := range r.list(n, "sheets") {
		f, whole := r.fields(n, "sheets 的一项", "standard", "weight", "at_least", "grade")
		sheet := SchemeSheet{
			Standard: r.text(f["standard"], "standard"), Weight: r.number(f["weight"], "weight", ""),
			AtLeast: r.number(f["at_least"], "at_least", ""), Grade: r.text(f["grade"], "grade"), At: r.at(n),
		}
		switch {
		case whole && f["standard"] == nil:
			r.fault(n, "missing_key", "没有写 standard", "标准的编号", "补写 standard")
		case sheet.Standard != "" && slices.ContainsFunc(s.Sheets, func(o SchemeSheet) bool { return o.Standard == sheet.Standard }):
			r.fault(n, "duplicate", "标准 "+sheet.Standard+" 写了两次", "每套标准一项", "合并成一项")
		case whole && f["weight"] == nil && f["at_least"] == nil && f["grade"] == nil:
			r.fault(n, "missing_key", "标准 "+sheet.Standard+" 既不计入总分，也没有入围线", "weight、at_least、grade 至少写一个", "")
		}
		if sheet.Weight != nil && sheet.Weight.Sign() == 0 {
			r.fault(f["weight"], "wrong_value", "weight 是 0", "大于 0 的百分数", "删去 weight，或写大于 0 的数")
		}
		weighed = weighed || !whole || f["weight"] != nil
		s.Sheets = append(s.Sheets, sheet)
	}
	if len(s.Sheets) > 0 && !weighed {
		r.fault(n, "missing_key", "没有一套标准写了 weight，排不出名次", "至少一套标准计入总分", "补写 weight，如 weight: 100")
	}
}

func (r *schemeReader) places(n *yamltext.Node, s *Scheme) {
	f, whole := r.fields(n, "places", "region", "combine")
	s.Places = &Places{
		Digits: r.whole(f["region"], "region", 2, 12),
		Merge:  Merge(r.word(f["combine"], "combine", "mean", "worst")),
	}
	if whole && (f["region"] == nil || f["combine"] == nil) {
		r.fault(n, "missing_key", "places 没有写全", "region（区划代码的前几位）和 combine（mean 或 worst）", "")
	}
}

func (r *schemeReader) tie(n *yamltext.Node, s *Scheme) Tie {
	f, whole := r.fields(n, "ties 的一项", "sheet", "fact", "first")
	t := Tie{Sheet: r.text(f["sheet"], "sheet"), Fact: r.text(f["fact"], "fact"), At: r.at(n)}
	t.Low = r.word(f["first"], "first", "high", "low") == "low"
	switch {
	case whole && (f["sheet"] == nil) == (f["fact"] == nil):
		r.fault(n, "missing_key", "并列的一条依据写得不对", "sheet 或 fact 恰好写一个", "")
	case f["sheet"] != nil && f["first"] != nil:
		r.fault(f["first"], "useless_key", "按标准的得分比，总是高分在先", "", "删去 first")
	case t.Sheet != "" && !slices.ContainsFunc(s.Sheets, func(o SchemeSheet) bool { return o.Standard == t.Sheet }):
		r.fault(f["sheet"], "unknown_sheet", "sheets 里没有标准 "+t.Sheet, "sheets 里的标准", "")
	case whole && f["fact"] != nil && f["first"] == nil:
		r.fault(n, "missing_key", "没有写 first", "high（数大、日期晚的在先）或 low（数小、日期早的在先）", "补写 first")
	case f["fact"] != nil && s.Places != nil:
		r.fault(n, "wrong_value", "按区域评比时，一个区域有几个站，不能按事实分先后", "sheet", "改用 sheet")
	}
	return t
}

func (r *schemeReader) quota(n *yamltext.Node, s *Scheme) Quota {
	f, whole := r.fields(n, "quotas 的一项", "name", "share", "count", "at_least")
	q := Quota{
		Name: r.text(f["name"], "name"), Share: r.number(f["share"], "share", "%"),
		Count: r.whole(f["count"], "count", 1, 1_000_000), AtLeast: r.number(f["at_least"], "at_least", ""),
	}
	switch {
	case whole && f["name"] == nil:
		r.fault(n, "missing_key", "没有写 name", "给什么等级、称号", "补写 name")
	case q.Name != "" && slices.ContainsFunc(s.Quotas, func(o Quota) bool { return o.Name == q.Name }):
		r.fault(n, "duplicate", "“"+q.Name+"”写了两次", "每个等级一项", "合并成一项")
	}
	if whole && (f["share"] == nil) == (f["count"] == nil) {
		r.fault(n, "missing_key", "名额写得不对", "share（如 30%）或 count（如 3）恰好写一个", "")
	}
	if q.Share != nil && q.Share.Cmp(standards.PointsOf(100)) > 0 {
		r.fault(f["share"], "wrong_value", "share 超过 100%", "不超过 100%", "")
	}
	return q
}

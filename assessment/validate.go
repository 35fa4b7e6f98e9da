package assessment

import (
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// findingsOf sorts the bundle's findings for this standard by item; findings for other
// standards and for items in force no more are none of our business.
func findingsOf(std *standards.Standard, bundle *evidence.Bundle) (map[string][]evidence.Finding, yamltext.Faults) {
	var ids []string
	for _, chapter := range slices.Concat(std.Chapters, std.Announced) {
		for _, item := range chapter.Items {
			ids = append(ids, item.ID)
		}
	}
	var faults yamltext.Faults
	found := map[string][]evidence.Finding{}
	for _, f := range bundle.Findings {
		if f.Standard != std.ID && f.Standard != std.Ref() {
			continue
		}
		if slices.Contains(std.Ended, f.Item) {
			continue
		}
		if !slices.Contains(ids, f.Item) {
			faults = append(faults, unknownItem(std, ids, f))
			continue
		}
		found[f.Item] = append(found[f.Item], f)
	}
	return found, faults
}

func unknownItem(std *standards.Standard, ids []string, f evidence.Finding) yamltext.Fault {
	at := f.ItemAt
	if at.File == "" {
		at = f.At
	}
	fault := yamltext.Fault{
		At: at, Code: "unknown_item",
		Found:    "标准 " + std.Ref() + " 没有条目 " + f.Item,
		Expected: "该标准对本级单位适用的条目编号",
		Fix:      "核对条目编号",
	}
	if near, ok := yamltext.Nearest(f.Item, ids); ok {
		fault.Fix = "改为 " + near
	}
	return fault
}

// examine finds what is wrong with a person's finding on one item, and reads its points.
func examine(item *standards.Item, checked decision, f evidence.Finding) (*standards.Points, yamltext.Faults) {
	var faults yamltext.Faults
	add := func(code, found, expected, fix string) {
		faults = append(faults, yamltext.Fault{
			At: f.At, Code: code, Found: "条目 " + item.ID + " 的评定" + found, Expected: expected, Fix: fix,
		})
	}
	rows := rowsOf(item)
	outcome := Outcome(f.Outcome)
	if !slices.Contains([]Outcome{Satisfied, NotSatisfied, NotApplicable, Waived}, outcome) {
		add("unknown_outcome", "结果无法识别："+f.Outcome, "satisfied、not_satisfied、not_applicable 或 waived", "改写 outcome")
		return nil, faults
	}
	var points *standards.Points
	if f.Points != "" {
		var problem yamltext.Fault
		if points, problem = readPoints(rows, outcome, f.Points); problem.Code != "" {
			add(problem.Code, problem.Found, problem.Expected, problem.Fix)
		}
	}
	if outcome == NotSatisfied {
		for _, s := range f.Shortfalls {
			if pricing(rows, s.Kind) < 0 {
				add("unknown_kind", "列出的问题类别没有扣分标准："+quoted(s.Kind), kindsOf(rows), "改用标准规定的类别")
			}
		}
	}
	if outcome == NotApplicable && absent(item, "").outcome == Errored {
		add("absence_refused", "为不适用，但标准规定本条不允许缺项", "satisfied 或 not_satisfied", "按实际情况评定")
	}
	if outcome == Waived && f.Until == "" {
		add("until_missing", "为豁免，但没有写到期日", "until: YYYY-MM-DD", "补写 until")
	}
	if authority[f.Source] > 0 && len(faults) == 0 {
		faults = demand(item, checked, f, points)
	}
	return points, faults
}

// demand is what a finding that counts must say: a reason where it goes against a check,
// by its outcome or by its points, or uses discretion, and enough for the points to be
// computed.
func demand(item *standards.Item, checked decision, f evidence.Finding, points *standards.Points) yamltext.Faults {
	var faults yamltext.Faults
	add := func(code, found, expected, fix string) {
		faults = append(faults, yamltext.Fault{
			At: f.At, Code: code, Found: "条目 " + item.ID + " 的评定" + found, Expected: expected, Fix: fix,
		})
	}
	if strings.TrimSpace(f.Reason) == "" {
		why := reasonDue(checked, f, points)
		if why == "" {
			why = otherPoints(item, checked, overrule(item, checked, f, points))
		}
		if why != "" {
			add("reason_missing", why+"，但没有写理由", "reason: 一句话说明依据", "补写 reason")
		}
	}
	rows := rowsOf(item)
	for i, r := range rows {
		if r.scoring.Earn != nil && Outcome(f.Outcome) == Satisfied && checked.rows[i].outcome != Satisfied {
			add("merits_uncounted", "为符合，但本条按次加分，得分要由事项的数量计算", "事实中写明事项和数量", "补充事实和依据，由系统计算")
		}
	}
	if Outcome(f.Outcome) != NotSatisfied {
		return faults
	}
	confirms := checked.outcome == NotSatisfied
	silent := len(f.Shortfalls) == 0 && points == nil && !confirms
	switch {
	case silent && len(rows) > 1:
		add("shortfalls_missing", "为不符合，本条分部分计分，但没有写明哪一部分不符合", kindsOf(rows), "补写 shortfalls")
	case silent && rows[0].scoring.Deduct != nil:
		add("shortfalls_missing", "为不符合，本条逐项扣分，但没有列出问题", "shortfalls 写明类别和数量", "补写 shortfalls")
	}
	if points == nil {
		for i, named := range assign(rows, f.Shortfalls) {
			if rows[i].scoring.Inspector != nil && (len(rows) == 1 || len(named) > 0) {
				add("points_missing", "为不符合，本条由核查员酌情给分，但没有写得分", allowed(*rows[i].scoring.Inspector), "补写 points 和 reason")
			}
		}
	}
	return faults
}

// reasonDue says why a finding needs a reason; "" where it needs none.
func reasonDue(checked decision, f evidence.Finding, points *standards.Points) string {
	outcome := Outcome(f.Outcome)
	switch {
	case outcome == Waived:
		return "为豁免"
	case outcome == NotApplicable:
		return "为不适用"
	case points != nil:
		return "酌情给分"
	}
	switch checked.outcome {
	case Satisfied, NotSatisfied, NotApplicable:
		if checked.outcome != outcome {
			return "与程序判定的结果不同"
		}
	case NoEvidence, NotChecked, Errored, Waived:
		if outcome == Satisfied && slices.ContainsFunc(checked.rows, ruling.short) {
			return "为符合，但程序已查出问题"
		}
	}
	return ""
}

// readPoints reads the points that an inspector gives; the fault has a code if they
// cannot be accepted.
func readPoints(rows []row, outcome Outcome, text string) (*standards.Points, yamltext.Fault) {
	i := discretionary(rows)
	if i < 0 || (outcome != Satisfied && outcome != NotSatisfied) {
		return nil, yamltext.Fault{
			Code: "points_not_allowed", Found: "写了得分 " + text + "，但本条的得分由标准规定的规则计算",
			Expected: "只写结果和问题", Fix: "删去 points",
		}
	}
	r := *rows[i].scoring.Inspector
	p, err := standards.ParsePoints(text)
	if err != nil {
		return nil, yamltext.Fault{Code: "bad_points", Found: "得分不是数：" + text, Expected: allowed(r), Fix: "改写 points"}
	}
	inRange := p.Cmp(r.From) >= 0 && p.Cmp(r.To) <= 0
	if !inRange || (len(r.Steps) > 0 && !slices.ContainsFunc(r.Steps, p.Equal)) {
		return nil, yamltext.Fault{
			Code: "points_out_of_range", Found: "得分 " + text + " 不在允许的范围内", Expected: allowed(r), Fix: "改写 points",
		}
	}
	return &p, yamltext.Fault{}
}

// allowed is what an inspector may give, in words.
func allowed(r standards.Range) string {
	if len(r.Steps) == 0 {
		return r.From.String() + " 至 " + r.To.String() + " 分"
	}
	steps := make([]string, len(r.Steps))
	for i, p := range r.Steps {
		steps[i] = p.String()
	}
	return strings.Join(steps, "、") + " 分之一"
}

// kindsOf is what a shortfall of these rows may be called, in words.
func kindsOf(rows []row) string {
	var kinds []string
	for _, r := range rows {
		if len(rows) > 1 {
			kinds = append(kinds, r.name)
		}
		if r.scoring.Deduct != nil {
			for kind := range r.scoring.Deduct.Kinds {
				kinds = append(kinds, kind)
			}
		}
	}
	slices.Sort(kinds)
	return "shortfalls 的 kind 为 " + strings.Join(slices.Compact(kinds), "、") + " 之一"
}

func quoted(text string) string { return "“" + text + "”" }

package evidence

import (
	"fmt"

	"zhanping/internal/yamltext"
)

var findingSourceTitles = map[string]string{"self": "自评", "on_site": "现场核查", "review": "复核"}

// findings takes people's answers out of their tree and checks what can be checked
// without the standard.
func (r *reader) findings(list *Value) []Finding {
	findings := make([]Finding, 0, len(list.Items))
	type answer struct{ standard, item, source string }
	first := map[answer]yamltext.Position{}
	for _, v := range list.Items {
		f := Finding{
			Standard: v.text("standard"), Item: v.text("item"), Source: v.text("source"), Outcome: v.text("outcome"),
			Points: v.text("points"), Reason: v.text("reason"), By: v.text("by"), Date: v.text("date"), Until: v.text("until"),
			At: v.At, StandardAt: v.at("standard"), ItemAt: v.at("item"),
		}
		if shortfalls := v.Field("shortfalls"); shortfalls != nil {
			f.Shortfalls = shortfallsOf(shortfalls)
		}
		r.checkFinding(f, v)
		key := answer{f.Standard, f.Item, f.Source}
		if at, twice := first[key]; twice {
			r.faultAt(v.At, codeFinding, fmt.Sprintf("条目 %s 的%s有两个结论，第一个在第 %d 行", f.Item, findingSourceTitles[f.Source], at.Line),
				"同一条目、同一来源只有一个结论", "留下有效的一个")
		} else if f.Item != "" {
			first[key] = v.At
		}
		findings = append(findings, f)
	}
	return findings
}

func shortfallsOf(list *Value) []FindingShortfall {
	shortfalls := make([]FindingShortfall, 0, len(list.Items))
	for _, v := range list.Items {
		s := FindingShortfall{Kind: v.text("kind"), Count: 1, Text: v.text("text")}
		if count := v.text("count"); count != "" {
			s.Count = atoi(count)
		}
		shortfalls = append(shortfalls, s)
	}
	return shortfalls
}

func (r *reader) checkFinding(f Finding, v *Value) {
	if f.Item == "" {
		return // that has been told, and nothing below could name the item
	}
	lack := func(found, fix string) {
		r.faultAt(v.At, codeFinding, fmt.Sprintf("条目 %s 的结论%s", f.Item, found), "", fix)
	}
	switch f.Outcome {
	case "waived":
		if f.Reason == "" {
			lack("是豁免，没有写理由（reason）", "补上 reason: …")
		}
		if f.Until == "" {
			lack("是豁免，没有写豁免至哪一天（until）", "补上 until: 2026-12-31 这样的日期")
		} else if f.Date != "" && f.Until < f.Date {
			lack("是豁免，截止日早于评定日期", "核对 date 和 until")
		}
	case "not_applicable":
		if f.Reason == "" {
			lack("是不适用，没有写理由（reason）", "补上 reason: …")
		}
	case "not_satisfied":
		if f.Reason == "" && len(f.Shortfalls) == 0 {
			lack("是不符合，没有写明问题", "补上 shortfalls: [{text: …}] 或 reason: …")
		}
	}
	if f.Outcome == "satisfied" && len(f.Shortfalls) > 0 {
		lack("是符合，却列了问题", "改结论，或删去 shortfalls")
	}
	if f.Until != "" && f.Outcome != "waived" {
		lack("不是豁免，却写了豁免至（until）", "删去 until，或改结论")
	}
}

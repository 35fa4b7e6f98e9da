package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"zhanping/assessment"
	"zhanping/internal/report"
	"zhanping/standards"
)

// oddStandard has what the embedded standards do not show.
func oddStandard() *standards.Standard {
	return &standards.Standard{
		ID: "odd", Edition: "1", Title: "少见的标准 *1*", Issuer: "示例县",
		Scope:   standards.Scope{Kind: "station"},
		InForce: standards.Period{From: "2026-01-01", To: "2026-12-31"},
		OutOf:   pointsOf("3"), Rounding: standards.Rounding{Mode: standards.RoundHalfUp, Places: 1},
		Absence: standards.Absence{Rebase: standards.RebaseChapter, Ceiling: pointsOf("20")}, Bonus: &standards.Bonus{Uncapped: true, Shown: true},
		Acknowledged: []standards.Acknowledgement{{Rule: "total_sum", At: "甲2", Reason: "原文合计就是 3 分"}},
		Chapters: []standards.Chapter{{ID: "甲 (一)", Title: "一章", Weight: pointsOf("50"), Basis: "public:P01、seed:002", Points: pointsOf("3"), Items: []standards.Item{
			{
				ID: "甲1", Title: "两款", Text: "有 <两> 款。", Kind: standards.KindScored, Points: points("2"), Absence: standards.AbsenceFull,
				When: &standards.Part{Check: "kinds", Facts: map[string][]string{"held": {"a.kinds"}}, Params: map[string]any{
					"tiers": []any{[]any{"甲", "乙"}, []any{"丙"}},
				}},
				Parts: []standards.Part{
					{Check: "count", Facts: map[string][]string{"n": {"a.count"}}, Params: map[string]any{"min": json.Number("2")}, Points: pointsOf("1")},
					{Check: "count", Facts: map[string][]string{"n": {"a.count"}}, Params: map[string]any{"strict": true}, Points: pointsOf("1")},
				},
				Provenance: standards.Provenance{Topic: []string{"draft"}},
			},
			{ID: "甲3", Title: "倒扣", Text: "不出事故。", Kind: standards.KindDeduction, Scoring: standards.Scoring{Deduct: &standards.Deduct{Each: points("1")}}},
			{ID: "甲2", Title: "看现场", Text: "干净。", Kind: standards.KindScored, Points: points("1"), Methods: []standards.Method{standards.MethodInspect}, Rubric: "看地面。", Class: "关键", Effective: standards.Period{From: "2026-06-01"}},
		}}},
	}
}

func TestAStandardIsWrittenForItsReaders(t *testing.T) {
	t.Parallel()
	page := report.StandardPage{
		Standard: oddStandard(),
		Reads: func(item string) []string {
			if item == "甲2" {
				return nil
			}
			return []string{"a.count", "a.kinds"}
		},
		Fact: func(path string) (title, unit string) {
			if path == "a.count" {
				return "个数", "个"
			}
			return "种类", ""
		},
		Param: func(_, name string) (title string, given any) {
			defaults := map[string]any{"strict": false, "within": json.Number("12"), "none": json.Number("0"), "among": []any{}}
			return map[string]string{"min": "最少"}[name], defaults[name]
		},
		Checks: []report.PageCheck{
			{Name: "count", Title: "数量", Params: []string{"min", "strict", "within", "none", "among"}, Items: []string{"甲1"}, Examples: []report.PageExample{
				{Name: "刚好", Outcome: assessment.Satisfied}, {Name: "没有应办", Outcome: assessment.NotApplicable},
			}},
			{Name: "kinds", Title: "种类", Params: []string{"tiers"}, Items: []string{"甲1"}},
		},
	}
	var b bytes.Buffer
	if err := report.WriteStandardPage(&b, page); err != nil {
		t.Fatal(err)
	}
	golden(t, "standard.md", b.Bytes())
	b.Reset()
	if err := report.WriteStandardIndex(&b, []report.IndexEntry{{File: "odd.md", Standard: oddStandard()}}); err != nil {
		t.Fatal(err)
	}
	golden(t, "standards.md", b.Bytes())
}

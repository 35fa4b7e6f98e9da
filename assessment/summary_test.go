package assessment_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

// judgedAs is a report with a total, a grade and outcomes of items A1, A2, …
func judgedAs(id, certain, possible, grade, best string, outcomes ...assessment.Outcome) *assessment.Report {
	outOf := standards.PointsOf(100)
	r := &assessment.Report{
		Standard: assessment.StandardPin{ID: id, Edition: "1", Title: "标准", OutsideScope: "超出"},
		OutOf:    &outOf,
		Total:    &assessment.Interval{Certain: standards.MustPoints(certain), Possible: standards.MustPoints(possible)},
		Grade:    assessment.GradeInterval{Certain: grade, Possible: best},
		Grading:  []assessment.GradeRule{{Grade: "示范"}, {Grade: "达标"}, {Grade: "未达标"}},
	}
	for i, outcome := range outcomes {
		name := fmt.Sprintf("A%d", i+1)
		r.Items = append(r.Items, assessment.ItemResult{Item: &standards.Item{ID: name, Title: "条目 " + name}, Outcome: outcome})
	}
	return r
}

func TestReportsAreSummedUpByStandard(t *testing.T) {
	t.Parallel()
	const yes, no, blank, open = assessment.Satisfied, assessment.NotSatisfied, assessment.NoEvidence, assessment.NotChecked
	reports := []*assessment.Report{
		judgedAs("one", "90", "90", "示范", "示范", yes, yes, blank, no, open),
		judgedAs("one", "50", "60.5", "未达标", "未达标", no, blank, blank, no, open),
		judgedAs("one", "60", "95", "未达标", "示范", no, yes, blank, yes, open),
		{Standard: assessment.StandardPin{ID: "free", Edition: "2"}},
	}
	hundred := standards.PointsOf(100)
	want := []assessment.StandardSummary{
		{Standard: assessment.StandardPin{ID: "free", Edition: "2"}, Reports: 1},
		{
			Standard: assessment.StandardPin{ID: "one", Edition: "1", Title: "标准"}, Reports: 3, OutOf: &hundred,
			Mean: &assessment.Interval{
				Certain: standards.MustPoints("200/3"), Possible: standards.MustPoints("491/6"),
			},
			Grades:    []assessment.GradeCount{{Grade: "示范", N: 1}, {Grade: "达标"}, {Grade: "未达标", N: 2}},
			Unsettled: 1,
			Lost: []assessment.ItemLoss{
				{Item: "A1", Title: "条目 A1", Reports: 3, NotSatisfied: 2},
				{Item: "A4", Title: "条目 A4", Reports: 3, NotSatisfied: 2},
				{Item: "A3", Title: "条目 A3", Reports: 3, NoEvidence: 3},
				{Item: "A2", Title: "条目 A2", Reports: 3, NoEvidence: 1},
			},
		},
	}
	if diff := cmp.Diff(want, assessment.Summarize(reports)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	turned := []*assessment.Report{reports[3], reports[2], reports[1], reports[0]}
	if diff := cmp.Diff(want, assessment.Summarize(turned)); diff != "" {
		t.Errorf("in another order (-want +got):\n%s", diff)
	}
}

func TestTheTenItemsThatMostFallShortOfAreListed(t *testing.T) {
	t.Parallel()
	outcomes := make([]assessment.Outcome, 12)
	for i := range outcomes {
		outcomes[i] = assessment.NotSatisfied
	}
	worse := make([]assessment.Outcome, 12)
	worse[11] = assessment.NotSatisfied
	summaries := assessment.Summarize([]*assessment.Report{
		judgedAs("one", "0", "0", "未达标", "未达标", outcomes...), judgedAs("one", "0", "0", "", "", worse...),
	})
	var lost []string
	for _, item := range summaries[0].Lost {
		lost = append(lost, item.Item)
	}
	if diff := cmp.Diff([]string{"A12", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"}, lost); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := summaries[0].Grades[3]; got != (assessment.GradeCount{N: 1}) {
		t.Errorf("a report without a grade: %v", got)
	}
}

package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// township is a small standard with everything that a grade can ask for.
func township() *standards.Standard {
	required := as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired)
	std := chapters(standards.RebaseSheet,
		[]standards.Item{required, scoredItem("A1", "30", standards.Scoring{}), scoredItem("A2", "10", standards.Scoring{})},
		[]standards.Item{scoredItem("B1", "50", standards.Scoring{}), scoredItem("B2", "10", standards.Scoring{})})
	std.Grades = []standards.Grade{
		{Name: "示范", Total: ptr("90"), Required: true, Items: []string{"A2", "gone"}, Chapters: ptr("80")},
		{Name: "达标", Total: ptr("80"), Required: true, Chapters: ptr("60")},
		{Name: "未达标"},
	}
	return std
}

func TestTheGradeIsTheFirstRuleThatHolds(t *testing.T) {
	t.Parallel()
	lost, open, gone := one(lacks(short("x", "1", "缺"))), one(unknown("a.b")), one(absent("无"))
	waive := func(item string) evidence.Finding {
		return because(said(word(item, assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "灾后重建")
	}
	full := judge{"R1": one(met()), "A1": one(met()), "A2": one(met()), "B1": one(met()), "B2": one(met())}
	but := func(id string, answer assessment.ItemFindings) judge {
		changed := judge{id: answer}
		for other, a := range full {
			if other != id {
				changed[other] = a
			}
		}
		return changed
	}
	tests := map[string]struct {
		answers  judge
		findings []evidence.Finding
		want     assessment.GradeInterval
	}{
		"everything met":                  {full, nil, assessment.GradeInterval{Certain: "示范", Possible: "示范"}},
		"at the line of 90":               {but("B2", lost), nil, assessment.GradeInterval{Certain: "示范", Possible: "示范"}},
		"a required item lacking":         {but("R1", lost), nil, assessment.GradeInterval{Certain: "未达标", Possible: "未达标"}},
		"a required item unknown":         {but("R1", open), nil, assessment.GradeInterval{Certain: "未达标", Possible: "示范"}},
		"a required item absent":          {but("R1", gone), nil, assessment.GradeInterval{Certain: "示范", Possible: "示范"}},
		"a required item waived":          {but("R1", open), []evidence.Finding{waive("R1")}, assessment.GradeInterval{Certain: "示范", Possible: "示范"}},
		"a named item lacking":            {but("A2", lost), nil, assessment.GradeInterval{Certain: "达标", Possible: "达标"}},
		"a named item unknown":            {but("A2", open), nil, assessment.GradeInterval{Certain: "达标", Possible: "示范"}},
		"a chapter below its floor":       {but("A1", lost), nil, assessment.GradeInterval{Certain: "未达标", Possible: "未达标"}},
		"a chapter perhaps below a floor": {but("A1", open), nil, assessment.GradeInterval{Certain: "未达标", Possible: "示范"}},
		"absence lowers a chapter's base": {but("A1", gone), nil, assessment.GradeInterval{Certain: "示范", Possible: "示范"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := assess(t, township(), tt.answers, tt.findings...)
			if r.Grade != tt.want {
				t.Errorf("grade %+v, want %+v; total %s", r.Grade, tt.want, total(r))
			}
		})
	}
}

func TestAChapterFloorCountsFromItsEdge(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		points string // of 60 in chapter B, floor 80% = 48
		want   assessment.GateState
	}{
		"at the floor":        {"48", assessment.Held},
		"a hair below":        {"47.999", assessment.Broken},
		"far below":           {"0", assessment.Broken},
		"more than the floor": {"60", assessment.Held},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := chapters(standards.RebaseSheet, []standards.Item{scoredItem("B1", "60", inspector("0", "60"))})
			std.Grades = []standards.Grade{{Name: "达标", Chapters: ptr("80")}, {Name: "未达标"}}
			r := assess(t, std, judge{"B1": one(unknown("a.b"))}, because(giving(word("B1", assessment.NotSatisfied), tt.points), "实评"))
			if len(r.Gates) != 1 || r.Gates[0].State != tt.want || r.Gates[0].Rule != "floor" || r.Gates[0].Chapter != "A" {
				t.Errorf("gates %+v, want one floor %s", r.Gates, tt.want)
			}
		})
	}
}

func TestWithoutReBasingAbsenceCountsAgainstTheFloor(t *testing.T) {
	t.Parallel()
	groups := []standards.Item{scoredItem("A1", "5", standards.Scoring{}), scoredItem("A2", "5", standards.Scoring{})}
	for rebase, want := range map[standards.Rebase]assessment.GateState{
		standards.RebaseNone: assessment.Broken, standards.RebaseChapter: assessment.Held, standards.RebaseSheet: assessment.Held,
	} {
		std := chapters(rebase, groups)
		std.Grades = []standards.Grade{{Name: "达标", Chapters: ptr("60")}, {Name: "未达标"}}
		r := assess(t, std, judge{"A1": one(met()), "A2": one(absent("无"))})
		if r.Gates[0].State != want {
			t.Errorf("%s: floor %s, want %s", rebase, r.Gates[0].State, want)
		}
	}
}

func TestGatesComeInOrderAndSayWhy(t *testing.T) {
	t.Parallel()
	std := township()
	for i, id := range []string{"R2", "R3", "R4", "R5", "R6"} {
		item := as(scoredItem(id, "0", standards.Scoring{}), standards.KindRequired)
		if i == 3 {
			item.Parts = nil
		}
		std.Chapters[1].Items = append(std.Chapters[1].Items, item)
	}
	waive := because(said(word("R4", assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "灾后重建")
	r := assess(t, std, judge{
		"R1": one(met()), "A1": one(met()), "A2": one(met()), "B1": one(unknown("a.b")), "B2": one(met()),
		"R2": one(lacks(short("none", "1", "没有批复"))), "R3": one(unknown("org.approval_doc")), "R4": one(unknown("a.b")),
		"R5": {}, "R6": one(assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"}),
	}, waive)
	want := []assessment.Gate{
		{Item: "R1", Chapter: "A", Rule: "required", State: assessment.Held, Text: "符合"},
		{Item: "R2", Chapter: "B", Rule: "required", State: assessment.Broken, Text: "不符合：没有批复"},
		{Item: "R3", Chapter: "B", Rule: "required", State: assessment.Unknown, Text: "未举证，缺 1 项事实"},
		{Item: "R4", Chapter: "B", Rule: "required", State: assessment.Held, Text: "豁免：灾后重建"},
		{Item: "R5", Chapter: "B", Rule: "required", State: assessment.Unknown, Text: "待核查"},
		{Item: "R6", Chapter: "B", Rule: "required", State: assessment.Unknown, Text: "判定出错：超时"},
		{Item: "A2", Chapter: "A", Rule: "core", State: assessment.Held, Text: "符合"},
		{Chapter: "A", Rule: "floor", State: assessment.Held, Text: "第 1 章：应不低于 80%，可得 40 分，现得 40 分"},
		{Chapter: "B", Rule: "floor", State: assessment.Unknown, Text: "第 2 章：应不低于 80%，可得 60 分，现得 10 至 60 分"},
		{Chapter: "A", Rule: "floor", State: assessment.Held, Text: "第 1 章：应不低于 60%，可得 40 分，现得 40 分"},
		{Chapter: "B", Rule: "floor", State: assessment.Unknown, Text: "第 2 章：应不低于 60%，可得 60 分，现得 10 至 60 分"},
	}
	if diff := cmp.Diff(want, r.Gates); diff != "" {
		t.Errorf("gates (-want +got):\n%s", diff)
	}
}

func TestTheGradeTableIsTold(t *testing.T) {
	t.Parallel()
	r := assess(t, township(), judge{
		"R1": one(met()), "A1": one(met()), "A2": one(unknown("a.b")), "B1": one(met()), "B2": one(lacks(short("x", "1", "缺"))),
	})
	want := []assessment.GradeRule{
		{
			Grade: "示范", Total: ptr("90"), Gates: []string{"R1", "A2"}, Chapters: ptr("80"), Certain: false, Possible: true,
			Conditions: []string{"总分不低于 90 分", "1 项必备条目全部符合", "条目 A2 符合", "每章得分不低于该章的 80%"},
		},
		{
			Grade: "达标", Total: ptr("80"), Gates: []string{"R1"}, Chapters: ptr("60"), Certain: true, Possible: true,
			Conditions: []string{"总分不低于 80 分", "1 项必备条目全部符合", "每章得分不低于该章的 60%"},
		},
		{Grade: "未达标", Certain: true, Possible: true},
	}
	if diff := cmp.Diff(want, r.Grading); diff != "" {
		t.Errorf("grade table (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(assessment.GradeInterval{Certain: "达标", Possible: "示范"}, r.Grade); diff != "" {
		t.Errorf("grade (-want +got):\n%s", diff)
	}
}

func TestAGradeByTotalIsOutOfReachWithoutPoints(t *testing.T) {
	t.Parallel()
	std := sheet(as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired))
	std.OutOf, std.Chapters[0].Points = nil, nil
	std.Grades = []standards.Grade{{Name: "达标", Total: ptr("0")}, {Name: "未达标"}}
	if r := assess(t, std, judge{"R1": one(met())}); r.Grade.Possible != "未达标" {
		t.Errorf("grade %+v", r.Grade)
	}
}

func TestEveryOutcomeIsCounted(t *testing.T) {
	t.Parallel()
	r := assess(t, township(), judge{
		"R1": one(met()), "A1": one(unknown("a.b")), "A2": one(absent("无")), "B1": one(met()),
		"B2": one(assessment.PartFinding{Outcome: assessment.Errored}),
	}, because(said(word("B1", assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "灾后重建"))
	want := map[assessment.Outcome]int{
		assessment.Satisfied: 1, assessment.NotSatisfied: 0, assessment.NoEvidence: 1, assessment.NotApplicable: 1,
		assessment.NotChecked: 0, assessment.Waived: 1, assessment.Errored: 1,
	}
	if diff := cmp.Diff(want, r.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if !r.Blocked() {
		t.Error("a report with an error is not blocked")
	}
}

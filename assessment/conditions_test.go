package assessment_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

func number(n int) *int { return &n }

// residency is the grade table of the 2019 sheet for residency-training bases: 13 core
// items of 5 points that pass at 70 % (C13, of 3 points, at 2), 32 points of others, 100
// in all. The published table has a hole and lets two grades hold at once.
func residency() *standards.Standard {
	var core []standards.Item
	for i := 1; i <= 13; i++ {
		points := "5"
		if i == 13 {
			points = "3"
		}
		item := inspected(fmt.Sprintf("C%d", i), points, inspector("0", points))
		item.Class = "core"
		core = append(core, item)
	}
	std := chapters(standards.RebaseSheet, core, []standards.Item{inspected("B1", "37", inspector("0", "37"))})
	counted := func(atLeast, below *int) *standards.Core {
		return &standards.Core{
			Class: "core", PassAt: ptr("70"), Except: map[string]standards.Points{"C13": pts("2")}, AtLeast: atLeast, Below: below,
		}
	}
	std.Choose = standards.ChooseWorst
	std.Grades = []standards.Grade{
		{Name: "合格", Total: ptr("85"), Core: counted(number(10), nil)},
		{Name: "基本合格", Total: ptr("70"), Below: ptr("85"), Core: counted(number(7), nil)},
		{Name: "黄牌", Any: []standards.Conditions{{Total: ptr("60"), Below: ptr("70")}, {Core: counted(number(5), number(7))}}},
		{Name: "红牌", Any: []standards.Conditions{{Below: ptr("60")}, {Core: counted(nil, number(5))}}},
	}
	return std
}

// scored assesses the residency sheet with so many core items at full points, the others
// at the given points, and the rest of the sheet.
func residencyScores(t *testing.T, full int, others, rest string, open ...string) *assessment.Report {
	t.Helper()
	std := residency()
	var words []string
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			words = append(words, item.ID)
		}
	}
	findings := bundleOf().Findings
	for i, id := range words {
		skip := false
		for _, o := range open {
			skip = skip || o == id
		}
		switch {
		case skip:
		case id == "B1":
			findings = append(findings, because(giving(word(id, assessment.NotSatisfied), rest), "实评"))
		case i < full:
			findings = append(findings, because(word(id, assessment.Satisfied), "实评"))
		default:
			findings = append(findings, because(giving(word(id, assessment.NotSatisfied), others), "实评"))
		}
	}
	return assess(t, std, judge{}, findings...)
}

func TestAGradeByTotalAndCoreItems(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		full         int
		others, rest string
		open         []string
		total        string
		want         assessment.GradeInterval
	}{
		"everything":                             {13, "0", "37", nil, "100..100", assessment.GradeInterval{Certain: "合格", Possible: "合格"}},
		"a core item of 3 points passes at 2":    {9, "2", "37", nil, "90..90", assessment.GradeInterval{Certain: "合格", Possible: "合格"}},
		"the hole: 85.5 points, 8 core items":    {7, "2.25", "37", nil, "85.5..85.5", assessment.GradeInterval{}},
		"84 points and 8 core items":             {7, "2.25", "35.5", nil, "84..84", assessment.GradeInterval{Certain: "基本合格", Possible: "基本合格"}},
		"the overlap: the worst of both counts":  {3, "1.5", "35", nil, "65..65", assessment.GradeInterval{Certain: "红牌", Possible: "红牌"}},
		"70 points and 6 core items":             {5, "2.4", "26", nil, "70.2..70.2", assessment.GradeInterval{Certain: "黄牌", Possible: "黄牌"}},
		"open items lift the total and the core": {9, "2", "37", []string{"C1", "C2"}, "80..90", assessment.GradeInterval{Certain: "基本合格", Possible: "合格"}},
		"more points may end in the hole":        {7, "2.25", "0", []string{"B1"}, "48.5..85.5", assessment.GradeInterval{Certain: "红牌"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := residencyScores(t, tt.full, tt.others, tt.rest, tt.open...)
			if got := span(*r.Total); got != tt.total {
				t.Fatalf("total %s, want %s", got, tt.total)
			}
			if r.Grade != tt.want {
				t.Errorf("grade %+v, want %+v", r.Grade, tt.want)
			}
		})
	}
}

func TestCoreItemsAreCountedAtTheirLine(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		others string
		want   int // of 13, with none at full points
	}{
		"at 70 % of 5 points, and above 2 of 3": {"3", 1},
		"a hair below 2":                        {"1.99", 0},
		"at 2":                                  {"2", 1},
	} {
		r := residencyScores(t, 0, tt.others, "37")
		if got := r.Grading[0].Core.Certain; got != tt.want {
			t.Errorf("%s: %d pass, want %d", name, got, tt.want)
		}
	}
	r := residencyScores(t, 12, "0", "37", "C12")
	want := &assessment.CoreRule{Class: "core", AtLeast: number(10), Certain: 11, Possible: 12}
	got := *r.Grading[0].Core
	if len(got.Items) != 13 || !got.Items[0].Line.Equal(pts("3.5")) || !got.Items[12].Line.Equal(pts("2")) {
		t.Errorf("items %+v", got.Items)
	}
	got.Items = nil
	if diff := cmp.Diff(*want, got); diff != "" {
		t.Errorf("core (-want +got):\n%s", diff)
	}
}

func TestGradesCountWhatFails(t *testing.T) {
	t.Parallel()
	classed := func(id, class string) standards.Item {
		item := scoredItem(id, "10", standards.Scoring{})
		item.Class = class
		return item
	}
	lost, open, gone := one(lacks(short("x", "1", "缺"))), one(unknown("a.b")), one(absent("无"))
	for name, tt := range map[string]struct {
		answers judge
		want    assessment.GradeInterval
		gates   []assessment.GateState
	}{
		"nothing fails":            {judge{}, assessment.GradeInterval{Certain: "甲", Possible: "甲"}, []assessment.GateState{assessment.Held, assessment.Held, assessment.Held}},
		"two across the classes":   {judge{"C1": lost, "G1": lost}, assessment.GradeInterval{Certain: "甲", Possible: "甲"}, []assessment.GateState{assessment.Held, assessment.Held, assessment.Held}},
		"three across the classes": {judge{"C1": lost, "G1": lost, "G2": lost}, assessment.GradeInterval{Certain: "乙", Possible: "乙"}, []assessment.GateState{assessment.Held, assessment.Broken, assessment.Held}},
		"one of the strict class":  {judge{"B1": lost}, assessment.GradeInterval{Certain: "乙", Possible: "乙"}, []assessment.GateState{assessment.Broken, assessment.Held, assessment.Held}},
		"two of the strict class":  {judge{"B1": lost, "B2": lost}, assessment.GradeInterval{Certain: "丙", Possible: "丙"}, []assessment.GateState{assessment.Broken, assessment.Held, assessment.Broken}},
		"one open":                 {judge{"B1": open}, assessment.GradeInterval{Certain: "乙", Possible: "甲"}, []assessment.GateState{assessment.Unknown, assessment.Held, assessment.Held}},
		"one absent":               {judge{"B1": gone}, assessment.GradeInterval{Certain: "甲", Possible: "甲"}, []assessment.GateState{assessment.Held, assessment.Held, assessment.Held}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := sheet(classed("B1", "b"), classed("B2", "b"), classed("C1", "c"), classed("G1", "general"), classed("G2", "general"))
			std.Grades = []standards.Grade{
				{Name: "甲", Failed: []standards.Failed{{Classes: []string{"b"}}, {Classes: []string{"c", "general"}, AtMost: 2}}},
				{Name: "乙", Failed: []standards.Failed{{Classes: []string{"b"}, AtMost: 1}}},
				{Name: "丙"},
			}
			answers := judge{}
			for _, id := range []string{"B1", "B2", "C1", "G1", "G2"} {
				answers[id] = one(met())
			}
			for id, answer := range tt.answers {
				answers[id] = answer
			}
			r := assess(t, std, answers)
			var states []assessment.GateState
			for _, gate := range r.Gates {
				states = append(states, gate.State)
			}
			if diff := cmp.Diff(tt.gates, states); r.Grade != tt.want || diff != "" {
				t.Errorf("grade %+v, want %+v; gates (-want +got):\n%s", r.Grade, tt.want, diff)
			}
		})
	}
}

func TestGradeConditionsAreToldInWords(t *testing.T) {
	t.Parallel()
	r := residencyScores(t, 9, "2", "37", "C1", "C2")
	var got [][]string
	for _, rule := range r.Grading {
		got = append(got, rule.Conditions)
	}
	pass := "核心条目（得分率不低于 70%，C13 不低于 2 分）通过"
	want := [][]string{
		{"总分不低于 85 分", pass + "不少于 10 项"},
		{"总分不低于 70 分、低于 85 分", pass + "不少于 7 项"},
		{"总分不低于 60 分、低于 70 分，或者" + pass + "不少于 5 项、少于 7 项"},
		{"总分低于 60 分，或者" + pass + "少于 5 项"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("conditions (-want +got):\n%s", diff)
	}
	gates := []string{
		"核心条目（得分率不低于 70%，C13 不低于 2 分）：应通过不少于 10 项，共 13 项，现通过 8 至 10 项",
		"核心条目（得分率不低于 70%，C13 不低于 2 分）：应通过不少于 7 项，共 13 项，现通过 8 至 10 项",
	}
	for i, gate := range r.Gates {
		if gate.Text != gates[i] || gate.Rule != "count" {
			t.Errorf("gate %+v, want %s", gate, gates[i])
		}
	}
}

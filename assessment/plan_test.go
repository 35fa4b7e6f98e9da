package assessment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

func costing(item standards.Item, effort int) standards.Item {
	item.Effort = effort
	return item
}

func planTo(t *testing.T, std *standards.Standard, r *assessment.Report, grade string) *assessment.Plan {
	t.Helper()
	plan, err := assessment.PlanTo(std, r, assessment.Goal{Grade: grade})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// inShort is a way as "steps | checks", items marked ! where the grade needs them.
func inShort(way assessment.Way) string {
	names := func(steps []assessment.Step) string {
		var out []string
		for _, step := range steps {
			mark := ""
			if step.Gate {
				mark = "!"
			}
			out = append(out, fmt.Sprintf("%s%s+%s/%d", step.Item.Item.ID, mark, step.Points, step.Effort))
		}
		return strings.Join(out, " ")
	}
	total := "-"
	if way.Total != nil {
		total = way.Total.String()
	}
	return strings.TrimSpace(fmt.Sprintf("%s | %s = %d → %s %s", names(way.Steps), names(way.Checks), way.Effort, total, way.Grade))
}

func ids(items []assessment.ItemResult) string {
	var out []string
	for _, item := range items {
		out = append(out, item.Item.ID)
	}
	return strings.Join(out, " ")
}

// tenths is a sheet of five items of two points each, A1 to A5.
func tenths() []standards.Item {
	var items []standards.Item
	for i := range 5 {
		items = append(items, scoredItem(fmt.Sprintf("A%d", i+1), "2", standards.Scoring{}))
	}
	return items
}

func TestThePlanIsTheCheapestWay(t *testing.T) {
	t.Parallel()
	lost := one(lacks(short("x", "1", "缺")))
	hidden := one(unknown("a.b"))
	failing := one(assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"})
	graded := func(top standards.Grade) []standards.Grade {
		top.Name = "达标"
		return []standards.Grade{top, {Name: "未达标"}}
	}
	for _, c := range []struct {
		name    string
		std     func() *standards.Standard
		answers judge
		words   []evidence.Finding
		way     string
		others  []string
		fails   []string
		useless string
	}{
		{
			name: "most points per effort first, ties in the order of the items",
			std: func() *standards.Standard {
				items := tenths()
				items[1].Effort, items[3].Effort = 3, 2
				std := sheet(items...)
				std.Grades = graded(standards.Grade{Total: ptr("6")})
				return std
			},
			answers: judge{"A1": one(met()), "A2": lost, "A3": hidden, "A4": hidden, "A5": lost},
			way:     "A3+2/1 A5+2/1 |  = 2 → 6 达标",
		},
		{
			name: "no step on an item on which the standard wants no advice, unless its facts are missing",
			std: func() *standards.Standard {
				items := tenths()
				items[0].NoAdvice, items[4].NoAdvice = true, true
				std := sheet(items...)
				std.Grades = graded(standards.Grade{Total: ptr("6")})
				return std
			},
			answers: judge{"A1": lost, "A2": lost, "A3": one(met()), "A4": one(met()), "A5": hidden},
			way:     "A2+2/1 |  = 1 → 6 达标",
			others:  []string{"A5+2/1 |  = 1 → 6 达标"},
		},
		{
			name: "two more ways of the same effort, those of most points first",
			std: func() *standards.Standard {
				items := tenths()
				items[4].Points = pts("3")
				std := sheet(items...)
				std.Grades = graded(standards.Grade{Total: ptr("4")})
				return std
			},
			answers: judge{"A1": hidden, "A2": hidden, "A3": hidden, "A4": hidden, "A5": hidden},
			way:     "A5+3/1 A1+2/1 |  = 2 → 5 达标",
			others:  []string{"A5+3/1 A2+2/1 |  = 2 → 5 达标", "A5+3/1 A3+2/1 |  = 2 → 5 达标"},
		},
		{
			name: "a dear item that brings much may still be the cheapest",
			std: func() *standards.Standard {
				items := tenths()
				items[0] = costing(scoredItem("A1", "7", standards.Scoring{}), 3)
				std := sheet(items...)
				std.Grades = graded(standards.Grade{Total: ptr("7")})
				return std
			},
			answers: judge{"A1": lost, "A2": hidden, "A3": hidden, "A4": hidden, "A5": hidden},
			way:     "A1+7/3 |  = 3 → 7 达标",
		},
		{
			name: "a required item and a named one come first, and the named one's points count",
			std: func() *standards.Standard {
				items := append(tenths(), as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired))
				std := sheet(items...)
				std.Grades = graded(standards.Grade{Total: ptr("4"), Required: true, Items: []string{"A5"}})
				return std
			},
			answers: judge{"A1": lost, "A2": hidden, "A3": hidden, "A4": hidden, "A5": lost, "R1": hidden},
			way:     "A5!+2/1 R1!+0/1 A1+2/1 |  = 3 → 4 达标",
			others:  []string{"A5!+2/1 R1!+0/1 A2+2/1 |  = 3 → 4 达标", "A5!+2/1 R1!+0/1 A3+2/1 |  = 3 → 4 达标"},
		},
		{
			name: "every chapter is brought to its floor",
			std: func() *standards.Standard {
				std := chapters(standards.RebaseNone, tenths(), []standards.Item{
					scoredItem("B1", "1", standards.Scoring{}), costing(scoredItem("B2", "4", standards.Scoring{}), 5),
				})
				std.Grades = graded(standards.Grade{Total: ptr("4"), Chapters: ptr("20")})
				return std
			},
			answers: judge{"A1": one(met()), "A2": one(met()), "A3": one(met()), "A4": hidden, "A5": hidden, "B1": hidden, "B2": lost},
			way:     "B1+1/1 |  = 1 → 7 达标",
			useless: "A4 A5",
		},
		{
			name: "a bonus beyond the cap helps nobody",
			std: func() *standards.Standard {
				items := append(tenths(), as(scoredItem("M1", "3", standards.Scoring{}), standards.KindBonus), as(scoredItem("M2", "3", standards.Scoring{}), standards.KindBonus))
				std := sheet(items...)
				std.Bonus = &standards.Bonus{Cap: pts("3")}
				std.Grades = graded(standards.Grade{Total: ptr("9")})
				return std
			},
			answers: judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": lost, "A5": hidden, "M1": one(met()), "M2": hidden},
			way:     "A3+2/1 |  = 1 → 9 达标",
			others:  []string{"A4+2/1 |  = 1 → 9 达标", "A5+2/1 |  = 1 → 9 达标"},
			useless: "M2",
		},
		{
			name: "what is absent makes the other points count for more",
			std: func() *standards.Standard {
				std := sheet(tenths()...)
				std.Grades = graded(standards.Grade{Total: ptr("5")})
				return std
			},
			answers: judge{"A1": one(absent("无")), "A2": one(met()), "A3": hidden, "A4": one(met()), "A5": one(absent("无"))},
			way:     "",
		},
		{
			name: "rounding may spare an item",
			std: func() *standards.Standard {
				std := sheet(scoredItem("A1", "4.5", standards.Scoring{}), scoredItem("A2", "0.5", standards.Scoring{}))
				std.Rounding = standards.Rounding{Mode: standards.RoundHalfUp}
				std.Grades = graded(standards.Grade{Total: ptr("5")})
				return std
			},
			answers: judge{"A1": hidden, "A2": hidden},
			way:     "A1+4.5/1 |  = 1 → 5 达标",
		},
		{
			name: "a better step of an item that is met already",
			std: func() *standards.Standard {
				std := sheet(scoredItem("A1", "3", standards.Scoring{Steps: []standards.Step{{AtLeast: ptr("3"), Points: pts("3")}, {AtLeast: ptr("1"), Points: pts("1")}}}))
				std.Grades = graded(standards.Grade{Total: ptr("3"), Items: []string{"A1"}})
				return std
			},
			answers: judge{"A1": one(measured(met(), "1", "1"))},
			way:     "A1!+2/1 |  = 1 → 3 达标",
		},
		{
			name: "an inspector is asked only where the station alone cannot get there, and for little",
			std: func() *standards.Standard {
				std := sheet(append(tenths(), inspected("A6", "1", standards.Scoring{}), inspected("A7", "5", standards.Scoring{}))...)
				std.Grades = graded(standards.Grade{Total: ptr("15")})
				return std
			},
			answers: judge{"A1": one(met()), "A2": hidden, "A3": hidden, "A4": lost, "A5": hidden, "A6": {}, "A7": {}},
			way:     "A2+2/1 A3+2/1 A4+2/1 A5+2/1 | A7+5/1 = 4 → 15 达标",
		},
		{
			name: "a standard without points",
			std: func() *standards.Standard {
				std := sheet(as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired), as(inspected("R2", "0", standards.Scoring{}), standards.KindRequired))
				std.OutOf, std.Chapters[0].Points = nil, nil
				std.Grades = graded(standards.Grade{Required: true})
				return std
			},
			answers: judge{"R1": hidden, "R2": {}},
			way:     "R1!+0/1 | R2!+0/1 = 1 → - 达标",
		},
		{
			name: "an item in error stands in the way as a condition and by its points",
			std: func() *standards.Standard {
				std := sheet(tenths()...)
				std.Grades = graded(standards.Grade{Total: ptr("9"), Items: []string{"A1"}, Chapters: ptr("90")})
				return std
			},
			answers: judge{"A1": failing, "A2": hidden, "A3": one(met()), "A4": one(met()), "A5": one(met())},
			fails: []string{
				"A1 判定出错：超时", " 能做的都做到，总分确定 8 分，离 9 分还差 1 分", " 第一章：应不低于 90%，可得 10 分，现得 8 至 10 分",
			},
		},
		{
			name: "a person's word on a lacking item",
			std: func() *standards.Standard {
				std := sheet(tenths()...)
				std.Grades = graded(standards.Grade{Total: ptr("10")})
				return std
			},
			answers: judge{"A1": one(met()), "A2": one(met()), "A3": one(met()), "A4": one(met()), "A5": one(met())},
			words:   []evidence.Finding{because(word("A2", assessment.NotSatisfied), "现场未见")},
			way:     "A2+2/1 |  = 1 → 10 达标",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			std := c.std()
			r := assess(t, std, c.answers, c.words...)
			plan := planTo(t, std, r, "达标")
			var way string
			var others, fails []string
			if plan.Way != nil {
				way = inShort(*plan.Way)
				for _, step := range plan.Way.Steps {
					if step.Recheck != (len(c.words) > 0) {
						t.Errorf("%s: recheck %t", step.Item.Item.ID, step.Recheck)
					}
				}
			}
			for _, other := range plan.Others {
				others = append(others, inShort(other))
			}
			for _, o := range plan.Obstacles {
				fails = append(fails, o.Item+" "+o.Text)
			}
			if way != c.way || !plan.Proven {
				t.Errorf("way %q, want %q; proven %t", way, c.way, plan.Proven)
			}
			if diff := cmp.Diff(c.others, others); diff != "" {
				t.Errorf("others (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.fails, fails); diff != "" {
				t.Errorf("obstacles (-want +got):\n%s", diff)
			}
			if got := ids(plan.Useless); got != c.useless {
				t.Errorf("useless %q, want %q", got, c.useless)
			}
			if reached := c.way == "" && c.fails == nil; plan.Reached != reached {
				t.Errorf("reached %t", plan.Reached)
			}
		})
	}
}

func TestWhatSettlesTheGrade(t *testing.T) {
	t.Parallel()
	lost := one(lacks(short("x", "1", "缺")))
	hidden := one(unknown("a.b"))
	for _, c := range []struct {
		name             string
		line             string
		items            []string // the grade needs them
		answers          judge
		state            assessment.GateState
		confirm, refuted string
	}{
		{"certain already", "4", nil, judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": lost, "A5": {}}, assessment.Held, "", ""},
		{"out of reach already", "9", nil, judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": lost, "A5": {}}, assessment.Broken, "", ""},
		{"each undecided item counts", "8", nil, judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": lost, "A5": hidden}, assessment.Unknown, "A3 A5", "A3"},
		{"one of three is enough to be sure, all three to give up", "6", nil, judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": hidden, "A5": hidden}, assessment.Unknown, "A3", "A3 A4 A5"},
		{"a condition settles it at once", "6", []string{"A5"}, judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": hidden, "A5": hidden}, assessment.Unknown, "A5", "A5"},
		{"an item in error keeps it open", "8", nil, judge{"A1": one(met()), "A2": one(met()), "A3": hidden, "A4": lost, "A5": one(assessment.PartFinding{Outcome: assessment.Errored})}, assessment.Unknown, "", "A3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			std := sheet(tenths()...)
			if c.answers["A5"].Parts == nil {
				std.Chapters[0].Items[4].Parts = nil
			}
			std.Grades = []standards.Grade{{Name: "达标", Total: ptr(c.line), Items: c.items}, {Name: "未达标"}}
			got := planTo(t, std, assess(t, std, c.answers), "达标").Settlement
			if got.State != c.state || ids(got.Confirm) != c.confirm || ids(got.Refute) != c.refuted || !got.Proven {
				t.Errorf("%s: confirm %q, refute %q, proven %t", got.State, ids(got.Confirm), ids(got.Refute), got.Proven)
			}
		})
	}
}

func TestItemsInErrorAreNamedInThePlan(t *testing.T) {
	t.Parallel()
	std := sheet(tenths()...)
	std.Grades = []standards.Grade{{Name: "达标", Total: ptr("2")}, {Name: "未达标"}}
	r := assess(t, std, judge{
		"A1": one(assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"}),
		"A2": one(unknown("a.b")), "A3": one(absent("无")), "A4": one(unknown("a.b")), "A5": one(unknown("a.b")),
	})
	plan := planTo(t, std, r, "达标")
	if ids(plan.Errored) != "A1" || plan.Way == nil || plan.Way.Effort != 1 {
		t.Errorf("errored %q, way %+v", ids(plan.Errored), plan.Way)
	}
}

func TestASearchCutShortSaysSoAndStillReachesTheGrade(t *testing.T) {
	t.Parallel()
	items := tenths()
	items[2].Effort, items[4].Effort = 4, 5
	std := sheet(items...)
	std.Grades = []standards.Grade{{Name: "达标", Total: ptr("6")}, {Name: "未达标"}}
	answers := judge{}
	for _, item := range items {
		answers[item.ID] = one(unknown("a.b"))
	}
	plan, err := assessment.PlanTo(std, assess(t, std, answers), assessment.Goal{Grade: "达标", Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Proven || plan.Settlement.Proven || plan.Way == nil || plan.Way.Grade != "达标" || plan.Way.Effort != 3 {
		t.Errorf("proven %t, settlement proven %t, way %+v", plan.Proven, plan.Settlement.Proven, plan.Way)
	}
}

func TestAPlanNeedsAGradeAndTheReportsOwnStandard(t *testing.T) {
	t.Parallel()
	std := sheet(tenths()...)
	std.Grades = []standards.Grade{{Name: "达标", Total: ptr("6")}, {Name: "未达标"}}
	answers := judge{}
	for _, item := range std.Chapters[0].Items {
		answers[item.ID] = one(met())
	}
	r := assess(t, std, answers)
	dearer := *std
	dearer.Grades = []standards.Grade{{Name: "达标", Total: ptr("11")}, {Name: "未达标"}}
	for _, c := range []struct {
		name  string
		std   *standards.Standard
		grade string
		want  string
	}{
		{"no such grade", std, "示范", `plan demo@1: no grade "示范"`},
		{"fewer items", sheet(tenths()[:4]...), "达标", "plan demo@1: the report does not add up under this standard"},
		{"other items", sheet(scoredItem("B1", "2", standards.Scoring{})), "达标", "plan demo@1: the report was made under another standard"},
		{"another line", &dearer, "达标", "plan demo@1: the report does not add up under this standard"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, err := assessment.PlanTo(c.std, r, assessment.Goal{Grade: c.grade}); err == nil || err.Error() != c.want {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

func deduct(each string) standards.Scoring {
	return standards.Scoring{Deduct: &standards.Deduct{Each: pts(each)}}
}

func linear(zero string) standards.Scoring {
	return standards.Scoring{Linear: &standards.Linear{Zero: pts(zero)}}
}

func inspector(from, to string, steps ...string) standards.Scoring {
	r := &standards.Range{From: pts(from), To: pts(to)}
	for _, s := range steps {
		r.Steps = append(r.Steps, pts(s))
	}
	return standards.Scoring{Inspector: r}
}

// grain is row 38 of the grain-security sheet: 85% and more 0.5, 60% (含) to 85% 0.3.
var grain = standards.Scoring{Steps: []standards.Step{
	{AtLeast: ptr("85"), Points: pts("0.5")}, {AtLeast: ptr("60"), Points: pts("0.3")},
}}

// activities is 6.3.1 of the training-base sheet: more than 10 person-times 2, more than 5 1.
var activities = standards.Scoring{Steps: []standards.Step{
	{Above: ptr("10"), Points: pts("2")}, {Above: ptr("5"), Points: pts("1")},
}}

func TestARowIsPricedByItsRule(t *testing.T) {
	t.Parallel()
	below := func(value, target string) assessment.PartFinding {
		return measured(lacks(short("below", "1", "低于要求")), value, target)
	}
	kinds := standards.Scoring{Deduct: &standards.Deduct{
		Each: pts("0.5"), Kinds: map[string]standards.Points{"quarter": pts("0.25")}, AtMost: ptr("1"),
	}}
	tests := map[string]struct {
		points  string
		scoring standards.Scoring
		part    assessment.PartFinding
		want    string
		lines   []string
	}{
		"all or nothing, met":          {"2", standards.Scoring{}, met(), "2..2", []string{"earn 2"}},
		"all or nothing, lacking":      {"2", standards.Scoring{}, lacks(short("x", "1", "缺")), "0..0", []string{"earn 2", "lose -2"}},
		"without evidence":             {"2", standards.Scoring{}, unknown("a.b"), "0..2", []string{"pending 0"}},
		"every household left out 0.5": {"3", deduct("0.5"), lacks(short("below", "2", "漏挂 2 户")), "2..2", []string{"earn 3", "lose -1"}},
		"three papers of 0.7 empty a row of 2 and no more": {
			"2", deduct("0.7"), lacks(short("lacks", "1", "缺甲"), short("lacks", "1", "缺乙"), short("lacks", "1", "缺丙")), "0..0",
			[]string{"earn 2", "lose -0.7", "lose -0.7", "lose -0.6"},
		},
		"what comes after the row is empty is told at no cost": {
			"1", deduct("1"), lacks(short("a", "1", "一"), short("b", "1", "二")), "0..0", []string{"earn 1", "lose -1", "lose 0"},
		},
		"a cap below the row": {
			"4", kinds, lacks(short("short", "1", "少一次"), short("quarter", "1", "缺一季度"), short("short", "3", "少三次")), "3..3",
			[]string{"earn 4", "lose -0.5", "lose -0.25", "lose -0.25"},
		},
		"in proportion to the cut-off":      {"2", linear("75"), below("90", "95"), "3/2..3/2", []string{"earn 1.5"}},
		"in proportion, a third":            {"1", linear("92"), below("93", "95"), "1/3..1/3", []string{"earn 1/3"}},
		"at the cut-off nothing":            {"2", linear("75"), below("75", "95"), "0..0", []string{"earn 0"}},
		"below the cut-off nothing":         {"2", linear("75"), below("60", "95"), "0..0", []string{"earn 0"}},
		"met earns the full row":            {"2", linear("75"), measured(met(), "97", "95"), "2..2", []string{"earn 2"}},
		"more done than due earns nothing":  {"2", linear("75"), below("110", "95"), "0..0", []string{"earn 2", "lose -2"}},
		"lacking without a measure":         {"2", linear("75"), lacks(short("x", "1", "缺")), "0..0", []string{"earn 2", "lose -2"}},
		"a step at its closed lower end":    {"0.5", grain, below("60", "85"), "3/10..3/10", []string{"earn 0.3"}},
		"a step below its lower end":        {"0.5", grain, below("59.999", "85"), "0..0", []string{"earn 0"}},
		"the best step":                     {"0.5", grain, measured(met(), "85", "85"), "1/2..1/2", []string{"earn 0.5"}},
		"just below the best step":          {"0.5", grain, below("84.999", "85"), "3/10..3/10", []string{"earn 0.3"}},
		"an open step at its end":           {"2", activities, measured(met(), "10", "6"), "1..1", []string{"earn 1"}},
		"an open step above its end":        {"2", activities, measured(met(), "11", "6"), "2..2", []string{"earn 2"}},
		"met without a measure, by steps":   {"2", activities, met(), "2..2", []string{"earn 2"}},
		"lacking without a measure, steps":  {"2", activities, lacks(short("x", "1", "缺")), "0..0", []string{"earn 2", "lose -2"}},
		"a waiting inspector's range":       {"2", inspector("0.5", "1.5"), lacks(short("x", "1", "缺")), "1/2..3/2", []string{"earn 0.5", "pending 0"}},
		"a waiting range from nothing":      {"2", inspector("0", "1.5"), lacks(short("x", "1", "缺")), "0..3/2", []string{"pending 0"}},
		"a range nobody has looked at":      {"2", inspector("0.5", "1.5"), unknown("a.b"), "0..2", []string{"pending 0"}},
		"a range that the check finds met":  {"2", inspector("0", "2"), met(), "2..2", []string{"earn 2"}},
		"an error keeps the whole interval": {"2", standards.Scoring{}, assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"}, "0..2", []string{"pending 0"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := assess(t, sheet(scoredItem("C01", tt.points, tt.scoring)), judge{"C01": one(tt.part)})
			want := tt.want
			got := r.Items[0].Points
			if fraction(got) != want {
				t.Errorf("points %s, want %s", fraction(got), want)
			}
			if diff := cmp.Diff(tt.lines, lines(r.Ledger)); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
		})
	}
}

// fraction writes both ends as fractions in lowest terms.
func fraction(i assessment.Interval) string {
	return i.Certain.Rat().RatString() + ".." + i.Possible.Rat().RatString()
}

func TestALedgerLineSaysWhy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		item standards.Item
		part assessment.PartFinding
		want []assessment.Entry
	}{
		"the empty row is named": {
			scoredItem("C01", "2", deduct("1.5")), lacks(short("lacks", "2", "缺少两本花名册")),
			[]assessment.Entry{
				{Item: "C01", Chapter: "A", Entry: assessment.EntryEarn, Points: pts("2"), Max: pts("2"), Rule: "deduct", Text: "本条满分，逐项扣分"},
				{
					Item: "C01", Chapter: "A", Entry: assessment.EntryLose, Points: pts("-2"), Max: pts("2"), Rule: "deduct",
					Text: "缺少两本花名册：2×1.5 分，应扣 3 分，扣完为止，实扣 2 分",
				},
			},
		},
		"measure and target are named": {
			scoredItem("C01", "2", linear("75")), measured(lacks(short("below", "1", "比率 90%，低于要求的 95%")), "90", "95"),
			[]assessment.Entry{{
				Item: "C01", Chapter: "A", Entry: assessment.EntryEarn, Points: pts("1.5"), Max: pts("2"), Rule: "linear",
				Text: "完成 90，目标 95，不高于 75 不得分，按比例得 1.5 分（满分 2 分）：比率 90%，低于要求的 95%",
			}},
		},
		"a number that four decimals cannot hold is marked": {
			scoredItem("C01", "0.5", grain), measured(lacks(short("below", "1", "低于 85%")), "200/3", "85"),
			[]assessment.Entry{{
				Item: "C01", Chapter: "A", Entry: assessment.EntryEarn, Points: pts("0.3"), Max: pts("0.5"), Rule: "steps",
				Text: "完成 约 66.6666，目标 85，达到 60（含）一档，得 0.3 分（满分 0.5 分）：低于 85%",
			}},
		},
		"what is missing is counted": {
			scoredItem("C01", "2", standards.Scoring{}), unknown("a.b", "a.c"),
			[]assessment.Entry{{
				Item: "C01", Chapter: "A", Entry: assessment.EntryPending, Max: pts("2"), Rule: "pending",
				Text: "未举证，缺 2 项事实，最多可得 2 分",
			}},
		},
		"a bonus that is not won loses nothing": {
			as(scoredItem("C01", "2", standards.Scoring{}), standards.KindBonus), lacks(short("none", "1", "没有获奖")),
			[]assessment.Entry{{
				Item: "C01", Chapter: "A", Entry: assessment.EntryBonus, Max: pts("2"), Rule: "all_or_nothing", Text: "未获加分：没有获奖",
			}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := assess(t, sheet(tt.item), judge{"C01": one(tt.part)}).Ledger
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAShortfallWithoutAPriceIsAnErrorAndNeverFree(t *testing.T) {
	t.Parallel()
	onlyKinds := standards.Scoring{Deduct: &standards.Deduct{Kinds: map[string]standards.Points{"quarter": pts("0.25")}}}
	tests := map[string]assessment.PartFinding{
		"a kind that is not listed":   lacks(short("short", "1", "少一次")),
		"a count of nothing":          lacks(short("quarter", "0", "缺一季度")),
		"lacking, but nothing listed": lacks(),
	}
	for name, part := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := assess(t, sheet(scoredItem("C01", "2", onlyKinds)), judge{"C01": one(part)})
			item := r.Items[0]
			if item.Outcome != assessment.Errored || item.Reason == "" || !r.Blocked() {
				t.Errorf("outcome %s, reason %q, blocked %v; want an error with its reason", item.Outcome, item.Reason, r.Blocked())
			}
			if got := span(item.Points); got != "0..2" {
				t.Errorf("points %s, want 0..2", got)
			}
		})
	}
}

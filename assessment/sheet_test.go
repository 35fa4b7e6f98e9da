package assessment_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// graded gives a standard a pass line of 90 under which nothing passes.
func graded(std *standards.Standard) *standards.Standard {
	std.Grades = []standards.Grade{{Name: "达标", Total: ptr("90")}, {Name: "未达标"}}
	return std
}

func total(r *assessment.Report) string { return span(*r.Total) }

// sumOf adds the ledger up.
func sumOf(r *assessment.Report) standards.Points {
	var sum standards.Points
	for _, e := range r.Ledger {
		sum = sum.Add(e.Points)
	}
	return sum
}

func TestFiftyThreeOfFiftyNineStaysBelowNinety(t *testing.T) {
	t.Parallel()
	// 100 points, 41 of them reasonably absent, 53 of the other 59 earned: 89.83.
	std := graded(sheet(
		scoredItem("A", "53", standards.Scoring{}), scoredItem("B", "6", standards.Scoring{}), scoredItem("C", "41", standards.Scoring{}),
	))
	answers := judge{"A": one(met()), "B": one(lacks(short("x", "1", "缺"))), "C": one(absent("没有此项业务"))}
	r := assess(t, std, answers)
	if total(r) != "5300/59..5300/59" || r.Grade.Certain != "未达标" || r.Grade.Possible != "未达标" {
		t.Errorf("total %s, grade %+v", total(r), r.Grade)
	}
	want := []string{"earn 53", "earn 6", "lose -6", "exclude 0", "rebase 2173/59"}
	if diff := cmp.Diff(want, lines(r.Ledger)); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	if got := r.Ledger[4].Text; got != "合理缺项 41 分，得分按 100÷59 折算" {
		t.Errorf("text %q", got)
	}

	std.Rounding = standards.Rounding{Mode: standards.RoundHalfUp, Places: 0}
	r = assess(t, std, answers)
	if total(r) != "90..90" || r.Grade.Certain != "达标" || !sumOf(r).Equal(pts("90")) {
		t.Errorf("rounded by the standard: total %s, grade %+v, ledger %s", total(r), r.Grade, sumOf(r))
	}
}

func TestDecimalsThatAddUpToNinetyReachIt(t *testing.T) {
	t.Parallel()
	std := graded(sheet(
		scoredItem("A", "40.3", standards.Scoring{}), scoredItem("B", "46.1", standards.Scoring{}),
		scoredItem("C", "3.6", standards.Scoring{}), scoredItem("D", "10", standards.Scoring{}),
	))
	r := assess(t, std, judge{
		"A": one(met()), "B": one(met()), "C": one(met()), "D": one(lacks(short("x", "1", "缺"))),
	})
	if total(r) != "90..90" || r.Grade.Certain != "达标" {
		t.Errorf("total %s, grade %+v", total(r), r.Grade)
	}
}

func TestRoundingHappensOnceOnTheTotal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		mode   standards.RoundingMode
		places int
		want   string
		line   []string
	}{
		{standards.RoundExact, 0, "2/3..2/3", []string{"earn 1/3", "earn 1/3"}},
		{standards.RoundHalfUp, 0, "1..1", []string{"earn 1/3", "earn 1/3", "round 1/3"}},
		{standards.RoundHalfUp, 2, "0.67..0.67", []string{"earn 1/3", "earn 1/3", "round 1/300"}},
		{standards.RoundDown, 0, "0..0", []string{"earn 1/3", "earn 1/3", "round -2/3"}},
		{standards.RoundDown, 1, "0.6..0.6", []string{"earn 1/3", "earn 1/3", "round -1/15"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s to %d places", tt.mode, tt.places), func(t *testing.T) {
			t.Parallel()
			std := sheet(scoredItem("A", "1", linear("92")), scoredItem("B", "1", linear("92")))
			std.Rounding = standards.Rounding{Mode: tt.mode, Places: tt.places}
			part := measured(lacks(short("below", "1", "低于 95%")), "93", "95")
			r := assess(t, std, judge{"A": one(part), "B": one(part)})
			if total(r) != tt.want {
				t.Errorf("total %s, want %s", total(r), tt.want)
			}
			if diff := cmp.Diff(tt.line, lines(r.Ledger)); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoundingHoldsForNumbersOfAnySize(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A", "12345678901234567890123.45", standards.Scoring{}))
	std.Rounding = standards.Rounding{Mode: standards.RoundHalfUp, Places: 1}
	if r := assess(t, std, judge{"A": one(met())}); r.Total.Certain.String() != "12345678901234567890123.5" {
		t.Errorf("total %s", r.Total.Certain)
	}
}

func TestBonusPointsAreCapped(t *testing.T) {
	t.Parallel()
	items := []standards.Item{
		scoredItem("A", "10", standards.Scoring{}),
		as(scoredItem("M1", "3", standards.Scoring{}), standards.KindBonus),
		as(scoredItem("M2", "4", standards.Scoring{}), standards.KindBonus),
	}
	tests := map[string]struct {
		cap   *standards.Bonus
		m2    assessment.PartFinding
		want  string
		lines []string
	}{
		"above the cap":            {&standards.Bonus{Cap: pts("6")}, met(), "16..16", []string{"earn 10", "bonus 3", "bonus 4", "cap -1"}},
		"at the cap":               {&standards.Bonus{Cap: pts("7")}, met(), "17..17", []string{"earn 10", "bonus 3", "bonus 4"}},
		"no cap":                   {nil, met(), "17..17", []string{"earn 10", "bonus 3", "bonus 4"}},
		"still open above the cap": {&standards.Bonus{Cap: pts("6")}, unknown("a.b"), "13..16", []string{"earn 10", "bonus 3", "pending 0"}},
		"absent outside any base":  {&standards.Bonus{Cap: pts("6")}, absent("无"), "13..13", []string{"earn 10", "bonus 3", "exclude 0"}},
		"deducting within a bonus": {&standards.Bonus{Cap: pts("6")}, lacks(short("x", "1", "缺")), "13..13", []string{"earn 10", "bonus 3", "bonus 0"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := sheet(items...)
			std.Bonus = tt.cap
			r := assess(t, std, judge{"A": one(met()), "M1": one(met()), "M2": one(tt.m2)})
			if total(r) != tt.want || span(*r.Chapters[0].Total) != "10..10" {
				t.Errorf("total %s, want %s; chapter %s, want 10..10", total(r), tt.want, span(*r.Chapters[0].Total))
			}
			if diff := cmp.Diff(tt.lines, lines(r.Ledger)); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
		})
	}
}

func TestADeductingBonusRowShowsItsLosses(t *testing.T) {
	t.Parallel()
	bonus := as(scoredItem("M1", "3", deduct("1")), standards.KindBonus)
	r := assess(t, sheet(scoredItem("A", "10", standards.Scoring{}), bonus), judge{
		"A": one(met()), "M1": one(lacks(short("x", "2", "缺两样"))),
	})
	if diff := cmp.Diff([]string{"earn 10", "bonus 3", "lose -2"}, lines(r.Ledger)); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
}

// chapters is a standard with one chapter for each group of items.
func chapters(rebase standards.Rebase, groups ...[]standards.Item) *standards.Standard {
	var all []standards.Item
	for _, group := range groups {
		all = append(all, group...)
	}
	std := sheet(all...)
	std.Absence.Rebase = rebase
	std.Chapters = nil
	for i, group := range groups {
		points := *sheet(group...).OutOf
		chapter := standards.Chapter{ID: string(rune('A' + i)), Title: fmt.Sprintf("第 %d 章", i+1), Items: group}
		if !points.IsZero() {
			chapter.Points = &points
		}
		std.Chapters = append(std.Chapters, chapter)
	}
	return std
}

func TestReasonableAbsenceIsReBased(t *testing.T) {
	t.Parallel()
	groups := [][]standards.Item{
		{scoredItem("A1", "30", standards.Scoring{}), scoredItem("A2", "10", standards.Scoring{})},
		{scoredItem("B1", "60", standards.Scoring{})},
	}
	lost := one(lacks(short("x", "1", "缺")))
	a2 := judge{"A1": one(met()), "A2": one(absent("无")), "B1": lost}
	wholeA := judge{"A1": one(absent("无")), "A2": one(absent("无")), "B1": one(met())}
	tests := map[string]struct {
		rebase   standards.Rebase
		answers  judge
		want     string
		chapterA string
		lines    []string
	}{
		"not at all":                       {standards.RebaseNone, a2, "30..30", "30..30", []string{"earn 30", "exclude 0", "earn 60", "lose -60"}},
		"within the chapter":               {standards.RebaseChapter, a2, "40..40", "40..40", []string{"earn 30", "exclude 0", "rebase 10", "earn 60", "lose -60"}},
		"on the sheet":                     {standards.RebaseSheet, a2, "100/3..100/3", "30..30", []string{"earn 30", "exclude 0", "earn 60", "lose -60", "rebase 10/3"}},
		"a whole chapter leaves the sheet": {standards.RebaseChapter, wholeA, "100..100", "0..0", []string{"exclude 0", "exclude 0", "earn 60", "rebase 40"}},
		"a whole chapter on the sheet":     {standards.RebaseSheet, wholeA, "100..100", "0..0", []string{"exclude 0", "exclude 0", "earn 60", "rebase 40"}},
		"a whole chapter, not at all":      {standards.RebaseNone, wholeA, "60..60", "0..0", []string{"exclude 0", "exclude 0", "earn 60"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := assess(t, chapters(tt.rebase, groups...), tt.answers)
			if total(r) != tt.want || span(*r.Chapters[0].Total) != tt.chapterA {
				t.Errorf("total %s, want %s; chapter A %s, want %s", total(r), tt.want, span(*r.Chapters[0].Total), tt.chapterA)
			}
			if diff := cmp.Diff(tt.lines, lines(r.Ledger)); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
			if !sumOf(r).Equal(r.Total.Certain) {
				t.Errorf("ledger adds up to %s, total is %s", sumOf(r), r.Total.Certain)
			}
		})
	}
}

func TestAnAbsentRowLiesBetweenNothingAndFull(t *testing.T) {
	t.Parallel()
	// Whether A2 applies is unknown: 30..40 of 40 in chapter A, and its absence gives 100/3 on the sheet.
	std := func(rebase standards.Rebase) *standards.Standard {
		return chapters(rebase,
			[]standards.Item{scoredItem("A1", "30", standards.Scoring{}), scoredItem("A2", "10", standards.Scoring{})},
			[]standards.Item{scoredItem("B1", "60", standards.Scoring{})})
	}
	lost := one(lacks(short("x", "1", "缺")))
	for _, rebase := range []standards.Rebase{standards.RebaseNone, standards.RebaseChapter, standards.RebaseSheet} {
		open := assess(t, std(rebase), judge{"A1": one(met()), "A2": one(unknown("a.b")), "B1": lost})
		gone := assess(t, std(rebase), judge{"A1": one(met()), "A2": one(absent("无")), "B1": lost})
		if total(open) != "30..40" {
			t.Errorf("%s: total %s, want 30..40", rebase, total(open))
		}
		if !inside(*gone.Total, *open.Total) {
			t.Errorf("%s: absence gives %s, outside %s", rebase, total(gone), total(open))
		}
	}
}

func inside(inner, outer assessment.Interval) bool {
	return inner.Certain.Cmp(outer.Certain) >= 0 && inner.Possible.Cmp(outer.Possible) <= 0
}

func TestASheetOfWhichNothingAppliesIsRefused(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A", "10", standards.Scoring{}))
	for _, rebase := range []standards.Rebase{standards.RebaseChapter, standards.RebaseSheet} {
		std.Absence.Rebase = rebase
		_, err := assessment.Assess(t.Context(), std, bundleOf(), judge{"A": one(absent("无"))}, asOf, assessment.Pins{})
		var faults yamltext.Faults
		if !errors.As(err, &faults) || faults[0].Code != "nothing_attainable" || faults[0].Found != "全部条目缺项，无法折算" {
			t.Errorf("%s: error %v", rebase, err)
		}
	}
}

func TestAChapterOfBonusItemsIsOutOfNothing(t *testing.T) {
	t.Parallel()
	std := chapters(standards.RebaseSheet,
		[]standards.Item{scoredItem("A1", "10", standards.Scoring{})},
		[]standards.Item{as(scoredItem("M1", "4", standards.Scoring{}), standards.KindBonus)},
		[]standards.Item{as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired)})
	std.Bonus = &standards.Bonus{Cap: pts("3")}
	r := assess(t, std, judge{"A1": one(met()), "M1": one(met()), "R1": one(met())})
	if r.Chapters[1].OutOf != nil || span(*r.Chapters[1].Total) != "4..4" || total(r) != "13..13" {
		t.Errorf("bonus chapter %+v, total %s", r.Chapters[1], total(r))
	}
	if r.Chapters[2].OutOf != nil || r.Chapters[2].Total != nil {
		t.Errorf("chapter without points %+v", r.Chapters[2])
	}
}

func TestAnOpenChapterCountsItsItems(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A1", "6", standards.Scoring{}), scoredItem("A2", "4", standards.Scoring{}))
	std.Chapters[0].Points = nil
	std.Absence.Rebase = standards.RebaseChapter
	r := assess(t, std, judge{"A1": one(met()), "A2": one(absent("无"))})
	if total(r) != "10..10" || r.Chapters[0].OutOf.String() != "10" {
		t.Errorf("total %s of %s", total(r), r.Chapters[0].OutOf)
	}
}

func TestAStandardWithoutPointsHasNoTotal(t *testing.T) {
	t.Parallel()
	std := sheet(as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired))
	std.OutOf, std.Chapters[0].Points = nil, nil
	std.Grades = []standards.Grade{{Name: "合格", Required: true}, {Name: "不合格"}}
	r := assess(t, std, judge{"R1": one(met())})
	if r.OutOf != nil || r.Total != nil || r.Ledger != nil || r.Chapters[0].Total != nil || r.Chapters[0].OutOf != nil {
		t.Errorf("report has points: %+v", r)
	}
	if r.Grade.Certain != "合格" {
		t.Errorf("grade %+v", r.Grade)
	}
}

package assessment_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

// threeRows are the figures of a port authority's sheet: 53 of 59 points are earned and
// 41 points do not apply.
func threeRows() (*standards.Standard, judge) {
	std := graded(sheet(
		scoredItem("A", "53", standards.Scoring{}), scoredItem("B", "6", standards.Scoring{}), scoredItem("C", "41", standards.Scoring{}),
	))
	return std, judge{"A": one(met()), "B": one(lacks(short("x", "1", "缺"))), "C": one(absent("没有此项业务"))}
}

func TestWhereAbsenceCostsAStationTheReportSaysSo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*standards.Standard, judge)
		want   []string
	}{
		"re-basing magnifies what was lost until the grade is lost": {func(*standards.Standard, judge) {}, []string{
			"缺项 41 分（C）折算以后，别处失去的分也按比例放大：总分 约 89.8305 分；这些条目都具备并符合时是 94 分，等级是“达标”，现为“未达标”",
		}},
		"re-basing that costs no grade is not told": {func(std *standards.Standard, _ judge) {
			std.Grades[0].Total = ptr("89")
		}, nil},
		"nothing absent": {func(_ *standards.Standard, j judge) { j["C"] = one(met()) }, nil},
		"nothing is re-based": {func(std *standards.Standard, _ judge) {
			std.Absence.Rebase = standards.RebaseNone
		}, []string{"缺项 41 分（C）不折算：这些分没有得到，满分也不减，和不得分一样；都符合时总分是 94 分，现为 53 分，等级是“达标”，现为“未达标”"}},
		"nothing is re-based and the grade is the same": {func(std *standards.Standard, _ judge) {
			std.Absence.Rebase = standards.RebaseNone
			std.Grades = nil
		}, []string{"缺项 41 分（C）不折算：这些分没有得到，满分也不减，和不得分一样；都符合时总分是 94 分，现为 53 分"}},
		"above the ceiling, though the rows counted as lost would have made the grade": {func(std *standards.Standard, _ judge) {
			std.Absence.Ceiling = ptr("30")
			std.Grades[0].Total = ptr("50")
		}, []string{"缺项 41 分（C）超过上限，结果不作数；这些条目按不得分计，总分是 53 分，等级是“达标”，比缺项有利，请核对是否确实缺项"}},
		"while something is open only what is certain is told": {func(std *standards.Standard, j judge) {
			std.Absence.Rebase = standards.RebaseNone
			j["B"] = one(unknown("premises.area_sqm"))
		}, []string{"缺项 41 分（C）不折算：这些分没有得到，满分也不减，和不得分一样；都符合时已确定的总分是 94 分，现为 53 分，等级是“达标”，现为“未达标”"}},
		"above the ceiling and hopeless either way": {func(std *standards.Standard, _ judge) {
			std.Absence.Ceiling = ptr("30")
		}, nil},
		"what nobody can change is no cost": {func(std *standards.Standard, _ judge) {
			std.Absence.Rebase = standards.RebaseNone
			std.Chapters[0].Items[2].NoAdvice = true
		}, nil},
		"an absent bonus is not in the base": {func(std *standards.Standard, j judge) {
			std.Chapters[0].Items = append(std.Chapters[0].Items, as(scoredItem("M", "5", standards.Scoring{}), standards.KindBonus))
			j["C"], j["M"] = one(met()), one(absent("没有"))
		}, nil},
		"two rows are told together": {func(std *standards.Standard, j judge) {
			std.Absence.Rebase = standards.RebaseNone
			std.Grades = nil
			j["B"] = one(absent("没有"))
		}, []string{"缺项 47 分（B、C）不折算：这些分没有得到，满分也不减，和不得分一样；都符合时总分是 100 分，现为 53 分"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std, answers := threeRows()
			c.change(std, answers)
			r := assess(t, std, answers)
			var got []string
			for _, note := range r.Notes {
				if strings.HasPrefix(note, "缺项") {
					got = append(got, note)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnItemOfWhichAPartIsAbsentCostsThatPart(t *testing.T) {
	t.Parallel()
	item := scoredItem("A", "10", standards.Scoring{})
	item.Parts = []standards.Part{{Check: "a", Points: ptr("6")}, {Check: "b", Points: ptr("4")}}
	std := sheet(item)
	std.Absence.Rebase = standards.RebaseNone
	r := assess(t, std, judge{"A": {Parts: []assessment.PartFinding{met(), absent("没有")}}})
	want := "缺项 4 分（A）不折算：这些分没有得到，满分也不减，和不得分一样；都符合时总分是 10 分，现为 6 分"
	if len(r.Notes) != 1 || r.Notes[0] != want {
		t.Errorf("notes %q", r.Notes)
	}
	if got := r.Items[0]; got.Outcome != assessment.Satisfied || !got.Excluded.Equal(pts("4")) {
		t.Errorf("supposing has changed the report: %+v", got)
	}
}

func TestAWaiverIsToldAsSuch(t *testing.T) {
	t.Parallel()
	std, answers := threeRows()
	std.Absence.Rebase = standards.RebaseNone
	std.Grades = nil
	waiver := word("C", assessment.Waived)
	waiver.Reason, waiver.Until = "整体搬迁", "2026-12-31"
	r := assess(t, std, answers, waiver)
	if want := "缺项、豁免 41 分（C）不折算"; len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], want) {
		t.Errorf("notes %q, want %s…", r.Notes, want)
	}
}

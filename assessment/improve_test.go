package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

func TestImprovementsComeMostUrgentFirst(t *testing.T) {
	t.Parallel()
	fixable := scoredItem("A1", "3", deduct("0.5"))
	fixable.Fix = "补挂光荣牌"
	halfAbsent := withParts(scoredItem("A7", "2", standards.Scoring{}), standards.Scoring{}, "1", "1")
	unadvised := scoredItem("A9", "6", standards.Scoring{})
	unadvised.NoAdvice = true
	unknownYears := scoredItem("A10", "1", standards.Scoring{})
	unknownYears.NoAdvice = true
	std := sheet(
		fixable, unadvised, unknownYears,
		scoredItem("A2", "5", standards.Scoring{}),
		inspected("A3", "4", standards.Scoring{}),
		scoredItem("A4", "9", standards.Scoring{}),
		scoredItem("A5", "8", standards.Scoring{}),
		scoredItem("A6", "7", standards.Scoring{}),
		halfAbsent,
		scoredItem("A8", "1", inspector("0", "1")),
		as(scoredItem("M1", "3", standards.Scoring{}), standards.KindBonus),
		as(scoredItem("M2", "5", standards.Scoring{}), standards.KindBonus),
		as(scoredItem("R1", "0", standards.Scoring{}), standards.KindRequired),
		as(scoredItem("R2", "0", standards.Scoring{}), standards.KindRequired),
		as(scoredItem("R3", "0", standards.Scoring{}), standards.KindRequired),
		as(inspected("R4", "0", standards.Scoring{}), standards.KindRequired),
	)
	std.Bonus = &standards.Bonus{Cap: pts("4")}
	r := assess(t, std, judge{
		"A1": one(lacks(short("below", "2", "漏挂 2 户"))), "A2": one(unknown("a.b")), "A3": {}, "A4": one(met()), "A5": one(absent("无")),
		"A6": one(assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"}),
		"A7": {Parts: []assessment.PartFinding{met(), absent("无")}},
		"A8": one(unknown("a.c")), "A9": one(lacks(short("short", "18", "军龄 2 年"))), "A10": one(unknown("a.d")),
		"M1": one(met()), "M2": one(unknown("a.b")),
		"R1": one(met()), "R2": one(unknown("org.approval_doc")), "R3": one(lacks(short("none", "1", "没有任职文件"))), "R4": {},
	}, because(giving(word("A8", assessment.Satisfied), "0.5"), "基本到位"))
	type line struct {
		Item   string
		Kind   assessment.ImproveKind
		Gate   assessment.GateState
		Points string
		Fix    string
	}
	var got []line
	for _, i := range assessment.Improvements(r) {
		got = append(got, line{i.Item, i.Kind, i.Gate, i.Points.String(), i.Fix})
		if i.Kind == assessment.ImproveSupply && len(i.Missing) == 0 {
			t.Errorf("%s: supply what?", i.Item)
		}
	}
	want := []line{
		{"R3", assessment.ImproveFix, assessment.Broken, "0", ""},
		{"R2", assessment.ImproveSupply, assessment.Unknown, "0", ""},
		{"R4", assessment.ImproveWait, assessment.Unknown, "0", ""},
		{"A6", assessment.ImproveError, "", "7", ""},
		{"A2", assessment.ImproveSupply, "", "5", ""},
		{"A3", assessment.ImproveWait, "", "4", ""},
		{"A1", assessment.ImproveFix, "", "1", "补挂光荣牌"},
		{"A10", assessment.ImproveSupply, "", "1", ""},
		{"M2", assessment.ImproveSupply, "", "1", ""},
		{"A8", assessment.ImproveFix, "", "0.5", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("improvements (-want +got):\n%s", diff)
	}
}

func TestNothingIsLeftToImproveOnAPerfectStation(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A1", "3", standards.Scoring{}), as(scoredItem("M1", "3", standards.Scoring{}), standards.KindBonus))
	std.Bonus = &standards.Bonus{Cap: pts("3")}
	answers := judge{"A1": one(met()), "M1": one(met())}
	if got := assessment.Improvements(assess(t, std, answers)); len(got) != 0 {
		t.Errorf("improvements %+v", got)
	}
	waived := because(said(word("A1", assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "灾后重建")
	std.Absence.Rebase = standards.RebaseNone
	if got := assessment.Improvements(assess(t, std, judge{"A1": one(unknown("a.b")), "M1": one(met())}, waived)); len(got) != 0 {
		t.Errorf("a waived item is on the list: %+v", got)
	}
}

func TestAnUncappedBonusCanAllBeWon(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A1", "3", standards.Scoring{}), as(scoredItem("M1", "30", standards.Scoring{}), standards.KindBonus))
	got := assessment.Improvements(assess(t, std, judge{"A1": one(met()), "M1": one(unknown("a.b"))}))
	if len(got) != 1 || got[0].Points.String() != "30" {
		t.Errorf("improvements %+v", got)
	}
}

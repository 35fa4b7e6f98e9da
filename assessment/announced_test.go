package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

// changing is a standard in which one item gives way to another on 2026-07-02, the day
// after the one on which the tests judge, and a required item ended the day before it.
func changing() *standards.Standard {
	old, next := scoredItem("A02", "1", standards.Scoring{}), scoredItem("A03", "1", standards.Scoring{})
	old.Effective, next.Effective = standards.Period{To: "2026-07-01"}, standards.Period{From: "2026-07-02"}
	gate, gone := as(scoredItem("A04", "0", standards.Scoring{}), standards.KindRequired), as(scoredItem("A05", "0", standards.Scoring{}), standards.KindRequired)
	gate.Effective, gone.Effective = standards.Period{From: "2027-01-01"}, standards.Period{To: "2026-06-30"}
	std := sheet(scoredItem("A01", "3", standards.Scoring{}), old, gate, gone)
	std.Chapters[0].Items = append(std.Chapters[0].Items, next)
	std.Grades = []standards.Grade{{Name: "达标", Total: ptr("4"), Required: true, Items: []string{"A02", "A03"}}, {Name: "未达标"}}
	return std.AsOf(asOf)
}

func TestAnAnnouncedItemIsShownAndNotCounted(t *testing.T) {
	t.Parallel()
	answers := judge{
		"A01": one(met()), "A02": one(met()), "A03": one(lacks(short("none", "1", "没有"))),
		"A04": one(unknown("premises.height")),
	}
	r := assess(t, changing(), answers)
	type told struct {
		ID      string
		Outcome assessment.Outcome
		Points  string
	}
	var announced []told
	for _, item := range r.Announced {
		announced = append(announced, told{item.Item.ID, item.Outcome, span(item.Points) + " of " + item.Max.String()})
	}
	want := []told{{"A04", assessment.NoEvidence, "0..0 of 0"}, {"A03", assessment.NotSatisfied, "0..0 of 0"}}
	if diff := cmp.Diff(want, announced); diff != "" {
		t.Errorf("announced (-want +got):\n%s", diff)
	}
	if got := span(*r.Total) + " " + r.Grade.Certain + " " + r.Grade.Possible; got != "4..4 达标 达标" {
		t.Errorf("result: %s", got)
	}
	if len(r.Items) != 2 || r.Counts[assessment.Satisfied] != 2 || r.Counts[assessment.NotSatisfied]+r.Counts[assessment.NoEvidence] != 0 {
		t.Errorf("counted: %d items, %v", len(r.Items), r.Counts)
	}
	for _, gate := range r.Gates {
		if gate.Item != "A02" {
			t.Errorf("a gate on %s", gate.Item)
		}
	}
	for _, entry := range r.Ledger {
		if entry.Item == "A03" || entry.Item == "A04" {
			t.Errorf("a ledger line of %s", entry.Item)
		}
	}
}

func TestAPersonsWordOnAnItemThatIsNotInForceIsNoError(t *testing.T) {
	t.Parallel()
	answers := judge{"A01": one(met()), "A02": one(met()), "A03": one(unknown("premises.height")), "A04": one(unknown("premises.height"))}
	r := assess(t, changing(), answers, word("A03", assessment.Satisfied), word("A05", assessment.Satisfied))
	if got := r.Announced[1]; got.Item.ID != "A03" || got.Outcome != assessment.Satisfied || got.Source != "on_site" {
		t.Errorf("announced item: %s %s by %s", got.Item.ID, got.Outcome, got.Source)
	}
}

func TestAFaultyWordOnAnAnnouncedItemIsRefused(t *testing.T) {
	t.Parallel()
	answers := judge{"A01": one(met()), "A02": one(met()), "A03": one(met()), "A04": one(met())}
	faulty := word("A03", assessment.Waived)
	_, err := assessment.Assess(t.Context(), changing(), bundleOf(faulty), answers, asOf, assessment.Pins{})
	if err == nil {
		t.Error("accepted a waiver without an end")
	}
}

func TestAnAnnouncedItemDoesNotDisturbThePlan(t *testing.T) {
	t.Parallel()
	answers := judge{
		"A01": one(met()), "A02": one(lacks(short("none", "1", "没有"))), "A03": one(met()), "A04": one(met()),
	}
	std := changing()
	plan, err := assessment.PlanTo(std, assess(t, std, answers), assessment.Goal{Grade: "达标"})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Way == nil || len(plan.Way.Steps) != 1 || plan.Way.Steps[0].Item.Item.ID != "A02" {
		t.Errorf("way: %+v", plan.Way)
	}
}

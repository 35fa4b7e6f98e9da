package assessment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// judged assesses a random world; it is nil where nothing of the sheet is attainable.
func judged(t *rapid.T, w world, answers judge, findings []evidence.Finding) *assessment.Report {
	r, err := assessment.Assess(context.Background(), w.std, bundleOf(findings...), answers, asOf, assessment.Pins{})
	var faults yamltext.Faults
	if errors.As(err, &faults) && len(faults) == 1 && faults[0].Code == "nothing_attainable" {
		return nil
	}
	if err != nil {
		t.Fatalf("Assess: %v", err)
	}
	return r
}

func TestEveryItemHasExactlyOneEntry(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		shown, _ := w.randomShown(t)
		answers, findings := w.shown(shown, nothing)
		r := judged(t, w, answers, findings)
		if r == nil {
			return
		}
		var want, got []string
		for _, chapter := range w.std.Chapters {
			for _, item := range chapter.Items {
				want = append(want, chapter.ID+" "+item.ID)
			}
		}
		sum := 0
		for _, item := range r.Items {
			got = append(got, item.Chapter+" "+item.Item.ID)
			if !slices.Contains(assessment.Outcomes, item.Outcome) {
				t.Errorf("%s: outcome %q", item.Item.ID, item.Outcome)
			}
		}
		for _, n := range r.Counts {
			sum += n
		}
		if diff := cmp.Diff(want, got); diff != "" || sum != len(want) {
			t.Errorf("counted %d, items (-want +got):\n%s", sum, diff)
		}
	})
}

func TestTheLedgerAddsUpToTheCertainTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		shown, _ := w.randomShown(t)
		answers, findings := w.shown(shown, nothing)
		r := judged(t, w, answers, findings)
		if r == nil {
			return
		}
		if sum := sumOf(r); !sum.Equal(r.Total.Certain) {
			t.Errorf("the ledger adds up to %s, the total is %s:\n%s", sum, r.Total.Certain, strings.Join(lines(r.Ledger), "\n"))
		}
		for _, item := range r.Items {
			var sum standards.Points
			for _, e := range r.Ledger {
				if e.Item == item.Item.ID {
					sum = sum.Add(e.Points)
				}
			}
			if !sum.Equal(item.Points.Certain) {
				t.Errorf("%s: the ledger adds up to %s, the item has %s", item.Item.ID, sum, item.Points.Certain)
			}
		}
		for _, chapter := range r.Chapters {
			var scored, bonus standards.Points
			for _, e := range r.Ledger {
				kind := kindOf(r, e.Item)
				switch {
				case e.Chapter != chapter.ID:
				case kind == standards.KindBonus:
					bonus = bonus.Add(e.Points)
				default:
					scored = scored.Add(e.Points)
				}
			}
			if chapter.OutOf == nil {
				scored = scored.Add(bonus)
			}
			if chapter.Total != nil && !scored.Equal(chapter.Total.Certain) {
				t.Errorf("chapter %s: the ledger adds up to %s, its total is %s", chapter.ID, scored, chapter.Total.Certain)
			}
		}
	})
}

func kindOf(r *assessment.Report, id string) standards.Kind {
	for _, item := range r.Items {
		if item.Item.ID == id {
			return item.Item.Kind
		}
	}
	return ""
}

func TestCertainIsNeverAbovePossible(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		shown, _ := w.randomShown(t)
		answers, findings := w.shown(shown, nothing)
		r := judged(t, w, answers, findings)
		if r == nil {
			return
		}
		for name, i := range intervals(r) {
			if i.Certain.Cmp(i.Possible) > 0 {
				t.Errorf("%s: %s", name, span(i))
			}
		}
		for _, item := range r.Items {
			if item.Points.Possible.Cmp(item.Max) > 0 || item.Points.Certain.Cmp(item.Least()) < 0 {
				t.Errorf("%s: %s of %s", item.Item.ID, span(item.Points), item.Max)
			}
		}
		for _, chapter := range r.Chapters {
			if chapter.OutOf != nil && chapter.Total.Possible.Cmp(*chapter.OutOf) > 0 {
				t.Errorf("chapter %s: %s of %s", chapter.ID, span(*chapter.Total), chapter.OutOf)
			}
		}
		for i, chapter := range w.std.Chapters {
			if got := r.Chapters[i]; chapter.Cap != nil && got.Total != nil && got.Total.Possible.Cmp(*chapter.Cap) > 0 {
				t.Errorf("chapter %s: %s with a cap of %s", chapter.ID, span(*got.Total), chapter.Cap)
			}
		}
		if r.Aside != nil && w.std.Rounding.Mode == standards.RoundExact && r.Total.Possible.Cmp(*r.OutOf) > 0 {
			t.Errorf("total %s of %s although no bonus counts", total(r), r.OutOf)
		}
		if w.std.Bonus != nil && !w.std.Bonus.Uncapped && w.std.Rounding.Mode == standards.RoundExact &&
			r.Total.Possible.Cmp(r.OutOf.Add(w.std.Bonus.Cap)) > 0 {
			t.Errorf("total %s of %s with a bonus of at most %s", total(r), r.OutOf, w.std.Bonus.Cap)
		}
		if rank(w.std, r.Grade.Certain) < rank(w.std, r.Grade.Possible) {
			t.Errorf("grade %+v", r.Grade)
		}
	})
}

// intervals is every interval of a report by name.
func intervals(r *assessment.Report) map[string]assessment.Interval {
	all := map[string]assessment.Interval{"total": *r.Total}
	for _, item := range r.Items {
		all[item.Item.ID] = item.Points
	}
	for _, chapter := range r.Chapters {
		if chapter.Total != nil {
			all["chapter "+chapter.ID] = *chapter.Total
		}
	}
	return all
}

// rank is a grade's row in the table, best 0.
func rank(std *standards.Standard, name string) int {
	if name == "" {
		return len(std.Grades) // the result does not count, or may not
	}
	return slices.IndexFunc(std.Grades, func(g standards.Grade) bool { return g.Name == name })
}

func TestBothEndsMeetWhenNothingIsUnknown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		everything := map[string]bool{}
		for _, cell := range w.cells {
			everything[cell] = true
		}
		answers, findings := w.shown(everything, nothing)
		r := judged(t, w, answers, findings)
		if r == nil || slices.ContainsFunc(r.Items, open) {
			return
		}
		for name, i := range intervals(r) {
			if !i.Certain.Equal(i.Possible) {
				t.Errorf("%s: %s although everything is known", name, span(i))
			}
		}
		if r.Grade.Certain != r.Grade.Possible {
			t.Errorf("grade %+v although everything is known", r.Grade)
		}
	})
}

// open reports whether something about an item is still to be decided: an outcome, or
// the points of a row at an inspector's discretion that only its check has decided.
func open(item assessment.ItemResult) bool {
	if (item.Outcome == assessment.NotSatisfied || item.Item.Combine.Mode != standards.CombineAll) && item.Source == "check" {
		if item.Item.Scoring.Inspector != nil {
			return true
		}
		for _, part := range item.Item.Parts {
			if part.Scoring.Inspector != nil {
				return true
			}
		}
	}
	return item.Outcome == assessment.NoEvidence || item.Outcome == assessment.NotChecked || item.Outcome == assessment.Errored
}

func TestMoreEvidenceNeverWidensAnInterval(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		less, more := w.randomShown(t)
		answers, findings := w.shown(less, nothing)
		before := judged(t, w, answers, findings)
		answers, findings = w.shown(more, nothing)
		after := judged(t, w, answers, findings)
		if before == nil || after == nil {
			return
		}
		earlier := intervals(before)
		for name, i := range intervals(after) {
			if !inside(i, earlier[name]) {
				t.Errorf("%s: %s, although it was %s before", name, span(i), span(earlier[name]))
			}
		}
		if rank(w.std, after.Grade.Certain) > rank(w.std, before.Grade.Certain) ||
			rank(w.std, after.Grade.Possible) < rank(w.std, before.Grade.Possible) {
			t.Errorf("grade %+v, although it was %+v before", after.Grade, before.Grade)
		}
		for i, gate := range after.Gates {
			if was := before.Gates[i].State; was != assessment.Unknown && was != gate.State {
				t.Errorf("gate %+v was %s before", gate, was)
			}
		}
	})
}

func TestThePossibleEndIsReachedWhenAllTurnsOutWell(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		shown, _ := w.randomShown(t)
		for _, cell := range w.cells {
			// A known shortfall behind an unknown condition may earn the row only by being absent.
			shown[cell] = shown[cell] || strings.HasSuffix(cell, "/when")
		}
		answers, findings := w.shown(shown, nothing)
		before := judged(t, w, answers, findings)
		if w.absentPart() {
			return
		}
		answers, well := w.shown(shown, func(string) (assessment.PartFinding, bool) {
			best := measured(met(), "100", "95")
			best.Merits = []assessment.Shortfall{short("listed", "1000", "有")}
			return best, true
		})
		for _, chapter := range w.std.Chapters {
			for _, item := range chapter.Items {
				if len(item.Parts) == 0 && !slices.ContainsFunc(well, func(f evidence.Finding) bool { return f.Item == item.ID }) {
					well = append(well, because(word(item.ID, assessment.Satisfied), "现场核查"))
				}
			}
		}
		after := judged(t, w, answers, well)
		if before == nil || after == nil {
			return
		}
		if !before.Total.Possible.Equal(after.Total.Possible) {
			t.Errorf("possible %s, but at best it becomes %s", before.Total.Possible, after.Total.Possible)
		}
	})
}

func TestTheCertainEndIsReachedWhenAllTurnsOutBadly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		if slices.ContainsFunc(w.std.Chapters, func(c standards.Chapter) bool { return slices.ContainsFunc(c.Items, keepsPoints) }) {
			return
		}
		shown, _ := w.randomShown(t)
		for _, cell := range w.cells {
			shown[cell] = shown[cell] || strings.HasSuffix(cell, "/when")
		}
		answers, findings := w.shown(shown, nothing)
		before := judged(t, w, answers, findings)
		answers, findings = w.shown(shown, func(cell string) (assessment.PartFinding, bool) {
			item, _, _ := strings.Cut(cell, "/")
			if shown[item] {
				return assessment.PartFinding{}, false // a person has decided; a check that disagrees contradicts
			}
			if strings.HasSuffix(cell, "/when") {
				return met(), true
			}
			return measured(lacks(short("other", "1000", "缺")), "0", "95"), true
		})
		after := judged(t, w, answers, findings)
		if before == nil || after == nil {
			return
		}
		if !before.Total.Certain.Equal(after.Total.Certain) {
			t.Errorf("certain %s, but at worst it becomes %s", before.Total.Certain, after.Total.Certain)
		}
	})
}

// absentPart reports whether a part that does not apply stands among parts that are
// combined: until another part is decided the item may be absent, and the possible end
// then allows for more than the other parts can bring.
func (w world) absentPart() bool {
	for _, chapter := range w.std.Chapters {
		for _, item := range chapter.Items {
			absent := func(p assessment.PartFinding) bool { return p.Outcome == assessment.NotApplicable }
			if item.Combine.Mode != standards.CombineAll && slices.ContainsFunc(w.truth[item.ID].parts, absent) {
				return true
			}
		}
	}
	return false
}

// keepsPoints reports whether an item that turns out badly still earns something.
func keepsPoints(item standards.Item) bool {
	if item.Combine.Mode == standards.CombineAtLeast || item.Scoring.Earn != nil {
		return true // enough parts may be met already, and merits are not lost again
	}
	keeps := func(s standards.Scoring) bool {
		return s.Deduct != nil && s.Deduct.AtMost != nil && item.Kind != standards.KindDeduction || s.Inspector != nil && s.Inspector.From.Sign() > 0
	}
	return keeps(item.Scoring) || slices.ContainsFunc(item.Parts, func(p standards.Part) bool { return keeps(p.Scoring) })
}

func TestTheSameInputGivesTheSameReport(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		shown, _ := w.randomShown(t)
		answers, findings := w.shown(shown, nothing)
		first, second := judged(t, w, answers, findings), judged(t, w, answers, findings)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("two reports differ:\n%s", diff)
		}
	})
}

package assessment_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// tally adds up a sheet in whole quarters of a point, as simply as can be, so that every
// choice of up to 18 items can be tried.
type tally struct {
	std     *standards.Standard
	kind    []standards.Kind
	chapter []int
	needed  []bool  // the grade needs the item
	holds   []bool  // it is met now
	certain []int64 // quarters
	full    []int64
	printed []int64 // by chapter
	left    []int64 // by chapter, less what is absent
	sheet   int64
	line    *int64
	cap     *int64
	percent *int64
}

func quarters(p standards.Points) int64 { return p.Mul(standards.PointsOf(4)).Rat().Num().Int64() }

func quartersOf(p *standards.Points) *int64 {
	if p == nil {
		return nil
	}
	q := quarters(*p)
	return &q
}

func newTally(std *standards.Standard, r *assessment.Report, grade standards.Grade) tally {
	w := tally{std: std, line: quartersOf(grade.Total), sheet: quarters(*std.OutOf)}
	if std.Bonus != nil {
		w.cap = quartersOf(&std.Bonus.Cap)
	}
	if grade.Chapters != nil {
		percent := quarters(*grade.Chapters) / 4
		w.percent = &percent
	}
	i := 0
	for c, chapter := range std.Chapters {
		w.printed, w.left = append(w.printed, 0), append(w.left, 0)
		for _, item := range chapter.Items {
			got := r.Items[i]
			gone := got.Outcome == assessment.NotApplicable
			w.kind, w.chapter = append(w.kind, item.Kind), append(w.chapter, c)
			w.needed = append(w.needed, grade.Required && item.Kind == standards.KindRequired || slices.Contains(grade.Items, item.ID))
			w.holds = append(w.holds, gone || got.Outcome == assessment.Satisfied)
			w.certain = append(w.certain, quarters(got.Points.Certain))
			full := quarters(item.Points)
			if gone {
				full = 0
			}
			w.full = append(w.full, full)
			if item.Kind == standards.KindScored {
				w.printed[c] += quarters(item.Points)
				w.left[c] += full
			}
			i++
		}
	}
	if std.Absence.Rebase == standards.RebaseNone {
		w.left = w.printed
	}
	return w
}

// reaches reports whether the grade holds with these points and conditions.
func (w tally) reaches(points []int64, holds []bool) bool {
	raw := make([]int64, len(w.printed))
	var bonus int64
	for i, p := range points {
		if w.needed[i] && !holds[i] {
			return false
		}
		if w.kind[i] == standards.KindBonus {
			bonus += p
		} else {
			raw[w.chapter[i]] += p
		}
	}
	if w.cap != nil {
		bonus = min(bonus, *w.cap)
	}
	num, den, kept := int64(0), int64(1), w.sheet
	for c, left := range w.left {
		switch {
		case w.std.Absence.Rebase == standards.RebaseChapter && left > 0:
			num, den = num*left+raw[c]*w.printed[c]*den, den*left
		default:
			num += raw[c] * den
			if w.std.Absence.Rebase != standards.RebaseNone {
				kept -= w.printed[c] - left
			}
		}
		if w.percent != nil && raw[c]*100 < *w.percent*left {
			return false
		}
	}
	if kept > 0 { // a sheet of bonuses alone has no base
		num, den = num*w.sheet, den*kept
	}
	num += bonus * den
	if w.line == nil {
		return true
	}
	scale := int64(1)
	for range w.std.Rounding.Places {
		scale *= 10
	}
	switch w.std.Rounding.Mode {
	case standards.RoundHalfUp:
		return (2*num*scale+4*den)/(8*den)*4 >= *w.line*scale
	case standards.RoundDown:
		return num*scale/(4*den)*4 >= *w.line*scale
	case standards.RoundExact:
	}
	return num >= *w.line*den
}

// least is the smallest cost of items that can be changed, by from points to to, after
// which the test holds; -1 where it never does.
func (w tally) least(open []int, from, to []int64, before, after bool, cost func(item int) int, test func([]int64, []bool) bool) int {
	points, holds := slices.Clone(from), slices.Clone(w.holds)
	for _, i := range open {
		holds[i] = before
	}
	found, spent := -1, 0
	for n := range 1 << len(open) {
		if n > 0 { // the next of a Gray code: one item changes
			bit := 0
			for n>>bit&1 == 0 {
				bit++
			}
			i := open[bit]
			if (n^n>>1)>>bit&1 == 1 {
				points[i], holds[i], spent = to[i], after, spent+cost(i)
			} else {
				points[i], holds[i], spent = from[i], before, spent-cost(i)
			}
		}
		if (found < 0 || spent < found) && test(points, holds) {
			found = spent
		}
	}
	return found
}

// randomPlanSheet is a standard of at most 18 open items besides decided ones, with answers.
func randomPlanSheet(t *rapid.T) (*standards.Standard, judge) {
	answers := judge{}
	var groups [][]standards.Item
	open := 0
	values := []string{"0.25", "0.5", "1", "1", "2", "3", "7.75"}
	most := draw(t, "most open items", 6, 10, 18)
	for c := range rapid.IntRange(1, 4).Draw(t, "chapters") {
		var group []standards.Item
		for i := range rapid.IntRange(1, 8).Draw(t, "items") {
			id := fmt.Sprintf("%c%d", 'A'+c, i+1)
			item := costing(scoredItem(id, draw(t, "points", values...), standards.Scoring{}), rapid.IntRange(0, 5).Draw(t, "effort"))
			switch rapid.IntRange(0, 7).Draw(t, "kind") {
			case 0:
				item = as(item, standards.KindBonus)
			case 1:
				item = as(item, standards.KindRequired)
				item.Points = standards.Points{}
			}
			answer := one(met())
			if open < most {
				open++
				switch draw(t, "state", "lacking", "partly", "hidden", "hidden", "unseen", "met", "absent", "failing") {
				case "lacking":
					answer = one(lacks(short("x", "1", "缺")))
				case "partly":
					if item.Points.Sign() > 0 {
						item.Scoring = deduct("0.25")
					}
					answer = one(lacks(short("x", "1", "缺")))
				case "hidden":
					answer = one(unknown("a." + id))
				case "unseen":
					item.Parts, answer = nil, assessment.ItemFindings{}
				case "met":
				case "absent":
					answer = one(absent("无"))
				case "failing":
					if rapid.IntRange(0, 3).Draw(t, "really") == 0 {
						answer = one(assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"})
					}
				}
			}
			answers[id] = answer
			group = append(group, item)
		}
		groups = append(groups, group)
	}
	std := chapters(draw(t, "rebase", standards.RebaseNone, standards.RebaseChapter, standards.RebaseSheet), groups...)
	std.Rounding = standards.Rounding{
		Mode:   draw(t, "rounding", standards.RoundExact, standards.RoundHalfUp, standards.RoundDown),
		Places: rapid.IntRange(0, 1).Draw(t, "places"),
	}
	if rapid.Bool().Draw(t, "capped") {
		std.Bonus = &standards.Bonus{Cap: pts(draw(t, "cap", "0.5", "2", "6"))}
	}
	top := standards.Grade{Name: "一", Required: rapid.Bool().Draw(t, "required")}
	if rapid.IntRange(0, 4).Draw(t, "by total") > 0 {
		line := standards.PointsOf(quarters(*std.OutOf) * rapid.Int64Range(30, 105).Draw(t, "share") / 100).Quo(standards.PointsOf(4))
		top.Total = &line
	}
	if rapid.IntRange(0, 2).Draw(t, "by chapter") == 0 {
		top.Chapters = ptr(draw(t, "floor", "20", "50", "60", "90"))
	}
	if rapid.IntRange(0, 3).Draw(t, "by item") == 0 {
		top.Items = []string{"A1"}
	}
	second := standards.Grade{Name: "二", Total: top.Total}
	std.Grades = []standards.Grade{top, second, {Name: "三"}}
	return std, answers
}

func TestNoWayIsCheaperThanThePlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		std, answers := randomPlanSheet(t)
		r := judged(t, world{std: std}, answers, nil)
		if r == nil {
			return
		}
		grade := std.Grades[rapid.IntRange(0, 1).Draw(t, "target")]
		plan, err := assessment.PlanTo(std, r, assessment.Goal{Grade: grade.Name})
		if err != nil {
			t.Fatal(err)
		}
		if !plan.Proven || !plan.Settlement.Proven {
			t.Error("not proven")
		}
		w := newTally(std, r, grade)
		cheapest := w.planByTrying(r)
		switch {
		case plan.Reached:
			if cheapest != 0 {
				t.Errorf("reached, but the cheapest way costs %d", cheapest)
			}
		case plan.Way == nil:
			if cheapest != -1 {
				t.Errorf("out of reach, but there is a way of cost %d", cheapest)
			}
			if len(plan.Obstacles) == 0 {
				t.Error("out of reach for no reason")
			}
		default:
			for _, way := range append([]assessment.Way{*plan.Way}, plan.Others...) {
				if cost := len(way.Checks)*1000 + way.Effort; cost != cheapest {
					t.Errorf("%s costs %d, the cheapest way %d", inShort(way), cost, cheapest)
				}
				checkWay(t, std, answers, grade.Name, way)
			}
		}
		w.checkSettlement(t, r, plan.Settlement)
	})
}

// planByTrying is the least cost of all choices; an inspector's item costs 1000.
func (w tally) planByTrying(r *assessment.Report) int {
	var own, all []int
	for i, item := range r.Items {
		switch item.Outcome {
		case assessment.NotSatisfied, assessment.NoEvidence:
			own, all = append(own, i), append(all, i)
		case assessment.NotChecked:
			all = append(all, i)
		case assessment.Satisfied, assessment.NotApplicable, assessment.Waived, assessment.Errored:
		}
	}
	cost := func(i int) int {
		if r.Items[i].Outcome == assessment.NotChecked {
			return 1000
		}
		return max(1, r.Items[i].Item.Effort)
	}
	if found := w.least(own, w.certain, w.full, false, true, cost, w.reaches); found >= 0 {
		return found
	}
	return w.least(all, w.certain, w.full, false, true, cost, w.reaches)
}

// checkWay takes the steps of a way for real and assesses again: people confirm them.
func checkWay(t *rapid.T, std *standards.Standard, answers judge, grade string, way assessment.Way) {
	var said []evidence.Finding
	for _, step := range slices.Concat(way.Steps, way.Checks) {
		f := because(word(step.Item.Item.ID, assessment.Satisfied), "已办妥")
		f.Source = "review"
		said = append(said, f)
	}
	after := judged(t, world{std: std}, answers, said)
	if rank(std, after.Grade.Certain) > rank(std, grade) || after.Grade.Certain != way.Grade {
		t.Errorf("after %s the grade is %s", inShort(way), after.Grade.Certain)
	}
	if !after.Total.Certain.Equal(*way.Total) {
		t.Errorf("after %s the total is %s", inShort(way), after.Total.Certain)
	}
}

// checkSettlement compares with the fewest of all choices of undecided items.
func (w tally) checkSettlement(t *rapid.T, r *assessment.Report, got assessment.Settlement) {
	var undecided []int
	possible := slices.Clone(w.certain)
	for i, item := range r.Items {
		switch item.Outcome {
		case assessment.NoEvidence, assessment.NotChecked:
			undecided = append(undecided, i)
			possible[i] = w.full[i]
		case assessment.Errored:
			possible[i] = w.full[i]
		case assessment.Satisfied, assessment.NotSatisfied, assessment.NotApplicable, assessment.Waived:
		}
	}
	each := func(int) int { return 1 }
	confirm := w.least(undecided, w.certain, w.full, false, true, each, w.reaches)
	mayHold := w
	mayHold.holds = slices.Clone(w.holds)
	for i, item := range r.Items {
		mayHold.holds[i] = mayHold.holds[i] || item.Outcome == assessment.Errored
	}
	refute := mayHold.least(undecided, possible, w.certain, true, false, each,
		func(points []int64, holds []bool) bool { return !w.reaches(points, holds) })
	state := assessment.Unknown
	if confirm == 0 {
		state, refute = assessment.Held, 0
	} else if refute == 0 {
		state, confirm = assessment.Broken, 0
	}
	if got.State != state || len(got.Confirm) != max(0, confirm) || len(got.Refute) != max(0, refute) {
		t.Errorf("%s: confirm %q, refute %q; want %s, %d and %d", got.State, ids(got.Confirm), ids(got.Refute), state, confirm, refute)
	}
}

func TestALongSheetIsPlannedToTheEnd(t *testing.T) {
	t.Parallel()
	var groups [][]standards.Item
	answers := judge{}
	n := 0
	for c := range 12 {
		var group []standards.Item
		for i := range 7 {
			id := fmt.Sprintf("%c%d", 'A'+c, i+1)
			n++
			group = append(group, costing(scoredItem(id, []string{"0.5", "0.7", "1/3", "2", "1.25"}[n*7%5], standards.Scoring{}), 1+n*n%5))
			answers[id] = one(unknown("a." + id))
		}
		answers[group[n%7].ID] = one(absent("无"))
		groups = append(groups, group)
	}
	std := chapters(standards.RebaseChapter, groups...)
	line := std.OutOf.Mul(pts("0.8"))
	std.Grades = []standards.Grade{{Name: "达标", Total: &line, Chapters: ptr("60")}, {Name: "未达标"}}
	plan := planTo(t, std, assess(t, std, answers), "达标")
	if !plan.Proven || plan.Way == nil || plan.Way.Grade != "达标" {
		t.Errorf("proven %t, way %+v", plan.Proven, plan.Way)
	}
}

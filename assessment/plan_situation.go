package assessment

import (
	"fmt"
	"slices"

	"zhanping/standards"
)

// plentyOfPlans is the default of Goal.Limit: a second or two of work.
const plentyOfPlans = 1_000_000

// situation is a report seen on the way to a grade. What becomes of the report when
// items change is found by the code that Assess adds up and grades with.
type situation struct {
	std    *standards.Standard
	report *Report
	target int // the grade's row in the table
	limit  int
}

func newSituation(std *standards.Standard, r *Report, goal Goal) (situation, error) {
	s := situation{std: std, report: r, limit: goal.Limit}
	if s.limit <= 0 {
		s.limit = plentyOfPlans
	}
	i := 0
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			if i >= len(r.Items) || r.Items[i].Item.ID != item.ID {
				return s, fmt.Errorf("plan %s: the report was made under another standard", std.Ref())
			}
			i++
		}
	}
	again := s.with(nil)
	if i != len(r.Items) || again.Grade != r.Grade || !sameTotal(again.Total, r.Total) {
		return s, fmt.Errorf("plan %s: the report does not add up under this standard", std.Ref())
	}
	s.target = slices.IndexFunc(std.Grades, func(g standards.Grade) bool { return g.Name == goal.Grade })
	if s.target < 0 {
		return s, fmt.Errorf("plan %s: no grade %q", std.Ref(), goal.Grade)
	}
	return s, nil
}

func sameTotal(a, b *Interval) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Certain.Equal(b.Certain) && a.Possible.Equal(b.Possible)
}

// with is the report after changes to items, added up again. Of its items only outcome
// and points are changed.
func (s situation) with(changes map[int]change) *Report {
	after := &Report{Bundle: s.report.Bundle, Items: slices.Clone(s.report.Items)}
	for i, c := range changes {
		after.Items[i].Outcome, after.Items[i].Points = c.outcome, c.points
	}
	// The base is that of the report, which was attainable.
	_ = after.sum(s.std, s.rows(after))
	return after
}

// after is the report with the options taken.
func (s situation) after(options []option) *Report {
	changes := make(map[int]change, len(options))
	for _, o := range options {
		changes[o.item] = o.change
	}
	return s.with(changes)
}

// rows lays a report's items on the sheet again: what left the base as one row, the
// rest as another.
func (s situation) rows(r *Report) []placed {
	rows := make([]placed, 0, len(r.Items)+4)
	i := 0
	for c, chapter := range s.std.Chapters {
		for range chapter.Items {
			item := r.Items[i]
			row := placed{item: i, chapter: c, kind: item.Item.Kind}
			row.scored = scored{max: item.Max.Sub(item.Excluded), interval: item.Points, open: pending(item.Outcome)}
			rows = append(rows, row)
			if item.Excluded.Sign() > 0 {
				row.scored = scored{max: item.Excluded, excluded: true, absent: item.Outcome != Waived}
				rows = append(rows, row)
			}
			i++
		}
	}
	return rows
}

// reached reports whether a report makes the grade, or a better one, certain.
func (s situation) reached(r *Report) bool {
	return slices.ContainsFunc(r.Grading[:s.target+1], func(rule GradeRule) bool { return rule.Certain })
}

// open reports whether a report still lets the grade, or a better one, be reached.
func (s situation) open(r *Report) bool {
	return slices.ContainsFunc(r.Grading[:s.target+1], func(rule GradeRule) bool { return rule.Possible })
}

// floors is the floors that the grade asks for.
func (s situation) floors(r *Report) []floor {
	percent := s.std.Grades[s.target].Chapters
	if percent == nil || s.std.OutOf == nil {
		return nil
	}
	rows := s.rows(r)
	b, _ := baseOf(s.std, rows)
	all := floorsOf(s.std, b, add(s.std, b, rows, certainly), add(s.std, b, rows, possibly))
	return slices.DeleteFunc(all, func(f floor) bool { return !f.percent.Equal(*percent) })
}

func certainly(i Interval) standards.Points { return i.Certain }

func possibly(i Interval) standards.Points { return i.Possible }

// account is the sheet as one sum to be made larger or smaller: what a point in each
// chapter is worth in the total, and what each chapter needs.
type account struct {
	std    *standards.Standard
	line   *standards.Points  // the total that the grade asks for; nil where it asks for none
	sheet  standards.Points   // the total as it stands, exact and without bonus
	bonus  standards.Points   // all bonus points, before the cap
	raw    []standards.Points // points by chapter, as earned
	needs  []standards.Points // the least points by chapter
	weight []standards.Points // what one more point in the chapter adds to the total
}

// accountOf is the account of a report at the end of the interval that pick names.
func (s situation) accountOf(r *Report, pick func(Interval) standards.Points) account {
	n := len(s.std.Chapters)
	a := account{
		std: s.std, line: s.std.Grades[s.target].Total,
		needs: make([]standards.Points, n), weight: make([]standards.Points, n), raw: make([]standards.Points, n),
	}
	if s.std.OutOf == nil {
		return a
	}
	rows := s.rows(r)
	b, _ := baseOf(s.std, rows)
	exact := *s.std
	exact.Rounding, exact.Bonus = standards.Rounding{Mode: standards.RoundExact}, nil
	total := add(&exact, b, rows, pick)
	for _, bonus := range total.bonuses {
		a.bonus = a.bonus.Add(bonus)
	}
	a.raw, a.sheet = total.raw, total.total.Sub(a.bonus)
	one := standards.PointsOf(1)
	for c := range a.weight {
		more := placed{chapter: c, kind: standards.KindScored, scored: scored{interval: Interval{one, one}}}
		a.weight[c] = add(&exact, b, append(slices.Clip(rows), more), pick).total.Sub(total.total)
	}
	for _, f := range s.floors(r) {
		c := slices.IndexFunc(s.std.Chapters, func(c standards.Chapter) bool { return c.ID == f.chapter.ID })
		a.needs[c] = f.base.Mul(f.percent).Quo(standards.PointsOf(100))
	}
	return a
}

// reaches reports whether the total holds with so much more on the sheet and in bonuses.
func (a account) reaches(sheet, bonus standards.Points) bool {
	if a.line == nil {
		return true
	}
	return round(a.std.Rounding, a.sheet.Add(sheet).Add(a.capped(a.bonus.Add(bonus)))).Cmp(*a.line) >= 0
}

func (a account) capped(bonus standards.Points) standards.Points {
	switch {
	case a.std.Bonus == nil || a.std.Bonus.Uncapped && !a.std.Bonus.Shown:
		return bonus
	case a.std.Bonus.Shown:
		return standards.Points{}
	}
	return bonus.Min(a.std.Bonus.Cap)
}

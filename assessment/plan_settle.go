package assessment

import (
	"slices"

	"zhanping/standards"
)

// Settlement is what an inspector should look at first: the fewest undecided items
// whose answers settle the grade, whatever comes of the others.
type Settlement struct {
	State   GateState    // of the grade now: Held certain, Broken out of reach, Unknown between
	Confirm []ItemResult // if all of these turn out well, the grade is certain; empty: checking alone cannot make it so
	Refute  []ItemResult // if all of these turn out badly, the grade is out of reach; empty: checking alone cannot make it so
	Proven  bool         // no fewer items do
}

// settle finds the settlement of the grade. An item counts as turning out well at the
// possible end of its points and badly at the certain end.
func (s situation) settle() Settlement {
	switch {
	case s.reached(s.report):
		return Settlement{State: Held, Proven: true}
	case !s.open(s.report):
		return Settlement{State: Broken, Proven: true}
	}
	out := Settlement{State: Unknown, Proven: true}
	well, badly := s.undecided()
	if s.reached(s.after(well)) {
		ways, proven := s.cheapest(well)
		out.Confirm, out.Proven = s.named(ways[0]), proven
	}
	if !s.open(s.after(badly)) {
		fewest, proven := s.fewestLosses(badly)
		out.Refute, out.Proven = s.named(fewest), out.Proven && proven
	}
	return out
}

// undecided is the items that can still turn out either way, as options for both.
func (s situation) undecided() (well, badly []option) {
	for i, item := range s.report.Items {
		good, bad := item.Outcome, item.Outcome
		switch item.Outcome {
		case NoEvidence, NotChecked:
			good, bad = Satisfied, NotSatisfied
		case Satisfied, NotSatisfied, NotApplicable, Waived:
			if item.Points.Certain.Equal(item.Points.Possible) {
				continue
			}
		case Errored:
			continue
		}
		well = append(well, option{i, 1, change{Interval{item.Points.Possible, item.Points.Possible}, good}})
		badly = append(badly, option{i, 1, change{Interval{item.Points.Certain, item.Points.Certain}, bad}})
	}
	return well, badly
}

func (s situation) named(options []option) []ItemResult {
	items := make([]ItemResult, len(options))
	for i, o := range options {
		items[i] = s.report.Items[o.item]
	}
	return items
}

// fewestLosses is the fewest options that put the grade out of reach. One condition
// that fails is enough, so each is brought down alone, by its largest losses.
func (s situation) fewestLosses(options []option) (fewest []option, proven bool) {
	a := s.accountOf(s.report, possibly)
	var ways [][]option
	needed := s.report.Grading[s.target].Gates
	for _, o := range options {
		if o.change.outcome == NotSatisfied && slices.Contains(needed, s.report.Items[o.item].Item.ID) {
			ways = append(ways, []option{o})
			break
		}
	}
	ways = append(ways, s.lossesOfTotal(a, options)...)
	for c := range s.std.Chapters {
		ways = append(ways, s.lossesOfChapter(a, c, options)...)
	}
	slices.SortStableFunc(ways, func(x, y []option) int { return len(x) - len(y) })
	for i, way := range ways {
		if !s.open(s.after(way)) {
			slices.SortFunc(way, func(x, y option) int { return x.item - y.item })
			return way, i == 0
		}
	}
	return options, false
}

// loss is what an option takes from the possible points of its item.
func (s situation) loss(o option) standards.Points {
	return s.report.Items[o.item].Points.Possible.Sub(o.change.points.Possible)
}

// lossesOfChapter is the fewest options after which a chapter misses its floor.
func (s situation) lossesOfChapter(a account, c int, options []option) [][]option {
	chapterOf := s.chapterOf()
	inside := slices.DeleteFunc(slices.Clone(options), func(o option) bool {
		return chapterOf[o.item] != c || s.report.Items[o.item].Item.Kind == standards.KindBonus
	})
	slices.SortStableFunc(inside, func(x, y option) int { return s.loss(y).Cmp(s.loss(x)) })
	left := a.raw[c]
	for n, o := range inside {
		if left = left.Sub(s.loss(o)); left.Cmp(a.needs[c]) < 0 {
			return [][]option{inside[:n+1]}
		}
	}
	return nil
}

// lossesOfTotal is the fewest options after which the total misses its line. Losses on
// the sheet and of bonuses are tried in every proportion, since a bonus above the cap
// can be lost for nothing.
func (s situation) lossesOfTotal(a account, options []option) [][]option {
	if a.line == nil || s.std.OutOf == nil {
		return nil
	}
	chapterOf := s.chapterOf()
	weighted := func(o option) standards.Points { return s.loss(o).Mul(a.weight[chapterOf[o.item]]) }
	var sheet, bonus []option
	for _, o := range options {
		if s.report.Items[o.item].Item.Kind == standards.KindBonus {
			bonus = append(bonus, o)
		} else {
			sheet = append(sheet, o)
		}
	}
	slices.SortStableFunc(sheet, func(x, y option) int { return weighted(y).Cmp(weighted(x)) })
	slices.SortStableFunc(bonus, func(x, y option) int { return s.loss(y).Cmp(s.loss(x)) })
	var ways [][]option
	var lostBonus standards.Points
	for n := 0; ; n++ {
		var lost standards.Points
		m := 0
		for ; m < len(sheet) && a.reaches(lost.Neg(), lostBonus.Neg()); m++ {
			lost = lost.Add(weighted(sheet[m]))
		}
		if !a.reaches(lost.Neg(), lostBonus.Neg()) {
			ways = append(ways, slices.Concat(sheet[:m], bonus[:n]))
		}
		if n == len(bonus) {
			return ways
		}
		lostBonus = lostBonus.Add(s.loss(bonus[n]))
	}
}

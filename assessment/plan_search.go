package assessment

import (
	"cmp"
	"slices"

	"zhanping/standards"
)

// mostWays is how many ways of the same effort a plan tells.
const mostWays = 3

// cheapest finds the sets of options of least cost after which the grade is certain:
// first those that bring most points, in the order of the items. Together all options
// must reach it. Where the search is cut short, one set is given from which nothing can
// be left out, and proven is false.
func (s situation) cheapest(options []option) (ways [][]option, proven bool) {
	var forced, free []option
	needed := s.report.Grading[s.target].Gates
	for _, o := range options {
		item := s.report.Items[o.item]
		if item.Outcome != Satisfied && slices.Contains(needed, item.Item.ID) {
			forced = append(forced, o)
		} else {
			free = append(free, o)
		}
	}
	for _, chosen := range s.newSearch(s.accountOf(s.after(forced), certainly), free).run() {
		way := append(slices.Clone(forced), chosen...)
		slices.SortFunc(way, func(a, b option) int { return cmp.Compare(a.item, b.item) })
		if s.reached(s.after(way)) {
			ways = append(ways, way)
		}
	}
	if len(ways) == 0 {
		return [][]option{s.thinned(options)}, false
	}
	return ways, true
}

// thinned leaves options out, the most expensive first, as long as the grade holds.
func (s situation) thinned(options []option) []option {
	order := slices.Clone(options)
	slices.SortStableFunc(order, func(a, b option) int { return b.cost - a.cost })
	kept := slices.Clone(options)
	for _, o := range order {
		without := slices.DeleteFunc(slices.Clone(kept), func(k option) bool { return k.item == o.item })
		if s.reached(s.after(without)) {
			kept = without
		}
	}
	return kept
}

// useful is the options that bring some unmet condition of the grade nearer.
func (s situation) useful(options []option) map[int]bool {
	useful := map[int]bool{}
	needed := s.report.Grading[s.target].Gates
	for _, o := range options {
		item := s.report.Items[o.item]
		useful[o.item] = item.Outcome != Satisfied && slices.Contains(needed, item.Item.ID)
	}
	for _, g := range s.newSearch(s.accountOf(s.report, certainly), options).groups {
		for _, o := range g.options {
			useful[o.item] = true
		}
	}
	return useful
}

// group is the options whose points add up before they count: those of a chapter, or
// all bonuses.
type group struct {
	options []option
	gains   []standards.Points
	weight  standards.Points  // of a point in the total
	need    standards.Points  // the least to be gained, for a chapter's floor
	most    *standards.Points // what counts at most, for the bonus cap
	fronts  [][]label         // of the options from each on
}

// label is a cost and the most that can be had for it. A front is labels of which each
// costs more and brings more than the one before: whatever else could be chosen costs
// as much and brings no more.
type label struct {
	cost  int
	value standards.Points
}

// search is a branch and bound over options in their order. Its bound is the front of
// what is left, which is exact: a branch is entered only if it holds a solution, so
// that the first leaf is one.
type search struct {
	account account
	groups  []group
	rests   [][]label // what the groups from each on bring to the total, floors kept
	left    int       // labels that may still be made
}

// newSearch sorts the options that can help into groups.
func (s situation) newSearch(a account, options []option) *search {
	x := &search{account: a, left: s.limit}
	if s.std.OutOf == nil {
		return x
	}
	short := !a.reaches(standards.Points{}, standards.Points{})
	groups := make([]group, len(s.std.Chapters)+1)
	for c := range s.std.Chapters {
		groups[c].need = a.needs[c].Sub(a.raw[c]).Max(standards.Points{})
		if short {
			groups[c].weight = a.weight[c]
		}
	}
	bonus := &groups[len(s.std.Chapters)]
	if short {
		bonus.weight = standards.PointsOf(1)
	}
	if s.std.Bonus != nil {
		room := s.std.Bonus.Cap.Sub(a.bonus).Max(standards.Points{})
		bonus.most = &room
	}
	chapterOf := s.chapterOf()
	for _, o := range options {
		item := s.report.Items[o.item]
		g := &groups[chapterOf[o.item]]
		if item.Item.Kind == standards.KindBonus {
			g = bonus
		}
		gain := g.counted(o.change.points.Certain.Sub(item.Points.Certain))
		if gain.Sign() > 0 && (g.weight.Sign() > 0 || g.need.Sign() > 0) {
			g.options, g.gains = append(g.options, o), append(g.gains, gain)
		}
	}
	for _, g := range groups {
		if len(g.options) > 0 || g.need.Sign() > 0 {
			x.groups = append(x.groups, g)
		}
	}
	return x
}

// chapterOf is the chapter of each item of the report, as an index.
func (s situation) chapterOf() []int {
	var at []int
	for c, chapter := range s.std.Chapters {
		for range chapter.Items {
			at = append(at, c)
		}
	}
	return at
}

// counted is what counts of a gain in the group.
func (g group) counted(gain standards.Points) standards.Points {
	if g.most == nil {
		return gain
	}
	return gain.Min(*g.most)
}

// run is up to mostWays solutions of least cost; none where the limit was reached.
func (x *search) run() [][]option {
	if !x.prepare() {
		return nil
	}
	at := slices.IndexFunc(x.rests[0], func(l label) bool { return x.enough(l.value) })
	if at < 0 {
		return nil
	}
	best := x.rests[0][at]
	most := func(total standards.Points) bool { return total.Cmp(best.value) >= 0 }
	ways := x.solutions(best.cost, most, nil)
	return x.solutions(best.cost, x.enough, ways)
}

func (x *search) enough(total standards.Points) bool {
	return x.account.reaches(total, standards.Points{})
}

// prepare makes the fronts, from the last option to the first.
func (x *search) prepare() bool {
	nothing := []label{{}}
	for i := range x.groups {
		g := &x.groups[i]
		g.fronts = make([][]label, len(g.options)+1)
		g.fronts[len(g.options)] = nothing
		for j := len(g.options) - 1; j >= 0; j-- {
			rest := g.fronts[j+1]
			g.fronts[j] = x.joined(rest, g.shifted(rest, label{g.options[j].cost, g.gains[j]}))
		}
	}
	x.rests = make([][]label, len(x.groups)+1)
	x.rests[len(x.groups)] = nothing
	for i := len(x.groups) - 1; i >= 0; i-- {
		g := x.groups[i]
		for _, l := range g.fronts[0] {
			if l.value.Cmp(g.need) >= 0 {
				l.value = l.value.Mul(g.weight)
				x.rests[i] = x.joined(x.rests[i], group{}.shifted(x.rests[i+1], l))
			}
		}
	}
	return x.left > 0
}

// shifted is a front with one label added to each of its labels.
func (g group) shifted(front []label, by label) []label {
	out := make([]label, len(front))
	for i, l := range front {
		out[i] = label{l.cost + by.cost, g.counted(l.value.Add(by.value))}
	}
	return out
}

// joined is the front of two lists that are sorted by cost; empty once the limit is reached.
func (x *search) joined(a, b []label) []label {
	if x.left -= len(a) + len(b); x.left <= 0 {
		return nil
	}
	out := make([]label, 0, len(a)+len(b))
	for len(a)+len(b) > 0 {
		var next label
		if len(b) == 0 || len(a) > 0 && (a[0].cost < b[0].cost || a[0].cost == b[0].cost && a[0].value.Cmp(b[0].value) >= 0) {
			next, a = a[0], a[1:]
		} else {
			next, b = b[0], b[1:]
		}
		if len(out) == 0 || next.value.Cmp(out[len(out)-1].value) > 0 {
			out = append(out, next)
		}
	}
	return out
}

// solutions adds to the known ways those of no more than a cost whose total is enough,
// an earlier option taken before it is left out, until there are mostWays.
func (x *search) solutions(cost int, enough func(standards.Points) bool, known [][]option) [][]option {
	var chosen []option
	var visit func(i, j, left int, gained, total standards.Points)
	visit = func(i, j, left int, gained, total standards.Points) {
		switch {
		case len(known) >= mostWays || !x.solvable(i, j, left, gained, total, enough):
		case i == len(x.groups):
			if !slices.ContainsFunc(known, func(way []option) bool { return sameOptions(way, chosen) }) {
				known = append(known, slices.Clone(chosen))
			}
		case j == len(x.groups[i].options):
			visit(i+1, 0, left, standards.Points{}, total.Add(gained.Mul(x.groups[i].weight)))
		default:
			g := x.groups[i]
			chosen = append(chosen, g.options[j])
			visit(i, j+1, left-g.options[j].cost, g.counted(gained.Add(g.gains[j])), total)
			chosen = chosen[:len(chosen)-1]
			visit(i, j+1, left, gained, total)
		}
	}
	visit(0, 0, cost, standards.Points{}, standards.Points{})
	return known
}

func sameOptions(a, b []option) bool {
	return slices.EqualFunc(a, b, func(a, b option) bool { return a.item == b.item })
}

// solvable reports whether the options from the j-th of group i on can complete what is
// gained in that group and the total of the groups before it, within a cost.
func (x *search) solvable(i, j, left int, gained, total standards.Points, enough func(standards.Points) bool) bool {
	if i == len(x.groups) {
		return enough(total)
	}
	g := x.groups[i]
	for _, here := range g.fronts[j] {
		if here.cost > left {
			return false
		}
		value := g.counted(gained.Add(here.value))
		if value.Cmp(g.need) < 0 {
			continue
		}
		rest := x.rests[i+1]
		n, _ := slices.BinarySearchFunc(rest, left-here.cost+1, func(l label, cost int) int { return cmp.Compare(l.cost, cost) })
		if n > 0 && enough(total.Add(value.Mul(g.weight)).Add(rest[n-1].value)) {
			return true
		}
	}
	return false
}

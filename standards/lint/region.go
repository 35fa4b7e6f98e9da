package lint

import (
	"bytes"
	"cmp"
	"math/big"
	"slices"

	"zhanping/standards"
)

// The region is everything that a station can reach: for each state (how many core items
// pass, how many items of each class fail, which conditions are broken) the points that go
// with it. It is computed by adding the rows one by one, so that only what the rows can
// really give is in it. Absence is looked at where it moves totals off the printed grid:
// whole items that the standard lets be absent, on a sheet that is re-based as a whole and
// has no chapter floors. Waivers and absent parts of an item are left out, so that every
// witness is real.

// mostStates bounds the region; mostCells the fineness of its totals.
const (
	mostStates = 20000
	mostCells  = 400000
)

// place is a state with the points of absent items, as a cell.
type place struct {
	state
	absent int
}

// sums is the points that are reached at each place.
type sums map[place]cells

type region struct {
	grid
	axes
	rounding standards.Rounding
	worth    standards.Points // of the sheet, on which it is re-based
	rebased  bool             // items may be absent
	reached  sums
}

// regionOf adds the sheet up; ok is false where it is too fine or too wide to be held.
func regionOf(std *standards.Standard) (*region, bool) {
	r := &region{axes: axesOf(std), rounding: std.Rounding}
	var items []standards.Item
	for _, chapter := range std.Chapters {
		items = append(items, chapter.Items...)
	}
	more := slices.Clone(r.totals)
	reach := standards.Points{}
	for _, item := range items {
		reach = reach.Add(item.Points)
		for _, core := range r.cores {
			if line, priced := core.Passes(item, item.Points); priced && item.Class == core.Class {
				more = append(more, line)
			}
		}
	}
	for _, chapter := range std.Chapters {
		for _, percent := range r.floors {
			more = append(more, worthOf(chapter).Mul(percent).Quo(standards.PointsOf(100)))
		}
	}
	if std.Bonus != nil {
		more = append(more, std.Bonus.Cap)
	}
	for i, line := range r.totals {
		r.totals[i] = beforeRounding(std.Rounding, line)
		more = append(more, r.totals[i])
	}
	r.totals = slices.CompactFunc(r.totals, standards.Points.Equal)
	if std.OutOf != nil {
		r.worth = *std.OutOf
		r.rebased = std.Absence.Rebase == standards.RebaseSheet && len(r.floors) == 0 && !std.Ladder()
	}
	for _, count := range r.caps {
		if count > 250 {
			return nil, false
		}
	}
	r.grid = gridFor(items, more...)
	if fine := new(big.Rat).Mul(reach.Rat(), new(big.Rat).SetInt(r.den)); len(items) > 250 && len(r.cores) > 0 ||
		fine.Cmp(big.NewRat(mostCells, 1)) > 0 {
		return nil, false
	}
	scored, bonus := r.start(), r.start()
	for _, chapter := range std.Chapters {
		own := scored
		if len(r.floors) > 0 {
			own = r.start()
		}
		for _, item := range chapter.Items {
			if item.Kind == standards.KindBonus {
				bonus = r.convolve(bonus, r.branches(item))
			} else {
				own = r.convolve(own, r.branches(item))
			}
			if len(own) > mostStates {
				return nil, false
			}
		}
		if len(r.floors) > 0 {
			own = r.convolve(scored, r.settleFloors(chapter, own))
		}
		scored = own
	}
	r.reached = r.finish(scored, r.capped(std, bonus))
	return r, len(r.reached) <= mostStates
}

// beforeRounding is the least unrounded total that is not below the line once rounded.
func beforeRounding(rounding standards.Rounding, line standards.Points) standards.Points {
	if rounding.Mode != standards.RoundHalfUp && rounding.Mode != standards.RoundDown {
		return line
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(rounding.Places)), nil)
	unit := standards.MustPoints("1/" + scale.String())
	scaled := line.Quo(unit).Rat()
	units := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	if !scaled.IsInt() {
		units.Add(units, big.NewInt(1))
	}
	line = standards.MustPoints(units.String()).Mul(unit)
	if rounding.Mode == standards.RoundHalfUp {
		line = line.Sub(unit.Quo(standards.PointsOf(2)))
	}
	return line
}

// worthOf is the points of a chapter.
func worthOf(chapter standards.Chapter) standards.Points {
	if chapter.Points != nil {
		return *chapter.Points
	}
	sum := standards.Points{}
	for _, item := range chapter.Items {
		if item.Kind == standards.KindScored {
			sum = sum.Add(item.Points)
		}
	}
	return sum
}

func (r *region) start() sums {
	return sums{place{state: state(make([]byte, r.size()))}: r.only(standards.Points{})}
}

// branches is what one item may add, by what it counts for.
func (r *region) branches(item standards.Item) sums {
	out := sums{}
	read := r.item(item)
	for _, met := range []bool{true, false} {
		earned := read.met
		base := make([]byte, r.size())
		if !met {
			earned = read.failed
			for i, f := range r.fails {
				if f.Counts(item.Class) {
					base[r.failAt(i)] = byte(min(1, r.caps[i]))
				}
			}
			for i, list := range r.lists {
				if slices.Contains(list, item.ID) {
					base[r.listAt(i)] = 1
				}
			}
			if item.Kind == standards.KindRequired && r.needed {
				base[r.neededAt()] = 1
			}
		}
		r.split(out, item, met, base, earned, 0)
	}
	if r.rebased && item.Kind == standards.KindScored && item.Absence == standards.AbsenceExclude {
		passed := make([]byte, r.size())
		for i, core := range r.cores {
			if item.Class == core.Class {
				passed[i] = 1
			}
		}
		out[place{state(passed), r.cell(item.Points)}] = r.only(standards.Points{})
	}
	return out
}

// split cuts what an item earns at the line of each core condition, from the i-th on.
func (r *region) split(out sums, item standards.Item, met bool, base []byte, earned cells, i int) {
	if earned.empty() {
		return
	}
	if i == len(r.cores) {
		at := place{state: state(base)}
		out[at] = out[at].union(earned)
		return
	}
	core := r.cores[i]
	passed := func(part cells) {
		with := bytes.Clone(base)
		with[i] = 1
		r.split(out, item, met, with, part, i+1)
	}
	line, priced := core.Passes(item, item.Points)
	switch {
	case item.Class != core.Class || !priced && !met:
		r.split(out, item, met, base, earned, i+1)
	case !priced:
		passed(earned)
	default:
		at := r.cell(line)
		passed(earned.within(at, earned.highest()))
		r.split(out, item, met, base, earned.within(earned.lowest(), at-1), i+1)
	}
}

func (r *region) convolve(a, b sums) sums {
	out := make(sums, len(a))
	for s, x := range a {
		for t, y := range b {
			key := place{r.join(s.state, t.state), s.absent + t.absent}
			out[key] = out[key].union(x.plus(y))
		}
	}
	return out
}

// settleFloors cuts what a chapter earns at each percentage that a grade asks for.
func (r *region) settleFloors(chapter standards.Chapter, earned sums) sums {
	if worthOf(chapter).Sign() <= 0 {
		return earned
	}
	for i, percent := range r.floors {
		line := r.cell(worthOf(chapter).Mul(percent).Quo(standards.PointsOf(100)))
		out := sums{}
		for s, x := range earned {
			if above := x.within(line, x.highest()); !above.empty() {
				out[s] = out[s].union(above)
			}
			if below := x.within(x.lowest(), line-1); !below.empty() {
				broken := []byte(s.state)
				broken[r.floorAt(i)] = 1
				at := place{state(broken), s.absent}
				out[at] = out[at].union(below)
			}
		}
		earned = out
	}
	return earned
}

// capped cuts bonus points at their cap.
func (r *region) capped(std *standards.Standard, bonus sums) sums {
	if std.Bonus == nil {
		return bonus
	}
	limit := r.cell(std.Bonus.Cap)
	for s, x := range bonus {
		if x.highest() > limit {
			bonus[s] = x.within(x.lowest(), limit).union(r.span(limit, limit))
		}
	}
	return bonus
}

// finish adds the bonus. Where items are absent it adds none: re-basing does not touch the
// bonus, and a bonus that is not won is always possible.
func (r *region) finish(scored, bonus sums) sums {
	nothing, whole, partly := sums{}, sums{}, sums{}
	for s, x := range bonus {
		if none := x.within(0, 0); !none.empty() {
			nothing[s] = none
		}
	}
	for s, x := range scored {
		switch {
		case s.absent == 0:
			whole[s] = x
		case s.absent < r.cell(r.worth):
			partly[s] = x
		}
	}
	out := r.convolve(whole, bonus)
	for s, x := range r.convolve(partly, nothing) {
		out[s] = x
	}
	return out
}

// inOrder is the places: with nothing absent first, then those that break least and pass most.
func (r *region) inOrder() []place {
	states := make([]place, 0, len(r.reached))
	for s := range r.reached {
		states = append(states, s)
	}
	breaks := func(s state) int {
		n := 0
		for i := len(r.cores) + len(r.fails); i < len(s); i++ {
			n += int(s[i])
		}
		return n
	}
	slices.SortFunc(states, func(x, y place) int {
		a, b := x.state, y.state
		fails := func(s state) string { return string(s[len(r.cores) : len(r.cores)+len(r.fails)]) }
		passes := func(s state) string { return string(s[:len(r.cores)]) }
		return cmp.Or(cmp.Compare(x.absent, y.absent), cmp.Compare(breaks(a), breaks(b)), cmp.Compare(fails(a), fails(b)),
			cmp.Compare(passes(b), passes(a)), cmp.Compare(a, b))
	})
	return states
}

package lint

import (
	"fmt"
	"slices"

	"zhanping/standards"
)

// spot is one place of the region with one of its totals.
type spot struct {
	place
	total standards.Points
	class int // how many lines of totals it reaches
}

// area is every spot at which all conditions of the table have the same truth.
type area struct {
	key     string // a byte for each axis, the total first: between which lines it lies
	witness spot
	grades  []bool // which hold
}

// table finds holes, overlaps and grades that nobody can get, over the whole region.
func (l *linter) table(std *standards.Standard, prefix string) {
	if len(std.Grades) == 0 {
		return
	}
	r, ok := regionOf(std)
	if !ok {
		l.find(std.Grades[0].At, "grade_unexamined", prefix+"等级表的条件太多或分值太细，无法逐一核对空档和重叠",
			"状态不超过 20000 种", "合并条件，或把分值化成整齐的小数", std.ID)
		return
	}
	areas := r.areas(std)
	l.holes(std, r, areas, prefix)
	l.overlaps(std, r, areas, prefix)
	for i, grade := range std.Grades {
		chosen := slices.ContainsFunc(areas, func(a area) bool { return choose(std, a.grades) == i })
		if !chosen {
			l.find(grade.At, "grade_unreachable", fmt.Sprintf("%s等级“%s”永远轮不到", prefix, grade.Name),
				"每一级都有单位可能评上", "改条件或次序", grade.Name)
		}
	}
}

// choose is the grade that counts; -1 for none.
func choose(std *standards.Standard, holds []bool) int {
	if std.Choose == standards.ChooseWorst {
		for i, h := range slices.Backward(holds) {
			if h {
				return i
			}
		}
		return -1
	}
	return slices.Index(holds, true)
}

// areas cuts the region along every line of the table. The witness of an area has nothing
// absent where that is possible.
func (r *region) areas(std *standards.Standard) []area {
	var areas []area
	seen := map[string]bool{}
	for _, s := range r.inOrder() {
		points := r.reached[s]
		for class := len(r.totals); class >= 0; class-- {
			key := string(rune(class)) + r.classes(std, s.state)
			total, reached := r.witness(s, points, class)
			if !reached || seen[key] {
				continue
			}
			seen[key] = true
			at := spot{s, total, class}
			holds := make([]bool, len(std.Grades))
			for i, grade := range std.Grades {
				holds[i] = r.grade(grade, at)
			}
			areas = append(areas, area{key, at, holds})
		}
	}
	return areas
}

// witness is a plain total that lies above so many lines and below the others.
func (r *region) witness(s place, points cells, class int) (standards.Points, bool) {
	scale := standards.PointsOf(1) // from points to total
	if s.absent > 0 {
		scale = r.worth.Quo(r.worth.Sub(r.point(s.absent)))
	}
	from, to := points.lowest(), points.highest()
	var low, high *standards.Points // lines that lie within a cell
	if class > 0 {
		line := r.totals[class-1].Quo(scale)
		low = &line
		from = max(from, r.cellOf(line))
	}
	if class < len(r.totals) {
		line := r.totals[class].Quo(scale)
		high = &line
		at := r.cellOf(line)
		if at%2 == 0 {
			at--
		}
		to = min(to, at)
	}
	set := points.within(from, to)
	if set.empty() {
		return standards.Points{}, false
	}
	cell := r.plainest(set)
	if cell%2 == 0 {
		return r.point(cell).Mul(scale), true
	}
	// Strictly between two numbers of the grid, and between the lines that cut the cell.
	left, right := r.point(cell-1), r.point(cell+1)
	if low != nil {
		left = left.Max(*low)
	}
	if high != nil {
		right = right.Min(*high)
	}
	return left.Add(right).Quo(standards.PointsOf(2)).Mul(scale), true
}

// plainest is the lowest whole number of the set, or else its lowest cell.
func (r *region) plainest(set cells) int {
	unit := r.cell(standards.PointsOf(1))
	for n := set.lowest() / unit; n*unit <= set.highest(); n++ {
		if set.has(n * unit) {
			return n * unit
		}
	}
	return set.lowest()
}

// classes says of every count of a state how many different lines of the table it reaches.
func (r *region) classes(std *standards.Standard, s state) string {
	key := []byte(s)
	for i := range len(r.cores) + len(r.fails) {
		key[i] = 0
	}
	reached := map[[2]int]bool{}
	count := func(axis, line int) {
		if at := [2]int{axis, line}; int(s[axis]) >= line && !reached[at] {
			reached[at] = true
			key[axis]++
		}
	}
	for _, grade := range std.Grades {
		for _, c := range grade.Groups() {
			if c.Core != nil {
				for _, line := range []*int{c.Core.AtLeast, c.Core.Below} {
					if line != nil {
						count(r.core(*c.Core), *line)
					}
				}
			}
			for _, f := range c.Failed {
				count(r.failAt(r.fail(f)), f.AtMost+1)
			}
		}
	}
	return string(key)
}

func (r *region) grade(g standards.Grade, at spot) bool {
	alternatives := len(g.Any) == 0
	for _, group := range g.Any {
		alternatives = alternatives || r.holds(group, at)
	}
	return alternatives && r.holds(g.Conditions(), at)
}

func (r *region) holds(c standards.Conditions, at spot) bool {
	s := at.state
	if c.Total != nil && !r.reaches(at, *c.Total) || c.Below != nil && r.reaches(at, *c.Below) || c.Required && s[r.neededAt()] > 0 || len(c.Items) > 0 && s[r.listAt(r.list(c.Items))] > 0 ||
		c.Chapters != nil && s[r.floorAt(r.floor(*c.Chapters))] > 0 {
		return false
	}
	if c.Core != nil {
		passed := int(s[r.core(*c.Core)])
		if c.Core.AtLeast != nil && passed < *c.Core.AtLeast || c.Core.Below != nil && passed >= *c.Core.Below {
			return false
		}
	}
	return !slices.ContainsFunc(c.Failed, func(f standards.Failed) bool { return int(s[r.failAt(r.fail(f))]) > f.AtMost })
}

// reaches reports whether the rounded total of a spot is not below the line.
func (r *region) reaches(at spot, line standards.Points) bool {
	return at.class > slices.IndexFunc(r.totals, beforeRounding(r.rounding, line).Equal)
}

// holes finds each connected part of the region that belongs to no grade.
func (l *linter) holes(std *standards.Standard, r *region, areas []area, prefix string) {
	var open []area
	for _, a := range areas {
		if !slices.Contains(a.grades, true) {
			open = append(open, a)
		}
	}
	for len(open) > 0 {
		part := []area{open[0]}
		open = open[1:]
		for i := 0; i < len(part); i++ {
			for j := len(open) - 1; j >= 0; j-- {
				if adjacent(part[i].key, open[j].key) {
					part = append(part, open[j])
					open = slices.Delete(open, j, j+1)
				}
			}
		}
		witness := part[0].witness
		for _, a := range part {
			if a.witness.absent < witness.absent {
				witness = a.witness
			}
		}
		grade := r.nearest(std, witness)
		l.find(grade.At, "grade_hole", prefix+"等级表有空档："+r.words(witness)+"，不属于任何等级",
			"每一种结果都有等级", "补上一级或改条件；原文如此的，在 acknowledged 中写明理由", grade.Name)
	}
}

// adjacent reports whether two areas share a border.
func adjacent(a, b string) bool {
	x, y := []rune(a), []rune(b)
	distance := 0
	for i := range x {
		distance += int(max(x[i]-y[i], y[i]-x[i]))
	}
	return distance == 1
}

// nearest is the best grade whose lines the total of a spot meets, or else the last one
// with conditions.
func (r *region) nearest(std *standards.Standard, at spot) standards.Grade {
	for _, grade := range std.Grades {
		c := grade.Conditions()
		if (c.Total != nil || c.Below != nil) && r.holds(standards.Conditions{Total: c.Total, Below: c.Below}, at) {
			return grade
		}
	}
	return std.Grades[len(std.Grades)-1]
}

// overlaps finds pairs of grades that hold at the same spot. A grade that lies wholly
// within a lower one is a rung of a ladder and no overlap, as the best that holds counts.
func (l *linter) overlaps(std *standards.Standard, r *region, areas []area, prefix string) {
	for i, better := range std.Grades {
		for j := i + 1; j < len(std.Grades); j++ {
			var both []area
			rung := std.Choose != standards.ChooseWorst
			for _, a := range areas {
				if a.grades[i] && a.grades[j] {
					both = append(both, a)
				}
				rung = rung && (!a.grades[i] || a.grades[j])
			}
			if len(both) == 0 || rung {
				continue
			}
			witness := both[0].witness
			for _, a := range both {
				if a.witness.absent == witness.absent && a.witness.total.Cmp(witness.total) > 0 {
					witness = a.witness
				}
			}
			worse := std.Grades[j]
			l.find(worse.At, "grade_overlap", fmt.Sprintf("%s等级表有重叠：%s，同时属于 %s 和 %s", prefix, r.words(witness), better.Name, worse.Name),
				"每一种结果只属于一级", "改条件；原文如此的，用 choose 写明取哪一级，并在 acknowledged 中写明理由", better.Name, worse.Name)
		}
	}
}

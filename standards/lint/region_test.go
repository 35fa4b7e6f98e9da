package lint_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhanping/standards"
	"zhanping/standards/lint"
)

// outcome is one way in which an item may turn out.
type outcome struct {
	points standards.Points
	met    bool
}

// smallSheet draws a sheet of few items whose every outcome can be listed, and a grade
// table over it.
func smallSheet(t *rapid.T) (*standards.Standard, [][]outcome) {
	pts := func(n int) standards.Points { return standards.PointsOf(int64(n)).Quo(standards.PointsOf(2)) }
	std := &standards.Standard{ID: "small", Rounding: standards.Rounding{Mode: standards.RoundExact}}
	var ways [][]outcome
	var sum standards.Points
	chapter := standards.Chapter{ID: "A"}
	for i := range rapid.IntRange(1, 4).Draw(t, "items") {
		worth := rapid.IntRange(1, 8).Draw(t, "points")
		item := standards.Item{
			ID: fmt.Sprintf("A%d", i+1), Kind: standards.KindScored, Points: pts(worth),
			Class: rapid.SampledFrom([]string{"core", "b", ""}).Draw(t, "class"),
		}
		own := []outcome{{item.Points, true}}
		if rapid.Bool().Draw(t, "stepped") {
			item.Scoring.Inspector = &standards.Range{To: item.Points}
			for n := range worth + 1 {
				item.Scoring.Inspector.Steps = append(item.Scoring.Inspector.Steps, pts(n))
				own = append(own, outcome{pts(n), false})
			}
		} else {
			own = append(own, outcome{standards.Points{}, false})
		}
		sum = sum.Add(item.Points)
		ways = append(ways, own)
		chapter.Items = append(chapter.Items, item)
	}
	std.OutOf, chapter.Points = &sum, &sum
	std.Chapters = []standards.Chapter{chapter}
	half := standards.PointsOf(60)
	line := func(label string) *standards.Points {
		if !rapid.Bool().Draw(t, label) {
			return nil
		}
		p := pts(rapid.IntRange(0, 20).Draw(t, label+" at"))
		return &p
	}
	count := func(label string) *int {
		if !rapid.Bool().Draw(t, label) {
			return nil
		}
		n := rapid.IntRange(0, 3).Draw(t, label+" at")
		return &n
	}
	conditions := func() standards.Conditions {
		c := standards.Conditions{Total: line("total"), Below: line("below")}
		if rapid.Bool().Draw(t, "core") {
			c.Core = &standards.Core{Class: "core", PassAt: &half, AtLeast: count("at least"), Below: count("fewer")}
		}
		if rapid.Bool().Draw(t, "failed") {
			c.Failed = []standards.Failed{{Classes: []string{"b"}, AtMost: rapid.IntRange(0, 2).Draw(t, "at most")}}
		}
		return c
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "grades") {
		c := conditions()
		grade := standards.Grade{Name: fmt.Sprint("等级", i+1), Total: c.Total, Below: c.Below, Core: c.Core, Failed: c.Failed}
		if rapid.Bool().Draw(t, "any") {
			grade.Any = []standards.Conditions{conditions(), conditions()}
		}
		std.Grades = append(std.Grades, grade)
	}
	return std, ways
}

// holding lists, for every way in which the sheet may turn out, which grades hold.
func holding(std *standards.Standard, ways [][]outcome) [][]bool {
	items := std.Chapters[0].Items
	group := func(c standards.Conditions, all []outcome) bool {
		total, core, failed := standards.Points{}, 0, 0
		for i, one := range all {
			total = total.Add(one.points)
			if items[i].Class == "core" && one.points.Mul(standards.PointsOf(100)).Cmp(items[i].Points.Mul(standards.PointsOf(60))) >= 0 {
				core++
			}
			if items[i].Class == "b" && !one.met {
				failed++
			}
		}
		switch {
		case c.Total != nil && total.Cmp(*c.Total) < 0, c.Below != nil && total.Cmp(*c.Below) >= 0:
			return false
		case c.Core != nil && c.Core.AtLeast != nil && core < *c.Core.AtLeast, c.Core != nil && c.Core.Below != nil && core >= *c.Core.Below:
			return false
		}
		return len(c.Failed) == 0 || failed <= c.Failed[0].AtMost
	}
	var found [][]bool
	var walk func(all []outcome)
	walk = func(all []outcome) {
		if len(all) < len(ways) {
			for _, one := range ways[len(all)] {
				walk(append(slices.Clone(all), one))
			}
			return
		}
		holds := make([]bool, len(std.Grades))
		for i, grade := range std.Grades {
			alternatives := len(grade.Any) == 0
			for _, c := range grade.Any {
				alternatives = alternatives || group(c, all)
			}
			holds[i] = alternatives && group(grade.Conditions(), all)
		}
		found = append(found, holds)
	}
	walk(nil)
	return found
}

func TestHolesOverlapsAndDeadGradesAreThoseOfTheWholeEnumeration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		std, ways := smallSheet(t)
		all := holding(std, ways)
		hole, want := false, map[string]bool{}
		for _, holds := range all {
			hole = hole || !slices.Contains(holds, true)
		}
		for i, grade := range std.Grades {
			if !slices.ContainsFunc(all, func(h []bool) bool { return slices.Index(h, true) == i }) {
				want["grade_unreachable "+grade.Name] = true
			}
			for j := i + 1; j < len(std.Grades); j++ {
				both := slices.ContainsFunc(all, func(h []bool) bool { return h[i] && h[j] })
				rung := !slices.ContainsFunc(all, func(h []bool) bool { return h[i] && !h[j] })
				if both && !rung {
					want["grade_overlap "+grade.Name+" "+std.Grades[j].Name] = true
				}
			}
		}
		foundHole, got := false, map[string]bool{}
		for _, f := range lint.Lint(std, nil) {
			switch f.Code {
			case "grade_hole":
				foundHole = true
			case "grade_unreachable":
				got[f.Code+" "+f.Places[0]] = true
			case "grade_overlap":
				got[f.Code+" "+f.Places[0]+" "+f.Places[1]] = true
			}
		}
		if hole != foundHole || fmt.Sprint(want) != fmt.Sprint(got) {
			t.Errorf("hole %v, found %v; want %v, got %v", hole, foundHole, want, got)
		}
	})
}

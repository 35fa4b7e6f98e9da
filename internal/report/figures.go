package report

import (
	"maps"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// shownDecimals is how many decimals people are shown of a number that has many.
const shownDecimals = 2

// show is a number for people: exact where its decimal is short, and otherwise cut, so
// that it never seems to reach a line which it does not reach.
func show(p standards.Points) string {
	if text := p.String(); isShort(text) {
		return text
	}
	return p.Display(shownDecimals)
}

// showGap is what is still lacking, for people: exact where its decimal is short, and
// otherwise raised to the next place, so that a gap never seems smaller than it is.
func showGap(p standards.Points) string {
	if text := p.String(); isShort(text) {
		return text
	}
	return p.Add(standards.MustPoints("0.01")).Display(shownDecimals)
}

// isShort reports whether the exact text is a decimal of at most four places.
func isShort(text string) bool {
	if strings.Contains(text, "/") {
		return false
	}
	_, places, _ := strings.Cut(text, ".")
	return len(places) <= 4
}

// showSpan is an interval for people: one number when both ends meet.
func showSpan(iv assessment.Interval) string {
	if iv.Certain.Equal(iv.Possible) {
		return show(iv.Certain)
	}
	return show(iv.Certain) + "–" + show(iv.Possible)
}

// gradeSpan is the grade interval for people, "" where the standard has no grades.
func gradeSpan(g assessment.GradeInterval) string {
	if g.Certain == g.Possible {
		return g.Certain
	}
	return orNone(g.Certain) + "–" + orNone(g.Possible)
}

// orNone names a grade where the table has a hole and gives none.
func orNone(grade string) string {
	if grade == "" {
		return "无等级"
	}
	return grade
}

// lost is what an item can no longer earn on this evidence.
func lost(item assessment.ItemResult) standards.Points {
	return item.Max.Sub(item.Excluded).Sub(item.Points.Possible)
}

// open is what is still undecided about an item.
func open(item assessment.ItemResult) standards.Points {
	return item.Points.Possible.Sub(item.Points.Certain)
}

// cells is how many of n cells a share of a whole fills, cut, so that a bar never
// reaches a line which the number does not reach.
func cells(part, whole standards.Points, n int) int {
	if whole.Sign() <= 0 || part.Sign() <= 0 {
		return 0
	}
	share := part.Mul(standards.PointsOf(int64(n))).Quo(whole).Rat()
	filled := share.Num().Div(share.Num(), share.Denom())
	if !filled.IsInt64() || filled.Int64() > int64(n) {
		return n
	}
	return int(filled.Int64())
}

// percent is a share of a whole in per cent with two decimals, cut, at most 100.
func percent(part, whole standards.Points) string {
	if whole.Sign() <= 0 || part.Sign() <= 0 {
		return "0"
	}
	hundred := standards.PointsOf(100)
	return part.Mul(hundred).Quo(whole).Min(hundred).Display(shownDecimals)
}

// wasCut reports whether people see a cut number somewhere in the report.
func wasCut(r *assessment.Report) bool {
	cut := func(ps ...standards.Points) bool {
		return slices.ContainsFunc(ps, func(p standards.Points) bool { return !isShort(p.String()) })
	}
	if r.Total != nil && cut(r.Total.Certain, r.Total.Possible) {
		return true
	}
	for _, chapter := range r.Chapters {
		if chapter.Total != nil && cut(chapter.Total.Certain, chapter.Total.Possible) {
			return true
		}
	}
	return slices.ContainsFunc(r.Items, func(item assessment.ItemResult) bool {
		return cut(item.Points.Certain, item.Points.Possible)
	})
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// ledgerSum is what the lines of the ledger add up to.
func ledgerSum(r *assessment.Report) standards.Points {
	var sum standards.Points
	for _, entry := range r.Ledger {
		sum = sum.Add(entry.Points)
	}
	return sum
}

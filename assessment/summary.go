package assessment

import (
	"cmp"
	"slices"
	"strings"

	"zhanping/standards"
)

// mostLost is how many items the list of what most stations lose holds.
const mostLost = 10

// StandardSummary is how the subjects of one run stand under one standard (汇总).
type StandardSummary struct {
	Standard  StandardPin // without OutsideScope and Scope, which are of single subjects
	Reports   int
	OutOf     *standards.Points
	Mean      *Interval    // of the totals, exact; nil where the standard has no points
	Grades    []GradeCount // by certain grade, in the order of the grade table, zeros too
	Unsettled int          // reports whose possible grade is above the certain one
	Lost      []ItemLoss   // at most ten, the item that most fall short of first
}

// GradeCount is how many subjects certainly have a grade.
type GradeCount struct {
	Grade string // "" for those that no row of the grade table fits
	N     int
}

// ItemLoss is an item that some subjects do not reach.
type ItemLoss struct {
	Item         string
	Title        string
	Reports      int // of those that have the item on their sheet
	NotSatisfied int
	NoEvidence   int
}

// Summarize sums the reports up by standard, sorted by its id, edition and overlays: what
// was judged by different requirements is not mixed. It does not depend on the order of
// the reports.
func Summarize(reports []*Report) []StandardSummary {
	byRef := map[string][]*Report{}
	var refs []string
	for _, r := range reports {
		ref := r.Standard.ID + "\x00" + r.Standard.Edition
		for _, overlay := range r.Standard.Overlays {
			ref += "\x00" + overlay.ID
		}
		if byRef[ref] == nil {
			refs = append(refs, ref)
		}
		byRef[ref] = append(byRef[ref], r)
	}
	slices.Sort(refs)
	summaries := make([]StandardSummary, len(refs))
	for i, ref := range refs {
		summaries[i] = summarize(byRef[ref])
	}
	return summaries
}

// summarize sums up reports under the same standard, at least one.
func summarize(reports []*Report) StandardSummary {
	s := StandardSummary{Standard: reports[0].Standard, Reports: len(reports), OutOf: reports[0].OutOf, Mean: mean(reports)}
	s.Standard.OutsideScope, s.Standard.Scope = "", nil
	s.Grades = gradeCounts(reports)
	for _, r := range reports {
		if r.Grade.Certain != r.Grade.Possible {
			s.Unsettled++
		}
	}
	s.Lost = losses(reports)
	return s
}

// mean is exact: a third stays a third.
func mean(reports []*Report) *Interval {
	var sum Interval
	for _, r := range reports {
		if r.Total == nil {
			return nil
		}
		sum.Certain = sum.Certain.Add(r.Total.Certain)
		sum.Possible = sum.Possible.Add(r.Total.Possible)
	}
	n := standards.PointsOf(int64(len(reports)))
	return &Interval{Certain: sum.Certain.Quo(n), Possible: sum.Possible.Quo(n)}
}

func gradeCounts(reports []*Report) []GradeCount {
	var counts []GradeCount
	add := func(grade string, n int) {
		i := slices.IndexFunc(counts, func(c GradeCount) bool { return c.Grade == grade })
		if i < 0 {
			counts = append(counts, GradeCount{Grade: grade})
			i = len(counts) - 1
		}
		counts[i].N += n
	}
	for _, rule := range reports[0].Grading {
		add(rule.Grade, 0)
	}
	if len(counts) == 0 {
		return nil
	}
	for _, r := range reports {
		add(r.Grade.Certain, 1)
	}
	return counts
}

// losses is the items that most reports fall short of, then those that most do not
// evidence, then in the order of the sheet.
func losses(reports []*Report) []ItemLoss {
	type counted struct {
		ItemLoss
		place int // on the sheet; the first one where sheets differ by level
	}
	found := map[string]*counted{}
	var all []*counted
	for _, r := range reports {
		for place, item := range r.Items {
			c := found[item.Item.ID]
			if c == nil {
				c = &counted{ItemLoss: ItemLoss{Item: item.Item.ID, Title: item.Item.Title}, place: place}
				found[item.Item.ID] = c
				all = append(all, c)
			}
			c.place = min(c.place, place)
			c.Reports++
			switch item.Outcome {
			case NotSatisfied:
				c.NotSatisfied++
			case NoEvidence:
				c.NoEvidence++
			case Satisfied, NotApplicable, NotChecked, Waived, Errored:
			}
		}
	}
	all = slices.DeleteFunc(all, func(c *counted) bool { return c.NotSatisfied+c.NoEvidence == 0 })
	slices.SortFunc(all, func(a, b *counted) int {
		return cmp.Or(b.NotSatisfied-a.NotSatisfied, b.NoEvidence-a.NoEvidence, a.place-b.place, strings.Compare(a.Item, b.Item))
	})
	var lost []ItemLoss
	for _, c := range all[:min(len(all), mostLost)] {
		lost = append(lost, c.ItemLoss)
	}
	return lost
}

package lint

import (
	"slices"

	"zhanping/standards"
)

// axes are what a grade table looks at besides the total, each one byte of a state.
type axes struct {
	cores  []standards.Core   // counts what passes
	fails  []standards.Failed // counts what fails, up to just above the highest limit
	caps   []int              // of fails
	lists  [][]string         // 1 where an item of the list fails
	floors []standards.Points // 1 where a chapter stays below the percentage
	needed bool               // 1 where a required item fails
	totals []standards.Points // the lines of totals, ascending
}

// state has a byte for each axis, in the order of the fields of axes.
type state string

func axesOf(std *standards.Standard) axes {
	var a axes
	for _, grade := range std.Grades {
		for _, c := range grade.Groups() {
			for _, line := range []*standards.Points{c.Total, c.Below} {
				if line != nil && !slices.ContainsFunc(a.totals, line.Equal) {
					a.totals = append(a.totals, *line)
				}
			}
			if c.Core != nil && a.core(*c.Core) < 0 {
				a.cores = append(a.cores, *c.Core)
			}
			for _, f := range c.Failed {
				i := a.fail(f)
				if i < 0 {
					i, a.fails, a.caps = len(a.fails), append(a.fails, f), append(a.caps, 0)
				}
				a.caps[i] = max(a.caps[i], f.AtMost+1)
			}
			if len(c.Items) > 0 && a.list(c.Items) < 0 {
				a.lists = append(a.lists, c.Items)
			}
			if c.Chapters != nil && a.floor(*c.Chapters) < 0 {
				a.floors = append(a.floors, *c.Chapters)
			}
			a.needed = a.needed || c.Required
		}
	}
	slices.SortFunc(a.totals, standards.Points.Cmp)
	return a
}

func (a *axes) core(c standards.Core) int { return slices.IndexFunc(a.cores, c.Same) }

func (a *axes) fail(f standards.Failed) int {
	return slices.IndexFunc(a.fails, func(g standards.Failed) bool { return slices.Equal(f.Classes, g.Classes) })
}

func (a *axes) list(ids []string) int {
	return slices.IndexFunc(a.lists, func(other []string) bool { return slices.Equal(ids, other) })
}

func (a *axes) floor(percent standards.Points) int { return slices.IndexFunc(a.floors, percent.Equal) }

func (a *axes) size() int { return len(a.cores) + len(a.fails) + len(a.lists) + len(a.floors) + 1 }

// The places of the axes within a state.
func (a *axes) failAt(i int) int  { return len(a.cores) + i }
func (a *axes) listAt(i int) int  { return len(a.cores) + len(a.fails) + i }
func (a *axes) floorAt(i int) int { return len(a.cores) + len(a.fails) + len(a.lists) + i }
func (a *axes) neededAt() int     { return a.size() - 1 }

// join adds what two parts of the sheet count; what one of them breaks stays broken.
func (a *axes) join(s, t state) state {
	out := make([]byte, a.size())
	for i := range out {
		switch {
		case i >= len(a.cores)+len(a.fails):
			out[i] = max(s[i], t[i])
		case i >= len(a.cores):
			out[i] = byte(min(int(s[i])+int(t[i]), a.caps[i-len(a.cores)]))
		default:
			out[i] = s[i] + t[i]
		}
	}
	return state(out)
}

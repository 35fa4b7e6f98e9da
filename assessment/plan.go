package assessment

import (
	"fmt"
	"slices"

	"zhanping/standards"
)

// Goal is what a plan is made for.
type Goal struct {
	Grade string // the grade to reach, or a better one
	Limit int    // how many partial plans may be weighed before giving up the proof; 0 for the default
}

// Plan is the cheapest way to a grade (创建计划), counted from what is certain: every
// item that is not part of it may turn out as badly as it can.
type Plan struct {
	Grade      string // the grade aimed at
	Reached    bool   // the grade, or a better one, is certain already
	Way        *Way   // nil where the grade is reached already or cannot be reached
	Others     []Way  // up to two more of the same effort
	Proven     bool   // no way is cheaper; false where the search was cut short
	Obstacles  []Obstacle
	Useless    []ItemResult // open, but they bring the grade no nearer; empty where it is reached
	Errored    []ItemResult // could not be judged and so cannot be planned
	Settlement Settlement
}

// Way is a set of things to do after which the grade is certain.
type Way struct {
	Steps  []Step // what the station does: grade conditions first, then by points per effort
	Checks []Step // what an inspector has to confirm besides; empty wherever the station can do without
	Effort int    // of the steps, together
	Total  *standards.Points
	Grade  string // certain afterwards
}

// Step is one item brought in order: full points, or satisfied.
type Step struct {
	Item    ItemResult
	Kind    ImproveKind
	Gate    bool             // the grade needs this very item
	Points  standards.Points // what the item still earns; for a bonus, no more than the cap leaves now
	Effort  int
	Recheck bool // a person's word stands on the item, who has to look again
}

// Obstacle is a condition of the grade that fails whatever is done.
type Obstacle struct {
	Item    string // "" for the total or a chapter
	Chapter string // "" for the total
	Text    string // Chinese
}

// PlanTo finds the cheapest way from a report to a grade of its standard. Steps of the
// station go before an inspector's: what only an inspector decides is planned as
// confirmed, as few items as possible, where the station alone cannot get there. The
// error says that the standard has no such grade or did not make the report.
func PlanTo(std *standards.Standard, r *Report, goal Goal) (*Plan, error) {
	s, err := newSituation(std, r, goal)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Grade: goal.Grade, Proven: true, Settlement: s.settle()}
	for _, item := range r.Items {
		if item.Outcome == Errored {
			plan.Errored = append(plan.Errored, item)
		}
	}
	if s.reached(r) {
		plan.Reached = true
		return plan, nil
	}
	options := s.options()
	useful := s.useful(options)
	for _, o := range options {
		if !useful[o.item] {
			plan.Useless = append(plan.Useless, r.Items[o.item])
		}
	}
	own := slices.DeleteFunc(slices.Clone(options), func(o option) bool { return s.forInspector(o.item) })
	switch {
	case s.reached(s.after(own)):
		options = own
	case !s.reached(s.after(options)):
		plan.Obstacles = s.obstacles(s.after(options))
		return plan, nil
	default:
		s.preferOwn(options)
	}
	ways, proven := s.cheapest(options)
	plan.Proven = proven
	for i, way := range ways {
		told := s.way(way)
		if i == 0 {
			plan.Way = &told
			continue
		}
		plan.Others = append(plan.Others, told)
	}
	return plan, nil
}

// option is one item that can still change for the better, and what that costs.
type option struct {
	item   int // index in Report.Items
	cost   int
	change change
}

// change is what becomes of an item.
type change struct {
	points  Interval
	outcome Outcome
}

// options is every item with something left to win. One that does not apply, is waived or
// could not be judged is none, nor is a decided one on which the standard wants no advice.
func (s situation) options() []option {
	var options []option
	for i, item := range s.report.Items {
		full := item.Max.Sub(item.Excluded)
		switch item.Outcome {
		case NoEvidence, NotChecked:
		case Satisfied, NotSatisfied:
			if item.Item.NoAdvice || item.Outcome == Satisfied && item.Points.Certain.Cmp(full) >= 0 {
				continue
			}
		case NotApplicable, Waived, Errored:
			continue
		}
		options = append(options, option{i, effort(item), change{Interval{full, full}, Satisfied}})
	}
	return options
}

func effort(item ItemResult) int { return max(1, item.Item.Effort) }

// forInspector reports whether only an inspector can change an item.
func (s situation) forInspector(item int) bool { return s.report.Items[item].Outcome == NotChecked }

// preferOwn prices what an inspector has to confirm above everything that the station
// could do, so that as little as possible of it is planned.
func (s situation) preferOwn(options []option) {
	above := 1
	for _, o := range options {
		if !s.forInspector(o.item) {
			above += o.cost
		}
	}
	for i, o := range options {
		if s.forInspector(o.item) {
			options[i].cost = above
		}
	}
}

// way tells a set of options as steps.
func (s situation) way(chosen []option) Way {
	after := s.after(chosen)
	way := Way{Grade: after.Grade.Certain}
	if after.Total != nil {
		total := after.Total.Certain
		way.Total = &total
	}
	needed := s.report.Grading[s.target].Gates
	room := s.report.bonusRoom()
	for _, o := range chosen {
		item := s.report.Items[o.item]
		step := Step{
			Item: item, Kind: improveKind(item), Gate: slices.Contains(needed, item.Item.ID),
			Points: o.change.points.Certain.Sub(item.Points.Certain), Effort: effort(item),
			Recheck: item.Source == SourceOnSite || item.Source == SourceReview,
		}
		if item.Item.Kind == standards.KindBonus && room != nil {
			step.Points = step.Points.Min(*room)
		}
		if s.forInspector(o.item) {
			way.Checks = append(way.Checks, step)
			continue
		}
		way.Steps = append(way.Steps, step)
		way.Effort += step.Effort
	}
	slices.SortStableFunc(way.Steps, func(a, b Step) int {
		if a.Gate != b.Gate {
			if a.Gate {
				return -1
			}
			return 1
		}
		share := func(p standards.Points, effort int) standards.Points { return p.Mul(standards.PointsOf(int64(effort))) }
		return share(b.Points, a.Effort).Cmp(share(a.Points, b.Effort))
	})
	return way
}

// obstacles is every condition of the grade that still fails in a report.
func (s situation) obstacles(top *Report) []Obstacle {
	var list []Obstacle
	rule := top.Grading[s.target]
	for _, gate := range top.Gates {
		if gate.State != Held && slices.Contains(rule.Gates, gate.Item) {
			list = append(list, Obstacle{gate.Item, gate.Chapter, gate.Text})
		}
	}
	if rule.Total != nil && totalState(top.Total, *rule.Total) != Held {
		text := "本标准没有总分"
		if top.Total != nil {
			text = fmt.Sprintf("能做的都做到，总分确定 %s 分，离 %s 分还差 %s 分",
				show(top.Total.Certain), show(*rule.Total), show(rule.Total.Sub(top.Total.Certain)))
		}
		list = append(list, Obstacle{Text: text})
	}
	for _, f := range s.floors(top) {
		if f.state() != Held {
			list = append(list, Obstacle{Chapter: f.chapter.ID, Text: f.gate().Text})
		}
	}
	return list
}

package assessment

import (
	"slices"

	"zhanping/standards"
)

// ImproveKind is what has to happen for an item to earn more.
type ImproveKind string

// The kinds of improvement.
const (
	ImproveSupply ImproveKind = "supply" // 补充佐证: facts are missing
	ImproveFix    ImproveKind = "fix"    // 整改: something falls short
	ImproveWait   ImproveKind = "wait"   // 等待核查: an inspector has to look
	ImproveError  ImproveKind = "error"  // 判定出错: the item could not be judged
)

// Improvement is one item on the list of what to do next (整改清单).
type Improvement struct {
	Item       string
	Title      string
	Kind       ImproveKind
	Gate       GateState        // Broken or Unknown where the item is a gate; "" where it is none
	Points     standards.Points // still to be won; for a bonus, no more than the cap leaves
	Missing    []Place
	Shortfalls []Shortfall
	Fix        string // 整改建议, from the standard
}

// Improvements is the list of what to fix, the most urgent first: gates that are broken,
// gates that are unknown, then by the points still to be won. Items that have nothing
// left to win are not on it, nor those on which the standard wants no advice.
func Improvements(r *Report) []Improvement {
	gates := map[string]GateState{}
	for _, gate := range r.Gates {
		if gate.Item != "" && gate.State != Held {
			gates[gate.Item] = gate.State
		}
	}
	room := r.bonusRoom()
	var list []Improvement
	for _, item := range r.Items {
		if item.Outcome == NotApplicable || item.Outcome == Waived {
			continue
		}
		if item.Item.Scoring.Earn != nil && (item.Outcome == Satisfied || item.Outcome == NotSatisfied) {
			continue // what has not happened is no task
		}
		left := item.Max.Sub(item.Excluded).Sub(item.Points.Certain)
		if item.Item.Kind == standards.KindBonus && room != nil {
			left = left.Min(*room)
		}
		if item.Item.Kind == standards.KindBonus && r.Aside != nil {
			left = standards.Points{}
		}
		if left.Sign() <= 0 && gates[item.Item.ID] == "" {
			continue
		}
		kind := improveKind(item)
		if item.Item.NoAdvice && kind == ImproveFix {
			continue
		}
		list = append(list, Improvement{
			Item: item.Item.ID, Title: item.Item.Title, Kind: kind, Gate: gates[item.Item.ID], Points: left,
			Missing: item.Missing, Shortfalls: item.Shortfalls, Fix: item.Item.Fix,
		})
	}
	slices.SortStableFunc(list, func(a, b Improvement) int {
		if a.Gate != b.Gate {
			return urgency(b.Gate) - urgency(a.Gate)
		}
		return b.Points.Cmp(a.Points)
	})
	return list
}

func urgency(state GateState) int {
	switch state {
	case Broken:
		return 2
	case Unknown:
		return 1
	case Held:
	}
	return 0
}

// improveKind is what stands in the way of an item that has not earned everything.
func improveKind(item ItemResult) ImproveKind {
	switch {
	case item.Outcome == Errored:
		return ImproveError
	case len(item.Missing) > 0:
		return ImproveSupply
	case len(item.Shortfalls) == 0 && item.Outcome == NotChecked:
		return ImproveWait
	}
	return ImproveFix
}

// bonusRoom is what the bonus cap still leaves to win; nil where there is no cap.
func (r *Report) bonusRoom() *standards.Points {
	if r.BonusCap == nil {
		return nil
	}
	room := *r.BonusCap
	for _, item := range r.Items {
		if item.Item.Kind == standards.KindBonus {
			room = room.Sub(item.Points.Certain)
		}
	}
	room = room.Max(standards.Points{})
	return &room
}

package stages

import (
	"fmt"
	"strings"
)

// Facts is what is known of a case when a step is to be taken.
type Facts struct {
	Frozen bool           // a dispute is open
	Holds  map[Guard]bool // a guard that is not named does not hold
}

// Code says why a step was refused.
type Code string

// The codes of refusals.
const (
	UnknownStage  Code = "unknown_stage"  // there is no such stage
	UnknownAction Code = "unknown_action" // there is no such action
	Over          Code = "case_over"      // the case is at an end
	Frozen        Code = "case_frozen"    // a dispute is open and the action is not its settlement
	NotFrozen     Code = "not_frozen"     // a dispute is to be settled and none is open
	WrongStage    Code = "wrong_stage"    // the action is not listed for the stage
	Unmet         Code = "unmet"          // conditions do not hold: Refusal.Unmet
)

// Refusal is why a step was not taken. Its text is Chinese and made for people.
type Refusal struct {
	Code   Code
	Stage  Stage
	Action Action
	Unmet  []Guard // every condition that does not hold, in the order of the table
}

func (r *Refusal) Error() string {
	switch r.Code {
	case UnknownStage:
		return fmt.Sprintf("没有 %q 这个阶段", string(r.Stage))
	case UnknownAction:
		return fmt.Sprintf("没有 %q 这个操作", string(r.Action))
	case Over:
		return fmt.Sprintf("评定件已经办结（%s），不能再%s", r.Stage.Title(), r.Action.Title())
	case Frozen:
		return fmt.Sprintf("评定件因异议冻结，裁定以前不能%s；请先裁定异议", r.Action.Title())
	case NotFrozen:
		return "没有待裁定的异议"
	case WrongStage:
		return fmt.Sprintf("评定件处在“%s”阶段，不能%s；这一阶段可以：%s", r.Stage.Title(), r.Action.Title(), choices(r.Stage))
	case Unmet:
		words := make([]string, len(r.Unmet))
		for i, guard := range r.Unmet {
			words[i] = guard.Unmet()
		}
		return fmt.Sprintf("不能%s：%s", r.Action.Title(), strings.Join(words, "。"))
	}
	return string(r.Code)
}

func choices(stage Stage) string {
	var titles []string
	for _, row := range Next(stage) {
		if row.Effect != Unfreezes { // nobody asks for it unless a dispute is open
			titles = append(titles, row.Action.Title())
		}
	}
	return strings.Join(titles, "、")
}

// Apply is the stage to which an action leads from a stage, or a *Refusal that names every
// condition not met. The case itself is the caller's to change, and so is its freezing: see
// AfterFreezing.
func Apply(stage Stage, action Action, facts Facts) (Stage, error) {
	refused := func(code Code, unmet ...Guard) (Stage, error) {
		return stage, &Refusal{Code: code, Stage: stage, Action: action, Unmet: unmet}
	}
	row, listed := find(stage, action)
	switch {
	case !stage.Known():
		return refused(UnknownStage)
	case !action.Known():
		return refused(UnknownAction)
	case stage.End():
		return refused(Over)
	case facts.Frozen && action != SettleDispute:
		return refused(Frozen)
	case !listed:
		return refused(WrongStage)
	case !facts.Frozen && row.Effect == Unfreezes:
		return refused(NotFrozen)
	}
	var unmet []Guard
	for _, guard := range row.Needs {
		if !facts.Holds[guard] {
			unmet = append(unmet, guard)
		}
	}
	if len(unmet) > 0 {
		return refused(Unmet, unmet...)
	}
	return row.To, nil
}

// AfterFreezing reports whether a case is frozen once the action was taken.
func AfterFreezing(action Action, frozen bool) bool {
	return action == Dispute || frozen && action != SettleDispute
}

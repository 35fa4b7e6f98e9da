package stages

import "slices"

// Effect is what a step does to the freezing of a case, which is a flag beside the stage.
type Effect string

// The effects.
const (
	NoEffect  Effect = ""
	Freezes   Effect = "freeze"   // 冻结
	Unfreezes Effect = "unfreeze" // 解除冻结
)

// Transition is one row of the table: an action that may be taken at a stage.
type Transition struct {
	From      Stage
	Action    Action
	To        Stage
	Needs     []Guard        // all of them must hold
	Effect    Effect         // on the freezing
	Deadlines []DeadlineRule // counted from the day on which the case came to From
}

// table is the whole process. A case stands at one stage; an action that is not listed for
// that stage cannot be taken.
var table = []Transition{
	{
		From: Self, Action: Declare, To: Declared,
		Needs: []Guard{BatchOpen, ReapplyIntervalOver, SelfAssessed, Complete},
	},

	{From: Declared, Action: Accept, To: Initial, Deadlines: []DeadlineRule{acceptance}},
	{From: Declared, Action: Return, To: Self, Needs: []Guard{Reason}},

	{From: Initial, Action: Admit, To: Onsite, Needs: []Guard{Complete, NoOpenDispute}, Deadlines: []DeadlineRule{initialReview}},
	{From: Initial, Action: Return, To: Self, Needs: []Guard{Reason}},
	{From: Initial, Action: Refuse, To: Refused, Needs: []Guard{Reason, NoOpenDispute}},

	{
		From: Onsite, Action: Conclude, To: Decided,
		Needs:     []Guard{Complete, AssessorsAssigned, SamplesDrawn, AllSigned, DifferencesSettled, NoOpenDispute},
		Deadlines: []DeadlineRule{inspection},
	},
	{From: Onsite, Action: Return, To: Self, Needs: []Guard{Reason}},

	{From: Decided, Action: Publish, To: Publicity, Needs: []Guard{GradeReached, WithinQuota, NoOpenDispute}},
	{From: Decided, Action: Return, To: Onsite, Needs: []Guard{Reason}},
	{From: Decided, Action: Refuse, To: Refused, Needs: []Guard{Reason, NoOpenDispute}},

	{
		From: Publicity, Action: Name, To: Named,
		Needs:     []Guard{PublicityOver, GradeReached, AwardNumber, NoOpenDispute},
		Deadlines: []DeadlineRule{publicity},
	},
	{From: Publicity, Action: Return, To: Onsite, Needs: []Guard{Reason}},
	{From: Publicity, Action: Refuse, To: Refused, Needs: []Guard{Reason, NoOpenDispute}},

	{From: Named, Action: Recheck, To: Review, Deadlines: []DeadlineRule{recheck, validity}},

	{
		From: Review, Action: Keep, To: Kept,
		Needs: []Guard{Complete, AssessorsAssigned, SamplesDrawn, AllSigned, DifferencesSettled, GradeReached, NoOpenDispute},
	},
	{
		From: Review, Action: OrderRectification, To: Rectify,
		Needs: []Guard{Reason, RectificationsListed, AssessorsAssigned, AllSigned, DifferencesSettled, NoOpenDispute},
	},
	{
		From: Review, Action: Withdraw, To: Withdrawn,
		Needs: []Guard{Reason, AssessorsAssigned, AllSigned, DifferencesSettled, NoOpenDispute},
	},

	{
		From: Rectify, Action: AcceptRectification, To: Kept,
		Needs:     []Guard{Rectified, Complete, GradeReached, NoOpenDispute},
		Deadlines: []DeadlineRule{rectification},
	},
	{From: Rectify, Action: Withdraw, To: Withdrawn, Needs: []Guard{Reason, RectificationFailed, NoOpenDispute}},

	{From: Kept, Action: Recheck, To: Review, Deadlines: []DeadlineRule{recheck, validity}},

	dispute(Initial), settlement(Initial),
	dispute(Onsite), settlement(Onsite),
	dispute(Decided), settlement(Decided),
	dispute(Publicity), settlement(Publicity),
	dispute(Named), settlement(Named),
	dispute(Review), settlement(Review),
	dispute(Rectify), settlement(Rectify),
	dispute(Kept), settlement(Kept),
}

// dispute is about what somebody above the station has found, so there is none before 初评.
func dispute(at Stage) Transition {
	return Transition{From: at, Action: Dispute, To: at, Needs: []Guard{Reason}, Effect: Freezes}
}

// settlement leaves the case where it stands: what follows from the decision is a step of its own.
func settlement(at Stage) Transition {
	return Transition{From: at, Action: SettleDispute, To: at, Needs: []Guard{Reason}, Effect: Unfreezes}
}

// Table is a copy of the process, row by row.
func Table() []Transition { return copied(table) }

// Next is what may be taken at a stage, if its conditions hold, in the order of the table.
func Next(stage Stage) []Transition {
	var next []Transition
	for _, row := range table {
		if row.From == stage {
			next = append(next, row)
		}
	}
	return copied(next)
}

func copied(rows []Transition) []Transition {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Needs = slices.Clone(rows[i].Needs)
		rows[i].Deadlines = slices.Clone(rows[i].Deadlines)
	}
	return rows
}

func find(stage Stage, action Action) (Transition, bool) {
	for _, row := range table {
		if row.From == stage && row.Action == action {
			return row, true
		}
	}
	return Transition{}, false
}

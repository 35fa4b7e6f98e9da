package stages_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment/stages"
)

// all says of every guard that it holds, but for those that are named.
func all(but ...stages.Guard) map[stages.Guard]bool {
	holds := map[stages.Guard]bool{}
	for _, guard := range stages.Guards() {
		holds[guard] = !slices.Contains(but, guard)
	}
	return holds
}

func only(guards ...stages.Guard) map[stages.Guard]bool {
	holds := map[stages.Guard]bool{}
	for _, guard := range guards {
		holds[guard] = true
	}
	return holds
}

func code(err error) stages.Code {
	if refusal, ok := errors.AsType[*stages.Refusal](err); ok {
		return refusal.Code
	}
	return ""
}

func row(stage stages.Stage, action stages.Action) (stages.Transition, bool) {
	for _, row := range stages.Table() {
		if row.From == stage && row.Action == action {
			return row, true
		}
	}
	return stages.Transition{}, false
}

// TestEveryStepIsTakenExactlyWhenItsConditionsHold walks every stage, every action, frozen and
// not, and every subset of the conditions that the step needs, all others holding or none.
func TestEveryStepIsTakenExactlyWhenItsConditionsHold(t *testing.T) {
	t.Parallel()
	walked := 0
	for _, stage := range stages.Stages() {
		for _, action := range stages.Actions() {
			row, listed := row(stage, action)
			for _, frozen := range []bool{false, true} {
				for subset := range 1 << len(row.Needs) {
					for _, holds := range []map[stages.Guard]bool{{}, all(row.Needs...)} {
						var unmet []stages.Guard
						for i, guard := range row.Needs {
							if holds[guard] = subset&(1<<i) != 0; !holds[guard] {
								unmet = append(unmet, guard)
							}
						}
						walked++
						got, err := stages.Apply(stage, action, stages.Facts{Frozen: frozen, Holds: holds})
						settles := action == stages.SettleDispute
						if listed && frozen == settles && len(unmet) == 0 {
							if err != nil || got != row.To {
								t.Errorf("%s, %s: came to %s with %v, want %s", stage, action, got, err, row.To)
							}
							continue
						}
						want := stages.Unmet
						switch {
						case stage.End():
							want = stages.Over
						case frozen && !settles:
							want = stages.Frozen
						case !listed:
							want = stages.WrongStage
						case !frozen && settles:
							want = stages.NotFrozen
						}
						if code(err) != want || got != stage {
							t.Fatalf("%s, %s, frozen %v, %v lacking: came to %s with %v, want %s", stage, action, frozen, unmet, got, err, want)
						}
						refusal, _ := errors.AsType[*stages.Refusal](err)
						if want != stages.Unmet {
							unmet = nil
						}
						if diff := cmp.Diff(unmet, refusal.Unmet); diff != "" {
							t.Errorf("%s, %s (-lacking +named):\n%s", stage, action, diff)
						}
						for _, guard := range unmet {
							if !strings.Contains(err.Error(), guard.Unmet()) {
								t.Errorf("%s, %s: %q does not say %q", stage, action, err, guard.Unmet())
							}
						}
					}
				}
			}
		}
	}
	if walked < 2*2*len(stages.Stages())*len(stages.Actions()) {
		t.Errorf("walked only %d situations", walked)
	}
}

func TestTheTableNamesOnlyWhatIsKnownAndNothingTwice(t *testing.T) {
	t.Parallel()
	type step struct {
		stages.Stage
		stages.Action
	}
	seen := map[step]bool{}
	used := map[stages.Guard]bool{}
	for _, row := range stages.Table() {
		if !row.From.Known() || !row.To.Known() || !row.Action.Known() {
			t.Errorf("unknown name in %s, %s, %s", row.From, row.Action, row.To)
		}
		if row.From.End() {
			t.Errorf("%s is an end and has a way out by %s", row.From, row.Action)
		}
		if seen[step{row.From, row.Action}] {
			t.Errorf("%s has two ways by %s", row.From, row.Action)
		}
		seen[step{row.From, row.Action}] = true
		for i, guard := range row.Needs {
			if !slices.Contains(stages.Guards(), guard) || slices.Contains(row.Needs[:i], guard) {
				t.Errorf("%s, %s: %s is unknown or stands twice", row.From, row.Action, guard)
			}
			used[guard] = true
		}
		if (row.Effect != stages.NoEffect) != (row.From == row.To) {
			t.Errorf("%s, %s: a step either changes the stage or the freezing", row.From, row.Action)
		}
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(stages.Guards())), slices.Sorted(maps.Keys(used))); diff != "" {
		t.Errorf("guards (-known +used):\n%s", diff)
	}
}

// reached is every stage to which some sequence of steps leads.
func reached(from stages.Stage) map[stages.Stage]bool {
	reached := map[stages.Stage]bool{from: true}
	for open := []stages.Stage{from}; len(open) > 0; open = open[1:] {
		for _, row := range stages.Next(open[0]) {
			if !reached[row.To] {
				reached[row.To] = true
				open = append(open, row.To)
			}
		}
	}
	return reached
}

var beforeNaming = []stages.Stage{
	stages.Self, stages.Declared, stages.Initial, stages.Onsite, stages.Decided, stages.Publicity,
}

func TestEveryStageLeadsToAnEndAndToTheTitle(t *testing.T) {
	t.Parallel()
	if got := len(reached(stages.Self)); got != len(stages.Stages()) {
		t.Errorf("only %d of %d stages can be reached", got, len(stages.Stages()))
	}
	for _, stage := range stages.Stages() {
		to := reached(stage)
		switch {
		case stage.End():
			if len(to) != 1 {
				t.Errorf("%s is an end and leads to %v", stage, to)
			}
		case slices.Contains(beforeNaming, stage):
			if !to[stages.Named] || !to[stages.Refused] || !to[stages.Withdrawn] {
				t.Errorf("%s leads to %v only", stage, to)
			}
		default: // the title is held; the way on is to keep or to lose it
			if !to[stages.Kept] || !to[stages.Withdrawn] || to[stages.Refused] || to[stages.Self] {
				t.Errorf("%s leads to %v", stage, to)
			}
		}
	}
}

func TestEveryStageBeforeNamingButTheFirstCanBeReturned(t *testing.T) {
	t.Parallel()
	for _, stage := range stages.Stages() {
		row, listed := row(stage, stages.Return)
		if want := stage != stages.Self && slices.Contains(beforeNaming, stage); listed != want {
			t.Errorf("%s can be returned: %v", stage, listed)
		}
		if listed && (!slices.Contains(row.Needs, stages.Reason) || slices.Index(stages.Stages(), row.To) >= slices.Index(stages.Stages(), stage)) {
			t.Errorf("%s is returned to %s, needing %v", stage, row.To, row.Needs)
		}
	}
}

func TestWhatIsDecidedAgainstAStationNeedsAReason(t *testing.T) {
	t.Parallel()
	against := []stages.Action{
		stages.Return, stages.Refuse, stages.OrderRectification, stages.Withdraw, stages.Dispute, stages.SettleDispute,
	}
	for _, row := range stages.Table() {
		if needs := slices.Contains(row.Needs, stages.Reason); needs != slices.Contains(against, row.Action) {
			t.Errorf("%s at %s needs a reason: %v", row.Action, row.From, needs)
		}
	}
}

func TestADisputeFreezesUntilItIsSettled(t *testing.T) {
	t.Parallel()
	stage, err := stages.Apply(stages.Publicity, stages.Dispute, stages.Facts{Holds: only(stages.Reason)})
	frozen := stages.AfterFreezing(stages.Dispute, false)
	if err != nil || stage != stages.Publicity || !frozen {
		t.Fatalf("dispute: %s, frozen %v, %v", stage, frozen, err)
	}
	_, err = stages.Apply(stage, stages.Name, stages.Facts{Frozen: frozen, Holds: all()})
	if want := "评定件因异议冻结，裁定以前不能命名授牌；请先裁定异议"; err == nil || err.Error() != want {
		t.Errorf("naming: %v", err)
	}
	for _, action := range stages.Actions() {
		if got := stages.AfterFreezing(action, true); got != (action != stages.SettleDispute) {
			t.Errorf("frozen after %s: %v", action, got)
		}
		if got := stages.AfterFreezing(action, false); got != (action == stages.Dispute) {
			t.Errorf("frozen by %s: %v", action, got)
		}
	}
}

func TestARefusalSaysInChineseWhatToDo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		when   string
		stage  stages.Stage
		action stages.Action
		facts  stages.Facts
		want   string
	}{
		{
			"several conditions are not met", stages.Onsite, stages.Conclude,
			stages.Facts{Holds: all(stages.AllSigned, stages.DifferencesSettled)},
			"不能形成验收结论：有核查员没有对现有核查结果签名；请全部签名后再办。核查员之间有超过限度的分歧没有商定；请逐条商定并写明理由",
		},
		{
			"the step belongs to another stage", stages.Self, stages.Publish,
			stages.Facts{Holds: all()},
			"评定件处在“自评”阶段，不能公示；这一阶段可以：申报",
		},
		{
			"the step belongs to another stage of several ways", stages.Decided, stages.Keep,
			stages.Facts{Holds: all()},
			"评定件处在“验收结论”阶段，不能保持；这一阶段可以：公示、退回、不予通过、提出异议",
		},
		{"the case is over", stages.Withdrawn, stages.Name, stages.Facts{Holds: all()}, "评定件已经办结（摘牌），不能再命名授牌"},
		{"nothing is disputed", stages.Named, stages.SettleDispute, stages.Facts{Holds: all()}, "没有待裁定的异议"},
		{"the stage is unknown", "elsewhere", stages.Name, stages.Facts{Holds: all()}, `没有 "elsewhere" 这个阶段`},
		{"the action is unknown", stages.Self, "jump", stages.Facts{Frozen: true, Holds: all()}, `没有 "jump" 这个操作`},
	} {
		t.Run(test.when, func(t *testing.T) {
			t.Parallel()
			got, err := stages.Apply(test.stage, test.action, test.facts)
			if err == nil || err.Error() != test.want || got != test.stage {
				t.Errorf("at %s: %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestWhatIsHandedOutIsACopy(t *testing.T) {
	t.Parallel()
	for _, rows := range [][]stages.Transition{stages.Table(), stages.Next(stages.Rectify)} {
		for i := range rows {
			clear(rows[i].Needs)
			clear(rows[i].Deadlines)
			rows[i].To = stages.Named
		}
	}
	if _, err := stages.Apply(stages.Rectify, stages.Withdraw, stages.Facts{}); code(err) != stages.Unmet {
		t.Errorf("the table was changed from outside: %v", err)
	}
	if next := stages.Next(stages.Rectify); next[0].Deadlines[0].After != 60 || next[0].To != stages.Kept {
		t.Errorf("the table was changed from outside: %v", next[0])
	}
}

func TestEveryNameHasChineseWords(t *testing.T) {
	t.Parallel()
	words := map[string]string{}
	for _, stage := range stages.Stages() {
		words[string(stage)] = stage.Title()
	}
	for _, action := range stages.Actions() {
		words[string(action)] = action.Title()
	}
	for _, guard := range stages.Guards() {
		words[string(guard)] = guard.Title()
		words[string(guard)+" not met"] = guard.Unmet()
	}
	for _, row := range stages.Table() {
		for _, d := range row.Deadlines {
			words[d.ID], words[d.ID+" reminder"] = d.Title, d.Words
			words[string(d.Unit)], words[string(d.Kind)] = d.Unit.Title(), d.Kind.Title()
		}
	}
	for name, word := range words {
		if strings.IndexFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0 {
			t.Errorf("%s is called %q", name, word)
		}
	}
}

func TestUnknownNamesAreCalledAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	got := []string{
		stages.Stage("x").Title(), stages.Action("x").Title(), stages.Guard("x").Title(), stages.Guard("x").Unmet(),
		stages.Unit("x").Title(), stages.Kind("x").Title(),
	}
	if diff := cmp.Diff([]string{"x", "x", "x", "x", "x", "x"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if stages.Stage("x").Locked() || stages.Stage("x").End() {
		t.Error("a stage that does not exist is locked or over")
	}
}

func TestWhatIsSignedOrClosedIsLocked(t *testing.T) {
	t.Parallel()
	var open []stages.Stage
	for _, stage := range stages.Stages() {
		if !stage.Locked() {
			open = append(open, stage)
		}
	}
	want := []stages.Stage{stages.Self, stages.Declared, stages.Initial, stages.Onsite, stages.Review, stages.Rectify}
	if diff := cmp.Diff(want, open); diff != "" {
		t.Errorf("open stages (-want +got):\n%s", diff)
	}
}

package demo

import (
	"context"
	"fmt"
	"slices"

	"zhanping/assessment/stages"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// openBatch opens the batch of a wave where it is not yet, and a case of each of its towns.
func (l *loader) openBatch(ctx context.Context, w wave) error {
	who := l.people[bureau]
	in := batches[slices.IndexFunc(batches, func(in casework.BatchInput) bool { return in.Title == w.batch })]
	found, err := l.work.Batches(ctx, who, county, in.Year)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(found, func(b records.Batch) bool { return b.Title == in.Title })
	if i < 0 {
		l.changed = true
		batch, err := l.work.AddBatch(ctx, who, in)
		if err != nil {
			return err
		}
		found, i = []records.Batch{batch}, 0
	}
	l.batch = found[i]
	if l.batch.Closed {
		return nil
	}
	ids := make([]string, len(w.journeys))
	for i, j := range w.journeys {
		ids[i] = l.stations[j.code].id
	}
	opened, err := l.work.OpenCases(ctx, who, l.batch.ID, ids)
	l.changed = l.changed || len(opened) > 0
	return err
}

// closeBatch ends the batch of the year before.
func (l *loader) closeBatch(ctx context.Context) error {
	if l.batch.Closed {
		return nil
	}
	l.changed = true
	in := batches[0]
	in.Closed = true
	_, err := l.work.ChangeBatch(ctx, l.people[bureau], l.batch.ID, l.batch.Version, in)
	return err
}

// caseOf is the case of a town in the batch as it stands.
func (l *loader) caseOf(ctx context.Context, code string) (records.Case, error) {
	found, err := l.work.Cases(ctx, l.people[bureau], casework.CaseFilter{BatchID: l.batch.ID, StationID: l.stations[code].id, Limit: 1})
	if err != nil {
		return records.Case{}, err
	}
	if len(found) != 1 {
		return records.Case{}, fmt.Errorf("%d cases of %s", len(found), code)
	}
	return found[0].Case, nil
}

// step takes a step with a case as it stands.
func (l *loader) step(ctx context.Context, who string, c records.Case, action stages.Action, in casework.StepInput) error {
	l.changed = true
	if _, err := l.work.Step(ctx, l.people[who], c.ID, c.Version, action, in); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// leg is one piece of work with the cases at one stage, on one day.
type leg struct {
	from stages.Stage
	day  string
	stay bool // also with those that go no further
	do   func(ctx context.Context, c records.Case, j journey) error
}

// legs is the way of a wave, leg by leg.
func (l *loader) legs(d days) []leg {
	by := func(who string, action stages.Action) func(context.Context, records.Case, journey) error {
		return func(ctx context.Context, c records.Case, _ journey) error {
			return l.step(ctx, who, c, action, casework.StepInput{})
		}
	}
	return []leg{
		{from: stages.Self, day: d.declare, do: by(clerks, stages.Declare)},
		{from: stages.Declared, day: d.accept, do: by(bureau, stages.Accept)},
		{from: stages.Initial, day: d.admit, do: by(bureau, stages.Admit)},
		{from: stages.Onsite, day: d.draw, stay: true, do: l.draw},
		{from: stages.Onsite, day: d.check, stay: true, do: func(ctx context.Context, c records.Case, j journey) error {
			return l.check(ctx, c, j.pair, j.found, d.visit)
		}},
		{from: stages.Onsite, day: d.conclude, do: by(bureau, stages.Conclude)},
		{from: stages.Decided, day: d.conclude, stay: true, do: l.question},
		{from: stages.Decided, day: d.publish, do: l.publish},
		{from: stages.Publicity, day: d.name, do: l.name},
		{from: stages.Named, day: d.recheck, do: by(bureau, stages.Recheck)},
		{from: stages.Review, day: d.review, do: func(ctx context.Context, c records.Case, j journey) error {
			return l.check(ctx, c, j.pair, j.again, d.review)
		}},
		{from: stages.Review, day: d.verdict, do: l.judgeAgain},
		{from: stages.Rectify, day: d.answer, stay: true, do: l.putRight},
	}
}

// bring takes every town of a wave as far as it goes.
func (l *loader) bring(ctx context.Context, w wave) error {
	if err := l.openBatch(ctx, w); err != nil {
		return err
	}
	for _, leg := range l.legs(w.days) {
		if leg.day == "" {
			continue // the wave does not come so far
		}
		for _, j := range w.journeys {
			c, err := l.caseOf(ctx, j.code)
			if err != nil {
				return err
			}
			if stages.Stage(c.Stage) != leg.from || j.end == leg.from && !leg.stay {
				continue
			}
			l.at(leg.day)
			if err := leg.do(ctx, c, j); err != nil {
				return fmt.Errorf("%s: %w", j.code, err)
			}
		}
	}
	return nil
}

// draw draws all that wait for the check on site, where the batch demands it and the case was not drawn yet.
func (l *loader) draw(ctx context.Context, c records.Case, _ journey) error {
	if l.batch.Rules.SampleSize == 0 {
		return nil
	}
	draws, err := l.work.Draws(ctx, l.people[bureau], l.batch.ID)
	if err != nil || slices.ContainsFunc(draws, func(d records.Draw) bool { return slices.Contains(d.Population, c.ID) }) {
		return err
	}
	waiting, err := l.work.Cases(ctx, l.people[bureau], casework.CaseFilter{BatchID: l.batch.ID, Stage: string(stages.Onsite)})
	if err != nil {
		return err
	}
	l.changed = true
	_, err = l.work.Draw(ctx, l.people[bureau], l.batch.ID, len(waiting))
	return err
}

// question raises the dispute of a town, and has it decided where it is.
func (l *loader) question(ctx context.Context, c records.Case, j journey) error {
	if j.dispute.reason == "" {
		return nil
	}
	raised, err := l.work.Disputes(ctx, l.people[bureau], c.ID)
	if err != nil {
		return err
	}
	if len(raised) == 0 {
		l.changed = true
		one, err := l.work.Raise(ctx, l.people[clerks], c.ID, j.dispute.item, j.dispute.reason)
		if err != nil {
			return err
		}
		raised = []records.Dispute{one}
	}
	if j.dispute.decision == "" || raised[0].State != "open" {
		return nil
	}
	l.changed = true
	_, err = l.work.Decide(ctx, l.people[second], raised[0].ID, raised[0].Version, false, j.dispute.decision)
	return err
}

// publish publishes a conclusion, or refuses the title.
func (l *loader) publish(ctx context.Context, c records.Case, j journey) error {
	if j.end == stages.Refused {
		return l.step(ctx, bureau, c, stages.Refuse, casework.StepInput{Reason: "总分没有达到“达标”所需的分数，按条目清单补齐后可以参加下一批次"})
	}
	return l.step(ctx, bureau, c, stages.Publish, casework.StepInput{})
}

func (l *loader) name(ctx context.Context, c records.Case, j journey) error {
	number := fmt.Sprintf("示例〔%d〕%s 号", l.batch.Year, l.stations[j.code].subject.Region[6:9])
	return l.step(ctx, second, c, stages.Name, casework.StepInput{Award: &casework.AwardInput{
		Number: number, Title: "枫桥式退役军人服务站", Issuer: "示例县主管部门",
	}})
}

// judgeAgain ends a re-check.
func (l *loader) judgeAgain(ctx context.Context, c records.Case, j journey) error {
	switch j.end { //nolint:exhaustive // the ends of a re-check
	case stages.Kept:
		return l.step(ctx, bureau, c, stages.Keep, casework.StepInput{})
	case stages.Withdrawn:
		return l.step(ctx, bureau, c, stages.Withdraw, casework.StepInput{Reason: "服务站场所长期关闭，复核时不能正常开展服务"})
	default:
		if err := l.list(ctx, c); err != nil {
			return err
		}
		return l.step(ctx, bureau, c, stages.OrderRectification, casework.StepInput{Reason: "复核发现领导机制文件失效"})
	}
}

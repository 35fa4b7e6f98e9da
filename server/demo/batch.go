package demo

import (
	"context"
	"fmt"

	"zhanping/assessment/stages"
	"zhanping/server/casework"
	"zhanping/server/records"
)

const batchTitle = "示例县 2026 年枫桥式退役军人服务站创建（示例批次）"

// ends is how far each town of the batch has come.
var ends = map[string]stages.Stage{
	filling: stages.Self, "lacking-town": stages.Declared, "contradictory-town": stages.Onsite, modelTown: stages.Decided,
	"demo-town-wu": stages.Publicity, "demo-town-ji": stages.Named, "demo-town-geng": stages.Rectify,
}

// order is the order in which the towns move on, so that every loading comes to the same.
var order = []string{filling, "lacking-town", "contradictory-town", modelTown, "demo-town-wu", "demo-town-ji", "demo-town-geng"}

func (l *loader) openBatch(ctx context.Context) error {
	who := l.people[bureau]
	batches, err := l.work.Batches(ctx, who, county, 2026)
	if err != nil {
		return err
	}
	for _, b := range batches {
		if b.Title == batchTitle {
			l.batch = b.ID
		}
	}
	if l.batch == "" {
		l.changed = true
		batch, err := l.work.AddBatch(ctx, who, casework.BatchInput{
			Title: batchTitle, Region: county, Year: 2026, Standard: "fqs-town-76", OpensOn: "2026-07-01",
			Rules: records.Rules{
				Assessors: 2, Blind: true, DifferenceLimit: "0.4", PublicityDays: 5, LowestGrade: "达标", SampleSize: 5,
				Quotas: []records.Quota{{Grade: "示范", Most: 4}},
			},
		})
		if err != nil {
			return err
		}
		l.batch = batch.ID
	}
	ids := make([]string, len(order))
	for i, code := range order {
		ids[i] = l.stations[code].id
	}
	opened, err := l.work.OpenCases(ctx, who, l.batch, ids)
	l.changed = l.changed || len(opened) > 0
	return err
}

// caseOf is the case of a town as it stands.
func (l *loader) caseOf(ctx context.Context, code string) (records.Case, error) {
	found, err := l.work.Cases(ctx, l.people[bureau], casework.CaseFilter{BatchID: l.batch, StationID: l.stations[code].id, Limit: 1})
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

// bringOnsite takes every town that is to be checked there, and the last one as far as it goes.
func (l *loader) bringOnsite(ctx context.Context) error {
	for _, code := range order {
		for {
			c, err := l.caseOf(ctx, code)
			if err != nil {
				return err
			}
			at := stages.Stage(c.Stage)
			if at == ends[code] || at != stages.Self && at != stages.Declared && at != stages.Initial {
				break
			}
			if err := l.approach(ctx, c, at); err != nil {
				return fmt.Errorf("%s: %w", code, err)
			}
		}
	}
	return nil
}

// approach takes the next step towards the check on site.
func (l *loader) approach(ctx context.Context, c records.Case, at stages.Stage) error {
	switch at { //nolint:exhaustive // the stages before the check on site
	case stages.Self:
		l.at("2026-07-02")
		return l.step(ctx, clerks, c, stages.Declare, casework.StepInput{})
	case stages.Declared:
		l.at("2026-07-03")
		return l.step(ctx, bureau, c, stages.Accept, casework.StepInput{})
	default:
		l.at("2026-07-06")
		return l.step(ctx, bureau, c, stages.Admit, casework.StepInput{})
	}
}

// draw draws the sample of the batch, once.
func (l *loader) draw(ctx context.Context) error {
	draws, err := l.work.Draws(ctx, l.people[bureau], l.batch)
	if err != nil || len(draws) > 0 {
		return err
	}
	l.changed = true
	_, err = l.work.Draw(ctx, l.people[bureau], l.batch, 5)
	return err
}

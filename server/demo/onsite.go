package demo

import (
	"context"
	"fmt"
	"slices"

	"zhanping/assessment/stages"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// ledgers is the item of the standard that only an inspector can decide.
const ledgers = "E07"

// answers are what the assessors say of a town on site, the lead first.
type answers struct {
	lead, other map[string]casework.FindingInput
	signed      bool
}

func good(points, reason string) casework.FindingInput {
	return casework.FindingInput{Outcome: "satisfied", Points: points, Reason: reason}
}

func poor(reason string) casework.FindingInput {
	return casework.FindingInput{Outcome: "not_satisfied", Reason: reason}
}

// plain is what is found of most towns; nothing of others yet.
var plain = answers{
	lead:   map[string]casework.FindingInput{ledgers: good("1", "抽查 10 份，无缺页")},
	other:  map[string]casework.FindingInput{ledgers: good("1", "抽查 10 份，无缺页")},
	signed: true,
}

// half is of a town whose check is under way.
var half = answers{
	lead: map[string]casework.FindingInput{ledgers: good("0.5", "抽查 10 份，两份缺页"), "A01": poor("领导小组文件没有现行有效的版本")},
}

// differing is of a town whose assessors have a difference to settle.
var differing = answers{
	lead:   map[string]casework.FindingInput{ledgers: good("1", "抽查 10 份，无缺页")},
	other:  map[string]casework.FindingInput{ledgers: good("0.5", "一份台账封面没有日期")},
	signed: true,
}

// lapsed is what the re-check finds of the town that is to put something right.
var lapsed = answers{
	lead:   map[string]casework.FindingInput{ledgers: good("1", "抽查 5 份，无缺页"), "A01": poor("领导小组成员调离，没有重新发文")},
	other:  map[string]casework.FindingInput{ledgers: good("1", "抽查 5 份，无缺页"), "A01": poor("没有见到现行的领导小组文件")},
	signed: true,
}

// closed is what the re-check finds of the town that loses its title.
var closed = answers{
	lead:   map[string]casework.FindingInput{ledgers: good("0", "没有见到台账"), "A01": poor("场所关闭，没有人在岗")},
	other:  map[string]casework.FindingInput{ledgers: good("0", "没有见到台账"), "A01": poor("两次到站都没有开门")},
	signed: true,
}

// check gives the case its assessors and has them answer, sign, and settle where they differ.
func (l *loader) check(ctx context.Context, c records.Case, pair [2]string, found answers, visit string) error {
	source := "on_site"
	if stages.Stage(c.Stage) == stages.Review {
		source = "review"
	}
	for _, one := range []struct {
		login string
		says  map[string]casework.FindingInput
	}{{pair[0], found.lead}, {pair[1], found.other}} {
		assignments, err := l.work.Assignments(ctx, l.people[bureau], c.ID)
		if err != nil {
			return err
		}
		id := l.people[one.login].Person.ID
		i := slices.IndexFunc(assignments, func(a records.Assignment) bool { return a.PersonID == id && a.Source == source })
		if i < 0 {
			l.changed = true
			in := casework.AssignmentInput{PersonID: id, Lead: one.login == lead, VisitOn: visit}
			if _, err := l.work.Assign(ctx, l.people[bureau], c.ID, in); err != nil {
				return err
			}
		} else if !assignments[i].SignedAt.IsZero() {
			continue
		}
		if err := l.answer(ctx, c, one.login, source, one.says, found.signed); err != nil {
			return err
		}
	}
	if !found.signed {
		return nil
	}
	return l.settle(ctx, c)
}

// answer records what an assessor says and has not said yet, and signs it.
func (l *loader) answer(ctx context.Context, c records.Case, login, source string, says map[string]casework.FindingInput, sign bool) error {
	who := l.people[login]
	said, err := l.work.Findings(ctx, l.people[bureau], c.ID, true)
	if err != nil {
		return err
	}
	for _, item := range []string{ledgers, "A01"} {
		in, has := says[item]
		if !has || slices.ContainsFunc(said, func(f records.Finding) bool {
			return f.Item == item && f.Source == source && f.By == who.Person.ID
		}) {
			continue
		}
		l.changed = true
		if _, err := l.work.RecordFinding(ctx, who, c.ID, item, in); err != nil {
			return fmt.Errorf("%s: %w", item, err)
		}
	}
	if !sign {
		return nil
	}
	l.changed = true
	_, err = l.work.Sign(ctx, who, c.ID, "")
	return err
}

// settle agrees on what the assessors differ on: the lead's answer.
func (l *loader) settle(ctx context.Context, c records.Case) error {
	found, err := l.work.Differences(ctx, l.people[lead], c.ID)
	if err != nil {
		return err
	}
	for _, difference := range found {
		if difference.Settled {
			continue
		}
		l.changed = true
		in := good("1", "共同复看，封面日期在第二页，按 1 分")
		in.Number = 1
		if _, err := l.work.Settle(ctx, l.people[lead], c.ID, difference.Item, in); err != nil {
			return err
		}
	}
	return nil
}

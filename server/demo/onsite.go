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

// onSite is what is found of each town: of one half only, of another with a difference to settle.
var onSite = map[string]answers{
	"contradictory-town": {
		lead:  map[string]casework.FindingInput{ledgers: good("0.5", "抽查 10 份，两份缺页"), "A01": poor("领导小组文件没有现行有效的版本")},
		other: map[string]casework.FindingInput{},
	},
	modelTown: {
		lead:   map[string]casework.FindingInput{ledgers: good("1", "抽查 10 份，无缺页")},
		other:  map[string]casework.FindingInput{ledgers: good("0.5", "一份台账封面没有日期")},
		signed: true,
	},
}

var plain = answers{
	lead:   map[string]casework.FindingInput{ledgers: good("1", "抽查 10 份，无缺页")},
	other:  map[string]casework.FindingInput{ledgers: good("1", "抽查 10 份，无缺页")},
	signed: true,
}

// again is what the re-check finds of the town that is to put something right.
var again = answers{
	lead:   map[string]casework.FindingInput{ledgers: good("1", "抽查 5 份，无缺页"), "A01": poor("领导小组成员调离，没有重新发文")},
	other:  map[string]casework.FindingInput{ledgers: good("1", "抽查 5 份，无缺页"), "A01": poor("没有见到现行的领导小组文件")},
	signed: true,
}

// assess takes every town that was admitted as far as it goes.
func (l *loader) assess(ctx context.Context) error {
	for _, code := range order {
		for {
			c, err := l.caseOf(ctx, code)
			if err != nil {
				return err
			}
			at := stages.Stage(c.Stage)
			if at == ends[code] && at != stages.Onsite {
				break
			}
			moved, err := l.move(ctx, code, c, at)
			if err != nil {
				return fmt.Errorf("%s: %w", code, err)
			}
			if !moved {
				break
			}
		}
	}
	return nil
}

// move takes the next step with a town from the check on site on; false where it stays for good.
func (l *loader) move(ctx context.Context, code string, c records.Case, at stages.Stage) (bool, error) {
	switch at {
	case stages.Onsite:
		l.at("2026-07-08")
		found, special := onSite[code]
		if !special {
			found = plain
		}
		if err := l.check(ctx, c, found); err != nil || !found.signed {
			return false, err
		}
		l.at("2026-07-09")
		return true, l.step(ctx, bureau, c, stages.Conclude, casework.StepInput{})
	case stages.Decided:
		l.at("2026-07-10")
		return true, l.step(ctx, bureau, c, stages.Publish, casework.StepInput{})
	case stages.Publicity:
		l.at("2026-07-20")
		return true, l.step(ctx, second, c, stages.Name, casework.StepInput{Award: &casework.AwardInput{
			Number: "示例〔2026〕" + l.stations[code].subject.Region[6:9] + " 号", Title: "枫桥式退役军人服务站", Issuer: "示例县主管部门",
		}})
	case stages.Named:
		l.at("2026-09-10")
		return true, l.step(ctx, bureau, c, stages.Recheck, casework.StepInput{})
	case stages.Review:
		l.at("2026-09-11")
		if err := l.check(ctx, c, again); err != nil {
			return false, err
		}
		if err := l.list(ctx, c); err != nil {
			return false, err
		}
		return true, l.step(ctx, bureau, c, stages.OrderRectification, casework.StepInput{Reason: "复核发现领导机制文件失效"})
	case stages.Self, stages.Declared, stages.Initial, stages.Rectify, stages.Kept, stages.Withdrawn, stages.Refused:
	}
	return false, nil
}

// check gives the case its assessors and has them answer, sign, and settle where they differ.
func (l *loader) check(ctx context.Context, c records.Case, found answers) error {
	source := "on_site"
	if stages.Stage(c.Stage) == stages.Review {
		source = "review"
	}
	for _, one := range []struct {
		login string
		says  map[string]casework.FindingInput
	}{{lead, found.lead}, {assessor, found.other}} {
		assignments, err := l.work.Assignments(ctx, l.people[bureau], c.ID)
		if err != nil {
			return err
		}
		id := l.people[one.login].Person.ID
		i := slices.IndexFunc(assignments, func(a records.Assignment) bool { return a.PersonID == id && a.Source == source })
		if i < 0 {
			l.changed = true
			in := casework.AssignmentInput{PersonID: id, Lead: one.login == lead, VisitOn: l.work.Today()}
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

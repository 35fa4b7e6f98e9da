package demo

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

// rectifying is the town that has to put something right.
const rectifying = "demo-town-geng"

// problems are what it has to put right, with deadlines so many days from the one on which somebody
// looks at the demonstration.
var problems = []struct {
	casework.RectificationInput
	deadline int
}{
	{casework.RectificationInput{Item: "A01", Problem: "领导小组成员调离后没有重新发文", Measure: "提请党委重新发文", Responsible: "站长"}, -7},
	{casework.RectificationInput{Item: "A06", Problem: "领导接访记录不全", Measure: "补全记录并固定接访日", Responsible: "副站长"}, 6},
}

// list lists the problems that are not listed yet.
func (l *loader) list(ctx context.Context, c records.Case) error {
	listed, err := l.work.Rectifications(ctx, l.people[bureau], c.ID)
	if err != nil {
		return err
	}
	for _, problem := range problems[len(listed):] {
		l.changed = true
		in := problem.RectificationInput
		in.Deadline = l.day(problem.deadline)
		if _, err := l.work.AddRectification(ctx, l.people[bureau], c.ID, in); err != nil {
			return err
		}
	}
	return nil
}

// putRight has the station answer for the first of its problems.
func (l *loader) putRight(ctx context.Context, c records.Case, _ journey) error {
	listed, err := l.work.Rectifications(ctx, l.people[bureau], c.ID)
	if err != nil || len(listed) == 0 || listed[0].State != "open" {
		return err
	}
	l.changed = true
	_, err = l.work.AnswerRectification(ctx, l.people[clerks], listed[0].ID, listed[0].Version, "已提请党委，新文件正在会签", nil)
	return err
}

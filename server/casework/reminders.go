package casework

import (
	"context"
	"fmt"
	"time"

	"zhanping/assessment/stages"
	"zhanping/server/records"
	"zhanping/server/store"
)

// reminder is a notice that is due; it is left once.
type reminder struct{ role, person, kind, words, due string }

// remindPage is how many cases are looked at in one query.
const remindPage = 500

// Remind leaves every reminder that is due by now and was not left before, and tells how many: of the
// deadlines of the stages, of what has to be put right, of re-checks and of titles that lapse. It may
// run as often as one likes, and on several servers at once.
func (s *Service) Remind(ctx context.Context) (int, error) {
	left := 0
	for _, remind := range []func(context.Context) (int, error){s.remindOfStages, s.remindOfRectifications, s.remindOfAwards} {
		n, err := remind(ctx)
		left += n
		if err != nil {
			return left, err
		}
	}
	return left, nil
}

// soon is the last day of deadlines that somebody may have to be reminded of today.
func (s *Service) soon() string {
	most := 0
	for _, row := range stages.Table() {
		for _, rule := range row.Deadlines {
			most = max(most, rule.Remind)
		}
	}
	return s.clock().In(s.place).AddDate(0, 0, most).Format(time.DateOnly)
}

// pages passes every row that meets the conditions, page by page.
func pages[T any](ctx context.Context, s *Service, where []store.Condition, id func(T) string, each func(T) (int, error)) (int, error) {
	left, after := 0, ""
	for {
		rows, err := store.List[T](s.read(ctx), store.Query{Where: append(where[:len(where):len(where)], store.After("id", after)), Limit: remindPage})
		if err != nil || len(rows) == 0 {
			return left, err
		}
		for _, row := range rows {
			n, err := each(row)
			left += n
			if err != nil {
				return left, err
			}
		}
		after = id(rows[len(rows)-1])
	}
}

func (s *Service) remindOfStages(ctx context.Context) (int, error) {
	where := []store.Condition{
		store.Filled("due_on"), store.AtMost("due_on", s.soon()),
		store.Among("stage", []string{
			string(stages.Declared), string(stages.Initial), string(stages.Onsite), string(stages.Publicity), string(stages.Rectify),
		}),
	}
	return pages(ctx, s, where, func(c records.Case) string { return c.ID }, func(c records.Case) (int, error) {
		return s.leave(ctx, c.ID, s.ofStage)
	})
}

// ofStage is the reminders of the deadlines that run at the case's stage.
func (s *Service) ofStage(d dossier) []reminder {
	var due []reminder
	for _, row := range stages.Next(stages.Stage(d.Stage)) {
		for _, rule := range row.Deadlines {
			last := rule.LastDay(d.StageSince.In(s.place), s.process(d), s.calendar.Working)
			due = append(due, s.ofRule(d, rule, last, s.concerned(d)...)...)
		}
	}
	return due
}

// ofRule is the reminders of one deadline: before it ends, and where it is one to keep, once it is over.
func (s *Service) ofRule(d dossier, rule stages.DeadlineRule, last time.Time, to ...reminder) []reminder {
	now, day := s.clock().In(s.place), last.Format(time.DateOnly)
	kind, words := "", ""
	switch {
	case stages.Passed(last, now) && rule.Kind == stages.Due:
		kind, words = "overdue_"+rule.ID, fmt.Sprintf("%s：%s期限 %s 已过，请尽快办理", d.station.Name, rule.Title, day)
	case stages.Passed(last, now) && rule.Kind == stages.Lapses:
		kind, words = "lapsed_"+rule.ID, fmt.Sprintf("%s：%s %s 已满", d.station.Name, rule.Title, day)
	case !now.Before(rule.ReminderDay(last)):
		kind, words = "due_"+rule.ID, fmt.Sprintf("%s：%s（%s）", d.station.Name, rule.Words, day)
	default:
		return nil
	}
	for i := range to {
		to[i].kind, to[i].words, to[i].due = kind, words, day
	}
	return to
}

// concerned is who has to act at the case's stage.
func (s *Service) concerned(d dossier) []reminder {
	to := []reminder{{role: "bureau"}}
	switch stages.Stage(d.Stage) {
	case stages.Onsite:
		for _, a := range d.assessors() {
			if a.SignedAt.IsZero() {
				to = append(to, reminder{person: a.PersonID})
			}
		}
	case stages.Rectify:
		to = append(to, reminder{role: "station"})
	case stages.Self, stages.Declared, stages.Initial, stages.Decided, stages.Publicity, stages.Named, stages.Review, stages.Kept,
		stages.Withdrawn, stages.Refused:
	}
	return to
}

func (s *Service) remindOfRectifications(ctx context.Context) (int, error) {
	where := []store.Condition{store.Among("state", []string{"open", "failed"}), store.AtMost("deadline", s.soon())}
	return pages(ctx, s, where, func(r records.Rectification) string { return r.ID }, func(r records.Rectification) (int, error) {
		return s.leave(ctx, r.CaseID, func(d dossier) []reminder {
			if stages.Stage(d.Stage) != stages.Rectify {
				return nil
			}
			return s.ofRectification(d, r)
		})
	})
}

// ofRectification is the reminders of one problem, by the deadline that the bureau set for it.
func (s *Service) ofRectification(d dossier, r records.Rectification) []reminder {
	last, err := time.ParseInLocation(time.DateOnly, r.Deadline, s.place)
	if err != nil {
		return nil // it was checked when it was listed
	}
	var rule stages.DeadlineRule
	for _, row := range stages.Next(stages.Rectify) {
		for _, deadline := range row.Deadlines {
			rule = deadline
		}
	}
	rule.ID, rule.Title = "problem", "整改事项“"+r.Problem+"”的"
	rule.Words = "整改事项“" + r.Problem + "”期限将满，请完成整改并提交佐证"
	return s.ofRule(d, rule, last, reminder{role: "station"})
}

func (s *Service) remindOfAwards(ctx context.Context) (int, error) {
	left := 0
	for _, row := range stages.Next(stages.Named) {
		for _, rule := range row.Deadlines {
			column := "recheck_on"
			if rule.Kind == stages.Lapses {
				column = "valid_until"
			}
			where := []store.Condition{store.Empty("withdrawn"), store.Filled(column), store.AtMost(column, s.soon())}
			n, err := pages(ctx, s, where, func(a records.Award) string { return a.ID }, func(a records.Award) (int, error) {
				return s.leave(ctx, a.CaseID, func(d dossier) []reminder { return s.ofAward(d, rule, a) })
			})
			left += n
			if err != nil {
				return left, err
			}
		}
	}
	return left, nil
}

// ofAward is the reminders of a title: that it is to be checked again, and that it lapses.
func (s *Service) ofAward(d dossier, rule stages.DeadlineRule, a records.Award) []reminder {
	day, to := a.RecheckOn, []reminder{{role: "bureau"}}
	if rule.Kind == stages.Lapses {
		day, to = a.ValidUntil, append(to, reminder{role: "station"})
	} else if stage := stages.Stage(d.Stage); stage != stages.Named && stage != stages.Kept {
		return nil // it is being checked already
	}
	last, err := time.ParseInLocation(time.DateOnly, day, s.place)
	if err != nil {
		return nil // it was reckoned when the title was given
	}
	return s.ofRule(d, rule, last, to...)
}

// leave leaves those of a case's reminders that were not left before. The case is held only where
// there is something to leave.
func (s *Service) leave(ctx context.Context, caseID string, find func(dossier) []reminder) (int, error) {
	tx := s.read(ctx)
	d, err := s.dossier(tx, caseID)
	if err != nil {
		return 0, err
	}
	if due, err := unsaid(tx, d, find(d)); err != nil || len(due) == 0 {
		return 0, err
	}
	left := 0
	err = s.store.Within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		due, err := unsaid(tx, d, find(d))
		if err != nil {
			return err
		}
		left = len(due)
		for _, r := range due {
			if r.person != "" {
				err = s.tellPerson(tx, r.person, d, r.kind, r.words, r.due)
			} else {
				err = s.tell(tx, d.station, d.ID, r.role, r.kind, r.words, r.due)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return left, nil
}

// unsaid is the reminders that nobody was given yet.
func unsaid(tx *store.Tx, d dossier, due []reminder) ([]reminder, error) {
	var fresh []reminder
	for _, r := range due {
		n, err := store.Count[records.Notice](tx,
			store.Equal("case_id", d.ID), store.Equal("kind", r.kind), store.Equal("role", r.role), store.Equal("person_id", r.person),
			store.Equal("due_on", r.due), store.Equal("words", r.words))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			fresh = append(fresh, r)
		}
	}
	return fresh, nil
}

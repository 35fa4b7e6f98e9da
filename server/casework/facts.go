package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/server/records"
	"zhanping/server/store"
)

// inquiry finds out which conditions of the stage table hold for a step with a case.
type inquiry struct {
	*Service
	tx     *store.Tx
	d      dossier
	in     StepInput
	result *records.Result // what the case comes to; nil where it cannot be judged yet

	apart func() ([]Difference, error) // where the assessors differ; found out once, when a condition asks
}

func (s *Service) inquire(ctx context.Context, tx *store.Tx, d dossier, in StepInput, result *records.Result) inquiry {
	return inquiry{s, tx, d, in, result, sync.OnceValues(func() ([]Difference, error) { return s.differences(ctx, tx, d) })}
}

// facts are what the stage table decides a step on. Only what the step waits for is looked up.
func (q inquiry) facts(ctx context.Context, action stages.Action) (stages.Facts, error) {
	facts := stages.Facts{Frozen: q.d.Frozen, Holds: map[stages.Guard]bool{}}
	for _, row := range stages.Next(stages.Stage(q.d.Stage)) {
		if row.Action != action {
			continue
		}
		for _, guard := range row.Needs {
			holds, err := q.holds(guard)
			if err != nil {
				return facts, err
			}
			facts.Holds[guard] = holds
		}
	}
	return facts, ctx.Err()
}

func (q inquiry) holds(guard stages.Guard) (bool, error) {
	switch guard {
	case stages.BatchOpen:
		b, today := q.d.batch, q.today()
		return !b.Closed && b.OpensOn <= today && (b.ClosesOn == "" || today <= b.ClosesOn), nil
	case stages.ReapplyIntervalOver:
		return q.reapplyIntervalOver()
	case stages.SelfAssessed:
		return q.result != nil, nil
	case stages.Complete:
		return q.result != nil && strings.IndexByte(q.result.Outcomes, letters[assessment.Errored]) < 0, nil
	case stages.Reason:
		return q.in.Reason != "", nil
	case stages.AssessorsAssigned:
		demanded, err := q.demanded()
		return len(q.d.assessors()) >= demanded, err
	case stages.SamplesDrawn:
		drawn, _, err := q.drawn()
		return drawn, err
	case stages.AllSigned:
		return !slices.ContainsFunc(q.d.assessors(), func(a records.Assignment) bool { return a.SignedAt.IsZero() }), nil
	case stages.DifferencesSettled:
		found, err := q.apart()
		return !slices.ContainsFunc(found, func(d Difference) bool { return !d.Settled }), err
	case stages.GradeReached:
		return q.gradeReached()
	case stages.WithinQuota:
		return q.withinQuota()
	case stages.PublicityOver:
		return q.publicityOver(), nil
	case stages.NoOpenDispute:
		return !slices.ContainsFunc(q.d.disputes, func(d records.Dispute) bool { return d.State == "open" }), nil
	case stages.AwardNumber:
		return q.awardNumber()
	case stages.RectificationsListed, stages.Rectified, stages.RectificationFailed:
		return q.rectifications(guard)
	}
	return false, fmt.Errorf("no way to find out whether %q holds", guard)
}

// reapplyIntervalOver: no title under this standard was taken back less than the standard's interval ago.
func (q inquiry) reapplyIntervalOver() (bool, error) {
	gone, err := store.List[records.Award](q.tx, store.Query{
		Where: []store.Condition{store.Equal("station_id", q.d.StationID), store.Unequal("withdrawn", "")},
	})
	if err != nil {
		return false, err
	}
	for _, award := range gone {
		earlier, err := store.Get[records.Case](q.tx, award.CaseID)
		if err != nil {
			return false, err
		}
		withdrawn, err := time.Parse(time.DateOnly, award.Withdrawn)
		if err != nil {
			return false, fmt.Errorf("award %s: %w", award.ID, err)
		}
		again := withdrawn.AddDate(q.process(q.d).ReapplyYears, 0, 0).Format(time.DateOnly)
		if standardID(earlier.Standard) == standardID(q.d.Standard) && q.today() < again {
			return false, nil
		}
	}
	return true, nil
}

// standardID is a reference without its edition.
func standardID(ref string) string {
	id, _, _ := strings.Cut(ref, "@")
	return id
}

// demanded is how many assessors the case needs: none where a sample was drawn and left it out.
func (q inquiry) demanded() (int, error) {
	_, chosen, err := q.drawn()
	if !chosen {
		return 0, err
	}
	return max(1, q.d.batch.Rules.Assessors), err
}

// drawn reports whether the draw that the batch demands was made before anything was found on site,
// and whether the case is to be checked. Where nothing is drawn every case is.
func (q inquiry) drawn() (drawn, chosen bool, err error) {
	if q.d.batch.Rules.SampleSize == 0 || q.d.source() != assessment.SourceOnSite {
		return true, true, nil
	}
	draws, err := store.List[records.Draw](q.tx, store.Query{Where: []store.Condition{store.Equal("batch_id", q.d.BatchID)}})
	if err != nil {
		return false, true, err
	}
	first, err := store.First[records.Finding](q.tx, store.Query{
		Where: []store.Condition{store.Equal("case_id", q.d.ID), store.Equal("source", assessment.SourceOnSite)},
		Order: []string{"recorded_at"},
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, true, err
	}
	for _, draw := range draws {
		timely := first.ID == "" || !draw.DrawnAt.After(first.RecordedAt.Time)
		enough := draw.Size >= min(q.d.batch.Rules.SampleSize, len(draw.Population))
		if timely && enough && slices.Contains(draw.Population, q.d.ID) {
			drawn = true
		}
		chosen = chosen || slices.Contains(draw.Chosen, q.d.ID)
	}
	return drawn, chosen || !drawn, nil
}

// gradeReached reports whether the result for certain reaches the batch's lowest grade, or, where the
// batch names none, any grade but the last of the standard.
func (q inquiry) gradeReached() (bool, error) {
	if q.result == nil {
		return false, nil
	}
	std, err := q.standardOf(q.tx, q.d)
	if err != nil {
		return false, err
	}
	place := map[string]int{}
	for i, grade := range std.Grades {
		place[grade.Name] = i + 1
	}
	got, lowest := place[q.result.GradeCertain], place[q.d.batch.Rules.LowestGrade]
	if q.d.batch.Rules.LowestGrade == "" {
		lowest = max(1, len(std.Grades)-1)
	}
	return got > 0 && got <= lowest, nil
}

// withinQuota reports whether the batch has a place left at the grade that the case reached, beside
// the cases that are published or hold a title at it.
func (q inquiry) withinQuota() (bool, error) {
	if q.result == nil {
		return false, nil
	}
	grade := q.result.GradeCertain
	i := slices.IndexFunc(q.d.batch.Rules.Quotas, func(quota records.Quota) bool { return quota.Grade == grade })
	if i < 0 {
		return true, nil
	}
	// two cases that are published at once must not both take the last place
	if _, err := store.Hold[records.Batch](q.tx, q.d.BatchID); err != nil {
		return false, err
	}
	named, err := store.Count[records.Award](q.tx,
		store.Equal("batch_id", q.d.BatchID), store.Equal("grade", grade), store.Equal("withdrawn", ""))
	if err != nil {
		return false, err
	}
	published, err := store.List[records.Case](q.tx, store.Query{
		Where: []store.Condition{store.Equal("batch_id", q.d.BatchID), store.Equal("stage", string(stages.Publicity))},
	})
	if err != nil {
		return false, err
	}
	for cases := range slices.Chunk(published, 500) {
		ids := make([]string, len(cases))
		for i, c := range cases {
			ids[i] = c.ID
		}
		n, err := store.Count[records.Result](q.tx, store.Among("case_id", ids), store.Equal("grade_certain", grade))
		if err != nil {
			return false, err
		}
		named += n
	}
	return named < int64(q.d.batch.Rules.Quotas[i].Most), nil
}

// publicityOver reports whether the last working day of publicity has passed.
func (q inquiry) publicityOver() bool {
	for _, row := range stages.Next(stages.Publicity) {
		for _, rule := range row.Deadlines {
			last := rule.LastDay(q.d.StageSince.In(q.place), q.process(q.d), q.calendar.Working)
			return stages.Passed(last, q.clock().In(q.place))
		}
	}
	return true
}

// awardNumber reports whether the request brings a number that no award has.
func (q inquiry) awardNumber() (bool, error) {
	if q.in.Award == nil || q.in.Award.Number == "" {
		return false, nil
	}
	n, err := store.Count[records.Award](q.tx, store.Equal("number", q.in.Award.Number))
	return n == 0, err
}

func (q inquiry) rectifications(guard stages.Guard) (bool, error) {
	list, err := store.List[records.Rectification](q.tx, store.Query{Where: []store.Condition{store.Equal("case_id", q.d.ID)}})
	if err != nil {
		return false, err
	}
	open := slices.DeleteFunc(slices.Clone(list), func(r records.Rectification) bool { return r.State == "passed" })
	if guard == stages.Rectified {
		return len(list) > 0 && len(open) == 0, nil
	}
	if guard == stages.RectificationFailed {
		return slices.ContainsFunc(open, func(r records.Rectification) bool {
			return r.State == "failed" || r.State == "open" && r.Deadline < q.today()
		}), nil
	}
	incomplete := slices.ContainsFunc(open, func(r records.Rectification) bool {
		return r.Measure == "" || r.Responsible == "" || r.Deadline == ""
	})
	return len(open) > 0 && !incomplete, nil
}

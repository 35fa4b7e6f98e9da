package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/server/records"
	"zhanping/server/store"
)

func sha256Text(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// facts finds out which conditions of the stage table hold for a step.
func (s *Service) facts(
	ctx context.Context, tx *store.Tx, d dossier, action stages.Action, in StepInput, report *assessment.Report,
) (stages.Facts, error) {
	holds := map[stages.Guard]bool{
		stages.Reason:       in.Reason != "",
		stages.BatchOpen:    !d.batch.Closed && d.batch.OpensOn <= s.today() && (d.batch.ClosesOn == "" || s.today() <= d.batch.ClosesOn),
		stages.SelfAssessed: report != nil,
		stages.Complete:     report != nil && !report.Blocked(),
		stages.GradeReached: report != nil && s.mayBeNamed(d, report),
	}
	holds[stages.NoOpenDispute] = !slices.ContainsFunc(d.disputes, func(dispute records.Dispute) bool { return dispute.State == "open" })
	signed := d.assessors()
	holds[stages.AssessorsAssigned] = len(signed) >= max(1, d.batch.Rules.Assessors)
	holds[stages.AllSigned] = len(signed) > 0
	for _, a := range signed {
		holds[stages.AllSigned] = holds[stages.AllSigned] && !a.SignedAt.IsZero()
	}
	for _, find := range []func() error{
		func() error { return s.factsOfFindings(tx, d, holds) },
		func() error { return s.factsOfDraws(tx, d, holds) },
		func() error { return s.factsOfAwards(tx, d, in, holds) },
		func() error { return s.factsOfRectifications(tx, d, holds) },
	} {
		if err := find(); err != nil {
			return stages.Facts{}, err
		}
	}
	holds[stages.PublicityOver] = s.publicityOver(d)
	return stages.Facts{Frozen: d.Frozen, Holds: holds}, ctx.Err()
}

// mayBeNamed reports whether the result for certain reaches the batch's lowest grade, or, where the
// batch names none, any grade but the last of the standard.
func (s *Service) mayBeNamed(d dossier, report *assessment.Report) bool {
	place := map[string]int{}
	for i, rule := range report.Grading {
		place[rule.Grade] = i + 1
	}
	got := place[report.Grade.Certain]
	lowest := place[d.batch.Rules.LowestGrade]
	if d.batch.Rules.LowestGrade == "" {
		lowest = max(1, len(report.Grading)-1)
	}
	return got > 0 && lowest > 0 && got <= lowest
}

// publicityOver reports whether the last working day of publicity has passed.
func (s *Service) publicityOver(d dossier) bool {
	for _, row := range stages.Next(stages.Publicity) {
		for _, rule := range row.Deadlines {
			last := rule.LastDay(d.StageSince.In(s.place), s.process(d), s.workday)
			return stages.Passed(last, s.clock().In(s.place))
		}
	}
	return true
}

// workday takes Monday to Friday for working days until the calendar of holidays is laid over it.
func (s *Service) workday(day time.Time) bool { return stages.Weekdays(day) }

func (s *Service) factsOfFindings(tx *store.Tx, d dossier, holds map[stages.Guard]bool) error {
	open, err := s.differences(tx, d)
	if err != nil {
		return err
	}
	holds[stages.DifferencesSettled] = true
	for _, difference := range open {
		if !difference.Settled {
			holds[stages.DifferencesSettled] = false
		}
	}
	return nil
}

// factsOfDraws: where the batch checks a sample, the case must have been drawn before anybody checked.
func (s *Service) factsOfDraws(tx *store.Tx, d dossier, holds map[stages.Guard]bool) error {
	holds[stages.SamplesDrawn] = true
	if d.batch.Rules.SampleSize == 0 {
		return nil
	}
	n, err := store.Count[records.Draw](tx, store.Equal("batch_id", d.BatchID))
	holds[stages.SamplesDrawn] = n > 0
	return err
}

func (s *Service) factsOfAwards(tx *store.Tx, d dossier, in StepInput, holds map[stages.Guard]bool) error {
	awards, err := store.List[records.Award](tx, store.Query{Where: []store.Condition{store.Equal("station_id", d.StationID)}})
	if err != nil {
		return err
	}
	holds[stages.ReapplyIntervalOver] = true
	again := s.process(d).ReapplyYears
	for _, award := range awards {
		if award.Withdrawn != "" && award.BatchID != d.BatchID {
			gone, err := time.Parse(time.DateOnly, award.Withdrawn)
			if err != nil {
				return err
			}
			if s.today() < gone.AddDate(again, 0, 0).Format(time.DateOnly) {
				holds[stages.ReapplyIntervalOver] = false
			}
		}
	}
	named, err := store.Count[records.Case](tx, store.Equal("batch_id", d.BatchID), store.Among("stage", []string{
		string(stages.Publicity), string(stages.Named), string(stages.Kept), string(stages.Review), string(stages.Rectify),
	}))
	if err != nil {
		return err
	}
	holds[stages.WithinQuota] = withinQuota(d.batch.Rules.Quotas, int(named))
	if in.Award == nil || in.Award.Number == "" {
		return nil
	}
	_, err = store.First[records.Award](tx, store.Query{Where: []store.Condition{store.Equal("number", in.Award.Number)}})
	if errors.Is(err, store.ErrNotFound) {
		holds[stages.AwardNumber], err = true, nil
	}
	return err
}

// withinQuota reports whether the batch has a place left beside those that are named or published.
func withinQuota(quotas []records.Quota, named int) bool {
	if len(quotas) == 0 {
		return true
	}
	places := 0
	for _, q := range quotas {
		places += q.Most
	}
	return named < places
}

func (s *Service) factsOfRectifications(tx *store.Tx, d dossier, holds map[stages.Guard]bool) error {
	list, err := store.List[records.Rectification](tx, store.Query{Where: []store.Condition{store.Equal("case_id", d.ID)}})
	if err != nil {
		return err
	}
	holds[stages.RectificationsListed], holds[stages.Rectified] = len(list) > 0, len(list) > 0
	for _, r := range list {
		if r.Measure == "" || r.Responsible == "" || r.Deadline == "" {
			holds[stages.RectificationsListed] = false
		}
		if r.State != "passed" {
			holds[stages.Rectified] = false
		}
		if r.State == "failed" || r.State == "open" && r.Deadline < s.today() {
			holds[stages.RectificationFailed] = true
		}
	}
	return nil
}

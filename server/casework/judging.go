package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// trial is a case made ready to be judged: the evidence that was declared, the standard of the batch and
// the day. It is read once, however many people's answers are then judged on it.
type trial struct {
	sets   *engine.Engine
	std    *standards.Standard
	bundle *evidence.Bundle
	text   string // of the bundle
	day    string
}

// trial reads what a case is judged on.
func (s *Service) trial(tx *store.Tx, d dossier) (trial, error) {
	revision, err := store.Get[records.Revision](tx, d.RevisionID)
	if err != nil {
		return trial{}, orMissing(err, "版本的佐证材料")
	}
	t := trial{text: revision.Text}
	if t.sets, err = s.pinned(tx, d.Case); err != nil {
		return t, err
	}
	if t.bundle, err = readEvidence(t.sets, revision.Text); err != nil {
		return t, faultsOf(err, bundleName)
	}
	if t.day, err = s.judgedAsOf(tx, d); err != nil {
		return t, err
	}
	t.std, err = t.sets.Find(d.Standard, t.day)
	return t, err
}

// readEvidence reads the text of a revision. What is wrong with it is a yamltext.Faults.
func readEvidence(sets *engine.Engine, text string) (*evidence.Bundle, error) {
	return evidence.Read(bundleName, []byte(text), evidence.Options{Schema: sets.Schema()})
}

// judge is what the case comes to with these findings of people.
func (t trial) judge(ctx context.Context, findings []evidence.Finding) (*assessment.Report, error) {
	bundle, err := t.bundle.WithFindings(findings)
	if err != nil {
		return nil, fmt.Errorf("lay findings over the evidence: %w", err)
	}
	return t.sets.Assess(ctx, t.std, bundle, t.day)
}

// judgeCase judges a case: the evidence that was declared together with what stands of people's
// findings, under the standard of the batch. With only, no findings count but those of one person:
// what that assessor alone would give.
func (s *Service) judgeCase(ctx context.Context, tx *store.Tx, d dossier, only *records.Assignment) (*assessment.Report, error) {
	t, err := s.trial(tx, d)
	if err != nil {
		return nil, err
	}
	all, err := s.findingsOf(tx, d.ID)
	if err != nil {
		return nil, err
	}
	judged, err := t.judge(ctx, s.standing(d, all, only))
	return judged, faultsOf(err, bundleName)
}

// judgedAsOf is the day as of which a case is judged: today, and while it is locked the day of what
// is pinned.
func (s *Service) judgedAsOf(tx *store.Tx, d dossier) (string, error) {
	if !d.Locked {
		return s.today(), nil
	}
	result, err := s.caseResult(tx, d)
	return result.AsOf, err
}

// caseResult is the row that keeps what the case came to last.
func (s *Service) caseResult(tx *store.Tx, d dossier) (records.Result, error) {
	result, err := store.First[records.Result](tx, store.Query{Where: []store.Condition{store.Equal("case_id", d.ID)}})
	return result, orMissing(err, "评定件的结果")
}

// keepCaseResult keeps what a case comes to at the moment.
func (s *Service) keepCaseResult(tx *store.Tx, d dossier, r *assessment.Report) error {
	result := s.resultOf(r, d.station, d.RevisionID)
	result.CaseID, result.BatchID = d.ID, d.BatchID
	result.LeftOut = d.Stage == string(stages.Refused) || d.Stage == string(stages.Withdrawn)
	return tx.Put(&result, "station_id", "standard", "case_id")
}

// CaseReport is the report of a case as JSON: the pinned one once it is signed, else as of now.
func (s *Service) CaseReport(ctx context.Context, who Actor, id string) (json.RawMessage, error) {
	tx := s.read(ctx)
	d, err := s.seen(ctx, tx, who, id)
	if err != nil {
		return nil, err
	}
	if d.RevisionID == "" {
		return nil, refuse(WrongStage, "这一件还没有申报，没有评定结果")
	}
	if err := s.sighted(ctx, who, d); err != nil {
		return nil, err
	}
	return s.reportText(ctx, tx, d)
}

// reportText is the report of a declared case as JSON: the pinned one once it is signed, else as of now.
func (s *Service) reportText(ctx context.Context, tx *store.Tx, d dossier) (json.RawMessage, error) {
	if d.Locked {
		pinned, err := s.lastConclusion(tx, d.ID)
		if err != nil {
			return nil, orMissing(err, "评定件的结论")
		}
		return unpackReport(pinned.Report)
	}
	judged, err := s.judgeCase(ctx, tx, d, nil)
	if err != nil {
		return nil, err
	}
	return reportText(judged)
}

// sighted refuses to show what depends on findings while they are made: to the station, and in a
// blind batch to an assessor before all have signed.
func (s *Service) sighted(ctx context.Context, who Actor, d dossier) error {
	checking := slices.ContainsFunc(d.assessors(), func(a records.Assignment) bool { return a.PersonID == who.Person.ID })
	if d.source() == "" || checking && !d.batch.Rules.Blind {
		return nil
	}
	return s.allow(ctx, who, policies.ActionFindingReadOthers, d.resource())
}

package casework

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// judgeCase judges a case: the evidence that was declared together with what stands of people's
// findings, under the standard of the batch. With only, no findings count but those of one person:
// what that assessor alone would give.
func (s *Service) judgeCase(ctx context.Context, tx *store.Tx, d dossier, only *records.Assignment) (*assessment.Report, error) {
	revision, err := store.Get[records.Revision](tx, d.RevisionID)
	if err != nil {
		return nil, orMissing(err, "版本的佐证材料")
	}
	sets, err := s.pinned(tx, d.Case)
	if err != nil {
		return nil, err
	}
	bundle, err := evidence.Read(bundleName, []byte(revision.Text), evidence.Options{Schema: sets.Schema()})
	if err != nil {
		return nil, faultsOf(err, bundleName)
	}
	findings, err := s.standing(tx, d, only)
	if err != nil {
		return nil, err
	}
	if bundle, err = bundle.WithFindings(findings); err != nil {
		return nil, fmt.Errorf("lay findings over the evidence: %w", err)
	}
	day := s.judgedAsOf(d, bundle.ReportingDate)
	std, err := sets.Find(d.Standard, day)
	if err != nil {
		return nil, err
	}
	judged, err := sets.Assess(ctx, std, bundle, day)
	return judged, faultsOf(err, bundleName)
}

// judgedAsOf is the day as of which a case is judged: today, and once it is signed the day on
// which that happened.
func (s *Service) judgedAsOf(d dossier, _ string) string {
	if d.Locked {
		return d.StageSince.In(s.place).Format("2006-01-02")
	}
	return s.today()
}

// keepCaseResult keeps what a case came to; pinned, with the whole report.
func (s *Service) keepCaseResult(tx *store.Tx, d dossier, r *assessment.Report, pinned bool) error {
	result := s.resultOf(r, d.station, records.Revision{ID: d.RevisionID})
	result.CaseID, result.BatchID = d.ID, d.BatchID
	result.LeftOut = d.Stage == string(stages.Refused) || d.Stage == string(stages.Withdrawn)
	if pinned {
		var err error
		if result.Report, err = packReport(r); err != nil {
			return err
		}
	}
	return tx.Put(&result, "station_id", "standard", "case_id")
}

// packReport is a report as it is kept: gzip of its JSON.
func packReport(r *assessment.Report) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	text, err := reportText(r)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, fmt.Errorf("pack the report: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the report: %w", err)
	}
	return packed.Bytes(), nil
}

// unpackReport is the JSON of a kept report.
func unpackReport(packed []byte) (json.RawMessage, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack the report: %w", err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack the report: %w", err)
	}
	return text, nil
}

// CaseReport is the report of a case as JSON: the pinned one once it is signed, else as of now.
func (s *Service) CaseReport(ctx context.Context, who Actor, id string) (json.RawMessage, error) {
	tx := s.read(ctx)
	d, err := s.dossier(tx, id)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, who, "case.read", d.resource()); err != nil {
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
		result, err := store.First[records.Result](tx, store.Query{Where: []store.Condition{store.Equal("case_id", d.ID)}})
		if err == nil && result.Report != nil {
			return unpackReport(result.Report)
		}
		if err != nil {
			return nil, orMissing(err, "结果")
		}
	}
	judged, err := s.judgeCase(ctx, tx, d, nil)
	if err != nil {
		return nil, err
	}
	return reportText(judged)
}

// sighted refuses to show an assessor of a blind batch what depends on the others' findings.
func (s *Service) sighted(ctx context.Context, who Actor, d dossier) error {
	if !d.batch.Rules.Blind || d.source() == "" {
		return nil
	}
	return s.allow(ctx, who, policies.ActionFindingReadOthers, d.resource())
}

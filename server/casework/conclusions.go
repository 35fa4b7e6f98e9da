package casework

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"zhanping/assessment"
	"zhanping/internal/report"
	"zhanping/server/records"
	"zhanping/server/store"
)

// keepConclusion pins what a case has come to, with the whole report, beside what was pinned before.
func (s *Service) keepConclusion(tx *store.Tx, who Actor, d dossier, r *assessment.Report) error {
	text, err := reportText(r)
	if err != nil {
		return err
	}
	packed, err := packReport(text)
	if err != nil {
		return err
	}
	before, err := s.lastConclusion(tx, d.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	c := records.Conclusion{
		ID: s.newID(), CaseID: d.ID, Number: before.Number + 1, Stage: d.Stage, RevisionID: d.RevisionID, AsOf: r.AsOf,
		StandardDigest: r.Standard.Digest, PoliciesDigest: r.Policies.Digest, BundleDigest: r.Bundle.Digest,
		ReportDigest: sha256Text(text), GradeCertain: r.Grade.Certain, By: who.id(), At: s.now(), Report: packed,
	}
	if r.Total != nil {
		c.Certain = r.Total.Certain.String()
	}
	if err := tx.Insert(&c); err != nil {
		return err
	}
	return s.note(tx, who, "case.pin", "conclusion", c.ID, d.Region, map[string]any{
		"case": d.ID, "number": c.Number, "stage": c.Stage, "as_of": c.AsOf, "bundle": c.BundleDigest, "report": c.ReportDigest,
		"grade": c.GradeCertain, "certain": c.Certain,
	})
}

// lastConclusion is what was pinned last, or store.ErrNotFound.
func (s *Service) lastConclusion(tx *store.Tx, caseID string) (records.Conclusion, error) {
	return store.First[records.Conclusion](tx, store.Query{
		Where: []store.Condition{store.Equal("case_id", caseID)}, Order: []string{"-number"},
	})
}

// Conclusions is everything that a case came to when it was locked, the first one first.
func (s *Service) Conclusions(ctx context.Context, who Actor, caseID string) ([]records.Conclusion, error) {
	tx := s.read(ctx)
	if _, err := s.seen(ctx, tx, who, caseID); err != nil {
		return nil, err
	}
	return store.List[records.Conclusion](tx, store.Query{
		Where: []store.Condition{store.Equal("case_id", caseID)}, Order: []string{"number"},
	})
}

// ConclusionReport is the report that was pinned with a conclusion, byte for byte.
func (s *Service) ConclusionReport(ctx context.Context, who Actor, caseID string, number int) (json.RawMessage, error) {
	tx := s.read(ctx)
	if _, err := s.seen(ctx, tx, who, caseID); err != nil {
		return nil, err
	}
	c, err := store.First[records.Conclusion](tx, store.Query{
		Where: []store.Condition{store.Equal("case_id", caseID), store.Equal("number", number)},
	})
	if err != nil {
		return nil, orMissing(err, "结论")
	}
	return unpackReport(c.Report)
}

// reportText is a report as JSON.
func reportText(r *assessment.Report) ([]byte, error) {
	var text bytes.Buffer
	if err := report.Write(&text, "json", report.Set{AsOf: r.AsOf, Reports: []*assessment.Report{r}}); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return text.Bytes(), nil
}

// packReport is the JSON of a report as it is kept.
func packReport(text []byte) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
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

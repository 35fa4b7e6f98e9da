package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gowebpki/jcs"
	"golang.org/x/mod/sumdb/note"

	"zhanping/evidence"
	"zhanping/internal/visit"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Visit is the package of an assessor who was assigned to the case.
func (s *Service) Visit(ctx context.Context, who Actor, caseID string) (Visit, error) {
	tx := s.read(ctx)
	d, err := s.seen(ctx, tx, who, caseID)
	if err != nil {
		return Visit{}, err
	}
	i := slices.IndexFunc(d.assessors(), func(a records.Assignment) bool { return a.PersonID == who.Person.ID })
	if i < 0 {
		return Visit{}, refuse(Forbidden, "您没有被指派核查这一评定件；请向主管部门核对")
	}
	if d.RevisionID == "" || d.source() == "" {
		return Visit{}, refuse(WrongStage, "这一件现在不在现场核查或复核阶段，没有可以带走的内容")
	}
	v := Visit{
		Case: d.Case, Station: d.station, Batch: d.batch.Title, Rules: d.batch.Rules, Assignment: d.assessors()[i], Source: d.source(),
	}
	if v.Assessors, err = s.visitAssessors(tx, d); err != nil {
		return Visit{}, err
	}
	if err := s.visitFindings(ctx, tx, who, d, &v); err != nil {
		return Visit{}, err
	}
	if err := s.visitSheet(ctx, tx, d, &v); err != nil {
		return Visit{}, err
	}
	v.Signature, err = s.signVisit(v)
	return v, err
}

// signVisit is a note, signed with the server's key, that names the case and the digest of all that the
// package holds beside the signature.
func (s *Service) signVisit(v Visit) (string, error) {
	if s.signing.Key == nil {
		return "", nil
	}
	v.Signature = ""
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write the visit package: %w", err)
	}
	content, err := jcs.Transform(raw)
	if err != nil {
		return "", fmt.Errorf("write the visit package: %w", err)
	}
	text := fmt.Sprintf("zhanping visit v2\ncase %s\nassessor %s\nas of %s\nstandard %s %s\npolicies %s\ncontent %s\n",
		v.Case.ID, v.Assignment.PersonID, v.Judging.AsOf, v.Standard.Ref, v.Standard.Digest, v.Policies, sha256Text(content))
	signed, err := note.Sign(&note.Note{Text: text}, s.signing.Key)
	if err != nil {
		return "", fmt.Errorf("sign the visit package: %w", err)
	}
	return string(signed), nil
}

func (s *Service) visitAssessors(tx *store.Tx, d dossier) ([]VisitAssessor, error) {
	var found []VisitAssessor
	for _, a := range d.assessors() {
		person, err := store.Get[records.Person](tx, a.PersonID)
		if err != nil {
			return nil, err
		}
		found = append(found, VisitAssessor{PersonID: a.PersonID, Name: person.Name, Lead: a.Lead, SignedAt: a.SignedAt})
	}
	return found, nil
}

// visitFindings is the assessor's own answers, and what the result counts as far as they may see it.
func (s *Service) visitFindings(ctx context.Context, tx *store.Tx, who Actor, d dossier, v *Visit) error {
	all, err := s.findingsOf(tx, d.ID)
	if err != nil {
		return err
	}
	v.Findings = slices.DeleteFunc(latest(all), func(f records.Finding) bool {
		return f.By != who.Person.ID || f.Source != d.source() || f.Settles
	})
	only := &v.Assignment
	if s.sighted(ctx, who, d) == nil {
		only = nil
	}
	counted := s.standing(d, all, only)
	v.Judging.Findings = make([]visit.Counted, len(counted))
	for i, f := range counted {
		v.Judging.Findings[i] = visitFinding(f)
	}
	return nil
}

func visitFinding(f evidence.Finding) visit.Counted {
	out := visit.Counted{
		Item: f.Item, Source: f.Source, Outcome: f.Outcome, Points: f.Points, Reason: f.Reason, By: f.By, Date: f.Date, Until: f.Until,
		Shortfalls: []visit.CountedShortfall{},
	}
	for _, short := range f.Shortfalls {
		out.Shortfalls = append(out.Shortfalls, visit.CountedShortfall(short))
	}
	return out
}

// visitSheet judges the evidence without anybody's findings and writes the sheet.
func (s *Service) visitSheet(ctx context.Context, tx *store.Tx, d dossier, v *Visit) error {
	t, err := s.trial(tx, d)
	if err != nil {
		return err
	}
	v.Judging.File, v.Judging.Text, v.Judging.Standard, v.Judging.AsOf = bundleName, t.text, d.Standard, t.day
	unseen := v.Judging
	unseen.Findings = nil
	judged, err := unseen.Judge(ctx, t.sets)
	if err != nil {
		return faultsOf(err, bundleName)
	}
	v.Standard = VisitStandard{Ref: judged.Standard.Ref(), Title: judged.Standard.Title, Digest: judged.Standard.Digest, Draft: judged.Standard.Draft}
	v.Policies = judged.Policies.Digest
	if v.Sets, err = visit.Pack(t.sets, t.std); err != nil {
		return err
	}
	files, err := s.visitFiles(tx, d, v)
	if err != nil {
		return err
	}
	w := sheetWriter{sets: t.sets, bundle: t.bundle, files: files, titles: map[string]string{}}
	for _, check := range t.sets.Policies().Checks() {
		w.titles[check.Name] = check.Title
	}
	v.Sheet = make([]VisitItem, len(judged.Items))
	for i, item := range judged.Items {
		v.Sheet[i] = w.item(item)
	}
	slices.SortStableFunc(v.Sheet, func(a, b VisitItem) int { return slices.Index(walk, a.Place) - slices.Index(walk, b.Place) })
	return nil
}

// visitFiles is the attachments of station and case; by file name, those that evidence can name.
func (s *Service) visitFiles(tx *store.Tx, d dossier, v *Visit) (map[string]records.Attachment, error) {
	found, err := store.List[records.Attachment](tx, store.Query{Where: []store.Condition{
		store.Equal("station_id", d.StationID), store.Among("case_id", []string{"", d.ID}),
	}})
	if err != nil {
		return nil, err
	}
	named := map[string]records.Attachment{}
	v.Files = []records.Attachment{}
	for _, f := range found {
		if f.CaseID == "" {
			named[f.Name] = f
			v.Files = append(v.Files, f)
		} else if f.AddedBy == v.Assignment.PersonID {
			v.Files = append(v.Files, f)
		}
	}
	return named, nil
}

package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/evidence"
	"zhanping/internal/visit"
	"zhanping/internal/yamltext"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// FindingInput is one person's answer to one item.
type FindingInput struct {
	Outcome    string              `json:"outcome" enum:"satisfied,not_satisfied,not_applicable,waived" doc:"结论"`
	Points     string              `json:"points,omitempty" pattern:"^-?[0-9]+(\\.[0-9]+)?$" doc:"得分；只有由核查员给分的条目才填"`
	Shortfalls []records.Shortfall `json:"shortfalls,omitempty" doc:"问题"`
	Reason     string              `json:"reason,omitempty" maxLength:"1000" doc:"理由"`
	Photos     []string            `json:"photos,omitempty" doc:"照片的附件编号"`
	Until      string              `json:"until,omitempty" doc:"豁免截止日"`
	Number     int                 `json:"number" minimum:"0" doc:"本人对这一条目已评定过几次；与现状不符则另有人或另一台设备改过"`
	MadeAt     records.Time        `json:"made_at,omitempty" doc:"在核查员设备上作出的时间"`
}

// RecordFinding keeps an assessor's answer to an item. What the assessor said before stays beside it.
// Once all have signed, nobody changes an answer any more; what is found after a rectification was
// ordered stands over what was found before.
func (s *Service) RecordFinding(ctx context.Context, who Actor, caseID, item string, in FindingInput) (records.Finding, error) {
	var finding records.Finding
	err := s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		resource := d.resource()
		resource.Source, resource.RecordedBy = d.source(), who.Person.ID
		if err := s.allow(ctx, who, "finding.record", resource); err != nil {
			return err
		}
		after := stages.Stage(d.Stage) == stages.Rectify
		switch {
		case after && strings.TrimSpace(in.Reason) == "":
			return wrong("reason", "请写明整改后核验的情况")
		case !after && len(resource.Signers) > 0 && resource.AllSigned:
			return refuse(WrongStage, "核查员都已签字，评定不再改动；有分歧的请商定，确需重新核查的由主管部门退回")
		}
		if finding, err = s.keepFinding(ctx, tx, who, d, item, in, after); err != nil || after {
			return err
		}
		return s.unsignOwn(tx, who, d)
	})
	return finding, err
}

func (s *Service) keepFinding(
	ctx context.Context, tx *store.Tx, who Actor, d dossier, item string, in FindingInput, settles bool,
) (records.Finding, error) {
	if err := s.checkFinding(ctx, tx, d, item, in); err != nil {
		return records.Finding{}, err
	}
	before, err := store.List[records.Finding](tx, store.Query{
		Where: []store.Condition{
			store.Equal("case_id", d.ID), store.Equal("item", item), store.Equal("source", d.source()),
			store.Equal("recorded_by", who.Person.ID),
		},
		Order: []string{"-number"},
	})
	if err != nil {
		return records.Finding{}, err
	}
	if len(before) != in.Number {
		p := stale("条目的评定", nil)
		if len(before) > 0 {
			p.Current = before[0]
		}
		return records.Finding{}, p
	}
	made := in.MadeAt
	if made.IsZero() || made.After(s.clock()) { // a device whose clock is ahead
		made = s.now()
	}
	finding := records.Finding{
		ID: s.newID(), CaseID: d.ID, Item: item, Source: d.source(), By: who.Person.ID, Number: len(before) + 1, Settles: settles,
		Outcome: in.Outcome, Points: in.Points, Shortfalls: listed(in.Shortfalls), Reason: strings.TrimSpace(in.Reason),
		Photos: listed(in.Photos), Until: in.Until, RecordedAt: s.now(), MadeAt: made,
	}
	if err := tx.Insert(&finding); err != nil {
		return finding, err
	}
	return finding, s.note(tx, who, "finding.record", "finding", finding.ID, d.Region, map[string]any{
		"case": d.ID, "item": item, "source": finding.Source, "outcome": finding.Outcome, "points": finding.Points,
		"settles": settles, "number": fmt.Sprint(finding.Number), "reason_digest": digestOf(finding.Reason),
	})
}

// checkFinding refuses an answer that the item does not take, by the same rules that judge findings
// in a bundle.
func (s *Service) checkFinding(ctx context.Context, tx *store.Tx, d dossier, item string, in FindingInput) error {
	std, err := s.standardOf(tx, d)
	if err != nil {
		return err
	}
	if _, found := itemOf(std, item); !found {
		return wrong("item", "“%s”没有条目 %s；请核对编号", std.Title, item)
	}
	if d.RevisionID == "" {
		return refuse(WrongStage, "这一件还没有申报，不能评定")
	}
	for _, id := range in.Photos {
		if err := attached(tx, "photos", id, d.StationID); err != nil {
			return err
		}
	}
	finding := evidenceFinding(d, records.Finding{
		Item: item, Source: d.source(), Outcome: in.Outcome, Points: in.Points, Shortfalls: in.Shortfalls,
		Reason: strings.TrimSpace(in.Reason), Until: in.Until, RecordedAt: s.now(),
	}, s.place)
	if problem := lacking(finding); problem != nil {
		return problem
	}
	t, err := s.trial(tx, d)
	if err != nil {
		return err
	}
	t.bundle.Findings = nil
	_, err = t.judge(ctx, []evidence.Finding{finding})
	return answerFaults(err)
}

// answerFields are the fields of an answer that the engine's faults are about, by their codes.
var answerFields = map[string]string{
	"reason_missing": "reason", "unknown_outcome": "outcome", "absence_refused": "outcome", "until_missing": "until",
	"points_not_allowed": "points", "bad_points": "points", "points_out_of_range": "points", "points_missing": "points",
	"unknown_kind": "shortfalls", "shortfalls_missing": "shortfalls", "merits_uncounted": "shortfalls",
}

// answerFaults puts what the engine refuses of an answer into words for who gave it; an override
// without its reason is among it.
func answerFaults(err error) error {
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		return err
	}
	p := &Problem{Code: Invalid}
	for _, f := range faults {
		words := f.Found + "；应为" + f.Expected
		if f.Code == "reason_missing" {
			words = f.Found + "；改判和酌情给分必须写明理由"
		}
		p.Faults = append(p.Faults, Fault{Field: answerFields[f.Code], Code: f.Code, Words: words})
	}
	p.Words = p.Faults[0].Words
	return p
}

// attached refuses a file that is not among the station's.
func attached(tx *store.Tx, field, id, stationID string) error {
	file, err := store.Get[records.Attachment](tx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && file.StationID != stationID {
		return wrong(field, "没有附件 %s，或不是这个单位的附件", id)
	}
	return err
}

// lacking refuses a finding without what its outcome demands.
func lacking(f evidence.Finding) *Problem {
	switch f.Outcome {
	case "not_satisfied":
		if f.Reason == "" && len(f.Shortfalls) == 0 {
			return wrong("shortfalls", "结论是不符合，没有写明问题；请写出问题或理由")
		}
	case "satisfied":
		if len(f.Shortfalls) > 0 {
			return wrong("shortfalls", "结论是符合，却列了问题；请改结论或删去问题")
		}
	case "not_applicable", "waived":
		if f.Reason == "" {
			return wrong("reason", "请写明不适用或豁免的理由")
		}
		if f.Outcome == "waived" && f.Until == "" {
			return wrong("until", "请写明豁免至哪一天")
		}
	}
	return nil
}

func itemOf(std *standards.Standard, id string) (*standards.Item, bool) {
	for c := range std.Chapters {
		for i := range std.Chapters[c].Items {
			if std.Chapters[c].Items[i].ID == id {
				return &std.Chapters[c].Items[i], true
			}
		}
	}
	return nil, false
}

// standardOf is the case's standard, as it stands today for the station's level and region.
func (s *Service) standardOf(tx *store.Tx, d dossier) (*standards.Standard, error) {
	sets, err := s.pinned(tx, d.Case)
	if err != nil {
		return nil, err
	}
	day, err := s.judgedAsOf(tx, d)
	if err != nil {
		return nil, err
	}
	std, err := sets.Find(d.Standard, day)
	if err != nil {
		return nil, err
	}
	std, _, err = sets.Bind(std, d.Level, d.Region, day)
	return std, err
}

// evidenceFinding is a finding as the engine reads it.
func evidenceFinding(d dossier, f records.Finding, place *time.Location) evidence.Finding {
	out := evidence.Finding{
		Standard: d.Standard, Item: f.Item, Source: f.Source, Outcome: f.Outcome, Points: f.Points, Reason: f.Reason,
		By: f.By, Date: f.RecordedAt.In(place).Format(time.DateOnly), Until: f.Until,
		At: yamltext.Position{File: visit.FindingsFile},
	}
	for _, shortfall := range f.Shortfalls {
		out.Shortfalls = append(out.Shortfalls, evidence.FindingShortfall{
			Kind: shortfall.Kind, Count: max(1, shortfall.Count), Text: shortfall.Text,
		})
	}
	return out
}

// latest keeps of each person's answers to each item the last, by source, in the order of recording.
func latest(findings []records.Finding) []records.Finding {
	type key struct {
		item, source, by string
		settles          bool
	}
	last := map[key]records.Finding{}
	for _, f := range findings {
		k := key{f.Item, f.Source, f.By, f.Settles}
		if f.Number > last[k].Number {
			last[k] = f
		}
	}
	kept := make([]records.Finding, 0, len(last))
	for _, f := range findings {
		if last[key{f.Item, f.Source, f.By, f.Settles}].ID == f.ID {
			kept = append(kept, f)
		}
	}
	return kept
}

func (s *Service) findingsOf(tx *store.Tx, caseID string) ([]records.Finding, error) {
	return store.List[records.Finding](tx, store.Query{
		Where: []store.Condition{store.Equal("case_id", caseID)}, Order: []string{"recorded_at", "id"},
	})
}

// standing of all that was found is the one answer to an item that counts, for each source: what was settled last, unless an
// assessor answered anew since; else the lead's; else that of the assessor who was assigned first. With
// only, it is that person's own.
func (s *Service) standing(d dossier, all []records.Finding, only *records.Assignment) []evidence.Finding {
	answers, order := map[answered][]records.Finding{}, []answered(nil)
	for _, f := range latest(all) { // in the order of recording
		if only != nil && (f.By != only.PersonID || f.Settles) {
			continue
		}
		k := answered{f.Item, f.Source}
		if len(answers[k]) == 0 {
			order = append(order, k)
		}
		answers[k] = append(answers[k], f)
	}
	out := make([]evidence.Finding, len(order))
	for i, k := range order {
		out[i] = evidenceFinding(d, d.counts(answers[k]), s.place)
	}
	return out
}

// answered is an item as one source answers it.
type answered struct{ item, source string }

// counts is the one of the answers to an item that counts; they come in the order of recording.
func (d dossier) counts(answers []records.Finding) records.Finding {
	var settled *records.Finding
	for i, f := range answers {
		if f.Settles {
			settled = &answers[i]
		} else if d.rank(f) < len(d.assignments) {
			settled = nil
		}
	}
	if settled != nil {
		return *settled
	}
	own := slices.DeleteFunc(slices.Clone(answers), func(f records.Finding) bool { return f.Settles })
	return slices.MinFunc(own, func(a, b records.Finding) int { return cmp.Compare(d.rank(a), d.rank(b)) })
}

// rank orders who records, the lead before the others as they were assigned, before anybody else.
func (d dossier) rank(f records.Finding) int {
	for i, a := range d.assignments {
		if a.Source == f.Source && a.PersonID == f.By {
			if a.Lead {
				return -1
			}
			return i
		}
	}
	return len(d.assignments)
}

// Findings is what people found in a case: every answer that stands, or with history every one that
// was given. An assessor of a blind batch sees only their own until all have signed.
func (s *Service) Findings(ctx context.Context, who Actor, caseID string, history bool) ([]records.Finding, error) {
	tx := s.read(ctx)
	d, err := s.seen(ctx, tx, who, caseID)
	if err != nil {
		return nil, err
	}
	findings, err := s.findingsOf(tx, caseID)
	if err != nil {
		return nil, err
	}
	if !history {
		findings = latest(findings)
	}
	if s.sighted(ctx, who, d) != nil {
		findings = slices.DeleteFunc(findings, func(f records.Finding) bool { return f.By != who.Person.ID })
	}
	return findings, nil
}

// Sign puts an assessor's name under what they found. Every item that only an inspector can decide
// must have an answer.
func (s *Service) Sign(ctx context.Context, who Actor, caseID string, drawing string) (records.Assignment, error) {
	var signed records.Assignment
	err := s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		resource := d.resource()
		resource.Source, resource.RecordedBy = d.source(), who.Person.ID
		if err := s.allow(ctx, who, "finding.sign", resource); err != nil {
			return err
		}
		i := slices.IndexFunc(d.assessors(), func(a records.Assignment) bool { return a.PersonID == who.Person.ID })
		if i < 0 {
			return refuse(Forbidden, "您没有被指派核查这一评定件")
		}
		signed = d.assessors()[i]
		own, err := s.judgeCase(ctx, tx, d, &signed)
		if err != nil {
			return err
		}
		if open := unchecked(own); len(open) > 0 {
			return &Problem{Code: Unmet, Words: fmt.Sprintf("还有 %d 个条目待核查，不能签字：%s", len(open), strings.Join(open, "、"))}
		}
		signed.SignedAt, signed.Signed, signed.Drawing = s.now(), own.Bundle.Digest, drawing
		if err := s.update(tx, &signed, "核查任务"); err != nil {
			return err
		}
		return s.note(tx, who, "finding.sign", "case", d.ID, d.Region, map[string]any{"digest": signed.Signed, "source": d.source()})
	})
	return signed, err
}

// unchecked is the items that wait for an inspector.
func unchecked(r *assessment.Report) []string {
	var open []string
	for _, item := range r.Items {
		if item.Outcome == assessment.NotChecked {
			open = append(open, item.Item.ID)
		}
	}
	return open
}

// unsignOwn takes back the actor's own signature once they change what they signed.
func (s *Service) unsignOwn(tx *store.Tx, who Actor, d dossier) error {
	for _, a := range d.assessors() {
		if a.PersonID == who.Person.ID && !a.SignedAt.IsZero() {
			a.SignedAt, a.Signed, a.Drawing = records.Time{}, "", ""
			return s.update(tx, &a, "核查任务")
		}
	}
	return nil
}

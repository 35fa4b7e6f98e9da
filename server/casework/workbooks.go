package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/workbook"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// MaxWorkbook is the largest evidence workbook that is taken, in bytes.
const MaxWorkbook = 16 << 20

// workbookName is what messages call an uploaded workbook.
const workbookName = "填报表"

// BlankWorkbook is an evidence workbook for subjects of that kind and level, with the facts that
// the standards in force for them read.
func (s *Service) BlankWorkbook(ctx context.Context, who Actor, kind, level string) ([]byte, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return nil, err
	}
	schema := s.sets.Current().Schema()
	if kinds := schema.SubjectKinds(); !slices.Contains(kinds, kind) {
		return nil, wrong("kind", "没有“%s”这种类型；应为 %s 之一", kind, strings.Join(kinds, "、"))
	}
	if levels := schema.SubjectLevels(); !slices.Contains(levels, level) {
		return nil, wrong("level", "没有“%s”这个层级；应为 %s 之一", level, strings.Join(levels, "、"))
	}
	return s.workbook(&evidence.Bundle{Subject: evidence.Subject{Kind: kind, Level: level}})
}

// Workbook is the evidence workbook of a station, filled in with its current revision, and the
// number of that; 0 where there is none yet.
func (s *Service) Workbook(ctx context.Context, who Actor, stationID string) (records.Station, []byte, error) {
	station, err := s.showing(ctx, who, policies.ActionBundleRead, stationID)
	if err != nil {
		return station, nil, err
	}
	bundle, _, err := s.currentBundle(ctx, station)
	if err != nil {
		return station, nil, err
	}
	if bundle == nil {
		subject := subjectOf(station)
		subject.Name, subject.USCC, subject.Sample = station.Name, station.USCC, station.Sample
		bundle = &evidence.Bundle{Subject: subject}
	}
	data, err := s.workbook(bundle)
	return station, data, err
}

// workbook writes the workbook of a bundle with what the standards in force for its subject read.
func (s *Service) workbook(bundle *evidence.Bundle) ([]byte, error) {
	sets, today, subject := s.sets.Current(), s.today(), bundle.Subject
	chosen, err := sets.Catalogue().Applicable(subject.Kind, subject.Level, today)
	if err != nil {
		return nil, err
	}
	readers, err := sets.Readers(chosen, subject.Level, subject.Region, today)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = workbook.Write(&out, sets.Schema(), workbook.Options{
		Paths: sets.Asked(readers), Readers: engine.ReaderWords(readers),
	}, bundle)
	return out.Bytes(), err
}

// subjectOf is what a workbook must say to be the station's.
func subjectOf(station records.Station) evidence.Subject {
	return evidence.Subject{ID: station.Code, Kind: station.Kind, Level: station.Level, Region: station.Region}
}

// currentBundle is the evidence that a station has now and its text, nil where it has none.
func (s *Service) currentBundle(ctx context.Context, station records.Station) (*evidence.Bundle, string, error) {
	if station.RevisionID == "" {
		return nil, "", nil
	}
	revision, err := store.Get[records.Revision](s.read(ctx), station.RevisionID)
	if err != nil {
		return nil, "", err
	}
	bundle, err := readEvidence(s.sets.Current(), revision.Text)
	return bundle, revision.Text, faultsOf(err, bundleName)
}

// SaveWorkbook keeps what an uploaded workbook says as a new revision, as SaveBundle does. Every fault
// is told at its cell. The station's own findings, which no workbook carries, come along from the
// revision before; the notes tell of them and of what got lost.
func (s *Service) SaveWorkbook(ctx context.Context, who Actor, stationID string, base int, data []byte) (Saved, error) {
	station, err := get[records.Station](s.read(ctx), stationID, "单位")
	if err != nil {
		return Saved{}, err
	}
	if err := s.allow(ctx, who, policies.ActionBundleSave, resourceOf(station)); err != nil {
		return Saved{}, err
	}
	filled, err := s.readWorkbook(ctx, station, data)
	if err != nil {
		return Saved{}, err
	}
	if len(filled.Faults) > 0 {
		return Saved{}, problemOf(workbookName, filled.Faults)
	}
	saved, err := s.SaveBundle(ctx, who, stationID, base, filled.text)
	if err != nil {
		return Saved{}, filled.atCells(err)
	}
	saved.Notes = filled.withNotes(saved.Notes)
	return saved, nil
}

// MarkedWorkbook is a copy of an uploaded workbook in which every fault that SaveWorkbook would tell
// is marked; nil where there is none. Nothing is kept.
func (s *Service) MarkedWorkbook(ctx context.Context, who Actor, stationID string, data []byte) ([]byte, error) {
	station, err := s.showing(ctx, who, policies.ActionBundleScore, stationID)
	if err != nil {
		return nil, err
	}
	filled, err := s.readWorkbook(ctx, station, data)
	if err != nil {
		return nil, err
	}
	faults := filled.Faults
	if len(faults) == 0 {
		bundle, _, err := s.judgeText(ctx, station, filled.text)
		if err == nil {
			_, err = s.checkFiles(s.read(ctx), station, bundle)
		}
		var refused *Problem
		if err != nil && !errors.As(filled.atCells(err), &refused) {
			return nil, err
		}
		if refused == nil {
			return nil, nil
		}
		faults = refused.cells()
	}
	var out bytes.Buffer
	err = workbook.Mark(&out, data, faults)
	return out.Bytes(), err
}

// filledIn is what an uploaded workbook says, together with what comes along.
type filledIn struct {
	workbook.Reading
	text []byte   // with the station's findings
	told []string // what came along and what did not
}

func (s *Service) readWorkbook(ctx context.Context, station records.Station, data []byte) (filledIn, error) {
	schema := s.sets.Current().Schema()
	reading, err := workbook.Read(workbookName, data, workbook.ReadOptions{Schema: schema, Subject: subjectOf(station)})
	if err != nil || len(reading.Faults) > 0 {
		return filledIn{Reading: reading}, err
	}
	filled := filledIn{Reading: reading, text: reading.YAML}
	before, text, err := s.currentBundle(ctx, station)
	if err != nil || before == nil {
		return filled, err
	}
	if filled.text, err = reading.With(before.Findings); err != nil {
		return filled, err
	}
	if n := len(before.Findings); n > 0 {
		filled.told = append(filled.told, fmt.Sprintf("填报表里没有自评结论，第 %d 版的 %d 条已原样带入", station.Revision, n))
	}
	if missing := missing(schema, before, reading.Bundle); missing != "" {
		filled.told = append(filled.told, fmt.Sprintf("第 %d 版填了、这份填报表没有填的：%s；不是有意删去的，请补上", station.Revision, missing))
	}
	if commented(text) {
		filled.told = append(filled.told, fmt.Sprintf("第 %d 版 YAML 里的注释没有带入，仍可在那一版里查看", station.Revision))
	}
	return filled, nil
}

// mostTitles bounds how many facts a note names.
const mostTitles = 10

// missing names the facts that the evidence said before and says no more.
func missing(schema *evidence.Schema, before, now *evidence.Bundle) string {
	var titles []string
	for _, f := range schema.Facts() {
		if said(before, f.Path) && !said(now, f.Path) {
			titles = append(titles, f.Title)
		}
	}
	if len(titles) > mostTitles {
		return fmt.Sprintf("%s等 %d 项", strings.Join(titles[:mostTitles], "、"), len(titles))
	}
	return strings.Join(titles, "、")
}

func said(b *evidence.Bundle, path string) bool {
	v := b.Value(path)
	return v != nil && v.Kind != evidence.Null
}

// commented reports whether a line of YAML is a comment.
func commented(text string) bool {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			return true
		}
	}
	return false
}

// atCells tells the faults of a text that nobody has seen at the cells that it was read from.
func (f filledIn) atCells(err error) error {
	var refused *Problem
	if !errors.As(err, &refused) || refused.Code != Invalid {
		return err
	}
	told := *refused
	told.Faults = slices.Clone(refused.Faults)
	for i := range told.Faults {
		fault := &told.Faults[i]
		if place := f.Place(fault.Line); place != "" {
			fault.Field = place
		}
		fault.Line, fault.Column = 0, 0
	}
	return &told
}

// withNotes is what is worth telling of a workbook that was saved: first of what came along, then at
// its cells what the reader noticed, then what saving noticed besides.
func (f filledIn) withNotes(saved []string) []string {
	notes := slices.Clone(f.told)
	seen := map[string]bool{}
	for _, note := range f.Notes {
		if note.Sheet != "" {
			seen[note.Text] = true
			notes = append(notes, note.Place()+"："+note.Text)
		}
	}
	for _, note := range saved {
		if !seen[note] {
			notes = append(notes, note)
		}
	}
	return notes
}

// problemOf refuses a workbook or a list with its faults, each at its cell.
func problemOf(what string, faults []workbook.CellFault) *Problem {
	p := &Problem{Code: Invalid, Words: fmt.Sprintf("%s有 %d 处错误，没有保存；第一处是 %s", what, len(faults), faults[0])}
	p.Faults = faultsAt(faults)
	return p
}

// faultsAt is the faults of cells as an answer tells them.
func faultsAt(faults []workbook.CellFault) []Fault {
	told := make([]Fault, len(faults))
	for i, f := range faults {
		told[i] = Fault{
			Field: f.Place(), Words: f.String(), Code: f.Code, Found: f.Found, Expected: f.Expected, Fix: f.Fix,
		}
		if f.Sheet == "" {
			told[i].Line = f.Line
		}
	}
	return told
}

// cells is the faults of a refusal as faults of cells.
func (p *Problem) cells() []workbook.CellFault {
	if len(p.Faults) == 0 {
		return []workbook.CellFault{{Code: string(p.Code), Found: p.Words}}
	}
	faults := make([]workbook.CellFault, len(p.Faults))
	for i, f := range p.Faults {
		faults[i] = workbook.CellFault{Code: f.Code, Found: f.Words}
		if sheet, cell, ok := strings.Cut(f.Field, "!"); ok {
			faults[i].Sheet, faults[i].Cell = sheet, cell
		}
		if f.Found != "" {
			faults[i].Found, faults[i].Expected, faults[i].Fix = f.Found, f.Expected, f.Fix
		}
	}
	return faults
}

package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/server/records"
)

// Form is a station's evidence as a form has it: every fact by its path (填报表单). It says what
// the text of a revision says, but for comments and the order of lines.
type Form struct {
	Revision      int                       `json:"revision" doc:"第几版；0 为还没有填报"`
	ReportingDate string                    `json:"reporting_date" doc:"统计截止日"`
	Facts         map[string]any            `json:"facts" verbatim:"evidence" doc:"事实，按路径；没有填的不在其中"`
	Backing       map[string][]string       `json:"backing" doc:"每项事实的依据编号，按路径"`
	Sources       map[string]map[string]any `json:"sources" verbatim:"evidence" doc:"依据，按编号：kind、title、number、date、by、place、system、file、sha256、sm3"`
}

// Form is a revision of a station's evidence as a form; with 0 the current one, which is empty where
// there is none yet.
func (s *Service) Form(ctx context.Context, who Actor, stationID string, number int) (Form, error) {
	form := Form{Facts: map[string]any{}, Backing: map[string][]string{}, Sources: map[string]map[string]any{}}
	station, err := s.showing(ctx, who, policies.ActionBundleRead, stationID)
	if err != nil || number == 0 && station.Revision == 0 {
		return form, err
	}
	revision, err := s.Bundle(ctx, who, stationID, number)
	if err != nil {
		return form, err
	}
	bundle, err := readEvidence(s.sets.Current(), revision.Text)
	if err != nil {
		return form, faultsOf(err, bundleName)
	}
	form.Revision, form.ReportingDate = revision.Number, bundle.ReportingDate
	for _, fact := range s.sets.Current().Schema().Facts() {
		value := bundle.Value(fact.Path)
		if value == nil || value.Kind == evidence.Null {
			continue
		}
		form.Facts[fact.Path] = plain(value)
		if len(value.Sources) > 0 {
			form.Backing[fact.Path] = value.Sources
		}
	}
	for id, source := range bundle.Sources {
		form.Sources[id] = sourceMembers(source)
	}
	return form, nil
}

// plain is a value as JSON has it; numbers stay exact.
func plain(v *evidence.Value) any {
	switch v.Kind {
	case evidence.Null:
		return nil
	case evidence.Bool:
		return v.Bool
	case evidence.Number:
		return json.Number(v.Text)
	case evidence.String:
		return v.Text
	case evidence.List:
		items := make([]any, len(v.Items))
		for i, item := range v.Items {
			items[i] = plain(item)
		}
		return items
	case evidence.Object:
		members := make(map[string]any, len(v.Fields))
		for _, f := range v.Fields {
			members[f.Name] = plain(f.Value)
		}
		return members
	}
	return nil
}

func sourceMembers(source evidence.Source) map[string]any {
	members := map[string]any{}
	for name, text := range map[string]string{
		"kind": source.Kind, "title": source.Title, "number": source.Number, "date": source.Date, "by": source.By,
		"place": source.Place, "system": source.System, "file": source.File, "sha256": source.SHA256, "sm3": source.SM3,
	} {
		if text != "" {
			members[name] = text
		}
	}
	return members
}

// SaveForm keeps what a form says as a new revision; its faults name the fact they concern. What the
// station said of itself in the revision before (self-assessed findings) stays.
func (s *Service) SaveForm(ctx context.Context, who Actor, stationID string, form Form) (Saved, error) {
	text, places, err := s.formText(ctx, who, stationID, form)
	if err != nil {
		return Saved{}, err
	}
	saved, err := s.SaveBundle(ctx, who, stationID, form.Revision, text)
	return saved, atPlaces(err, places)
}

// ScoreForm judges what a form says without keeping anything.
func (s *Service) ScoreForm(ctx context.Context, who Actor, stationID string, form Form) ([]*assessment.Report, error) {
	text, places, err := s.formText(ctx, who, stationID, form)
	if err != nil {
		return nil, err
	}
	reports, _, err := s.Score(ctx, who, stationID, text)
	return reports, atPlaces(err, places)
}

// formText is a form as the text of a bundle, and what each of its lines is about.
func (s *Service) formText(ctx context.Context, who Actor, stationID string, form Form) ([]byte, []string, error) {
	station, err := get[records.Station](s.read(ctx), stationID, "单位")
	if err != nil {
		return nil, nil, err
	}
	if err := s.allow(ctx, who, "bundle.save", resourceOf(station)); err != nil {
		return nil, nil, err
	}
	w := &formWriter{}
	w.line("subject", 0, "subject:")
	for _, member := range []struct{ name, text string }{
		{"id", station.Code}, {"name", station.Name}, {"kind", station.Kind}, {"level", station.Level}, {"region", station.Region}, {"uscc", station.USCC},
	} {
		if member.text != "" {
			w.value("subject."+member.name, 1, member.name, member.text)
		}
	}
	if station.Sample {
		w.value("subject.sample", 1, "sample", true)
	}
	w.value("reporting_date", 0, "reporting_date", form.ReportingDate)
	if len(form.Sources) > 0 {
		w.line("sources", 0, "sources:")
		for _, id := range slices.Sorted(maps.Keys(form.Sources)) {
			w.value("sources."+id, 1, id, form.Sources[id])
		}
	}
	w.facts(form, s.order(form))
	if err := s.keepFindings(ctx, who, stationID, form.Revision, w); err != nil {
		return nil, nil, err
	}
	return w.text.Bytes(), w.places, w.err
}

// order is the form's paths in the order of the schema, those it does not know last.
func (s *Service) order(form Form) []string {
	place := map[string]int{}
	for i, fact := range s.sets.Current().Schema().Facts() {
		place[fact.Path] = i + 1
	}
	paths := slices.Collect(maps.Keys(form.Facts))
	slices.SortFunc(paths, func(a, b string) int {
		x, y := place[a], place[b]
		switch {
		case x == 0 && y == 0, x == y:
			return strings.Compare(a, b)
		case x == 0:
			return 1
		case y == 0:
			return -1
		}
		return x - y
	})
	return paths
}

// keepFindings carries the station's own findings over from the revision the form was made on.
func (s *Service) keepFindings(ctx context.Context, who Actor, stationID string, number int, w *formWriter) error {
	if number == 0 {
		return nil
	}
	revision, err := s.Bundle(ctx, who, stationID, number)
	if err != nil {
		return err
	}
	var before struct {
		Findings []map[string]any `json:"findings"`
	}
	decoder := json.NewDecoder(bytes.NewReader(revision.Canonical))
	decoder.UseNumber()
	if err := decoder.Decode(&before); err != nil {
		return fmt.Errorf("read the canonical form: %w", err)
	}
	if len(before.Findings) == 0 {
		return nil
	}
	w.line("findings", 0, "findings:")
	for _, finding := range before.Findings {
		w.item("findings", finding)
	}
	return nil
}

// formWriter writes a bundle with one line a fact, so that a fault's line tells its fact.
type formWriter struct {
	text   bytes.Buffer
	places []string // of each line
	err    error
}

func (w *formWriter) line(place string, depth int, text string) {
	w.text.WriteString(strings.Repeat("  ", depth) + text + "\n")
	w.places = append(w.places, place)
}

// value writes a key and a value; JSON on one line is YAML.
func (w *formWriter) value(place string, depth int, key string, value any) {
	w.line(place, depth, w.json(key)+": "+w.json(value))
}

func (w *formWriter) item(place string, value any) { w.line(place, 1, "- "+w.json(value)) }

func (w *formWriter) json(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil && w.err == nil {
		w.err = fmt.Errorf("write a form: %w", err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// facts writes the evidence section by section.
func (w *formWriter) facts(form Form, paths []string) {
	w.line("evidence", 0, "evidence:")
	var open []string
	for _, path := range sectioned(paths) {
		parts := strings.Split(path, ".")
		folder, name := parts[:len(parts)-1], parts[len(parts)-1]
		for i := range folder {
			if i >= len(open) || open[i] != folder[i] {
				w.line(strings.Join(folder[:i+1], "."), i+1, w.json(folder[i])+":")
				open = append(open[:i:i], folder[i])
			}
		}
		open = folder
		value := form.Facts[path]
		if sources := form.Backing[path]; len(sources) > 0 {
			value = map[string]any{"value": value, "source": sources}
		}
		w.value(path, len(parts), name, value)
	}
	if len(paths) == 0 {
		w.places[len(w.places)-1] = "evidence"
		w.text.Truncate(w.text.Len() - 1)
		w.text.WriteString(" {}\n")
	}
}

// sectioned keeps the order of the first fact of each section and puts its other facts behind it.
func sectioned(paths []string) []string {
	first := map[string]int{}
	section := func(path string) string { return path[:max(0, strings.LastIndexByte(path, '.'))] }
	top := func(path string) string { head, _, _ := strings.Cut(path, "."); return head }
	for i, path := range paths {
		for _, key := range []string{top(path), section(path)} {
			if _, seen := first[key]; !seen {
				first[key] = i
			}
		}
	}
	sorted := slices.Clone(paths)
	slices.SortStableFunc(sorted, func(a, b string) int {
		if x, y := first[top(a)], first[top(b)]; x != y {
			return x - y
		}
		return first[section(a)] - first[section(b)]
	})
	return sorted
}

// atPlaces tells of each fault which fact of the form it concerns.
func atPlaces(err error, places []string) error {
	var problem *Problem
	if !errors.As(err, &problem) {
		return err
	}
	for i, fault := range problem.Faults {
		if fault.Field == "" && fault.Line > 0 && fault.Line <= len(places) {
			problem.Faults[i].Field = places[fault.Line-1]
			problem.Faults[i].Line, problem.Faults[i].Column = 0, 0
			problem.Faults[i].Words = yamltext.Fault{Found: fault.Found, Expected: fault.Expected, Fix: fault.Fix}.Words()
		}
	}
	return err
}

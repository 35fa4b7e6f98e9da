package casework

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/server/records"
	"zhanping/standards"
)

// sheetWriter writes items for people.
type sheetWriter struct {
	sets   *engine.Engine
	bundle *evidence.Bundle
	files  map[string]records.Attachment
	titles map[string]string // of checks
}

func (w sheetWriter) item(r assessment.ItemResult) VisitItem {
	item := r.Item
	out := VisitItem{
		ID: item.ID, Title: item.Title, Text: item.Text, Chapter: r.Chapter, Heading: r.ChapterTitle, Look: item.Rubric,
		Place: placeOf(item, r.Reads), Kind: string(item.Kind), Points: r.Max.String(), Scoring: report.ScoringWords(*item), Provenance: report.ProvenanceWords(item.Provenance),
		Draft: r.Draft, Absent: assessment.MayBeAbsent(item), Methods: []string{}, Deductions: []VisitDeduction{}, Shown: []VisitFact{},
		Check: VisitCheck{
			Outcome: string(r.Outcome), Certain: r.Points.Certain.String(), Possible: r.Points.Possible.String(),
			Observations: append([]string{}, r.Observations...), Shortfalls: []string{}, Missing: []string{}, Reason: r.Reason,
		},
	}
	for _, method := range item.Methods {
		out.Methods = append(out.Methods, string(method))
	}
	for _, short := range r.Shortfalls {
		out.Check.Shortfalls = append(out.Check.Shortfalls, short.Text)
	}
	for _, place := range r.Missing {
		out.Check.Missing = append(out.Check.Missing, w.sets.Schema().Title(place.Path))
	}
	if given := assessment.Discretion(item); given != nil {
		out.Discretion = &VisitRange{From: given.From.String(), To: given.To.String(), Steps: []string{}}
		for _, step := range given.Steps {
			out.Discretion.Steps = append(out.Discretion.Steps, step.String())
		}
	}
	for _, n := range assessment.Namables(item) {
		out.Deductions = append(out.Deductions, w.deduction(item, n))
	}
	for _, place := range r.Reads {
		out.Shown = append(out.Shown, w.fact(place.Path))
	}
	return out
}

// deduction names a kind of problem so that it can be tapped without knowing its code.
func (w sheetWriter) deduction(item *standards.Item, n assessment.Namable) VisitDeduction {
	out := VisitDeduction{Kind: n.Kind, Price: n.Price.String(), Whole: n.Whole, Unit: "处"}
	if n.Gap {
		out.Unit = "差"
	}
	words := "问题"
	if n.Kind != "" && !strings.Contains(n.Kind, "#") && w.titles[n.Kind] == "" {
		words = report.ShortfallWord(n.Kind)
	}
	if n.Part > 0 {
		words = fmt.Sprintf("第 %d 款 %s：%s", n.Part, w.about(item.Parts[n.Part-1]), words)
		words = strings.TrimSuffix(words, "：问题")
	} else if n.Whole {
		words = "不符合"
	}
	out.Words = words
	return out
}

// about is what a part looks at: the facts it reads, or what its check asks.
func (w sheetWriter) about(part standards.Part) string {
	var titles []string
	for _, paths := range part.Facts {
		for _, path := range paths {
			titles = append(titles, w.sets.Schema().Title(path))
		}
	}
	if len(titles) == 0 {
		return w.titles[part.Check]
	}
	slices.Sort(titles)
	return strings.Join(titles, "、")
}

func (w sheetWriter) fact(path string) VisitFact {
	out := VisitFact{Path: path, Title: w.sets.Schema().Title(path), Sources: []VisitSource{}}
	value := w.bundle.Value(path)
	if value == nil {
		return out
	}
	fact, _ := w.sets.Schema().Fact(path)
	out.Value = valueWords(value)
	if out.Value != "" && value.Kind == evidence.Number {
		out.Value += fact.Unit
	}
	for _, id := range value.Sources {
		source, known := w.bundle.Sources[id]
		if !known {
			continue
		}
		shown := VisitSource{Title: source.Title, Detail: joined(source.Number, source.Date, source.System, source.By)}
		if file, there := w.files[baseName(source.File)]; there && source.File != "" {
			shown.Attachment, shown.Type = file.ID, file.Type
		}
		out.Sources = append(out.Sources, shown)
	}
	return out
}

// valueWords is a value on one line.
func valueWords(v *evidence.Value) string {
	switch v.Kind {
	case evidence.Null:
		return ""
	case evidence.Bool:
		if v.Bool {
			return "是"
		}
		return "否"
	case evidence.Number, evidence.String:
		return v.Text
	case evidence.List:
		parts := make([]string, len(v.Items))
		for i, item := range v.Items {
			parts[i] = valueWords(item)
		}
		return strings.Join(parts, "、")
	case evidence.Object:
		parts := make([]string, 0, len(v.Fields))
		for _, name := range []string{"title", "number", "date"} {
			if field := v.Field(name); field != nil {
				parts = append(parts, valueWords(field))
			}
		}
		for _, field := range v.Fields {
			if field.Name != "title" && field.Name != "number" && field.Name != "date" && field.Value.Kind != evidence.Object {
				parts = append(parts, valueWords(field.Value))
			}
		}
		return joined(parts...)
	}
	return ""
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return p == "" }), " · ")
}

func baseName(file string) string { return file[strings.LastIndexByte(file, '/')+1:] }

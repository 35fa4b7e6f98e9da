package report

import (
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// documentOf is the tree of a set.
func documentOf(set Set) document {
	return document{
		Schema:   SchemaID,
		Zhanping: set.Version,
		AsOf:     set.AsOf,
		Summary:  each(set.Summary, summaryDoc),
		Reports:  each(set.Reports, reportDoc),
	}
}

func summaryDoc(s assessment.StandardSummary) docSummary {
	return docSummary{
		Standard: docSummaryStandard{s.Standard.ID, s.Standard.Edition, s.Standard.Title, s.Standard.Draft, overlayIDs(s.Standard)},
		Reports:  s.Reports,
		OutOf:    s.OutOf,
		Mean:     spanDoc(s.Mean),
		Grades: each(s.Grades, func(g assessment.GradeCount) docGradeCount {
			return docGradeCount{filled(g.Grade), g.N}
		}),
		Unsettled: s.Unsettled,
		Lost: each(s.Lost, func(l assessment.ItemLoss) docLoss {
			return docLoss{l.Item, l.Title, l.Reports, l.NotSatisfied, l.NoEvidence}
		}),
	}
}

func reportDoc(r *assessment.Report) docReport {
	s := r.Subject
	return docReport{
		Subject: docSubject{s.ID, s.Name, s.Kind, s.Level, s.Region, s.USCC, s.Sample},
		Bundle: docBundle{
			r.Bundle.File, r.Bundle.Digest, r.Bundle.DigestSM3, r.Bundle.ReportingDate,
			each(r.Members, func(m evidence.Member) docMember { return docMember(m) }),
		},
		Standard: standardPinDoc(r.Standard),
		Policies: docPin{r.Policies.Digest},
		OutOf:    r.OutOf,
		Total:    spanDoc(r.Total),
		Grade:    docGrade{filled(r.Grade.Certain), filled(r.Grade.Possible)},
		Chapters: each(r.Chapters, func(c assessment.ChapterResult) docChapter {
			return docChapter{c.ID, c.Title, c.OutOf, spanDoc(c.Total)}
		}),
		Items: itemDocs(r),
		Ledger: each(r.Ledger, func(e assessment.Entry) docEntry {
			return docEntry{filled(e.Item), e.Entry, e.Points, e.Text, filled(e.Chapter), e.Max, e.Rule}
		}),
		Gates: each(r.Gates, func(g assessment.Gate) docGate {
			return docGate{filled(g.Item), g.Rule, g.State, g.Text, filled(g.Chapter)}
		}),
		Counts:   countsDoc(r),
		Results:  each(r.MemberResults, resultDoc),
		BonusCap: r.BonusCap,
		Aside:    spanDoc(r.Aside),
		Grading: each(r.Grading, func(g assessment.GradeRule) docGradeRule {
			return docGradeRule{g.Grade, conditionsDoc(g)}
		}),
		Choose: string(r.Choose),
		Notes:  list(r.Notes),
	}
}

func standardPinDoc(pin assessment.StandardPin) docStandard {
	return docStandard{
		pin.ID, pin.Edition, pin.Title, pin.Digest, pin.Draft, pin.OutsideScope,
		each(pin.Overlays, func(o standards.OverlayPin) docOverlay { return docOverlay{o.ID, o.Issuer, o.Digest} }),
		each(pin.Scope, func(f assessment.ScopeFact) docScope { return docScope(f) }),
	}
}

func resultDoc(m assessment.MemberResult) docResult {
	return docResult{
		m.Fact, m.Title, m.Typed, standardPinDoc(m.Standard), m.Grade, m.Count(assessment.Held),
		each(m.Members, func(g assessment.MemberGrade) docMemberGrade {
			return docMemberGrade{g.ID, g.Name, g.Level, docGrade{filled(g.Grade.Certain), filled(g.Grade.Possible)}, g.State}
		}),
	}
}

func conditionsDoc(g assessment.GradeRule) docConditions {
	doc := docConditions{
		TotalAtLeast: g.Total, Gates: list(g.Gates), ChaptersAtLeast: g.Chapters,
		Certain: g.Certain, Possible: g.Possible, Conditions: list(g.Conditions), TotalBelow: g.Below,
		Failed: each(g.Failed, func(f assessment.FailedRule) docFailed {
			return docFailed{f.Classes, f.AtMost, list(f.Items), f.Certain, f.Possible}
		}),
		Any: each(g.Any, conditionsDoc),
	}
	if core := g.Core; core != nil {
		doc.Core = &docCore{
			Class: core.Class, AtLeast: core.AtLeast, Below: core.Below, Certain: core.Certain, Possible: core.Possible,
			Items: each(core.Items, func(c assessment.CoreItem) docCoreItem { return docCoreItem{c.Item, c.Line} }),
		}
	}
	return doc
}

func overlayIDs(pin assessment.StandardPin) []string {
	return each(pin.Overlays, func(o standards.OverlayPin) string { return o.ID })
}

// setBy is each overlay that changed or added an item, once.
func setBy(item standards.Item) []string {
	var ids []string
	for _, amendment := range item.Amended {
		if !slices.Contains(ids, amendment.Overlay) {
			ids = append(ids, amendment.Overlay)
		}
	}
	return ids
}

func itemDoc(item assessment.ItemResult) docItem {
	given := item.Item
	return docItem{
		ID:           given.ID,
		Title:        given.Title,
		Chapter:      item.Chapter,
		Kind:         given.Kind,
		Class:        given.Class,
		Check:        filled(strings.Join(checkNames(item), "+")),
		Outcome:      item.Outcome,
		Points:       docPoints{item.Points.Certain, item.Points.Possible, item.Max, item.Excluded},
		Observations: list(item.Observations),
		Shortfalls:   each(item.Shortfalls, shortfallDoc),
		Merits:       each(item.Merits, shortfallDoc),
		Missing:      each(item.Missing, func(p assessment.Place) string { return p.Path }),
		At: each(sortedPlaces(item), func(p assessment.Place) docPlace {
			return docPlace{p.Path, p.At.File, p.At.Line, p.At.Column, p.Present}
		}),
		Provenance:   provenanceOf(given.Provenance),
		Draft:        item.Draft,
		Text:         given.Text,
		Methods:      list(given.Methods),
		Evidence:     list(given.Evidence),
		Fix:          given.Fix,
		Reason:       item.Reason,
		Source:       filled(item.Source),
		CheckOutcome: filled(string(item.CheckOutcome)),
		Findings:     each(item.Findings, findingDoc),
		Effective:    periodDoc(given.Effective),
		SetBy:        setBy(*given),
	}
}

func shortfallDoc(s assessment.Shortfall) docShortfall {
	return docShortfall{s.Kind, s.Text, s.Count, s.Factors}
}

func findingDoc(f evidence.Finding) docFinding {
	return docFinding{
		Source: f.Source, Outcome: f.Outcome, Points: filled(f.Points),
		Shortfalls: each(f.Shortfalls, func(s evidence.FindingShortfall) docFindingShortfall {
			return docFindingShortfall{s.Kind, s.Count, s.Text}
		}),
		Reason: f.Reason, By: f.By, Date: f.Date, Until: f.Until,
		At: docPosition{f.At.File, f.At.Line, f.At.Column},
	}
}

func countsDoc(r *assessment.Report) docCounts {
	n := r.Counts
	return docCounts{
		Items:         len(r.Items),
		Satisfied:     n[assessment.Satisfied],
		NotSatisfied:  n[assessment.NotSatisfied],
		NoEvidence:    n[assessment.NoEvidence],
		NotApplicable: n[assessment.NotApplicable],
		NotChecked:    n[assessment.NotChecked],
		Waived:        n[assessment.Waived],
		Error:         n[assessment.Errored],
	}
}

// sortedPlaces is every place of an item in the order of the paths.
func sortedPlaces(item assessment.ItemResult) []assessment.Place {
	all := places(item)
	slices.SortStableFunc(all, func(a, b assessment.Place) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// checkNames is the checks of an item, each once, in the order of its parts.
func checkNames(item assessment.ItemResult) []string {
	var out []string
	for _, name := range item.Checks {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func spanDoc(iv *assessment.Interval) *docSpan {
	if iv == nil {
		return nil
	}
	return &docSpan{iv.Certain, iv.Possible}
}

// filled is nil for the empty text.
func filled(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// list is a slice that JSON writes as [] when it is empty.
func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

func each[T, U any](from []T, to func(T) U) []U {
	out := []U{}
	for _, t := range from {
		out = append(out, to(t))
	}
	return out
}

func provenanceOf(p standards.Provenance) docProvenance {
	return docProvenance{
		Topic: list(p.Topic), Threshold: p.Threshold, Clause: p.Clause,
		References: each(p.References, func(r standards.Reference) docReference {
			return docReference{ID: r.ID, Title: r.Title, Number: r.Number, Date: r.Date, Issuer: r.Issuer}
		}),
	}
}

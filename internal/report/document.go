package report

import (
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// SchemaID names the shape of the JSON and YAML reports; docs/report.schema.json is it.
const SchemaID = "https://zhanping.invalid/report.schema.json"

// document is the tree of the JSON and YAML reports: field names and order are a
// promise to other programs. Lists are never null.
type document struct {
	Schema   string      `json:"$schema"`
	Zhanping string      `json:"zhanping"`
	AsOf     string      `json:"as_of"`
	Reports  []docReport `json:"reports"`
}

type docReport struct {
	Subject  docSubject        `json:"subject"`
	Bundle   docBundle         `json:"bundle"`
	Standard docStandard       `json:"standard"`
	Policies docPin            `json:"policies"`
	OutOf    *standards.Points `json:"out_of"`
	Total    *docSpan          `json:"total"`
	Grade    docGrade          `json:"grade"`
	Chapters []docChapter      `json:"chapters"`
	Items    []docItem         `json:"items"`
	Ledger   []docEntry        `json:"ledger"`
	Gates    []docGate         `json:"gates"`
	Counts   docCounts         `json:"counts"`
	BonusCap *standards.Points `json:"bonus_cap"`
	Aside    *docSpan          `json:"bonus_shown,omitempty"`
	Grading  []docGradeRule    `json:"grading"`
	Notes    []string          `json:"notes"`
}

type docSubject struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Level  string `json:"level"`
	Region string `json:"region"`
	USCC   string `json:"uscc,omitempty"`
	Sample bool   `json:"sample"`
}

type docBundle struct {
	File          string `json:"file"`
	Digest        string `json:"digest"`
	DigestSM3     string `json:"digest_sm3"`
	ReportingDate string `json:"reporting_date"`
}

type docStandard struct {
	ID           string `json:"id"`
	Edition      string `json:"edition"`
	Title        string `json:"title"`
	Digest       string `json:"digest"`
	Draft        bool   `json:"draft"`
	OutsideScope string `json:"outside_scope,omitempty"`
}

type docPin struct {
	Digest string `json:"digest"`
}

type docSpan struct {
	Certain  standards.Points `json:"certain"`
	Possible standards.Points `json:"possible"`
}

type docGrade struct {
	Certain  *string `json:"certain"`
	Possible *string `json:"possible"`
}

type docChapter struct {
	ID    string            `json:"id"`
	Title string            `json:"title"`
	OutOf *standards.Points `json:"out_of"`
	Total *docSpan          `json:"total"`
}

type docItem struct {
	ID           string             `json:"id"`
	Title        string             `json:"title"`
	Chapter      string             `json:"chapter"`
	Kind         standards.Kind     `json:"kind"`
	Check        *string            `json:"check"`
	Outcome      assessment.Outcome `json:"outcome"`
	Points       docPoints          `json:"points"`
	Observations []string           `json:"observations"`
	Shortfalls   []docShortfall     `json:"shortfalls"`
	Merits       []docShortfall     `json:"merits,omitempty"`
	Missing      []string           `json:"missing"`
	At           []docPlace         `json:"at"`
	Provenance   docProvenance      `json:"provenance"`
	Draft        bool               `json:"draft"`
	Text         string             `json:"text"`
	Methods      []standards.Method `json:"methods"`
	Evidence     []string           `json:"evidence"`
	Fix          string             `json:"fix"`
	Reason       string             `json:"reason"`
	Source       *string            `json:"source"`
	CheckOutcome *string            `json:"check_outcome"`
	Findings     []docFinding       `json:"findings"`
}

type docPoints struct {
	Certain  standards.Points `json:"certain"`
	Possible standards.Points `json:"possible"`
	Max      standards.Points `json:"max"`
	Excluded standards.Points `json:"excluded"`
}

type docShortfall struct {
	Kind    string           `json:"kind"`
	Text    string           `json:"text"`
	Count   standards.Points `json:"count"`
	Factors []string         `json:"factors,omitempty"`
}

type docPlace struct {
	Path    string `json:"path"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Present bool   `json:"present"`
}

type docProvenance struct {
	Topic     []string `json:"topic"`
	Threshold string   `json:"threshold"`
	Clause    string   `json:"clause"`
}

type docFinding struct {
	Source     string                `json:"source"`
	Outcome    string                `json:"outcome"`
	Points     *string               `json:"points"`
	Shortfalls []docFindingShortfall `json:"shortfalls"`
	Reason     string                `json:"reason"`
	By         string                `json:"by"`
	Date       string                `json:"date"`
	Until      string                `json:"until"`
	At         docPosition           `json:"at"`
}

type docFindingShortfall struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Text  string `json:"text"`
}

type docPosition struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type docEntry struct {
	Item    *string              `json:"item"`
	Entry   assessment.EntryKind `json:"entry"`
	Points  standards.Points     `json:"points"`
	Text    string               `json:"text"`
	Chapter *string              `json:"chapter"`
	Max     standards.Points     `json:"max"`
	Rule    string               `json:"rule"`
}

type docGate struct {
	Item    *string              `json:"item"`
	Rule    string               `json:"rule"`
	State   assessment.GateState `json:"state"`
	Text    string               `json:"text"`
	Chapter *string              `json:"chapter"`
}

type docCounts struct {
	Items         int `json:"items"`
	Satisfied     int `json:"satisfied"`
	NotSatisfied  int `json:"not_satisfied"`
	NoEvidence    int `json:"no_evidence"`
	NotApplicable int `json:"not_applicable"`
	NotChecked    int `json:"not_checked"`
	Waived        int `json:"waived"`
	Error         int `json:"error"`
}

type docGradeRule struct {
	Grade           string            `json:"grade"`
	TotalAtLeast    *standards.Points `json:"total_at_least"`
	Gates           []string          `json:"gates"`
	ChaptersAtLeast *standards.Points `json:"chapters_at_least"`
	Certain         bool              `json:"certain"`
	Possible        bool              `json:"possible"`
	Conditions      []string          `json:"conditions"`
}

func documentOf(set Set) document {
	return document{
		Schema:   SchemaID,
		Zhanping: set.Version,
		AsOf:     set.AsOf,
		Reports:  each(set.Reports, reportDoc),
	}
}

func reportDoc(r *assessment.Report) docReport {
	s := r.Subject
	return docReport{
		Subject: docSubject{s.ID, s.Name, s.Kind, s.Level, s.Region, s.USCC, s.Sample},
		Bundle:  docBundle{r.Bundle.File, r.Bundle.Digest, r.Bundle.DigestSM3, r.Bundle.ReportingDate},
		Standard: docStandard{
			r.Standard.ID, r.Standard.Edition, r.Standard.Title, r.Standard.Digest,
			r.Standard.Draft, r.Standard.OutsideScope,
		},
		Policies: docPin{r.Policies.Digest},
		OutOf:    r.OutOf,
		Total:    spanDoc(r.Total),
		Grade:    docGrade{filled(r.Grade.Certain), filled(r.Grade.Possible)},
		Chapters: each(r.Chapters, func(c assessment.ChapterResult) docChapter {
			return docChapter{c.ID, c.Title, c.OutOf, spanDoc(c.Total)}
		}),
		Items: each(r.Items, itemDoc),
		Ledger: each(r.Ledger, func(e assessment.Entry) docEntry {
			return docEntry{filled(e.Item), e.Entry, e.Points, e.Text, filled(e.Chapter), e.Max, e.Rule}
		}),
		Gates: each(r.Gates, func(g assessment.Gate) docGate {
			return docGate{filled(g.Item), g.Rule, g.State, g.Text, filled(g.Chapter)}
		}),
		Counts:   countsDoc(r),
		BonusCap: r.BonusCap,
		Aside:    spanDoc(r.Aside),
		Grading: each(r.Grading, func(g assessment.GradeRule) docGradeRule {
			return docGradeRule{g.Grade, g.Total, list(g.Gates), g.Chapters, g.Certain, g.Possible, list(g.Conditions)}
		}),
		Notes: list(r.Notes),
	}
}

func itemDoc(item assessment.ItemResult) docItem {
	given := item.Item
	return docItem{
		ID:           given.ID,
		Title:        given.Title,
		Chapter:      item.Chapter,
		Kind:         given.Kind,
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
		Provenance:   docProvenance{list(given.Provenance.Topic), given.Provenance.Threshold, given.Provenance.Clause},
		Draft:        given.Provenance.Draft(),
		Text:         given.Text,
		Methods:      list(given.Methods),
		Evidence:     list(given.Evidence),
		Fix:          given.Fix,
		Reason:       item.Reason,
		Source:       filled(item.Source),
		CheckOutcome: filled(string(item.CheckOutcome)),
		Findings:     each(item.Findings, findingDoc),
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

func each[T, U any](from []T, make func(T) U) []U {
	out := []U{}
	for _, t := range from {
		out = append(out, make(t))
	}
	return out
}

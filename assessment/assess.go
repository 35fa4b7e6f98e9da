package assessment

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Pins is what a report records of its making besides the standard and the bundle,
// which carry their own digests.
type Pins struct {
	Policies     string // digest of the policies that judge
	OutsideScope string // why the subject is not one the standard is meant for; "" when it is
	Scope        []ScopeFact
}

// Assess gives the verdict on one bundle under one standard, as of a day (YYYY-MM-DD).
// The standard is the variant for the subject's level. The error is a yamltext.Faults
// for findings in the bundle that cannot be accepted, all of them at once, for figures of
// a day that has not come yet, and for a sheet of which nothing applies; any other error means that nothing was judged.
func Assess(
	ctx context.Context, std *standards.Standard, bundle *evidence.Bundle, judge Judge, asOf string, pins Pins,
) (*Report, error) {
	day, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		return nil, fmt.Errorf("as-of date %q: not YYYY-MM-DD: %w", asOf, err)
	}
	if err := CheckDay(bundle, asOf); err != nil {
		return nil, err
	}
	judged, err := judge.Judge(ctx, bundle, asOf)
	if err != nil {
		return nil, fmt.Errorf("judge %s: %w", std.Ref(), err)
	}
	report := &Report{
		Subject: bundle.Subject,
		Bundle: BundlePin{
			File: bundle.File, Digest: bundle.Digest, DigestSM3: bundle.DigestSM3, ReportingDate: bundle.ReportingDate,
		},
		Members: bundle.Members,
		Standard: StandardPin{
			ID: std.ID, Edition: std.Edition, Title: std.Title, Digest: std.Digest, Draft: std.Draft,
			Overlays: std.Overlays, OutsideScope: pins.OutsideScope, Scope: pins.Scope,
		},
		Policies: Pin{Digest: pins.Policies},
		AsOf:     asOf,
		Notes:    notes(bundle, day),
	}
	findings, faults := findingsOf(std, bundle)
	items := 0
	for _, chapter := range std.Chapters {
		items += len(chapter.Items)
	}
	report.Items = make([]ItemResult, 0, items)
	rows := make([]placed, 0, items)
	for c, chapter := range std.Chapters {
		for i := range chapter.Items {
			item := &chapter.Items[i]
			got, found := judged[item.ID]
			s := settleItem(item, combine(item, got, found), findings[item.ID], period{bundle.ReportingDate, asOf})
			faults = append(faults, s.faults...)
			report.Notes = append(report.Notes, s.notes...)
			for _, r := range s.rows {
				rows = append(rows, placed{scored: r, item: len(report.Items), chapter: c, kind: item.Kind})
			}
			result := s.result(bundle, chapter)
			result.Draft = std.Draft || s.item.Provenance.Draft()
			report.Items = append(report.Items, result)
		}
	}
	for _, chapter := range std.Announced {
		for i := range chapter.Items {
			item := &chapter.Items[i]
			result, found := announced(item, chapter, judged, findings[item.ID], bundle, asOf)
			faults = append(faults, found...)
			result.Draft = std.Draft || item.Provenance.Draft()
			report.Announced = append(report.Announced, result)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	report.Counts = count(report.Items)
	if err := report.sum(std, rows); err != nil {
		return nil, err
	}
	if err := report.tellAbsence(std, rows); err != nil {
		return nil, err
	}
	return report, nil
}

// settledItem is one item with the word that stands and its points.
type settledItem struct {
	item     *standards.Item
	checked  decision
	stands   decision
	source   string
	findings []evidence.Finding
	rows     []scored
	faults   yamltext.Faults
	notes    []string

	overruled string // what the checks had decided, where a person's word goes against it
}

// settleItem examines people's findings on an item, finds whose word stands and prices it.
func settleItem(item *standards.Item, checked decision, findings []evidence.Finding, days period) settledItem {
	s := settledItem{item: item, checked: checked, stands: checked, findings: findings}
	for _, f := range findings {
		_, faults := examine(item, checked, f)
		s.faults = append(s.faults, faults...)
	}
	if len(s.faults) > 0 {
		return s
	}
	var word *evidence.Finding
	word, s.notes = standing(findings, days)
	switch {
	case word != nil:
		points, _ := examine(item, checked, *word)
		s.stands, s.source = overrule(item, checked, *word, points), word.Source
		s.overruled = said(item, checked, s.stands)
	case checked.outcome == Satisfied || checked.outcome == NotSatisfied || checked.outcome == NotApplicable:
		s.source = SourceCheck
	}
	s.rows = rowsScored(item, s.stands)
	if s.overruled != "" {
		s.remember(word.Reason)
	}
	return s
}

// result is the item as the report tells it.
func (s settledItem) result(bundle *evidence.Bundle, chapter standards.Chapter) ItemResult {
	result := ItemResult{
		Item: s.item, Chapter: chapter.ID, ChapterTitle: chapter.Title,
		Checks:       checksOf(s.item),
		Outcome:      s.stands.outcome,
		Max:          s.item.Points,
		Observations: s.stands.observations,
		Reads:        places(bundle, s.stands.reads),
		Reason:       s.stands.reason,
		Source:       s.source,
		Findings:     s.findings,
		CheckOutcome: s.checked.outcome,
	}
	// What a person has decided no longer waits for evidence.
	if s.source == "" || s.source == SourceCheck {
		result.Missing = places(bundle, s.stands.missing)
	}
	for _, r := range s.stands.rows {
		result.Shortfalls = append(result.Shortfalls, r.shortfalls...)
		result.Merits = append(result.Merits, r.merits...)
	}
	for _, r := range s.rows {
		result.Points.Certain = result.Points.Certain.Add(r.interval.Certain)
		result.Points.Possible = result.Points.Possible.Add(r.interval.Possible)
		if r.excluded {
			result.Excluded = result.Excluded.Add(r.max)
		}
	}
	return result
}

func checksOf(item *standards.Item) []string {
	var checks []string
	seen := map[string]bool{}
	for _, part := range item.Parts {
		if !seen[part.Check] {
			seen[part.Check] = true
			checks = append(checks, part.Check)
		}
	}
	return checks
}

func places(bundle *evidence.Bundle, paths []string) []Place {
	out := make([]Place, 0, len(paths))
	for _, path := range paths {
		at, present := bundle.Place(path)
		out = append(out, Place{Path: path, At: at, Present: present})
	}
	return out
}

// count counts the outcomes; every outcome has an entry.
func count(items []ItemResult) map[Outcome]int {
	counts := make(map[Outcome]int, len(Outcomes))
	for _, outcome := range Outcomes {
		counts[outcome] = 0
	}
	for _, item := range items {
		counts[item.Outcome]++
	}
	return counts
}

// notes is what the reader must know about the bundle and its day.
func notes(bundle *evidence.Bundle, day time.Time) []string {
	var out []string
	asOf := day.Format(time.DateOnly)
	if reported, err := time.Parse(time.DateOnly, bundle.ReportingDate); err == nil && reported.Before(day.AddDate(-1, 0, 0)) {
		out = append(out, fmt.Sprintf("统计截止日 %s 距评定基准日 %s 已超过 12 个月，数据可能过时", bundle.ReportingDate, asOf))
	}
	for _, id := range slices.Sorted(maps.Keys(bundle.Sources)) {
		if date := bundle.Sources[id].Date; date > asOf {
			out = append(out, fmt.Sprintf("依据 %s 的日期 %s 晚于评定基准日 %s，请核对", id, date, asOf))
		}
	}
	return out
}

// CheckDay refuses, as a yamltext.Faults, a bundle whose figures are counted to a day
// after the one on which they are to be judged.
func CheckDay(bundle *evidence.Bundle, asOf string) error {
	if bundle.ReportingDate <= asOf {
		return nil
	}
	at := bundle.ReportingAt
	if at.File == "" {
		at.File = bundle.File
	}
	return yamltext.Faults{{
		At: at, Code: "reported_later",
		Found:    "统计截止日 " + bundle.ReportingDate + " 晚于评定基准日 " + asOf,
		Expected: "不晚于评定基准日的日期",
		Fix:      "核对统计截止日，或用 --as-of 指定评定日期",
	}}.Err()
}

package assessment_test

import (
	"context"
	"testing"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

const asOf = "2026-07-01"

// judge answers what it is told, as the engine would.
type judge map[string]assessment.ItemFindings

func (j judge) Judge(context.Context, *evidence.Bundle, string) (map[string]assessment.ItemFindings, error) {
	return j, nil
}

func pts(text string) standards.Points { return standards.MustPoints(text) }

func ptr(text string) *standards.Points {
	p := pts(text)
	return &p
}

// sheet is a standard of one chapter whose points are those of its scored items.
func sheet(items ...standards.Item) *standards.Standard {
	var total standards.Points
	for _, item := range items {
		if item.Kind == standards.KindScored {
			total = total.Add(item.Points)
		}
	}
	chapter := total
	return &standards.Standard{
		ID: "demo", Edition: "1", Title: "示例标准", OutOf: &total,
		Rounding: standards.Rounding{Mode: standards.RoundExact},
		Absence:  standards.Absence{Rebase: standards.RebaseSheet},
		Chapters: []standards.Chapter{{ID: "A", Title: "第一章", Points: &chapter, Items: items}},
	}
}

// scoredItem is an item decided by one check.
func scoredItem(id, points string, scoring standards.Scoring) standards.Item {
	return standards.Item{
		ID: id, Title: "条目" + id, Kind: standards.KindScored, Points: pts(points), Scoring: scoring,
		Parts: []standards.Part{{Check: "check_" + id}}, Absence: standards.AbsenceExclude,
	}
}

func as(item standards.Item, kind standards.Kind) standards.Item {
	item.Kind = kind
	return item
}

// inspected is an item that only an inspector decides.
func inspected(id, points string, scoring standards.Scoring) standards.Item {
	item := scoredItem(id, points, scoring)
	item.Parts = nil
	return item
}

func bundleOf(findings ...evidence.Finding) *evidence.Bundle {
	return &evidence.Bundle{
		Subject:       evidence.Subject{ID: "sample", Name: "示例站", Kind: "station", Level: "town"},
		ReportingDate: "2026-06-30",
		File:          "bundle.yaml",
		Findings:      findings,
		Facts: &evidence.Value{
			Kind: evidence.Object, At: yamltext.Position{File: "bundle.yaml", Line: 9, Column: 3},
			Fields: []evidence.Field{{Name: "premises", Value: &evidence.Value{
				Kind: evidence.Object, At: yamltext.Position{File: "bundle.yaml", Line: 10, Column: 5},
				Fields: []evidence.Field{{Name: "area_sqm", Value: &evidence.Value{
					Kind: evidence.Number, Text: "92", At: yamltext.Position{File: "bundle.yaml", Line: 10, Column: 15},
				}}},
			}}},
		},
	}
}

// word is a finding of an inspector on site.
func word(item string, outcome assessment.Outcome) evidence.Finding {
	return evidence.Finding{
		Standard: "demo", Item: item, Source: "on_site", Outcome: string(outcome), By: "核查员甲", Date: "2026-06-20",
		At: yamltext.Position{File: "bundle.yaml", Line: 30, Column: 5},
	}
}

// one is the judge's answer for an item of a single part.
func one(part assessment.PartFinding) assessment.ItemFindings {
	return assessment.ItemFindings{Parts: []assessment.PartFinding{part}}
}

func met() assessment.PartFinding { return assessment.PartFinding{Outcome: assessment.Satisfied} }

func unknown(paths ...string) assessment.PartFinding {
	return assessment.PartFinding{Outcome: assessment.NoEvidence, Missing: paths, Reads: paths}
}

func absent(why string) assessment.PartFinding {
	return assessment.PartFinding{Outcome: assessment.NotApplicable, Inapplicable: []string{why}}
}

func lacks(shortfalls ...assessment.Shortfall) assessment.PartFinding {
	return assessment.PartFinding{Outcome: assessment.NotSatisfied, Shortfalls: shortfalls}
}

func short(kind, count, text string) assessment.Shortfall {
	return assessment.Shortfall{Kind: kind, Count: pts(count), Text: text}
}

func measured(part assessment.PartFinding, value, target string) assessment.PartFinding {
	part.Measure = &assessment.Measure{Value: pts(value), Target: pts(target)}
	return part
}

func assess(t *testing.T, std *standards.Standard, j judge, findings ...evidence.Finding) *assessment.Report {
	t.Helper()
	report, err := assessment.Assess(t.Context(), std, bundleOf(findings...), j, asOf, assessment.Pins{})
	if err != nil {
		t.Fatalf("Assess: %v", err)
	}
	return report
}

func span(i assessment.Interval) string { return i.Certain.String() + ".." + i.Possible.String() }

// lines is the ledger as "kind points" for comparing.
func lines(entries []assessment.Entry) []string {
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = string(e.Entry) + " " + e.Points.String()
	}
	return out
}

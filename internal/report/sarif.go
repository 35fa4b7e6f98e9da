package report

import (
	"io"
	"net/url"
	"path"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

const sarifLanguage = "zh-CN"

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// The part of SARIF 2.1.0 that an assessment needs.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool       `json:"tool"`
		Automation sarifAutomation `json:"automationDetails"`
		Language   string          `json:"language"`
		ColumnKind string          `json:"columnKind"`
		Newlines   []string        `json:"newlineSequences"`
		Results    []sarifResult   `json:"results"`
		Properties map[string]any  `json:"properties"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name     string      `json:"name"`
		Version  string      `json:"version,omitempty"`
		Language string      `json:"language"`
		Rules    []sarifRule `json:"rules"`
	}
	sarifAutomation struct {
		ID string `json:"id"`
	}
	sarifRule struct {
		ID         string         `json:"id"`
		Short      sarifText      `json:"shortDescription"`
		Full       *sarifText     `json:"fullDescription,omitempty"`
		Help       *sarifText     `json:"help,omitempty"`
		Default    sarifDefault   `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   map[string]any    `json:"properties"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

// writeSARIF writes one run for each report: its items as rules, and as results those
// that fall short, lack evidence or could not be judged.
func writeSARIF(w io.Writer, set Set) error {
	text, err := jsonText(sarifLog{
		Schema:  sarifSchema,
		Version: "2.1.0",
		Runs:    each(set.Reports, set.sarifRun),
	}, "")
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

func (s Set) sarifRun(r *assessment.Report) sarifRun {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "zhanping", Version: oneLine(s.Version), Language: sarifLanguage, Rules: each(r.Items, sarifRuleOf)}},
		Automation: sarifAutomation{oneLine(r.Standard.ID + "@" + r.Standard.Edition + "/" + r.Subject.ID)},
		Language:   sarifLanguage,
		ColumnKind: "unicodeCodePoints",
		Newlines:   []string{"\r\n", "\n"},
		Results:    []sarifResult{},
		Properties: map[string]any{
			"asOf": r.AsOf, "summary": countLine(r), "subject": oneLine(r.Subject.Name),
			"standard": oneLine(r.Standard.Title), "draft": isDraft(r), "bundleDigest": r.Bundle.Digest,
		},
	}
	for i, item := range r.Items {
		if level := sarifLevel(item); level != "none" {
			run.Results = append(run.Results, s.sarifResult(r, item, i, level))
		}
	}
	return run
}

func sarifRuleOf(item assessment.ItemResult) sarifRule {
	given := item.Item
	properties := map[string]any{
		"kind": given.Kind, "chapter": oneLine(item.ChapterTitle), "points": item.Max.String(),
		"provenance": ProvenanceWords(given.Provenance), "tags": []string{KindWord(given.Kind)},
	}
	if item.Draft {
		properties["tags"] = []string{KindWord(given.Kind), draftBadge}
	}
	return sarifRule{
		ID: oneLine(given.ID), Short: sarifText{oneLine(given.Title)},
		Full: sarifOptional(given.Text), Help: sarifOptional(given.Fix),
		Default: sarifDefault{levelOfKind(given.Kind)}, Properties: properties,
	}
}

func (s Set) sarifResult(r *assessment.Report, item assessment.ItemResult, rule int, level string) sarifResult {
	reasons := strings.Join(s.reasons(item), "；")
	return sarifResult{
		RuleID: oneLine(item.Item.ID), RuleIndex: rule, Level: level,
		Message:   sarifText{OutcomeWord(item.Outcome) + "：" + joinFilled("。", itemName(item), reasons)},
		Locations: sarifLocations(r, item),
		Fingerprints: map[string]string{
			"zhanping/v1": oneLine(r.Standard.ID + "/" + r.Subject.ID + "/" + item.Item.ID + "/" + string(item.Outcome)),
		},
		Properties: map[string]any{
			"outcome": item.Outcome, "pointsCertain": item.Points.Certain.String(),
			"pointsPossible": item.Points.Possible.String(), "pointsMax": item.Max.String(),
		},
	}
}

// sarifLevel is how loud an item is; "none" for one that is no finding.
func sarifLevel(item assessment.ItemResult) string {
	switch item.Outcome {
	case assessment.NotSatisfied:
		return levelOfKind(item.Item.Kind)
	case assessment.NoEvidence:
		return "note"
	case assessment.Errored:
		return "error"
	case assessment.Satisfied, assessment.NotApplicable, assessment.NotChecked, assessment.Waived:
	}
	return "none"
}

func levelOfKind(kind standards.Kind) string {
	switch kind {
	case standards.KindRequired:
		return "error"
	case standards.KindScored, standards.KindDeduction:
		return "warning"
	case standards.KindBonus:
	}
	return "note"
}

// sarifLocations is the places of an item, or the bundle where it read none.
func sarifLocations(r *assessment.Report, item assessment.ItemResult) []sarifLocation {
	locations := []sarifLocation{}
	for _, place := range shownPlaces(item) {
		if place.At.File == "" {
			continue
		}
		location := sarifLocation{sarifPhysical{Artifact: sarifArtifact{fileURI(place.At.File)}}}
		if place.At.Line > 0 {
			location.Physical.Region = &sarifRegion{place.At.Line, max(place.At.Column, 0)}
		}
		locations = append(locations, location)
	}
	if len(locations) == 0 && r.Bundle.File != "" {
		locations = append(locations, sarifLocation{sarifPhysical{Artifact: sarifArtifact{fileURI(r.Bundle.File)}}})
	}
	return locations
}

// fileURI is a file as a URI reference: forward slashes, everything else percent-encoded.
func fileURI(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	if len(file) > 2 && file[1:3] == ":/" {
		file = "/" + file
	}
	if path.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: path.Clean(file)}).String()
}

func sarifOptional(text string) *sarifText {
	if text == "" {
		return nil
	}
	return &sarifText{visible(text)}
}

package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"zhanping/assessment"
)

// The JUnit dialect that both known schemas accept: every suite has its properties
// first and its output last, and every attribute is one that both know.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Name       string          `xml:"name,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string       `xml:"name,attr"`
		Classname string       `xml:"classname,attr"`
		Time      string       `xml:"time,attr"`
		Skipped   *junitReason `xml:"skipped"`
		Error     *junitReason `xml:"error"`
		Failure   *junitReason `xml:"failure"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"` // not on a skipped case
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes one suite for each chapter of each report and one case for each
// item. Nothing takes time, and nothing ran anywhere.
func writeJUnit(w io.Writer, set Set) error {
	var all junitSuites
	for _, r := range set.Reports {
		for _, chapter := range r.Chapters {
			suite := set.junitSuite(r, chapter)
			suite.ID = len(all.Suites)
			all.Suites = append(all.Suites, suite)
		}
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

func (s Set) junitSuite(r *assessment.Report, chapter assessment.ChapterResult) junitSuite {
	suite := junitSuite{
		Package:    oneLine(r.Standard.ID + "." + r.Subject.ID),
		Name:       oneLine(chapter.ID + " " + chapter.Title),
		Timestamp:  r.AsOf + "T00:00:00",
		Hostname:   "localhost",
		Time:       "0",
		Properties: junitProperties(r, chapter),
	}
	for _, item := range chapterItems(r, chapter.ID) {
		suite.add(s.junitCase(r, item))
	}
	return suite
}

func (suite *junitSuite) add(c junitCase) {
	suite.Tests++
	switch {
	case c.Failure != nil:
		suite.Failures++
	case c.Error != nil:
		suite.Errors++
	case c.Skipped != nil:
		suite.Skipped++
	}
	suite.Cases = append(suite.Cases, c)
}

func junitProperties(r *assessment.Report, chapter assessment.ChapterResult) []junitProperty {
	properties := []junitProperty{
		{"subject", oneLine(r.Subject.Name)},
		{"standard", oneLine(r.Standard.Title + " " + r.Standard.ID + "@" + r.Standard.Edition)},
		{"as_of", oneLine(r.AsOf)},
		{"result", resultWords(r)},
	}
	if isDraft(r) {
		properties = append(properties, junitProperty{"draft", draftBadge})
	}
	if chapter.Total != nil {
		properties = append(properties, junitProperty{"chapter_points", showSpan(*chapter.Total)})
	}
	return properties
}

func (s Set) junitCase(r *assessment.Report, item assessment.ItemResult) junitCase {
	c := junitCase{
		Name:      itemName(item),
		Classname: oneLine(r.Standard.ID + "." + r.Subject.ID + "." + item.Chapter),
		Time:      "0",
	}
	reason := &junitReason{
		Message: OutcomeWord(item.Outcome) + "：" + joinFilled("；", s.reasons(item)...),
		Type:    string(item.Outcome),
		Text:    strings.Join(positions(item), "\n"),
	}
	switch item.Outcome {
	case assessment.NotSatisfied:
		c.Failure = reason
	case assessment.Errored:
		c.Error = reason
	case assessment.NoEvidence, assessment.NotApplicable, assessment.NotChecked, assessment.Waived:
		reason.Type = ""
		c.Skipped = reason
	case assessment.Satisfied:
	}
	return c
}

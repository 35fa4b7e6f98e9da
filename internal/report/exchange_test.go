package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"zhanping/internal/report"
	"zhanping/internal/yamltext"
)

func sarifOf(t *testing.T, set report.Set) *sarif.Report {
	t.Helper()
	var log sarif.Report
	decoder := json.NewDecoder(bytes.NewReader(written(t, "sarif", set)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&log); err != nil {
		t.Fatal(err)
	}
	return &log
}

func TestSARIFKeepsTheOfficialSchema(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]report.Set{
		"no report": setOf(), "two reports": setOf(town(), village()), "texts that want to harm": setOf(hostile()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sarifOf(t, set) // knows every field
			log, err := sarif.FromBytes(written(t, "sarif", set))
			if err != nil {
				t.Fatal(err)
			}
			if err := log.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSARIFResults(t *testing.T) {
	t.Parallel()
	run := sarifOf(t, setOf(town())).Runs[0]
	var got []string
	for _, result := range run.Results {
		rule := run.Tool.Driver.Rules[result.RuleIndex]
		if *rule.ID != *result.RuleID {
			t.Errorf("%s points to the rule %s", *result.RuleID, *rule.ID)
		}
		region := result.Locations[0].PhysicalLocation.Region
		got = append(got, fmt.Sprintf("%s %s %d:%d", *result.RuleID, result.Level, *region.StartLine, *region.StartColumn))
	}
	want := []string{
		"A02 warning 30:5", "B07 error 41:5", "B06 warning 50:5", "E05 note 80:3", "E03 warning 90:5", "L02 error 99:5",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSARIFNamesFilesByURI(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"示例/a b.yaml":      "%E7%A4%BA%E4%BE%8B/a%20b.yaml",
		`dir\bundle.yaml`:  "dir/bundle.yaml",
		"/srv/b.yaml":      "file:///srv/b.yaml",
		`C:\站\b.yaml`:      "file:///C:/%E7%AB%99/b.yaml",
		"a:b.yaml":         "./a:b.yaml",
		"./x/../b#1?.yaml": "b%231%3F.yaml",
	} {
		r := village()
		r.Items[1].Missing[0].At = yamltext.Position{File: file, Line: 1, Column: 1}
		run := sarifOf(t, setOf(r)).Runs[0]
		got := *run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI
		if got != want {
			t.Errorf("%s became %s, want %s", file, got, want)
		}
		if _, err := url.Parse(got); err != nil {
			t.Error(err)
		}
	}
}

// junitShape is what both JUnit schemas in use allow: the children of an element in
// their order, the attributes that must be there and those that may.
var junitShape = map[string]struct {
	children  []string
	required  []string
	optional  []string
	mayRepeat []string
}{
	"testsuites": {children: []string{"testsuite"}, mayRepeat: []string{"testsuite"}},
	"testsuite": {
		children:  []string{"properties", "testcase", "system-out", "system-err"},
		required:  []string{"package", "id", "name", "timestamp", "hostname", "tests", "failures", "errors", "time"},
		optional:  []string{"skipped"},
		mayRepeat: []string{"testcase"},
	},
	"properties": {children: []string{"property"}, mayRepeat: []string{"property"}},
	"property":   {required: []string{"name", "value"}},
	"testcase":   {children: []string{"skipped", "error", "failure"}, required: []string{"name", "classname", "time"}},
	"skipped":    {optional: []string{"message"}},
	"error":      {required: []string{"type"}, optional: []string{"message"}},
	"failure":    {required: []string{"type"}, optional: []string{"message"}},
	"system-out": {},
	"system-err": {},
}

type xmlNode struct {
	name     string
	attr     map[string]string
	children []*xmlNode
}

func xmlTree(t *testing.T, text []byte) *xmlNode {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(text))
	root := &xmlNode{}
	open := []*xmlNode{root}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return root.children[0]
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			node := &xmlNode{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				node.attr[a.Name.Local] = a.Value
			}
			parent := open[len(open)-1]
			parent.children = append(parent.children, node)
			open = append(open, node)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

func checkShape(t *testing.T, node *xmlNode) {
	t.Helper()
	shape, known := junitShape[node.name]
	if !known {
		t.Errorf("unknown element %s", node.name)
		return
	}
	for _, name := range shape.required {
		if node.attr[name] == "" {
			t.Errorf("%s lacks %s", node.name, name)
		}
	}
	for name := range node.attr {
		if !slices.Contains(shape.required, name) && !slices.Contains(shape.optional, name) {
			t.Errorf("%s has the attribute %s", node.name, name)
		}
	}
	at := 0
	for i, child := range node.children {
		place := slices.Index(shape.children, child.name)
		again := i > 0 && node.children[i-1].name == child.name && !slices.Contains(shape.mayRepeat, child.name)
		if place < at || again {
			t.Errorf("%s stands at the wrong place in %s", child.name, node.name)
		}
		at = max(at, place)
		checkShape(t, child)
	}
}

func TestJUnitHasTheShapeThatReadersKnow(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]report.Set{
		"no report": setOf(), "two reports": setOf(town(), village()), "texts that want to harm": setOf(hostile()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := xmlTree(t, written(t, "junit", set))
			if root.name != "testsuites" {
				t.Fatalf("the root is %s", root.name)
			}
			checkShape(t, root)
			for i, suite := range root.children {
				checkSuite(t, suite, i)
			}
		})
	}
}

// checkSuite counts the cases of a suite against its attributes.
func checkSuite(t *testing.T, suite *xmlNode, id int) {
	t.Helper()
	counts := map[string]int{}
	for _, child := range suite.children {
		if child.name != "testcase" {
			continue
		}
		counts["tests"]++
		if len(child.children) > 1 {
			t.Errorf("%s has two results", child.attr["name"])
		}
		for _, result := range child.children {
			counts[result.name]++
		}
	}
	want := map[string]int{
		"id": id, "tests": counts["tests"], "failures": counts["failure"], "errors": counts["error"], "skipped": counts["skipped"],
	}
	for name, n := range want {
		if suite.attr[name] != strconv.Itoa(n) {
			t.Errorf("%s: %s is %s, want %d", suite.attr["name"], name, suite.attr[name], n)
		}
	}
	if !strings.HasSuffix(suite.attr["timestamp"], "T00:00:00") {
		t.Errorf("timestamp %s", suite.attr["timestamp"])
	}
}

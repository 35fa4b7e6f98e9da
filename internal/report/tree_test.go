package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"zhanping/assessment"
	"zhanping/internal/report"
	"zhanping/standards"
)

func publishedSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(report.SchemaID, tree); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(report.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func treeOf(t *testing.T, text []byte) any {
	t.Helper()
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestTheTreeKeepsThePublishedSchema(t *testing.T) {
	t.Parallel()
	schema := publishedSchema(t)
	for name, set := range map[string]report.Set{
		"no report":               setOf(),
		"with points":             setOf(town()),
		"without points":          setOf(village()),
		"texts that want to harm": setOf(hostile()),
		"a county":                summed(setOf(town(), village(), hostile())),
		"a county of stations":    setOf(county()),
		"numbers of items":        setOf(classed()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := schema.Validate(treeOf(t, written(t, "json", set))); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestThePublishedSchemaIsStrict(t *testing.T) {
	t.Parallel()
	schema := publishedSchema(t)
	text := string(written(t, "json", setOf(town())))
	for name, change := range map[string][2]string{
		"a total as a number":   {`"certain": "335/52"`, `"certain": 6.44`},
		"an unknown outcome":    {`"outcome": "satisfied"`, `"outcome": "pass"`},
		"an unknown field":      {`"as_of":`, `"today": "2026-11-21", "as_of":`},
		"a field that is gone":  {`"ledger":`, `"lines":`},
		"an unknown gate state": {`"state": "broken"`, `"state": "bad"`},
		"an exponent":           {`"points": "-0.5"`, `"points": "-5e-1"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(text, change[0], change[1], 1)
			if changed == text {
				t.Fatalf("the report does not contain %s", change[0])
			}
			if err := schema.Validate(treeOf(t, []byte(changed))); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestYAMLIsTheSameTree(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]report.Set{
		"samples": setOf(town(), village()), "texts that want to harm": setOf(hostile()), "no report": setOf(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fromYAML, fromJSON any
			if err := yaml.Unmarshal(written(t, "yaml", set), &fromYAML); err != nil {
				t.Fatal(err)
			}
			if err := yaml.Unmarshal(written(t, "json", set), &fromJSON); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fromJSON, fromYAML); diff != "" {
				t.Errorf("(-json +yaml):\n%s", diff)
			}
		})
	}
}

func TestJSONKeepsEveryTextExactly(t *testing.T) {
	t.Parallel()
	r := town()
	r.Subject.Name = "镇\x1b[31m\u009b\u202e\u007f<&>\u2028\"末"
	var tree struct {
		Reports []struct {
			Subject struct{ Name string }
		}
	}
	if err := json.Unmarshal(written(t, "json", setOf(r)), &tree); err != nil {
		t.Fatal(err)
	}
	if got := tree.Reports[0].Subject.Name; got != r.Subject.Name {
		t.Errorf("got %q, want %q", got, r.Subject.Name)
	}
}

func TestTheLedgerOfTheTreeAddsUpToTheTotal(t *testing.T) {
	t.Parallel()
	var tree struct {
		Reports []struct {
			Total  struct{ Certain standards.Points }
			Ledger []struct{ Points standards.Points }
		}
	}
	if err := json.Unmarshal(written(t, "json", setOf(town())), &tree); err != nil {
		t.Fatal(err)
	}
	var sum standards.Points
	for _, line := range tree.Reports[0].Ledger {
		sum = sum.Add(line.Points)
	}
	if want := tree.Reports[0].Total.Certain; !sum.Equal(want) {
		t.Errorf("ledger adds up to %s, total is %s", sum, want)
	}
}

func TestEveryOutcomeHasItsOwnWord(t *testing.T) {
	t.Parallel()
	words := map[string]assessment.Outcome{}
	for _, outcome := range assessment.Outcomes {
		word := report.OutcomeWord(outcome)
		if word == string(outcome) {
			t.Errorf("%s has no word", outcome)
		}
		if other, taken := words[word]; taken {
			t.Errorf("%s and %s are both %s", outcome, other, word)
		}
		words[word] = outcome
	}
}

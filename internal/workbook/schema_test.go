package workbook

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
)

// described is what the schema says of a part of a bundle.
type described struct {
	Title      string               `json:"title"`
	Type       string               `json:"type"`
	Format     string               `json:"format"`
	Enum       []string             `json:"enum"`
	EnumTitles []string             `json:"x-enum-titles"`
	Properties map[string]described `json:"properties"`
}

// The schema is read as a file here, since package evidence shows facts alone.
func TestThePartsThatAreNoFactsAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../evidence/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		described
		Defs map[string]described `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	subject := schema.Properties["subject"].Properties
	subject[reportingDate] = schema.Properties[reportingDate]
	for name, test := range map[string]struct {
		fields []field
		schema map[string]described
	}{
		"subject":  {subjectFields, subject},
		"source":   {sourceFields, schema.Defs["source"].Properties},
		"document": {documentFields, schema.Defs["document"].Properties},
		"photo":    {photoFields, schema.Defs["photo"].Properties},
	} {
		want := map[string]described{}
		for _, f := range test.fields {
			d := described{Title: f.title, Type: "string"}
			switch f.kind {
			case "date":
				d.Format = "date"
			case "boolean":
				d.Type = "boolean"
			}
			for _, c := range f.choices {
				d.Enum, d.EnumTitles = append(d.Enum, c.value), append(d.EnumTitles, c.word)
			}
			want[f.name] = d
		}
		for key, d := range test.schema {
			if d.Format != "date" {
				d.Format = ""
			}
			test.schema[key] = d
		}
		if diff := cmp.Diff(test.schema, want); diff != "" {
			t.Errorf("%s (-schema +workbook):\n%s", name, diff)
		}
	}
}

// Rows are found by what people see when the hidden paths are gone, so no title may stand
// for two things.
func TestEveryTitleNamesOneThing(t *testing.T) {
	t.Parallel()
	r := newReader(ReadOptions{Schema: evidence.DefaultSchema()})
	var sections []string
	for _, section := range r.schema.Sections() {
		part := squeeze(partTitle(section))
		if slices.Contains(sections, part) {
			t.Errorf("two sections are called %s", part)
		}
		sections = append(sections, part)
	}
	for _, section := range r.schema.Sections() {
		for _, f := range section.Facts {
			if slices.Contains(sections, squeeze(f.Title)) && squeeze(f.Title) != squeeze(partTitle(section)) {
				t.Errorf("%s is called like a section: %s", f.Path, f.Title)
			}
			if f.Type == "list" && (f.ItemType == "document" || f.ItemType == "photo") {
				t.Errorf("%s: the workbook has no form for a list of those", f.Path)
			}
		}
	}
}

package evidence_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
)

func TestSchemaDescribesItsFacts(t *testing.T) {
	t.Parallel()
	schema := testSchema()
	var paths []string
	for _, fact := range schema.Facts() {
		paths = append(paths, fact.Path+" "+fact.Type)
	}
	want := []string{
		"policy list", "visits list",
		"premises.area_sqm number", "premises.fixed boolean", "premises.host string", "premises.opened date",
		"premises.founded_month string", "premises.clause string",
		"staff.total integer", "staff.head_role string", "staff.posts.approved integer",
		"case.closed integer", "case.rate number", "case.spent number", "case.wan number", "case.dates list",
		"sign.plate photo", "sign.charter document",
	}
	slices.Sort(want)
	slices.Sort(paths)
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	area, ok := schema.Fact("premises.area_sqm")
	if diff := cmp.Diff(evidence.Fact{
		Path: "premises.area_sqm", Title: "使用面积", Help: "室内使用面积之和。", Type: "number", Unit: "㎡",
		Minimum: "0", Maximum: "100000", Sensitivity: "internal",
	}, area); diff != "" || !ok {
		t.Errorf("area (-want +got):\n%s", diff)
	}
	policy, _ := schema.Fact("policy")
	if policy.ItemType != "string" || !slices.Contains(policy.Enum, "接访") {
		t.Errorf("policy is %+v", policy)
	}
	visits, _ := schema.Fact("visits")
	closed, _ := schema.Fact("case.closed")
	dates, _ := schema.Fact("case.dates")
	host, _ := schema.Fact("premises.host")
	if visits.ItemType != "object" || dates.ItemType != "date" || !slices.Equal(closed.Sources, []string{"system"}) || host.Sensitivity != "public" {
		t.Errorf("got %+v, %+v, %+v, %+v", visits, dates, closed, host)
	}
	if _, ok := schema.Fact("premises"); ok {
		t.Error("a section is a fact")
	}
}

func TestSectionsComeInTheOrderOfTheForm(t *testing.T) {
	t.Parallel()
	var got []string
	for _, section := range testSchema().Sections() {
		got = append(got, section.Path+" "+section.Title)
	}
	want := []string{" 事实", "premises 场所", "staff 人员", "staff.posts 岗位", "case 办件", "sign 标识"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if first := testSchema().Sections()[1]; first.Help != "服务场所。" || len(first.Facts) != 6 || first.Facts[0].Title != "使用面积" {
		t.Errorf("got %+v", first)
	}
}

func TestTitlesAndSuggestions(t *testing.T) {
	t.Parallel()
	schema := testSchema()
	for path, want := range map[string]string{"premises": "场所", "premises.area_sqm": "使用面积", "nowhere": "nowhere"} {
		if got := schema.Title(path); got != want {
			t.Errorf("%s is titled %s, want %s", path, got, want)
		}
	}
	for path, want := range map[string]string{
		"premises.area_sqn": "premises.area_sqm", "premise.area_sqm": "premises.area_sqm", "area_sqm": "premises.area_sqm",
		"场所.使用面积": "premises.area_sqm", "case.clsoed": "case.closed", "something.else": "",
	} {
		if got, ok := schema.Suggest(path); got != want || ok != (want != "") {
			t.Errorf("%s suggests %q, want %q", path, got, want)
		}
	}
}

func TestEvidenceSchemaStandsAlone(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(testSchema().EvidenceSchema())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "$ref") {
		t.Error("a reference is left")
	}
	var part struct {
		Properties map[string]struct {
			Properties map[string]struct {
				Title string
				AnyOf []struct{ Type string }
			}
		}
	}
	if err := json.Unmarshal(text, &part); err != nil {
		t.Fatal(err)
	}
	plate := part.Properties["sign"].Properties["plate"]
	if plate.Title != "主牌照片" || len(plate.AnyOf) != 2 || plate.AnyOf[1].Type != "object" {
		t.Errorf("the photo is described as %+v", plate)
	}
}

func TestEmbeddedSchemaIsComplete(t *testing.T) {
	t.Parallel()
	facts := evidence.DefaultSchema().Facts()
	if len(facts) < 100 {
		t.Errorf("the embedded schema has %d facts", len(facts))
	}
	for _, fact := range facts {
		if fact.Title == "" || fact.Help == "" {
			t.Errorf("%s has no title or no help", fact.Path)
		}
		if (fact.Type == "integer" || fact.Type == "number") && (fact.Unit == "" || fact.Minimum == "" || fact.Maximum == "") {
			t.Errorf("%s is a number without unit or bounds", fact.Path)
		}
		if fact.Unit == "%" && (fact.Minimum != "0" || fact.Maximum != "100") {
			t.Errorf("%s is a percentage from %s to %s", fact.Path, fact.Minimum, fact.Maximum)
		}
	}
}

func TestDefectiveSchemasAreRefused(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"an unknown keyword", `"x-unit": "㎡"`, `"x-units": "㎡"`, `keyword "x-units" is not supported`},
		{"a keyword of another type", `"title": "固定场所"`, `"minimum": 0, "title": "固定场所"`, `keyword "minimum" is not supported`},
		{"a keyword beside a reference", `"title": "主牌照片"`, `"minimum": 0, "title": "主牌照片"`, `keyword "minimum" is not supported`},
		{"an unknown type", `"type": "boolean"`, `"type": "bool"`, `type "bool" is not supported`},
		{"an unknown format", `"format": "date"`, `"format": "time"`, `format "time" is not supported`},
		{"a title that is taken", `"title": "所在场所"`, `"title": "使用面积"`, `"使用面积" is the key or title of a sibling`},
		{"a fact without a title", `"title": "所在场所"`, `"description": "x"`, "no title"},
		{"a key written twice", `"host": {`, `"fixed": {`, `key "fixed" is written twice`},
		{"a reserved key", `"host": {`, `"value": {`, `"value" is a reserved word`},
		{"a reserved title", `"title": "所在场所"`, `"title": "依据"`, `"依据" is a reserved word`},
		{"a reference to nothing", `"$ref": "#/$defs/photo_or_none"`, `"$ref": "#/$defs/picture"`, "leads nowhere"},
		{"a reference to itself", `"$ref": "#/$defs/photo"`, `"$ref": "#/$defs/photo_or_none"`, "refers to itself"},
		{"an unknown kind of source", `"system"
       ]`, `"rumour"
       ]`, `"rumour" is no kind of source`},
		{"an unknown sensitivity", `"x-sensitivity": "public"`, `"x-sensitivity": "secret"`, `not "secret"`},
		{"a bound that is no decimal", `"maximum": 5000`, `"maximum": 5e3`, "maximum is no plain decimal"},
		{"a count that is none", `"maxLength": 60`, `"maxLength": -1`, "maxLength is no whole number"},
		{"a pattern that does not compile", `"pattern": "^[0-9]{4}-[0-9]{2}$"`, `"pattern": "("`, "pattern"},
		{"more titles than values", `"服务中心（站）",`, `"服务中心（站）", "多余",`, "x-enum-titles"},
		{"an alias for nothing", `"区": "county"`, `"区": "district"`, `"district" is no value`},
		{"a required key that is none", `"required": [
    "date",
    "count"`, `"required": [
    "date",
    "number"`, ""},
		{"a part of nothing", `"title": "核定岗位"`, `"x-at-most": "staff.all", "title": "核定岗位"`, `staff.posts.approved: x-at-most: there is no fact "staff.all"`},
		{"a part of itself", `"title": "核定岗位"`, `"x-at-most": "staff.posts.approved", "title": "核定岗位"`, "names the fact itself"},
		{"a part of something in another unit", `"title": "核定岗位"`, `"x-at-most": "staff.total", "title": "核定岗位"`, `"staff.total" is counted in "人", not in "个"`},
		{"a part of a text", `"title": "核定岗位"`, `"x-at-most": "premises.host", "title": "核定岗位"`, `"premises.host" is no number`},
		{"a text that is a part", `"title": "所在场所"`, `"x-at-most": "staff.total", "title": "所在场所"`, `keyword "x-at-most" is not supported`},
		{"a part that is no fact", `"title": "人次"`, `"x-at-most": "staff.total", "title": "人次"`, "x-at-most is for facts alone"},
		{"an open object", `"additionalProperties": false`, `"additionalProperties": true`, "additionalProperties"},
		{"text after the end", "\n}", "\n} {}", "text after the end"},
		{"no JSON", "{", "[", "read schema"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(string(data), c.old, c.new, 1)
			if c.want == "" {
				text = strings.Replace(string(data), `"count"`+"\n", `"number"`+"\n", 1)
				c.want = `requires "number"`
			}
			if text == string(data) {
				t.Fatalf("%s is not in the schema", c.old)
			}
			if _, err := evidence.ParseSchema([]byte(text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	if _, err := evidence.ParseSchema([]byte("[]")); err == nil {
		t.Error("a list is a schema")
	}
	if _, err := evidence.ParseSchema([]byte(`{"type": "object", "additionalProperties": false}`)); err == nil || !strings.Contains(err.Error(), "/properties/subject: missing") {
		t.Errorf("an empty schema gave %v", err)
	}
}

package standards_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"zhanping/standards"
)

// embeddedItems is how many items each standard of ours has, and how many points.
var embeddedItems = map[string]struct {
	items  int
	points string
}{
	"fqs-town-76":    {76, "100"},
	"five-have":      {20, ""},
	"zones-5xn":      {13, ""},
	"services-884":   {20, ""},
	"guides-4x10":    {10, ""},
	"mechanisms-10":  {10, ""},
	"home-five":      {8, ""},
	"points-veteran": {30, "395"},
	"stars-red":      {0, ""},
	"system-1555":    {16, ""},
	"network":        {9, ""},
	"changjie-8":     {14, "0"},
}

func TestEmbeddedStandardsLoad(t *testing.T) {
	t.Parallel()
	entries, err := fs.ReadDir(standards.Embedded(), ".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		std, err := standards.LoadAs(standards.Embedded(), entry.Name(), "standards/"+entry.Name())
		if err != nil {
			t.Errorf("%s:\n%v", entry.Name(), err)
			continue
		}
		seen[std.ID] = true
		want, known := embeddedItems[std.ID]
		items := 0
		for _, chapter := range std.Chapters {
			items += len(chapter.Items)
		}
		points := ""
		if std.OutOf != nil {
			points = std.OutOf.String()
		}
		if !known || items != want.items || points != want.points {
			t.Errorf("%s has %d items and %q points, want %d and %q", std.ID, items, points, want.items, want.points)
		}
	}
	for id := range embeddedItems {
		if !seen[id] {
			t.Errorf("%s is not embedded", id)
		}
	}
}

func TestEmbeddedStandardsOpenAsACatalogue(t *testing.T) {
	t.Parallel()
	catalogue, err := standards.Open(standards.Source{FS: standards.Embedded(), Display: "standards"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind, level string
		want        []string
	}{
		{"station", "town", []string{"five-have", "fqs-town-76", "guides-4x10", "mechanisms-10", "services-884", "zones-5xn"}},
		{"station", "village", []string{"five-have", "guides-4x10", "mechanisms-10", "services-884", "zones-5xn"}},
		{"station", "county", []string{"five-have", "guides-4x10", "mechanisms-10", "services-884", "zones-5xn"}},
		{"station", "province", []string{"five-have"}},
		{"home", "village", []string{"home-five"}},
		{"person", "village", []string{"points-veteran"}},
		{"liaison", "village", nil},
		{"party_branch", "county", nil},
		{"county_system", "county", []string{"network", "system-1555"}},
	} {
		found, err := catalogue.Applicable(c.kind, c.level, "2026-06-30")
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, std := range found {
			ids = append(ids, std.ID)
		}
		if diff := cmp.Diff(c.want, ids); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", c.kind, c.level, diff)
		}
	}
}

// TestTheStarsAreAShapeAlone holds 红五星 to what is known of it: five aspects without names,
// thirty rows of which none was printed, six kinds beside the liaison.
func TestTheStarsAreAShapeAlone(t *testing.T) {
	t.Parallel()
	std, err := standards.Load(standards.Embedded(), "stars-red")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, chapter := range std.Chapters {
		rows += len(chapter.Items)
		if !strings.Contains(chapter.Title, "名称未公开") {
			t.Errorf("chapter %s has the name %s", chapter.ID, chapter.Title)
		}
	}
	if !std.Template || std.Slots != 30 || len(std.Chapters) != 5 || rows != 0 || len(std.Scope.Kinds) != 7 || std.OutOf != nil || len(std.Grades) != 0 {
		t.Errorf("template %t, %d rows of %d in %d chapters, kinds %v", std.Template, rows, std.Slots, len(std.Chapters), std.Scope.Kinds)
	}
}

// TestThePointsOfAVeteranAreSevenAspectsOfTwentySevenItems holds 老兵本色 to its structure;
// each activity counts its own claims, once each, and what the row is worth is a price
// times the most that one year allows.
func TestThePointsOfAVeteranAreSevenAspectsOfTwentySevenItems(t *testing.T) {
	t.Parallel()
	std, err := standards.Load(standards.Embedded(), "points-veteran")
	if err != nil {
		t.Fatal(err)
	}
	base, aspects := std.Chapters[0], std.Chapters[1:]
	claimed := map[any]bool{}
	for _, chapter := range aspects {
		for _, item := range chapter.Items {
			part := item.Parts[0]
			most, err := standards.ParsePoints(fmt.Sprint(part.Params["most"]))
			if err != nil {
				t.Fatal(err)
			}
			price := item.Points.Quo(most).String()
			if part.Check != "claims_counted" || claimed[part.Params["item"]] || !strings.Contains(item.Text, price+" 分") || item.Provenance.Threshold != "draft" {
				t.Errorf("%s: %v at %s each: %s", item.ID, part.Params, price, item.Text)
			}
			claimed[part.Params["item"]] = true
		}
	}
	if len(base.Items) != 3 || len(aspects) != 7 || len(claimed) != 27 || len(std.Grades) != 0 {
		t.Errorf("base of %d items, %d aspects of %d items, %d grades", len(base.Items), len(aspects), len(claimed), len(std.Grades))
	}
}

// TestTheServicesAreEightEightAndFour holds the standard to the number in its name: so many
// items at each level, and each asks for its own service in the published list.
func TestTheServicesAreEightEightAndFour(t *testing.T) {
	t.Parallel()
	std, err := standards.Load(standards.Embedded(), "services-884")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			for _, level := range item.Levels {
				got[level]++
			}
			published := item.Parts[0]
			if published.Check != "set_includes" || !cmp.Equal(published.Params["required"], []any{item.Title}) {
				t.Errorf("%s does not ask whether %s is published: %v", item.ID, item.Title, published.Params)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"county": 8, "town": 8, "village": 4}, got); diff != "" {
		t.Errorf("items by level (-want +got):\n%s", diff)
	}
}

func TestTheSchemaIsValidAndSaysEverythingInChinese(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(standards.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	if _, err := compiler.Compile("schema.json"); err != nil {
		t.Fatal(err)
	}
	defs := doc.(map[string]any)["$defs"].(map[string]any)
	for name, def := range defs {
		demandHelp(t, name, def.(map[string]any))
	}
}

// demandHelp demands a title of every property, help of every property that refers to
// no definition, and strictness of every object.
func demandHelp(t *testing.T, path string, at map[string]any) {
	t.Helper()
	properties, _ := at["properties"].(map[string]any)
	for name, value := range properties {
		property := value.(map[string]any)
		_, hasTitle := property["title"].(string)
		_, hasHelp := property["description"].(string)
		_, refers := property["$ref"]
		if !hasTitle || !hasHelp && !refers {
			t.Errorf("%s.%s has no Chinese title or help", path, name)
		}
		demandHelp(t, path+"."+name, property)
		if items, ok := property["items"].(map[string]any); ok {
			demandHelp(t, path+"."+name+"[]", items)
		}
	}
	if properties != nil && at["additionalProperties"] != false {
		t.Errorf("%s allows unknown keys", path)
	}
}

// TestAnEditorSeesTheSameSchema validates JSON forms of both kinds of file at the root
// of the schema, as an editor does.
func TestAnEditorSeesTheSameSchema(t *testing.T) {
	t.Parallel()
	compiler := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(standards.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema := compiler.MustCompile("schema.json")
	const head = `{"id":"ab","edition":"1","title":"甲","issuer":"乙","sources":["draft"],"scope":{"kind":"station"},"in_force":{"from":"2026-01-01"},"items":1}`
	const chapter = `{"chapter":5,"title":"甲","points":2.5,"items":[{"id":4.1,"title":"甲","text":"乙","points":2.5,"provenance":{"topic":["draft"]}}]}`
	for _, c := range []struct {
		name, text string
		valid      bool
	}{
		{"a head", head, true},
		{"a chapter", chapter, true},
		{"a head with an unknown key", strings.Replace(head, `"items":1`, `"items":1,"titel":"x"`, 1), false},
		{"a chapter without items", strings.Replace(chapter, `"items"`, `"rows"`, 1), false},
	} {
		var value any
		if err := json.Unmarshal([]byte(c.text), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != c.valid {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

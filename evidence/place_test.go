package evidence_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

func TestFactsKnowWhereTheyStand(t *testing.T) {
	t.Parallel()
	b := read(t, header+`  场所:
    source: P1
    area_sqm: 92
    fixed: {value: 是, source: [S1]}
    host:
  policy:
    - 接访
  sign:
    plate:
      date: 2026-05-02
      source: [P1, S1]
`)
	for _, c := range []struct {
		path         string
		line, column int
		there        bool
	}{
		{"premises.area_sqm", 14, 15, true},
		{"premises.fixed", 15, 20, true},
		{"premises.host", 16, 5, false},   // written, but empty
		{"premises.opened", 12, 3, false}, // belongs into the section
		{"premises", 12, 3, true},
		{"policy", 17, 3, true},
		{"sign.plate", 20, 5, true},
		{"sign.plate.date", 21, 13, true},
		{"staff.posts.approved", 11, 1, false}, // neither section is there
	} {
		at, there := b.Place(c.path)
		if at.File != "bundle.yaml" || at.Line != c.line || at.Column != c.column || there != c.there {
			t.Errorf("%s stands at %v (%v), want %d:%d (%v)", c.path, at, there, c.line, c.column, c.there)
		}
	}
	if b.Value("premises.host") != nil || b.Value("nowhere") != nil {
		t.Error("an empty fact has a value")
	}
	for path, want := range map[string][]string{
		"premises.area_sqm": {"P1"}, "premises.fixed": {"S1"}, "sign.plate": {"P1", "S1"}, "policy": nil,
	} {
		if got := b.Value(path).Sources; !slices.Equal(got, want) {
			t.Errorf("%s rests on %v, want %v", path, got, want)
		}
	}
}

func TestSnippetsSayWhatToInsert(t *testing.T) {
	t.Parallel()
	b := read(t, header+"  premises: {area_sqm: 92}\n  staff:\n    total: 3\n")
	for path, want := range map[string]string{
		"premises.fixed":       "fixed: （是或否） # 固定场所",
		"staff.posts.approved": "posts:\n  approved: （整数，单位 个） # 核定岗位（个）",
		"case.closed":          "case:\n  closed: {value: （整数，单位 件）, source: [（依据的编号）]} # 办结件数（件）",
		"case.dates":           "case:\n  dates: [（逐项填写）] # 会议日期",
		"sign.plate":           "sign:\n  plate: {date: （年-月-日）, place: （地点）} # 主牌照片",
		"sign.charter":         "sign:\n  charter: {value: {number: （文号）, date: （年-月-日）}, source: [（依据的编号）]} # 设立文件",
		"premises.opened":      "opened: （年-月-日） # 启用日期",
		"premises.host":        "host: （文字） # 所在场所",
		"staff.head_role":      "head_role: （从中选：村党组织书记、副书记、其他（专人）） # 站长职务",
		"nowhere":              "",
	} {
		if got := b.Snippet(testSchema(), path); got != want {
			t.Errorf("%s gave\n%s\nwant\n%s", path, got, want)
		}
	}
}

// Nothing that the program proposes may count as evidence before somebody changed it.
func TestSnippetsAreRefusedAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, schema := range []*evidence.Schema{testSchema(), evidence.DefaultSchema()} {
		b, err := evidence.Read("b.yaml", []byte(header+"  {}\n"), evidence.Options{Schema: schema})
		if err != nil {
			t.Fatal(err)
		}
		for _, fact := range schema.Facts() {
			text := header + "  " + strings.ReplaceAll(b.Snippet(schema, fact.Path), "\n", "\n  ") + "\n"
			_, err := evidence.Read("b.yaml", []byte(text), evidence.Options{Schema: schema})
			if err == nil || !strings.Contains(err.Error(), "占位文字") {
				t.Errorf("%s gave %v", text[len(header):], err)
			}
		}
	}
}

func TestPlaceholdersAreToldFromText(t *testing.T) {
	t.Parallel()
	for text, refused := range map[string]bool{
		"（待定）": true, "…": true, "......": false, "...": true, "（填写全称": true, "（从中选：甲（乙）、丙）": true,
		"（浙）第 3 号（补）": false, "中心（东区）": false, "（东）区": false, "（未完": false, "村委（": false,
	} {
		_, err := field(t, "premises", "clause", text)
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "还是占位文字") {
			t.Errorf("%s gave %v", text, err)
		}
	}
}

func TestFindingsOfTheTemplateAreFormsWithoutAnswers(t *testing.T) {
	t.Parallel()
	text := string(evidence.Template(testSchema(), "station", "town", []string{"policy"}))
	at := strings.Index(text, "# findings:")
	if at < 0 {
		t.Fatal("the template has no findings")
	}
	live := strings.ReplaceAll("\n"+text[at:], "\n# ", "\n")
	_, err := evidence.Read("b.yaml", []byte(text[:at]+live), evidence.Options{Schema: testSchema()})
	var faults yamltext.Faults
	if !errors.As(err, &faults) || len(faults) < 20 {
		t.Fatalf("got %v", err)
	}
	for _, fault := range faults {
		if fault.Code != "placeholder" {
			t.Errorf("got %v, want nothing but placeholders", fault)
		}
	}
	for _, outcome := range []string{"outcome: satisfied", "outcome: not_satisfied, shortfalls", "points:", "outcome: not_applicable", "outcome: waived"} {
		if !strings.Contains(live, outcome) {
			t.Errorf("%s is missing", outcome)
		}
	}
}

func TestUnfilledTemplateIsABundleWithoutFacts(t *testing.T) {
	t.Parallel()
	for _, schema := range []*evidence.Schema{testSchema(), evidence.DefaultSchema()} {
		for _, level := range []string{"province", "city", "county", "town", "village"} {
			text := evidence.Template(schema, "station", level, nil)
			b, err := evidence.Read("template.yaml", text, evidence.Options{Schema: schema})
			if err != nil {
				t.Fatalf("%s: %v", level, err)
			}
			if b.Subject.Level != level || len(b.Blanks) != len(schema.Facts()) {
				t.Errorf("%s: level %s and %d empty facts of %d", level, b.Subject.Level, len(b.Blanks), len(schema.Facts()))
			}
			for _, fact := range schema.Facts() {
				if b.Value(fact.Path) != nil {
					t.Errorf("%s is supplied", fact.Path)
				}
			}
			if len(b.Notes) != 4 {
				t.Errorf("got the notes %v, want one for each text that is to be replaced", b.Notes)
			}
		}
	}
}

func TestTemplateHoldsTheFactsAskedFor(t *testing.T) {
	t.Parallel()
	paths := []string{"case.closed", "staff.posts.approved", "policy", "sign.plate"}
	golden(t, "testdata/template.golden", string(evidence.Template(testSchema(), "station", "town", paths)))
}

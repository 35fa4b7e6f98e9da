package evidence_test

import (
	"slices"
	"testing"

	"zhanping/evidence"
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
		"premises.fixed":       "fixed: 是 # 固定场所",
		"staff.posts.approved": "posts:\n  approved: 0 # 核定岗位（个）",
		"case.closed":          "case:\n  closed: {value: 0, source: [S1]} # 办结件数（件）",
		"case.dates":           "case:\n  dates: [] # 会议日期",
		"sign.plate":           "sign:\n  plate: {date: 2026-01-01, place: …} # 主牌照片",
		"sign.charter":         "sign:\n  charter: {value: {number: …, date: 2026-01-01}, source: [S1]} # 设立文件",
		"premises.opened":      "opened: 2026-01-01 # 启用日期",
		"premises.host":        "host: … # 所在场所",
		"staff.head_role":      "head_role: 村党组织书记 # 站长职务",
		"nowhere":              "",
	} {
		if got := b.Snippet(testSchema(), path); got != want {
			t.Errorf("%s gave\n%s\nwant\n%s", path, got, want)
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

package standards_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// shapeHead and shapeChapters make a template of five rows for two kinds of subject.
const shapeHead = `id: stars
edition: "2026"
title: 评分表
issuer: 示例县评定办公室
template: true
sources: [seed:002]
scope: {kind: [liaison, volunteer], levels: [village]}
in_force: {from: 2026-01-01}
items: 2
`

const row = `  - {id: NUMBER, title: 条目, text: 一条要求。, kind: required, check: all_yes, facts: {each: [zone.talk]}, provenance: {topic: [seed:002]}}
`

func shape(head, first, second string) fstest.MapFS {
	chapter := func(id, rows string) *fstest.MapFile {
		if rows == "" {
			rows = " []\n"
		} else {
			rows = "\n" + rows
		}
		return &fstest.MapFile{Data: []byte("chapter: " + id + "\ntitle: 方面\nitems:" + rows)}
	}
	return fstest.MapFS{
		"stars/standard.yaml": {Data: []byte(head)}, "stars/01-one.yaml": chapter("A", first), "stars/02-two.yaml": chapter("B", second),
	}
}

func numbered(id string) string { return strings.Replace(row, "NUMBER", id, 1) }

func TestATemplateHoldsAsManyRowsAsAreKnown(t *testing.T) {
	t.Parallel()
	whole := strings.Replace(shapeHead, "template: true\n", "", 1)
	for _, c := range []struct {
		name, head, first, second string
		fault                     string // part of the only fault; "" for none
	}{
		{"no row", shapeHead, "", "", ""},
		{"one row of two", shapeHead, numbered("A1"), "", ""},
		{"every row", shapeHead, numbered("A1"), numbered("B1"), ""},
		{"one row too many", shapeHead, numbered("A1") + numbered("A2"), numbered("B1"), "模板写填齐以后 2 条，各章已有 3 条"},
		{"filled in", whole, numbered("A1"), numbered("B1"), ""},
		{"called filled in with a chapter that is empty", whole, numbered("A1") + numbered("A2"), "", "02-two.yaml:3:8: “items”有 0 项；应为：至少 1 项"},
		{"called filled in with fewer rows", strings.Replace(whole, "items: 2", "items: 3", 1), numbered("A1"), numbered("B1"), "总则写 3 条，各章共 2 条"},
	} {
		std, err := standards.Load(shape(c.head, c.first, c.second), "stars")
		told := ""
		if err != nil {
			told = err.Error()
		}
		if (c.fault == "") != (told == "") || !strings.Contains(told, c.fault) || strings.Count(told, "\n") > 0 {
			t.Errorf("%s: %s", c.name, told)
		}
		if err == nil && (std.Template != (c.head == shapeHead) || std.Slots != 2) {
			t.Errorf("%s: template %t of %d rows", c.name, std.Template, std.Slots)
		}
	}
}

func TestATemplateIsRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	catalogue := open(t, shape(shapeHead, numbered("A1"), ""))
	std, err := catalogue.Find("stars", "2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	want := "L/stars/standard.yaml:1:1: 评分表（stars@2026）是待填的模板，全表 2 条只填了 1 条，不能用来评定；应为：由示例县评定办公室按自己的正式文本填齐；" +
		"请运行 zhanping new standard 目录 --from stars，在各章填写条目，删去 template: true，运行 zhanping lint 目录，再用 --standards 目录 评定"
	if got := std.Unfilled(); got == nil || got.Error() != want {
		t.Errorf("got %v", got)
	}
	filled, err := standards.Load(sound(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if err := filled.Unfilled(); err != nil {
		t.Errorf("a whole standard is refused: %v", err)
	}
}

func TestATemplateIsNeverChosenForASubject(t *testing.T) {
	t.Parallel()
	older := strings.NewReplacer("template: true\n", "", `"2026"`, `"2025"`).Replace(shapeHead)
	fsys := shape(shapeHead, "", "")
	for name, file := range shape(older, numbered("A1"), numbered("B1")) {
		fsys["older/"+name] = file
	}
	for kind, want := range map[string][]string{"liaison": {"stars@2025"}, "volunteer": {"stars@2025"}, "person": nil} {
		found, err := open(t, fsys).Applicable(kind, "village", "2026-06-30")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, refs(found)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
		for _, std := range found {
			if why := std.OutsideScope("station", "village"); why != "本标准适用于专职联络员、志愿者，被评单位是服务中心（站）" {
				t.Errorf("a station is outside because %q", why)
			}
		}
	}
}

// TestACopyIsTheSameStandardUnderAnotherID loads what Copy gives and compares it with
// the original in all but its id.
func TestACopyIsTheSameStandardUnderAnotherID(t *testing.T) {
	t.Parallel()
	catalogue, err := standards.Open(standards.Source{FS: standards.Embedded(), Display: "standards"})
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"stars-red", "home-five@2026-draft"} {
		files, err := catalogue.Copy(ref, "2026-06-30", "mine")
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for name, data := range files {
			fsys[name] = &fstest.MapFile{Data: data}
		}
		copied, err := standards.Load(fsys, ".")
		if err != nil {
			t.Fatalf("%s: %v", ref, err)
		}
		original, err := catalogue.Find(ref, "2026-06-30")
		if err != nil {
			t.Fatal(err)
		}
		if copied.ID != "mine" || copied.Title != original.Title || len(copied.Chapters) != len(original.Chapters) || copied.Template != original.Template {
			t.Errorf("%s is copied as %s %s of %d chapters", ref, copied.ID, copied.Title, len(copied.Chapters))
		}
	}
	if _, err := catalogue.Copy("star-red", "2026-06-30", "mine"); err == nil || !strings.Contains(err.Error(), "请改为 stars-red") {
		t.Errorf("a misspelt one: %v", err)
	}
}

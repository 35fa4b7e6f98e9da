package standards_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const goldenName = "faults.txt"

// sound is a small standard without a fault.
func sound() fstest.MapFS { return filesOf(standards.Template("sound")) }

func filesOf(files map[string][]byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// edited is the sound standard with one text of one file replaced.
func edited(t *testing.T, name, from, to string) fstest.MapFS {
	t.Helper()
	fsys := sound()
	text := string(fsys[name].Data)
	if strings.Count(text, from) != 1 {
		t.Fatalf("%q occurs %d times in %s, want once", from, strings.Count(text, from), name)
	}
	fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
	return fsys
}

func TestABrokenCatalogueReportsExactlyItsFaults(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no broken catalogues: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			fsys, want := openArchive(archive)
			std, err := standards.LoadAs(fsys, ".", "S")
			if err == nil || std != nil {
				t.Fatalf("loads as %v, %v; want no standard and its faults", std, err)
			}
			var faults yamltext.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("error is %T, want Faults", err)
			}
			got := err.Error() + "\n"
			if *update {
				writeGolden(t, path, archive, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func openArchive(archive *txtar.Archive) (fs.FS, string) {
	files := map[string][]byte{}
	golden := ""
	for _, file := range archive.Files {
		if file.Name == goldenName {
			golden = string(file.Data)
			continue
		}
		files[file.Name] = file.Data
	}
	return filesOf(files), golden
}

func writeGolden(t *testing.T, path string, archive *txtar.Archive, golden string) {
	t.Helper()
	archive.Files = slices.DeleteFunc(archive.Files, func(file txtar.File) bool { return file.Name == goldenName })
	archive.Files = append(archive.Files, txtar.File{Name: goldenName, Data: []byte(golden)})
	if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	const chapter = `chapter: 5
title: 制度与运行
basis: public:P37、seed:004
points: 12
items:
  - id: 4.10
    title: 办件按期办结率
    text: |
      统计期内办结事项按期办结率不低于 95%。
    points: 2
    methods: [system, sample]
    evidence: [system]
    check: rate_at_least
    facts: {done: case.on_time, due: case.closed}
    params: {min_percent: 95.0, since: 2026-01-01, on: true, kinds: [甲, 2]}
    scoring: {linear: {zero: 75}}
    absence: exclude
    provenance: {topic: [draft], threshold: draft, clause: 第 5 条}
  - id: E05
    title: 分档和分项
    text: 分项各自计分。
    points: 10
    parts:
      - {check: all_yes, facts: {each: [zone.service, zone.talk]}, points: 29/3, scoring: {steps: [{above: 80, points: 29/3}, {at_least: 80, points: 1}]}}
      - {check: all_yes, facts: {each: zone.honor}, points: 1/3, scoring: {deduct: {each: 0.1, kinds: {quarter: 0.25}, at_most: 0.3}}}
    when: {check: all_yes, facts: {each: [sign.separate_office]}}
    absence: full
    provenance: {topic: [draft]}
    effort: 30
`
	const head = `id: as-written
edition: 2026
title: 写什么读什么
issuer: 示例
draft: true
sources: [draft, "seed:004"]
scope: {kind: station, levels: [town]}
in_force: {from: 2020-01-01, to: 2029-12-31}
points: 12
items: 2
rounding: {mode: half_up, places: 1}
absence: {rebase: chapter}
grades: [{name: 达标, total: 7.20, chapters: 60, items: [4.10]}, {name: 未达标}]
process: {publicity_working_days: 5, provenance: draft}
`
	fsys := filesOf(map[string][]byte{"d/standard.yaml": []byte(head), "d/05-rules.yaml": []byte(chapter)})
	got, err := standards.Load(fsys, "d")
	if err != nil {
		t.Fatal(err)
	}
	at := func(file string, line, column int) yamltext.Position {
		return yamltext.Position{File: "d/" + file, Line: line, Column: column}
	}
	num := func(text string) *standards.Points { p := standards.MustPoints(text); return &p }
	want := &standards.Standard{
		ID: "as-written", Edition: "2026", Title: "写什么读什么", Issuer: "示例", Draft: true, Slots: 2,
		Sources:  []string{"draft", "seed:004"},
		Scope:    standards.Scope{Kind: "station", Kinds: []string{"station"}, Levels: []string{"town"}},
		InForce:  standards.Period{From: "2020-01-01", To: "2029-12-31"},
		OutOf:    num("12"),
		Rounding: standards.Rounding{Mode: standards.RoundHalfUp, Places: 1},
		Absence:  standards.Absence{Rebase: standards.RebaseChapter},
		Chapters: []standards.Chapter{{
			ID: "5", Title: "制度与运行", Basis: "public:P37、seed:004", Points: num("12"), At: at("05-rules.yaml", 1, 1),
			Items: []standards.Item{
				{
					ID: "4.10", Title: "办件按期办结率", Text: "统计期内办结事项按期办结率不低于 95%。", Kind: standards.KindScored, Points: *num("2"),
					Methods: []standards.Method{standards.MethodSystem, standards.MethodSample}, Evidence: []string{"system"},
					Parts: []standards.Part{{
						Check: "rate_at_least", Facts: map[string][]string{"done": {"case.on_time"}, "due": {"case.closed"}},
						Params: map[string]any{"min_percent": json.Number("95.0"), "since": "2026-01-01", "on": true, "kinds": []any{"甲", json.Number("2")}},
						At:     at("05-rules.yaml", 13, 12),
					}},
					Scoring: standards.Scoring{Linear: &standards.Linear{Zero: *num("75")}}, Absence: standards.AbsenceExclude, Effort: 1,
					Provenance: standards.Provenance{Topic: []string{"draft"}, Threshold: "draft", Clause: "第 5 条"}, At: at("05-rules.yaml", 6, 5),
				},
				{
					ID: "E05", Title: "分档和分项", Text: "分项各自计分。", Kind: standards.KindScored, Points: *num("10"),
					Parts: []standards.Part{
						{
							Check: "all_yes", Facts: map[string][]string{"each": {"zone.service", "zone.talk"}}, Points: num("29/3"), At: at("05-rules.yaml", 24, 9),
							Scoring: standards.Scoring{Steps: []standards.Step{{Above: num("80"), Points: *num("29/3")}, {AtLeast: num("80"), Points: *num("1")}}},
						},
						{
							Check: "all_yes", Facts: map[string][]string{"each": {"zone.honor"}}, Points: num("1/3"), At: at("05-rules.yaml", 25, 9),
							Scoring: standards.Scoring{Deduct: &standards.Deduct{Each: *num("0.1"), Kinds: map[string]standards.Points{"quarter": *num("0.25")}, AtMost: num("0.3")}},
						},
					},
					When:    &standards.Part{Check: "all_yes", Facts: map[string][]string{"each": {"sign.separate_office"}}, At: at("05-rules.yaml", 26, 11)},
					Absence: standards.AbsenceFull, Effort: 30, Provenance: standards.Provenance{Topic: []string{"draft"}}, At: at("05-rules.yaml", 19, 5),
				},
			},
		}},
		Grades: []standards.Grade{
			{Name: "达标", Total: num("7.2"), Chapters: num("60"), Items: []string{"4.10"}, At: at("standard.yaml", 13, 10)},
			{Name: "未达标", At: at("standard.yaml", 13, 64)},
		},
		Process: standards.Process{PublicityWorkingDays: 5, Provenance: "draft"},
		Digest:  got.Digest, At: at("standard.yaml", 1, 1),
	}
	places := got.Chapters[0].Items[0].Parts[0].Places
	if diff := cmp.Diff(at("05-rules.yaml", 15, 14), places.Values["min_percent"]); diff != "" {
		t.Errorf("place of a parameter (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]yamltext.Position{at("05-rules.yaml", 14, 19)}, places.Paths["done"]); diff != "" {
		t.Errorf("place of a path (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(standards.Part{}, "Places")); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
}

func TestTheDigestFollowsEveryByteAndName(t *testing.T) {
	t.Parallel()
	load := func(fsys fs.FS, dir string) string {
		std, err := standards.Load(fsys, dir)
		if err != nil {
			t.Fatal(err)
		}
		return std.Digest
	}
	base := load(sound(), ".")
	renamed := sound()
	renamed["02-premises.yaml"] = renamed["01-premises.yaml"]
	delete(renamed, "01-premises.yaml")
	commented := edited(t, "standard.yaml", "id: sound ", "# 加一行注释\nid: sound ")
	moved := fstest.MapFS{}
	for name, file := range sound() {
		moved["elsewhere/"+name] = file
	}
	bystander := sound()
	bystander["README.md"] = &fstest.MapFile{Data: []byte("not read")}
	for _, c := range []struct {
		name string
		same bool
		got  string
	}{
		{"read twice", true, load(sound(), ".")},
		{"in another folder", true, load(moved, "elsewhere")},
		{"beside a file that is no part of it", true, load(bystander, ".")},
		{"with a chapter renamed", false, load(renamed, ".")},
		{"with a comment more", false, load(commented, ".")},
	} {
		if same := c.got == base; same != c.same {
			t.Errorf("%s: digest the same: %t, want %t", c.name, same, c.same)
		}
	}
}

func TestTheTemplateLoads(t *testing.T) {
	t.Parallel()
	std, err := standards.Load(filesOf(standards.Template("my-town")), ".")
	if err != nil {
		t.Fatal(err)
	}
	if std.ID != "my-town" || len(std.Chapters) != 1 || len(std.Chapters[0].Items) != 4 {
		t.Errorf("template is %s with %d chapters", std.ID, len(std.Chapters))
	}
}

func TestOnlyAnIDThatLoadsIsValid(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"ab", "my-town", "s2026", strings.Repeat("x", 64), "", "a", "2ab", "-ab", "My", "a_b", "a b", "标准", strings.Repeat("x", 65)} {
		_, err := standards.Load(filesOf(standards.Template(id)), ".")
		if loads := err == nil; loads != standards.ValidID(id) {
			t.Errorf("ValidID(%q) = %t, but loading gives %v", id, standards.ValidID(id), err)
		}
	}
}

func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	fsys := sound()
	fsys["02-huge.yaml"] = &fstest.MapFile{Data: bytes.Repeat([]byte("#"), 2<<20)}
	_, err := standards.LoadAs(fsys, ".", "S")
	if err == nil || !strings.HasPrefix(err.Error(), "S/02-huge.yaml: 文件超过") {
		t.Errorf("error is %v", err)
	}
}

func TestAMissingFolderIsRefused(t *testing.T) {
	t.Parallel()
	_, err := standards.Load(sound(), "nowhere")
	if err == nil || !strings.HasPrefix(err.Error(), "nowhere: 打不开文件夹") {
		t.Errorf("error is %v", err)
	}
}

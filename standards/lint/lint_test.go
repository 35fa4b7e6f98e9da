package lint_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"zhanping/standards"
	"zhanping/standards/lint"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const goldenName = "findings.txt"

// facts are those of the real sheets, and those of our own that their rows bind.
func facts(path string) (lint.Fact, bool) {
	known := map[string]lint.Fact{
		"river.offences_12m": {Title: "查处涉河案件数", Unit: "件", Perverse: []string{"more"}},
		"papers.count_12m":   {Title: "刊发文章数", Unit: "篇"},
		"party.joined_3y":    {Title: "三年发展党员数", Unit: "人"},
		"beds.count":         {Title: "床位数", Unit: "张"},
		"petition.count_12m": {Title: "登记件数", Unit: "件", Perverse: []string{"more", "fewer"}},
		"petition.list":      {Title: "登记的诉求", Perverse: []string{"more", "fewer"}},
		"policy":             {Title: "制度"},
		"premises.area_sqm":  {Title: "使用面积", Unit: "㎡"},
	}
	fact, ok := known[path]
	return fact, ok
}

// linted is every finding of a catalogue as an author sees it, or the faults with which
// it does not even load.
func linted(fsys fs.FS) string {
	std, err := standards.LoadAs(fsys, ".", "S")
	if err != nil {
		return "不能载入\n" + err.Error() + "\n"
	}
	var lines strings.Builder
	for _, f := range lint.Lint(std, facts) {
		lines.WriteString("[" + f.Code + "] " + f.Error())
		if f.Reason != "" {
			lines.WriteString("；已知：" + f.Reason)
		}
		lines.WriteString("\n")
	}
	return lines.String()
}

func TestFaultyCataloguesAreFoundWithTheirWitnesses(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../testdata/lint/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no catalogues: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			fsys, want := fstest.MapFS{}, ""
			for _, file := range archive.Files {
				if file.Name == goldenName {
					want = string(file.Data)
				} else {
					fsys[file.Name] = &fstest.MapFile{Data: file.Data}
				}
			}
			got := linted(fsys)
			if *update {
				archive.Files[len(archive.Files)-1].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pagesDir holds the generated page of every embedded standard.
const pagesDir = "docs/standards"

// TestPagesSayWhatTheStandardsSay writes every page anew and compares it with the one
// that is kept, so that no page tells of an older standard, and no page is left over.
func TestPagesSayWhatTheStandardsSay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	docs(t, "--out", dir)
	if *update {
		docs(t, "--out", pagesDir)
	}
	got, kept := filesIn(t, dir), filesIn(t, pagesDir)
	if diff := cmp.Diff(kept, got); diff != "" {
		t.Fatalf("files of %s; run zhanping doc --out %s and remove what is left over (-kept +generated):\n%s", pagesDir, pagesDir, diff)
	}
	for _, name := range got {
		want, err := os.ReadFile(filepath.Join(pagesDir, name))
		if err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(page)); diff != "" {
			t.Errorf("%s differs; run zhanping doc --out %s (-kept +generated):\n%s", name, pagesDir, diff)
		}
		examineLinks(t, name, string(page), got)
	}
}

// examineLinks finds links that lead nowhere.
func examineLinks(t *testing.T, name, page string, files []string) {
	t.Helper()
	for _, rest := range strings.Split(page, "](")[1:] {
		target, _, _ := strings.Cut(rest, ")")
		id, inPage := strings.CutPrefix(target, "#")
		if inPage && !strings.Contains(page, `<a id="`+id+`"></a>`) || !inPage && !slices.Contains(files, target) {
			t.Errorf("%s: nothing at %s", name, target)
		}
	}
}

func docs(t *testing.T, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(append([]string{"doc"}, args...), program{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, today: func() string { return asOf },
	})
	if code != exitReached {
		t.Fatalf("exit code %d:\n%s", code, stderr.String())
	}
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

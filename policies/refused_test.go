package policies_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/policies"
)

var update = flag.Bool("update", false, "rewrite what is wanted in testdata")

// Each archive is a check that would pass by accident, or could not be trusted, with every
// fault that refuses it.
func TestChecksThatCannotBeTrustedAreRefused(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/refused/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			files, want := archiveOf(t, "refused/"+filepath.Base(name))
			_, err := policies.Load(evidence.DefaultSchema(), policies.FS, fs.FS(files))
			var faults yamltext.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("not refused with faults: %v", err)
			}
			got := faults.Error() + "\n"
			if *update {
				rewrite(t, name, got)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			for _, fault := range faults {
				if fault.At.File == "" || fault.Found == "" {
					t.Errorf("a fault without place or words: %+v", fault)
				}
			}
		})
	}
}

func rewrite(t *testing.T, name, want string) {
	t.Helper()
	parsed, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range parsed.Files {
		if parsed.Files[i].Name == "want" {
			parsed.Files[i].Data = []byte(want)
		}
	}
	if data := txtar.Format(parsed); !bytes.Equal(data, nil) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFaultsOfSeveralChecksAreToldAtOnce has one check that does not compile beside one
// with a fault in its text: neither hides the other.
func TestFaultsOfSeveralChecksAreToldAtOnce(t *testing.T) {
	t.Parallel()
	files, _ := archiveOf(t, "refused/unused_variable.txtar")
	other, _ := archiveOf(t, "refused/unfillable_words.txtar")
	for name, file := range other {
		files[strings.ReplaceAll(name, "yard_area", "yard_size")] = &fstest.MapFile{Data: bytes.ReplaceAll(file.Data, []byte("yard_area"), []byte("yard_size"))}
	}
	_, err := policies.Load(evidence.DefaultSchema(), policies.FS, fs.FS(files))
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("not refused with faults: %v", err)
	}
	told := map[string]bool{}
	for _, fault := range faults {
		told[fault.At.File] = true
	}
	want := map[string]bool{"checks/yard_area/yard_area.rego": true, "checks/yard_size/yard_size.rego": true}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("files with faults (-want +got):\n%s\n%v", diff, err)
	}
}

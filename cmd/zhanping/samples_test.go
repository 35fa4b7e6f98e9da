package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// goldenName is the reviewed report that lies beside each sample.
const goldenName = "report.golden.json"

// TestSamplesGiveTheirGoldenReports judges every sample, twice, and compares bytes.
func TestSamplesGiveTheirGoldenReports(t *testing.T) {
	t.Parallel()
	for _, sample := range samples(t) {
		t.Run(filepath.Base(sample), func(t *testing.T) {
			t.Parallel()
			got := assessJSON(t, sample)
			if again := assessJSON(t, sample); !bytes.Equal(got, again) {
				t.Fatal("the same pins gave different bytes")
			}
			golden := filepath.Join(sample, goldenName)
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("report differs from %s; review it and run make golden (-want +got):\n%s", golden, diff)
			}
		})
	}
}

// local are the standards that apply to no sample by themselves, of one place and year, with
// the samples that are judged by them on request.
var local = map[string][]string{
	"changjie-8@2021": {"exemplary-village", "lacking-village", "incomplete-village"},
}

// TestLocalStandardsGiveTheirGoldenReports judges samples by a standard that is named.
func TestLocalStandardsGiveTheirGoldenReports(t *testing.T) {
	t.Parallel()
	for ref, names := range local {
		for _, name := range names {
			t.Run(ref+" "+name, func(t *testing.T) {
				t.Parallel()
				sample := filepath.Join("evidence/samples", name)
				got := assessJSON(t, sample, "--standard", ref)
				id, _, _ := strings.Cut(ref, "@")
				golden := filepath.Join(sample, "report."+id+".golden.json")
				if *update {
					if err := os.WriteFile(golden, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Errorf("report differs from %s; review it and run make golden (-want +got):\n%s", golden, diff)
				}
			})
		}
	}
}

// unreachable are kinds that a check names for its own safety and no bundle can show: the
// reader refuses a photo without a date.
var unreachable = []string{"photo_taken/undated"}

// TestLackingSamplesFallShortInEveryWay holds the lacking and contradictory samples to
// their promise: every kind of shortfall of every check in use occurs in one of them.
func TestLackingSamplesFallShortInEveryWay(t *testing.T) {
	t.Parallel()
	e, err := loadEngine(sources{})
	if err != nil {
		t.Fatal(err)
	}
	inventory, err := inventoryOf(e)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var shown [][]byte
	for _, sample := range samples(t) {
		name := filepath.Base(sample)
		if !strings.HasPrefix(name, "lacking-") && !strings.HasPrefix(name, "contradictory-") {
			continue
		}
		shown = append(shown, assessJSON(t, sample))
		for ref, names := range local {
			if slices.Contains(names, name) {
				shown = append(shown, assessJSON(t, sample, "--standard", ref))
			}
		}
	}
	for _, report := range shown {
		var set struct {
			Reports []struct {
				Items []struct {
					Check      string
					Shortfalls []struct{ Kind string }
				}
			}
		}
		if err := json.Unmarshal(report, &set); err != nil {
			t.Fatal(err)
		}
		for _, r := range set.Reports {
			for _, item := range r.Items {
				for _, check := range strings.Split(item.Check, "+") {
					for _, shortfall := range item.Shortfalls {
						seen[check+"/"+shortfall.Kind] = true
					}
				}
			}
		}
	}
	var absent []string
	for _, check := range e.Policies().Checks() {
		used := slices.ContainsFunc(inventory.Checks, func(c inventoryCheck) bool { return c.Name == check.Name && len(c.UsedBy) > 0 })
		for _, kind := range check.Kinds {
			name := check.Name + "/" + kind
			if used && !seen[name] && !slices.Contains(unreachable, name) {
				absent = append(absent, name)
			}
		}
	}
	if len(absent) > 0 {
		t.Errorf("no lacking sample shows: %s", strings.Join(absent, " "))
	}
}

func samples(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("evidence/samples/*")
	if err != nil || len(found) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	return found
}

func assessJSON(t *testing.T, sample string, more ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(append([]string{"assess", sample, "--as-of", asOf, "-o", "json"}, more...), program{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, today: func() string { return asOf },
	})
	if code != exitReached {
		t.Fatalf("exit code %d:\n%s", code, stderr.String())
	}
	return stdout.Bytes()
}

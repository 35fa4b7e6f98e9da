package workbook_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/workbook"
)

const samples = "../../evidence/samples"

func sample(t testing.TB, name string) *evidence.Bundle {
	t.Helper()
	b, err := evidence.Open(os.DirFS(samples), name, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, o workbook.Options, b *evidence.Bundle) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Write(&out, evidence.DefaultSchema(), o, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t testing.TB, data []byte, o workbook.ReadOptions) workbook.Reading {
	t.Helper()
	reading, err := workbook.Read("上传.xlsx", data, o)
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

// travelling is the canonical form of what a workbook carries of a bundle: everything but
// the findings of assessors and what is rolled up from the bundles of members.
func travelling(t testing.TB, b *evidence.Bundle) string {
	t.Helper()
	other := *b
	other.Findings = nil
	if len(b.Members) > 0 {
		other.Members = nil
		for _, f := range evidence.DefaultSchema().Facts() {
			v := b.Value(f.Path)
			if v != nil && f.Rollup != nil && slices.ContainsFunc(v.Sources, func(id string) bool { _, own := b.Sources[id]; return !own }) {
				other.Facts = other.Without(f.Path).Facts
			}
		}
	}
	canonical, err := other.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(canonical), ",", ",\n")
}

func TestEverySampleComesBackAsItWentOut(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(samples)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		for layout, perSection := range map[string]bool{"one list": false, "a sheet per section": true} {
			t.Run(entry.Name()+"/"+layout, func(t *testing.T) {
				t.Parallel()
				b := sample(t, entry.Name())
				o := workbook.Options{Paths: []string{"premises.area_sqm"}, SheetPerSection: perSection}
				reading := read(t, write(t, o, b), workbook.ReadOptions{Subject: b.Subject})
				if len(reading.Faults) > 0 {
					t.Fatalf("faults: %v\n%s", reading.Faults, reading.YAML)
				}
				if diff := cmp.Diff(travelling(t, b), travelling(t, reading.Bundle)); diff != "" {
					t.Errorf("(-out +in):\n%s", diff)
				}
				if len(b.Findings) == 0 && len(b.Members) == 0 && b.Digest != reading.Bundle.Digest {
					t.Errorf("the digest was %s and is %s", b.Digest, reading.Bundle.Digest)
				}
			})
		}
	}
}

package evidence_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// testSchema is a small schema of its own, so that these tests do not move with the facts.
var testSchema = sync.OnceValue(func() *evidence.Schema {
	data, err := os.ReadFile("testdata/schema.json")
	if err != nil {
		panic(err)
	}
	schema, err := evidence.ParseSchema(data)
	if err != nil {
		panic(err)
	}
	return schema
})

// header is a bundle down to its evidence, in eleven lines.
const header = `subject:
  id: sample-town
  name: 示例镇退役军人服务站
  kind: station
  level: town
  region: "330482106000"
reporting_date: 2026-06-30
sources:
  S1: {kind: system, title: 导出表, system: 业务系统, date: 2026-06-30}
  P1: {kind: photo, title: 照片, date: 2026-05-02, place: 站门口}
evidence:
`

func read(t *testing.T, text string) *evidence.Bundle {
	t.Helper()
	b, err := evidence.Read("bundle.yaml", []byte(text), evidence.Options{Schema: testSchema()})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return b
}

func refuse(t *testing.T, text string) yamltext.Faults {
	t.Helper()
	_, err := evidence.Read("bundle.yaml", []byte(text), evidence.Options{Schema: testSchema()})
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Read gave %v, want faults", err)
	}
	return faults
}

func accepted(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/accepted", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", path, diff)
	}
}

func TestMalformedBundlesAreRefusedWithEveryFault(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/malformed/*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d malformed bundles, error %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = evidence.Read(filepath.Base(file), data, evidence.Options{Schema: testSchema()})
			if err == nil {
				t.Fatal("was read without a fault")
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".golden", err.Error()+"\n")
		})
	}
}

func TestWhatPeopleTypeReadsAsTheCanonicalForm(t *testing.T) {
	t.Parallel()
	plain, spoken := read(t, string(accepted(t, "plain.yaml"))), read(t, string(accepted(t, "spoken.yaml")))
	want, err := plain.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	got, err := spoken.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("canonical forms differ (-plain +spoken):\n%s", diff)
	}
	if plain.Digest != spoken.Digest || plain.DigestSM3 != spoken.DigestSM3 {
		t.Error("digests differ")
	}
	if len(plain.Conversions) != 0 {
		t.Errorf("the plain form needed conversions: %v", plain.Conversions)
	}
	golden(t, "testdata/accepted/canonical.json", string(want)+"\n"+plain.Digest+"\n"+plain.DigestSM3+"\n")
	var told strings.Builder
	for _, c := range spoken.Conversions {
		told.WriteString(c.At.String() + " " + c.Path + " " + c.Rule + " " + c.From + " → " + c.To + "\n")
	}
	golden(t, "testdata/accepted/spoken.conversions", told.String())
}

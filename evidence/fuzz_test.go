package evidence_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

// FuzzRead: whatever the text, the reader gives a whole bundle with a stable canonical
// form, or faults.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/malformed/*.yaml", "testdata/accepted/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte(header + "  premises: {area_sqm: 9９.５0万㎡, fixed: {依据: }}\n"))
	f.Add([]byte("\xff\xfe\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := evidence.Read("fuzz.yaml", data, evidence.Options{Schema: testSchema()})
		checkEnding(t, b, err)
	})
}

// FuzzOpenZip: whatever the bytes, a zip is read or refused with faults.
func FuzzOpenZip(f *testing.F) {
	f.Add(zipOf(f, stored{"bundle.yaml", header + "  {}\n"}).Data)
	f.Add(zipOf(f, stored{"站/bundle.yaml", withAttachment("")}, stored{"站/attachments/plate.jpg", plate}).Data)
	f.Add(zipOf(f, stored{"bundle.yaml", strings.NewReplacer("kind: station", "kind: county_system", "level: town", "level: county", "106000", "000000").Replace(header) + "  {}\n"},
		stored{"stations/a/bundle.yaml", header + "  {}\n"}, stored{"stations/b.yaml", header}).Data)
	f.Add(zipOf(f, stored{"../bundle.yaml", ""}, stored{`a\b`, "x"}).Data)
	f.Add([]byte("PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := evidence.Open(fstest.MapFS{"fuzz.zip": {Data: data}}, "fuzz.zip", evidence.Options{Schema: testSchema()})
		checkEnding(t, b, err)
	})
}

func checkEnding(t *testing.T, b *evidence.Bundle, err error) {
	t.Helper()
	if err != nil {
		var faults yamltext.Faults
		if b != nil || !errors.As(err, &faults) || len(faults) == 0 {
			t.Fatalf("got the bundle %v and the error %v", b, err)
		}
		return
	}
	if b.Facts == nil || b.Facts.Kind != evidence.Object || b.Digest == "" || b.DigestSM3 == "" {
		t.Fatalf("a bundle with holes: %+v", b)
	}
	canonical, err := b.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.Canonical()
	if err != nil || string(again) != string(canonical) {
		t.Fatalf("the canonical form is not stable: %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/accepted/spoken.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := evidence.Read("bundle.yaml", data, evidence.Options{Schema: testSchema()}); err != nil {
			b.Fatal(err)
		}
	}
}

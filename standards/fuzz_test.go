package standards_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// FuzzLoad feeds any bytes as a head and a chapter. Whatever they are, Load answers with
// a complete standard whose points add up, or with faults that name a file.
func FuzzLoad(f *testing.F) {
	template := standards.Template("fuzz")
	f.Add(template["standard.yaml"], template["01-premises.yaml"])
	for _, bytes := range []string{
		"", "\x00", "\xff\xfe", "\ufeffid: a", "[", "{}", "- 1", "a: &a [*a, *a]", strings.Repeat("[", 5000),
		strings.Repeat("- ", 5000), "items: 1e999999999", "points: 1/" + strings.Repeat("9", 5000), "<<: {id: x}", "? [a]\n: b",
		"id: \xb1\xea\xd7\xbc", "a/b: 1\n/: 2\nitems/0: {}", "items: [{}, null, 3, []]", "grades: [{}, {name: ~}]",
	} {
		f.Add([]byte(bytes), template["01-premises.yaml"])
		f.Add(template["standard.yaml"], []byte(bytes))
	}
	paths, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		var head []byte
		for _, file := range archive.Files {
			switch file.Name {
			case "standard.yaml":
				head = file.Data
			case goldenName:
			default:
				f.Add(head, file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, head, chapter []byte) {
		fsys := filesOf(map[string][]byte{"standard.yaml": head, "01-chapter.yaml": chapter})
		std, err := standards.LoadAs(fsys, ".", "S")
		if err != nil {
			demandFaults(t, std, err)
			return
		}
		again, err := standards.LoadAs(fsys, ".", "S")
		if err != nil || again.Digest != std.Digest {
			t.Fatalf("read again: %v", err)
		}
		levels := std.Scope.Levels
		if len(levels) == 0 {
			levels = []string{"province", "city", "county", "town", "village"}
		}
		for _, level := range levels {
			demandSums(t, std.ForLevel(level), level)
		}
	})
}

func demandFaults(t *testing.T, std *standards.Standard, err error) {
	t.Helper()
	var faults yamltext.Faults
	if std != nil || !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("got %v and %T, want no standard and Faults", std, err)
	}
	for _, fault := range faults {
		if fault.At.File == "" || fault.Found == "" || fault.Code == "" {
			t.Fatalf("a fault without file, code or words: %+v", fault)
		}
	}
}

func demandSums(t *testing.T, std *standards.Standard, level string) {
	t.Helper()
	total := standards.Points{}
	for _, chapter := range std.Chapters {
		sum := standards.Points{}
		for _, item := range chapter.Items {
			switch item.Kind {
			case standards.KindScored:
				sum = sum.Add(item.Points)
			case standards.KindRequired, standards.KindDeduction:
				if !item.Points.IsZero() {
					t.Fatalf("%s item %s has points", item.Kind, item.ID)
				}
			case standards.KindBonus:
			}
		}
		if chapter.Points != nil && !sum.Equal(*chapter.Points) {
			t.Fatalf("%s: chapter %s adds up to %s of %s", level, chapter.ID, sum, chapter.Points)
		}
		if chapter.Weight != nil {
			sum = sum.Mul(*chapter.Weight).Quo(standards.PointsOf(100))
		}
		total = total.Add(sum)
	}
	if std.OutOf != nil && !total.Equal(*std.OutOf) || std.OutOf == nil && !total.IsZero() {
		t.Fatalf("%s: %s adds up to %s of %v", level, std.Ref(), total, std.OutOf)
	}
	if n := len(std.Grades); n > 0 && std.Grades[n-1].Total != nil {
		t.Fatalf("the last grade has a condition")
	}
}

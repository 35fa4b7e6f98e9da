package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// written is what a format makes of a set.
func written(t *testing.T, format string, set report.Set) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, set); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// golden compares with a file in testdata, or rewrites it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// summed is a set over several bundles.
func summed(set report.Set) report.Set {
	set.Summary = assessment.Summarize(set.Reports)
	return set
}

// under is the second report's verdict on the first one's bundle: one bundle, two standards.
func under(r, other *assessment.Report) *assessment.Report {
	other.Subject, other.Bundle = r.Subject, r.Bundle
	return other
}

func TestReportsLookAsReviewed(t *testing.T) {
	t.Parallel()
	sets := map[string]report.Set{
		"town":    setOf(town()),
		"village": setOf(village()),
		"two":     setOf(town(), village()),
		"many":    setOf(town(), village(), village(), town()),
		"county":  summed(setOf(town(), village(), village(), town())),
		"shared":  setOf(town(), under(town(), village())),
		"classed": setOf(classed()),
	}
	files := map[string]string{
		"text": "txt", "json": "json", "yaml": "yaml", "markdown": "md", "html": "html", "sarif": "sarif", "junit": "xml",
	}
	shown := map[string][]string{
		"town": {"text", "json", "yaml", "markdown", "html", "sarif", "junit"}, "village": {"text", "json", "markdown"},
		"two": {"text", "html"}, "many": {"text", "markdown"}, "shared": {"text"},
		"classed": {"text", "json", "markdown"}, "county": {"text", "markdown", "html"},
	}
	for name, formats := range shown {
		for _, format := range formats {
			t.Run(name+" as "+format, func(t *testing.T) {
				t.Parallel()
				golden(t, name+"."+files[format], written(t, format, sets[name]))
			})
		}
		t.Run(name+" as xlsx", func(t *testing.T) {
			t.Parallel()
			golden(t, name+".xlsx.txt", dump(t, written(t, "xlsx", sets[name])))
		})
	}
}

func TestEveryFormat(t *testing.T) {
	t.Parallel()
	if got := report.Formats(); got[0] != "text" || len(got) != 8 {
		t.Errorf("formats: %v", got)
	}
	for _, format := range report.Formats() {
		t.Run(format+" writes the same bytes twice", func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(written(t, format, setOf(town(), village())), written(t, format, setOf(town(), village()))) {
				t.Error("two runs differ")
			}
		})
		t.Run(format+" leaves the reports as they are", func(t *testing.T) {
			t.Parallel()
			set := setOf(town(), village())
			written(t, format, set)
			if diff := cmp.Diff(setOf(town(), village()).Reports, set.Reports); diff != "" {
				t.Errorf("changed (-before +after):\n%s", diff)
			}
		})
		t.Run(format+" can write no report at all", func(t *testing.T) {
			t.Parallel()
			if len(written(t, format, setOf())) == 0 {
				t.Error("nothing written")
			}
		})
		t.Run(format+" obeys no control character", func(t *testing.T) {
			t.Parallel()
			if report.Binary(format) {
				return
			}
			got := written(t, format, summed(setOf(hostile())))
			for _, bad := range []string{"\x1b", "\x07", "\x00", "\u009b", "\u202e", "\r"} {
				if bytes.Contains(got, []byte(bad)) {
					t.Errorf("contains %q", bad)
				}
			}
		})
	}
}

func TestAnUnknownFormatIsRefusedWithTheKnownOnes(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	err := report.Write(&b, "pdf", setOf(town()))
	want := `没有名为 "pdf" 的报告格式；应为：text、json、yaml、markdown、html、xlsx、sarif、junit`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if b.Len() > 0 {
		t.Error("wrote something all the same")
	}
	if slices.Contains(report.Formats(), "pdf") {
		t.Error("pdf is known now: choose another name for this test")
	}
}

package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestColumnsOfText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "abc": 3, "镇": 2, "C03 面积": 8, "（社区）": 8, "e\u0301": 1, "６": 2, "–": 1,
	} {
		if got := columns(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		n    int
		want []string
	}{
		"between Chinese characters":      {"使用面积不足", 8, []string{"使用面积", "不足"}},
		"no line starts with a full stop": {"使用面积。", 8, []string{"使用面", "积。"}},
		"no line ends with a bracket":     {"使用面（积）", 8, []string{"使用面", "（积）"}},
		"words stay whole":                {"see bundle.yaml now", 12, []string{"see", "bundle.yaml", "now"}},
		"what fits nowhere is cut":        {"abcdefgh", 3, []string{"abc", "def", "gh"}},
		"line breaks stay":                {"甲\n\n乙", 8, []string{"甲", "", "乙"}},
		"nothing":                         {"", 8, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, wrap(test.text, test.n)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWrapLosesNothingAndKeepsTheWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("镇站评分，。（）“”、 ab9.-/–\n")), 0, 60, -1).Draw(t, "text")
		n := rapid.IntRange(2, 30).Draw(t, "columns")
		lines := wrap(text, n)
		squeeze := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got, want := squeeze(strings.Join(lines, "")), squeeze(text); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		for _, line := range lines {
			if columns(line) > n {
				t.Fatalf("%q takes more than %d columns", line, n)
			}
		}
	})
}

func TestVisibleTextHoldsNothingHidden(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		got := visible(text)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, needsSign) {
			t.Fatalf("%q became %q", text, got)
		}
		if strings.Contains(oneLine(text), "\n") {
			t.Fatal("one line has two")
		}
	})
}

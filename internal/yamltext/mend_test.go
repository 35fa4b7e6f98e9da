package yamltext_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/yamltext"
)

// form is a text of n lines of a form, with the given lines in place of its own.
func form(n int, lines map[int]string) string {
	var text strings.Builder
	for i := 1; i <= n; i++ {
		switch line, ok := lines[i]; {
		case ok:
			text.WriteString(line + "\n")
		case i%10 == 1:
			fmt.Fprintf(&text, "s%d:\n", i)
		default:
			fmt.Fprintf(&text, "  k%d: \"v\" # 说明\n", i)
		}
	}
	return text.String()
}

func TestSlipsAreToldWhereTheyAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lines map[int]string
		want  string
	}{
		{"an open quote far above the next one", map[int]string{10: `  name: "禾丰`, 11: "s11:", 12: "  a: 1", 13: "  b: 2", 14: "  c: 3", 15: "  d: 4"}, "10:9 这里的引号没有收尾"},
		{"an open single quote", map[int]string{10: `  name: '禾丰 # 说明`}, "10:9 这里的引号没有收尾"},
		{"an open quote in braces", map[int]string{10: `  name: {title: "禾丰, date: 2026-01-01}`}, "10:17 这里的引号没有收尾"},
		{"two open quotes", map[int]string{4: `  a: "甲`, 25: `  b: "乙`}, "4:6 这里的引号没有收尾, 25:6 这里的引号没有收尾"},
		{"text behind a quote", map[int]string{10: `  name: "禾丰"镇服务站`}, "10:13 引号后面还有“镇服务站”"},
		{"a full-width colon at the first key", map[int]string{12: "  k12：是"}, "12:6 键后面用了全角冒号"},
		{"a full-width colon before a map", map[int]string{12: "  k12：是", 13: "  doc:", 14: "    date: x"}, "12:6 键后面用了全角冒号"},
		{"no blank at the first key", map[int]string{12: "  k12:[甲]"}, "12:6 冒号后面没有空格"},
		{"a full-width colon behind a section", map[int]string{21: "s21：", 22: "  k: 1"}, "21:4 键后面用了全角冒号"},
		{"a full-width comma in braces", map[int]string{12: "  k12: {value: 4人，source: [S1]}"}, "12:18 括号里用了全角的“，”"},
		{"a bracket that ends full-width", map[int]string{12: "  k12: [甲, 乙】"}, "12:13 括号里用了全角的“】”"},
		{"an open bracket", map[int]string{12: "  k12: [甲, 乙", 13: "  k13: {a: [1, 2]"}, "12:8 方括号里的列表没有写完, 13:8 花括号里的内容没有写完"},
		{"a colon in a value", map[int]string{12: "  k12: 关于: 某事"}, "12:10 这里不该再出现冒号"},
		{"a tab", map[int]string{12: "\tk12: 1"}, "12:1 行首用了制表符（Tab）"},
		{"several at once", map[int]string{3: "  k3：1", 12: "  k12: @x", 33: `  k33: "C:\d"`}, "3:5 键后面用了全角冒号, 12:8 值以 YAML 的保留字符开头, 33:11 双引号里的反斜杠写法无效"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, end := range []string{"\n", "\r\n"} {
				root, err := yamltext.Parse("f.yaml", []byte(strings.ReplaceAll(form(50, c.lines), "\n", end)))
				var faults yamltext.Faults
				errors.As(err, &faults)
				got := make([]string, len(faults))
				for i, f := range faults {
					got[i] = fmt.Sprintf("%d:%d %s", f.At.Line, f.At.Column, f.Found)
				}
				if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
					t.Errorf("faults (-want +got):\n%s", diff)
				}
				if root == nil {
					t.Error("the rest was not read")
				}
			}
		})
	}
}

func TestWhatCannotBeMendedSaysThatMoreIsUnread(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		form(50, map[int]string{3: "  k3：1", 22: "  k22: 1", 23: "   k23: 2"}),
		"a: 1\n  b: 2\n" + strings.Repeat("# "+strings.Repeat("x", 1000)+"\n", 1100), // too long to be searched
	} {
		root, err := yamltext.Parse("f.yaml", []byte(text))
		if root != nil || err == nil || strings.Count(err.Error(), "还有内容没有检查，改好这一处再运行") != 1 || !strings.HasSuffix(err.Error(), "再运行") {
			t.Errorf("got %v, %v", root, err)
		}
	}
}

func TestManySlipsAreToldWithoutEndlessReading(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "a%d：1\nb%d: 2\n", i, i)
	}
	if faults := refuse(t, text.String()); len(faults) == 0 || len(faults) > 200 || !strings.HasSuffix(faults.Error(), "改好这一处再运行") {
		t.Errorf("got %d faults", len(faults))
	}
}

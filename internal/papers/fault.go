package papers

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"zhanping/evidence"
)

// Fault is one reason why a paper is not written.
type Fault struct {
	At    string // where: “公示名单第 3 行 单位”
	Found string
	Fix   string
}

// Faults is every reason found, at most a hundred. It never quotes a personal number.
type Faults []Fault

// Error lists the faults, one a line, in Chinese.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.At + "：" + one.Found + "。" + one.Fix
	}
	return strings.Join(lines, "\n")
}

const mostFaults = 100

// faults collects what is wrong with a paper before its first byte is written.
type faults struct{ list Faults }

func (f *faults) add(at, found, fix string) {
	if len(f.list) < mostFaults {
		f.list = append(f.list, Fault{at, found, fix})
	}
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return f.list
}

func (f *faults) need(at, text string) {
	if strings.TrimSpace(text) == "" {
		f.add(at, "没有填写", "请填写后再生成")
	}
}

// text refuses numbers that identify a person, however they are written.
func (f *faults) text(at, text string) {
	if found := evidence.Personal(unmasked(text)); found != "" {
		f.add(at, "有"+found, "对外的文书不得含个人号码，请删去后再生成；若是别的编号，请在中间加字母或分隔符")
	}
}

func (f *faults) day(at string, day Day) {
	if !day.valid() {
		f.add(at, "日期 “"+plain(string(day))+"” 无法识别", "应写成 2026-05-08 这样的日期")
	}
}

func (f *faults) period(at string, from, to Day) {
	f.day(at+"（起）", from)
	f.day(at+"（止）", to)
	if from.valid() && to.valid() && from != "" && to != "" && from > to {
		f.add(at, fmt.Sprintf("开始日期 %s 晚于结束日期 %s", from, to), "请改正其中一个")
	}
}

// unmasked is text in which digits of every style are plain and nothing invisible
// stands between them, for the search for personal numbers only.
func unmasked(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		}
		return r
	}, norm.NFKC.String(text))
}

// plain is text that is safe in any format: valid characters, of which none is a control
// character but the line break and none turns the direction of writing.
func plain(text string) string {
	const unknown = '\uFFFD'
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), string(unknown))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == 0x2028, r == 0x2029, r&0xfffe == 0xfffe:
			return unknown
		}
		return r
	}, text)
}

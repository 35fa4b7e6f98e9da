package policies

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhanping/internal/yamltext"
)

// bracket is an opening bracket that waits for its end.
type bracket struct {
	sign     byte
	row, col int
}

var closing = map[byte]byte{'{': '}', '[': ']', '(': ')'}

// unbalanced finds the bracket or quote that has no counterpart and tells it where the
// author must write: the parser notices only lines later. Nothing where all are paired.
func (m *module) unbalanced() yamltext.Faults {
	b := balance{module: m}
	lines := strings.Split(string(m.source), "\n")
	for i, line := range lines {
		b.row = i + 1
		if b.raw == nil && beginsRule(line) {
			b.ruleBegin = b.row
		}
		if faults := b.line(line); len(faults) > 0 {
			return faults
		}
	}
	switch {
	case b.raw != nil:
		return b.fault(*b.raw, "反引号没有收尾", "补上收尾的反引号")
	case len(b.open) > 0:
		return b.unclosed()
	}
	return nil
}

// beginsRule reports whether a line can only be the beginning of a rule as it is usually
// written: it is not indented.
func beginsRule(line string) bool {
	return line != "" && (line[0] == '_' || line[0] >= 'a' && line[0] <= 'z' || line[0] >= 'A' && line[0] <= 'Z')
}

type balance struct {
	*module
	row       int
	ruleBegin int
	open      []bracket
	raw       *bracket // where a raw string begins
}

// line reads one line; strings end with it, raw strings need not.
func (b *balance) line(line string) yamltext.Faults {
	for i := 0; i < len(line); i++ {
		at := bracket{line[i], b.row, utf8.RuneCountInString(line[:i]) + 1}
		switch c := line[i]; {
		case b.raw != nil:
			if c == '`' {
				b.raw = nil
			}
		case c == '`':
			b.raw = &at
		case c == '#':
			return nil
		case c == '"':
			end := endOfString(line, i+1)
			if end < 0 {
				return b.fault(at, "引号没有收尾", "补上收尾的引号")
			}
			i = end
		case closing[c] != 0:
			b.open = append(b.open, at)
		case c == '}' || c == ']' || c == ')':
			if len(b.open) == 0 {
				return b.unopened(at)
			}
			last := b.open[len(b.open)-1]
			if closing[last.sign] != c {
				return b.fault(last, fmt.Sprintf("“%c”没有收尾，第 %d 行是“%c”", last.sign, b.row, c), fmt.Sprintf("补上“%c”", closing[last.sign]))
			}
			b.open = b.open[:len(b.open)-1]
		}
	}
	return nil
}

func endOfString(line string, from int) int {
	for i := from; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// unopened tells of an end without a beginning, at the rule whose beginning lacks it.
func (b *balance) unopened(end bracket) yamltext.Faults {
	begin := ""
	for sign, other := range closing {
		if other == end.sign {
			begin = string(sign)
		}
	}
	if b.ruleBegin == 0 || b.ruleBegin == end.row {
		return b.fault(end, fmt.Sprintf("多了一个“%c”", end.sign), "删去，或在前面补上“"+begin+"”")
	}
	head := strings.TrimRight(strings.Split(string(b.source), "\n")[b.ruleBegin-1], " \t\r")
	at := bracket{row: b.ruleBegin, col: utf8.RuneCountInString(head) + 1}
	return b.fault(at, fmt.Sprintf("从这一行开始的规则少一个“%s”，第 %d 行的“%c”没有和它配对的", begin, end.row, end.sign),
		fmt.Sprintf("在这一行末尾补上“%s”，或删去第 %d 行的“%c”", begin, end.row, end.sign))
}

// unclosed tells of a beginning without an end, the outermost.
func (b *balance) unclosed() yamltext.Faults {
	first := b.open[0]
	return b.fault(first, fmt.Sprintf("“%c”没有收尾", first.sign), fmt.Sprintf("在这条规则末尾补上“%c”", closing[first.sign]))
}

func (b *balance) fault(at bracket, found, fix string) yamltext.Faults {
	return yamltext.Faults{{
		At:   yamltext.Position{File: b.file, Line: at.row, Column: at.col},
		Code: "unbalanced", Found: found, Fix: fix,
	}}
}

package yamltext

import (
	"bytes"
	"regexp"
	"strings"
)

// What is spent on finding the line where a syntax error comes from.
const (
	searched = 1 << 20  // bytes of a text of which the failing line is searched for
	budget   = 32 << 20 // bytes read again for all the errors of one text
	tries    = 24       // lines above the failing one that are tried
)

// slip is a small mistake in writing one line, with the line as it was probably meant.
// Found is empty where the library's own complaint is the best that can be said.
type slip struct {
	column               int
	found, expected, fix string
	mended               string
}

var (
	// plainKey begins a line that was meant to be "键: 值".
	plainKey = regexp.MustCompile(`^\s*(- )?["']?[^\s:：#"'\[\]{},]+["']?(：|:[^\s])`)

	// reservedValue is a line whose plain value begins with a character that YAML reserves.
	reservedValue = regexp.MustCompile("^(\\s*(?:- )*(?:[^\\s:#\"']+: +)?)([@`%*&!|>,].*)$")

	// secondColon is a line with a colon inside a plain value.
	secondColon = regexp.MustCompile(`^(\s*(?:- )*[^\s:#"']+: +)([^\s"'\[{|>].*?)(:(?:\s.*)?)$`)
)

// colonSlip is a key with a full-width colon, or without a blank after the colon.
func colonSlip(line string) []slip {
	m := plainKey.FindStringSubmatchIndex(line)
	if m == nil {
		return nil
	}
	colon := m[4]
	s := slip{column: columnAt(line, colon), expected: "半角冒号加一个空格"}
	if rest, wide := strings.CutPrefix(line[colon:], "："); wide {
		s.found, s.fix = "键后面用了全角冒号", "把“：”改成“: ”"
		s.mended = line[:colon] + ": " + rest
	} else {
		s.found, s.fix = "冒号后面没有空格", "在冒号后面加一个空格；若冒号是文字的一部分就加引号"
		s.mended = line[:colon] + ": " + line[colon+1:]
	}
	return []slip{s}
}

// quoteSlip is a quote that does not end on its line, or text behind one that does.
func quoteSlip(line string) []slip {
	depth, start := 0, true
	for i := 0; i < len(line); i++ {
		switch b := line[i]; {
		case b == '#' && (i == 0 || line[i-1] == ' '):
			return nil
		case start && (b == '"' || b == '\''):
			end := closing(line, i)
			if end < 0 {
				at := valueEnd(line, i+1, depth > 0)
				return []slip{{
					column: columnAt(line, i), found: "这里的引号没有收尾", fix: "在值的末尾补上另一半引号 " + string(b),
					mended: line[:at] + string(b) + line[at:],
				}}
			}
			if rest := strings.TrimLeft(line[end+1:], " \t"); rest != "" && !strings.ContainsRune("#,]}:", rune(rest[0])) {
				at := valueEnd(line, end+1, depth > 0)
				return []slip{{
					column: columnAt(line, end+1), found: "引号后面还有“" + Shown(line[end+1:at]) + "”",
					expected: "引号括住整个值", fix: "把后一个引号移到值的末尾，或去掉引号",
					mended: line[:end+1] + line[at:],
				}}
			}
			i, start = end, false
		case start && (b == '[' || b == '{'):
			depth++
		case b == ' ':
		case b == '-' && start && i+1 < len(line) && line[i+1] == ' ':
		case b == ']' || b == '}':
			depth--
			start = false
		default:
			start = b == ',' && depth > 0 || b == ':' && i+1 < len(line) && line[i+1] == ' '
		}
	}
	return nil
}

// closing is where the quoted text that begins at i ends, -1 where it does not.
func closing(line string, i int) int {
	quote := line[i]
	for j := i + 1; j < len(line); j++ {
		switch {
		case line[j] == '\\' && quote == '"':
			j++
		case line[j] == quote && quote == '\'' && j+1 < len(line) && line[j+1] == quote:
			j++
		case line[j] == quote:
			return j
		}
	}
	return -1
}

// valueEnd is where a value that goes on from i probably ends: in braces at the next
// separator, otherwise before a comment or at the end of the line.
func valueEnd(line string, i int, inFlow bool) int {
	rest := line[i:]
	if inFlow {
		if at := strings.IndexAny(rest, ",]}"); at >= 0 {
			rest = rest[:at]
		}
	}
	if at := strings.Index(rest, " #"); at >= 0 {
		rest = rest[:at]
	}
	return i + len(strings.TrimRight(rest, " \t"))
}

var widePunctuation = strings.NewReplacer("，", ", ", "［", "[", "］", "]", "【", "[", "】", "]", "｛", "{", "｝", "}")

// commaSlip is Chinese punctuation where a list or map in brackets needs ASCII.
func commaSlip(line string) []slip {
	at := strings.IndexAny(line, "，［］【】｛｝")
	if at < 0 || !strings.ContainsAny(line, "[{]}") {
		return nil
	}
	wide := string([]rune(line[at:])[0])
	ascii := strings.TrimSpace(widePunctuation.Replace(wide))
	return []slip{{
		column: columnAt(line, at), found: "括号里用了全角的“" + wide + "”", expected: "半角的“" + ascii + "”",
		fix: "把“" + wide + "”改成“" + ascii + "”；若它是文字的一部分就给文字加引号", mended: widePunctuation.Replace(line),
	}}
}

// valueSlip is a plain value that needs quotes, for what the library complains of.
func valueSlip(line, message string) []slip {
	var parts []string
	switch {
	case strings.Contains(message, "mapping values are not allowed"):
		if parts = secondColon.FindStringSubmatch(line); parts != nil {
			return []slip{{column: columnAt(line, len(parts[1])+len(parts[2])), mended: parts[1] + quoted(parts[2]+parts[3])}}
		}
	case strings.Contains(message, "escape") || strings.Contains(message, "hexdecimal") || strings.Contains(message, "invalid Unicode"):
		if at := strings.IndexByte(line, '\\'); at >= 0 {
			return []slip{{column: columnAt(line, at), mended: strings.ReplaceAll(line, `\`, `\\`)}}
		}
	case strings.Contains(message, "expected ',' or") || strings.Contains(message, "expected node content"):
		return bracketSlip(line)
	default:
		if parts = reservedValue.FindStringSubmatch(line); parts != nil {
			return []slip{{column: columnAt(line, len(parts[1])), mended: parts[1] + quoted(parts[2])}}
		}
	}
	return nil
}

// bracketSlip is a list or map in brackets that does not end on its line.
func bracketSlip(line string) []slip {
	var open []int
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"', '\'':
			i = max(i, closing(line, i))
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			open = open[:max(len(open)-1, 0)]
		}
	}
	if len(open) == 0 {
		return nil
	}
	s := slip{column: columnAt(line, open[0]), mended: line}
	for len(open) > 0 {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		s.mended += string(line[last] + 2) // [ and ], { and } are two apart
	}
	return []slip{s}
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// tabSlip is a line indented with tabs.
func tabSlip(line string) []slip {
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	at := strings.IndexByte(indent, '\t')
	if at < 0 {
		return nil
	}
	return []slip{{
		column: at + 1, found: "行首用了制表符（Tab）", expected: "空格", fix: "把行首的制表符改成空格",
		mended: strings.ReplaceAll(indent, "\t", "  ") + line[len(indent):],
	}}
}

func columnAt(line string, at int) int { return len([]rune(line[:at])) + 1 }

// mender finds where syntax errors come from by mending lines: what is mended right lets
// the text be read further, so that the errors behind it can be told as well.
type mender struct {
	file  string
	spent int // bytes read again
}

// fault says what the library found wrong, and on which line; the other text is the one
// with that line mended, nil where it cannot be.
func (m *mender) fault(text []byte, err error) (Fault, []byte) {
	line, message := complaint(err)
	lines := bytes.SplitAfter(text, []byte("\n"))
	if len(text) <= searched && m.spent < budget {
		line = m.failingLine(lines, err.Error())
	}
	line = min(max(line, 1), len(lines))
	tried := 0
	for at := line; at >= 1 && tried < tries; at-- {
		content, end := cutEnd(lines[at-1])
		if begins := strings.TrimLeft(content, " "); begins == "" || begins[0] == '#' {
			continue
		}
		slips := append(quoteSlip(content), colonSlip(content)...)
		if at >= line-1 {
			slips = append(append(append(tabSlip(content), slips...), commaSlip(content)...), valueSlip(content, message)...)
		}
		for _, s := range slips {
			tried++
			mended := replaceLine(lines, at, s.mended+end)
			if m.goesFurther(mended, line, err.Error()) {
				return s.fault(m.file, at, message), mended
			}
		}
	}
	return guess(m.file, lines, line, message), nil
}

func (s slip) fault(file string, line int, message string) Fault {
	f := Fault{At: Position{file, line, s.column}, Code: "syntax", Found: s.found, Expected: s.expected, Fix: s.fix}
	if f.Found == "" {
		f.Found, f.Fix = explain(message)
	}
	return f
}

// goesFurther says whether a mended text can be read beyond the line where it failed.
func (m *mender) goesFurther(text []byte, line int, before string) bool {
	if m.spent > budget {
		return false
	}
	after := m.complaintOf(text)
	switch after {
	case "":
		return true
	case before:
		return strings.HasSuffix(before, endOfStream) && !m.failsAlike(firstLines(text, line), after)
	}
	return !m.failsAlike(firstLines(text, line), after)
}

func firstLines(text []byte, n int) []byte {
	end := 0
	for range n {
		at := bytes.IndexByte(text[end:], '\n')
		if at < 0 {
			return text
		}
		end += at + 1
	}
	return text[:end]
}

func cutEnd(line []byte) (content, end string) {
	content = strings.TrimRight(string(line), "\r\n")
	return content, string(line[len(content):])
}

func replaceLine(lines [][]byte, n int, line string) []byte {
	var text bytes.Buffer
	for i, written := range lines {
		if i == n-1 {
			text.WriteString(line)
		} else {
			text.Write(written)
		}
	}
	return text.Bytes()
}

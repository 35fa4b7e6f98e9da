package evidence

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"zhanping/internal/yamltext"
)

// personal is a number in a text that identifies a person.
type personal struct {
	kind       string // 公民身份号码, 手机号
	start, end int    // bytes
}

// group is a run of digits, ASCII or full-width, in a text.
type group struct {
	start, end int
	digits     string
	trailingX  bool // an X follows, as in an identity number
}

// findPersonal finds identity numbers (18 digits with a valid date and check digit, or
// the old 15) and mainland mobile numbers, also written with blanks, hyphens or
// full-width digits. Digests in hex are left alone.
func findPersonal(text []byte) []personal {
	var found []personal
	var chain []group
	for i := 0; i < len(text); {
		if _, size := digitAt(text, i); size == 0 {
			i++
			continue
		}
		g := groupAt(text, i)
		if len(chain) > 0 && !joined(text[chain[len(chain)-1].end:g.start]) {
			chain = chain[:0]
		}
		if len(chain) == 3 {
			chain = append(chain[:0], chain[1:]...)
		}
		chain = append(chain, g)
		i = g.end
		if kind := personalKind(g.digits, g.trailingX); kind != "" && !partOfDigest(text, g) && !partOfDecimal(text, g) {
			found = append(found, personal{kind, g.start, g.end})
			chain = chain[:0]
			continue
		}
		if p, ok := spaced(text, chain); ok {
			found = append(found, p)
			chain = chain[:0]
		}
	}
	return found
}

func digitAt(text []byte, i int) (digit byte, size int) {
	switch b := text[i]; {
	case '0' <= b && b <= '9':
		return b, 1
	case b == 0xEF && i+2 < len(text) && text[i+1] == 0xBC && 0x90 <= text[i+2] && text[i+2] <= 0x99:
		return text[i+2] - 0x90 + '0', 3
	}
	return 0, 0
}

func groupAt(text []byte, start int) group {
	var digits [20]byte // one more than any number that is looked for
	n, i := 0, start
	for i < len(text) {
		digit, size := digitAt(text, i)
		if size == 0 {
			break
		}
		if n < len(digits) {
			digits[n] = digit
			n++
		}
		i += size
	}
	g := group{start: start, end: i, digits: string(digits[:n])}
	after := text[i:]
	for _, x := range []string{"X", "x", "Ｘ", "ｘ"} {
		if bytes.HasPrefix(after, []byte(x)) && (len(after) == len(x) || !letterOrDigit(after[len(x)])) {
			g.trailingX = true
		}
	}
	return g
}

func joined(between []byte) bool {
	return string(between) == " " || string(between) == "-"
}

func letterOrDigit(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// personalKind says what a whole run of digits is.
func personalKind(digits string, trailingX bool) string {
	switch {
	case len(digits) == 11 && mobile(digits),
		len(digits) == 13 && digits[:2] == "86" && mobile(digits[2:]),
		len(digits) == 15 && digits[:4] == "0086" && mobile(digits[4:]):
		return "手机号"
	case len(digits) == 18 && identity(digits), len(digits) == 17 && trailingX && identity(digits+"X"):
		return "公民身份号码"
	case len(digits) == 15 && slices.Contains(provinces, digits[:2]) &&
		realDate(1900+atoi(digits[6:8]), atoi(digits[8:10]), atoi(digits[10:12])):
		return "公民身份号码"
	}
	return ""
}

func mobile(digits string) bool { return digits[0] == '1' && digits[1] >= '3' }

// identity checks the birth date and the check digit of GB 11643-1999.
func identity(code string) bool {
	if year := atoi(code[6:10]); year < 1800 || !onCalendar(year, atoi(code[10:12]), atoi(code[12:14])) {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += int(code[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == code[17]
}

// spaced finds 138 0013 8000 and 110105-19491231-0021 at the end of a chain of groups.
func spaced(text []byte, chain []group) (personal, bool) {
	if len(chain) < 3 {
		return personal{}, false
	}
	last := chain
	if last[0].start > 0 && letterOrDigit(text[last[0].start-1]) {
		return personal{}, false
	}
	p := personal{start: last[0].start, end: last[2].end}
	whole := last[0].digits + last[1].digits + last[2].digits
	switch [3]int{len(last[0].digits), len(last[1].digits), len(last[2].digits)} {
	case [3]int{3, 4, 4}, [3]int{6, 8, 4}, [3]int{6, 8, 3}:
		p.kind = personalKind(whole, last[2].trailingX)
	}
	return p, p.kind != ""
}

// partOfDigest says whether the digits stand inside a long hexadecimal text.
func partOfDigest(text []byte, g group) bool {
	const longest = 128 // SHA-512; and a bound for the search
	start, end := g.start, g.end
	for start > max(0, g.start-longest) && letterOrDigit(text[start-1]) {
		start--
	}
	for end < min(len(text), g.end+longest) && letterOrDigit(text[end]) {
		end++
	}
	if end-start < 32 {
		return false
	}
	for _, b := range text[start:end] {
		if b > 'f' || 'F' < b && b < 'a' {
			return false
		}
	}
	return true
}

// partOfDecimal says whether the digits are the part of a number on one side of a point.
func partOfDecimal(text []byte, g group) bool {
	if g.start > 1 && text[g.start-1] == '.' && '0' <= text[g.start-2] && text[g.start-2] <= '9' {
		return true
	}
	return g.end+1 < len(text) && text[g.end] == '.' && '0' <= text[g.end+1] && text[g.end+1] <= '9'
}

// mask shows the first three digits of every personal number in text and hides the rest.
func mask(text string) string {
	numbers := findPersonal([]byte(text))
	if len(numbers) == 0 {
		return text
	}
	var masked strings.Builder
	last := 0
	for _, p := range numbers {
		masked.WriteString(text[last:p.start])
		masked.WriteString(masking(text[p.start:p.end]))
		last = p.end
	}
	masked.WriteString(text[last:])
	return masked.String()
}

func masking(number string) string {
	runes := []rune(number)
	return string(runes[:3]) + strings.Repeat("*", len(runes)-3)
}

// Personal names the first number in text that identifies a person, masked:
// “手机号（138********）”. It is "" where there is none. It finds what Read refuses.
func Personal(text string) string {
	numbers := findPersonal([]byte(text))
	if len(numbers) == 0 {
		return ""
	}
	return named(numbers[0].kind, text[numbers[0].start:numbers[0].end])
}

// named is the kind of a number with the masked number.
func named(kind, number string) string { return kind + "（" + masking(number) + "）" }

// shown is text as a message quotes it, without personal numbers.
func shown(text string) string { return yamltext.Shown(mask(text)) }

// maskAll hides personal numbers in what faults say; their positions stay.
func maskAll(faults yamltext.Faults) yamltext.Faults {
	masked := make(yamltext.Faults, len(faults))
	for i, f := range faults {
		f.Found, f.Expected, f.Fix = mask(f.Found), mask(f.Expected), mask(f.Fix)
		masked[i] = f
	}
	return masked
}

// personalFaults refuses every personal number in the text, comments included.
func personalFaults(file string, text []byte) yamltext.Faults {
	var faults yamltext.Faults
	line, column, from := 1, 1, 0
	for _, p := range findPersonal(text) {
		if len(faults) == maxFaults {
			break
		}
		passed := text[from:p.start]
		if end := bytes.LastIndexByte(passed, '\n'); end >= 0 {
			line += bytes.Count(passed, []byte("\n"))
			column, passed = 1, passed[end+1:]
		}
		column += utf8.RuneCount(passed)
		from = p.start
		at := yamltext.Position{File: file, Line: line, Column: column}
		faults = append(faults, personalFault(at, p.kind, string(text[p.start:p.end])))
	}
	return faults
}

// escapedPersonal finds what the text hides behind escapes in double quotes.
func escapedPersonal(file string, n *yamltext.Node) yamltext.Faults {
	var faults yamltext.Faults
	if n.Kind == yamltext.ScalarNode && n.Style&yamltext.DoubleQuotedStyle != 0 {
		for _, p := range findPersonal([]byte(n.Value)) {
			at := yamltext.Position{File: file, Line: n.Line, Column: n.Column}
			faults = append(faults, personalFault(at, p.kind, n.Value[p.start:p.end]))
		}
	}
	for _, child := range n.Content {
		faults = append(faults, escapedPersonal(file, child)...)
	}
	return faults
}

func personalFault(at yamltext.Position, kind, number string) yamltext.Fault {
	return yamltext.Fault{
		At: at, Code: codePersonal,
		Found:    "文字里有" + named(kind, number),
		Expected: "不含个人号码的材料",
		Fix:      "删去号码，只写数量、职务或化名；若是别的编号，在中间加字母或分隔符",
	}
}

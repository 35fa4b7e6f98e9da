package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columns is how many terminal columns a text takes: Chinese characters take two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.Neutral, width.EastAsianAmbiguous, width.EastAsianNarrow, width.EastAsianHalfwidth:
		return 1
	}
	return 1
}

// pad fills text with blanks on the right up to n columns.
func pad(text string, n int) string { return text + blanks(n-columns(text)) }

// padLeft fills text with blanks on the left up to n columns.
func padLeft(text string, n int) string { return blanks(n-columns(text)) + text }

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }

// shorten cuts text to n columns and shows that it did.
func shorten(text string, n int) string {
	if columns(text) <= n {
		return text
	}
	var b strings.Builder
	used := 0
	for _, r := range text {
		if used+runeColumns(r) > n-2 {
			break
		}
		b.WriteRune(r)
		used += runeColumns(r)
	}
	return b.String() + ".."
}

// Marks that may not begin a line and marks that may not end one (禁则).
const (
	noStart = "，。；：、？！）》〉】〕”’％%,.;:?!)]}…–"
	noEnd   = "（《〈【〔“‘([{"
)

// wrap breaks text into lines of at most n columns. It breaks between Chinese
// characters and at blanks, keeps words and numbers whole where they fit on a line, and
// starts no line with a closing mark. Nothing is lost but the blanks at the breaks.
func wrap(text string, n int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, n)...)
	}
	return lines
}

func wrapParagraph(text string, n int) []string {
	var lines []string
	line, used := "", 0
	for _, piece := range pieces(text) {
		size := columns(piece)
		if used+columns(strings.TrimRight(piece, " ")) > n && line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line, used = "", 0
			piece = strings.TrimLeft(piece, " ")
			size = columns(piece)
		}
		for size > n {
			head := headOf(piece, n)
			lines = append(lines, head)
			piece = piece[len(head):]
			size = columns(piece)
		}
		line += piece
		used += size
	}
	return append(lines, strings.TrimRight(line, " "))
}

// headOf is the longest beginning of text that takes at most n columns, one rune at least.
func headOf(text string, n int) string {
	used := 0
	for i, r := range text {
		used += runeColumns(r)
		if used > n && i > 0 {
			return text[:i]
		}
	}
	return text
}

// pieces cuts text where a line may break.
func pieces(text string) []string {
	var out []string
	start := 0
	var before rune
	for i, r := range text {
		if i > start && mayBreak(before, r) {
			out = append(out, text[start:i])
			start = i
		}
		before = r
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

func mayBreak(before, after rune) bool {
	if strings.ContainsRune(noStart, after) || strings.ContainsRune(noEnd, before) || after == ' ' {
		return false
	}
	return before == ' ' || runeColumns(before) == 2 || runeColumns(after) == 2 || before == '/' || before == '、'
}

package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible makes text from a bundle safe to show anywhere: control characters become
// signs that can be seen, so that no terminal obeys them and XML stays valid; so do
// marks that turn the direction of writing. Line breaks stay.
func visible(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !strings.ContainsFunc(text, needsSign) && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case !needsSign(r):
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		default:
			fmt.Fprintf(&b, "<U+%04X>", r)
		}
	}
	return b.String()
}

// oneLine is visible text with every run of white space as one blank.
func oneLine(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }

func needsSign(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || turnsWriting(r) || r == 0x2028 || r == 0x2029 || r&0xfffe == 0xfffe
}

// turnsWriting reports whether a rune changes the direction in which text is shown.
func turnsWriting(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f
}

// escapeHidden replaces, in text where a backslash escape means the same, what a
// terminal could obey, what turns the direction of writing and what is no character.
func escapeHidden(text []byte) []byte {
	hidden := func(r rune) bool { return r >= 0x7f && r <= 0x9f || turnsWriting(r) || r == 0xfffe || r == 0xffff }
	if !bytes.ContainsFunc(text, hidden) {
		return text
	}
	var b strings.Builder
	for _, r := range string(text) {
		if hidden(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return []byte(b.String())
}

package workbook

import "strings"

// Inert is text that no spreadsheet takes for a formula: where it begins like one, also
// with a full-width sign, an apostrophe is put before it. Any other text is unchanged.
func Inert(text string) string {
	if strings.IndexAny(text, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + text
	}
	return text
}

// plain takes away the apostrophe that Inert has put before a text.
func plain(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && Inert(rest) != rest {
		return rest
	}
	return text
}

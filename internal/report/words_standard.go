package report

import (
	"slices"
	"strings"

	"zhanping/standards"
)

// AbsenceWords is what becomes of the item where it does not apply, "" where nothing is said of it.
func AbsenceWords(item standards.Item) string { return absenceWords(item) }

// BasisWords is where a standard comes from.
func BasisWords(std *standards.Standard) string { return sourceWords(std.Sources, std.References) }

// ParamWords is a check's parameter for people.
func ParamWords(value any) string { return paramWords(value) }

// LimitsNothing reports whether a parameter asks for nothing, so that it need not be told.
func LimitsNothing(value any) bool { return limitsNothing(value) }

// Headline is what a standard says of itself as a whole: a label and words; those without words are left out.
func Headline(std *standards.Standard) [][2]string {
	all := [][2]string{
		{"适用对象", scopeOfStandard(std.Scope)},
		{"条目", contentWords(std)},
		{"满分", totalOfStandard(std)},
		{"缺项", rebaseWords(std)},
		{"取整", roundingWords(std)},
	}
	return slices.DeleteFunc(all, func(line [2]string) bool { return line[1] == "" })
}

// BasisOfChapter is where a chapter comes from.
func BasisOfChapter(std *standards.Standard, chapter standards.Chapter) string {
	if chapter.Basis == "" {
		return ""
	}
	return sourceWords(strings.Split(chapter.Basis, "、"), std.References)
}

// WorthWords is the kind of an item and its points.
func WorthWords(item standards.Item) string { return worthOf(item) }

package report

import "zhanping/standards"

// AbsenceWords is what becomes of the item where it does not apply, "" where nothing is said of it.
func AbsenceWords(item standards.Item) string { return absenceWords(item) }

// BasisWords is where a standard comes from.
func BasisWords(std *standards.Standard) string { return sourceWords(std.Sources, std.References) }

// WorthWords is the kind of an item and its points.
func WorthWords(item standards.Item) string { return worthOf(item) }

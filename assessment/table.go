package assessment

import "zhanping/standards"

// GradeTable is the grade table of a standard in words, best first, before anything is
// known: what a page about the standard shows. The standard is the variant for a level.
func GradeTable(std *standards.Standard) []GradeRule {
	var items []ItemResult
	for _, chapter := range std.Chapters {
		for i := range chapter.Items {
			items = append(items, ItemResult{Item: &chapter.Items[i], Chapter: chapter.ID, Outcome: NotChecked})
		}
	}
	table, _ := gradeTable(std, &Report{Items: items, Gates: gatesOf(std, items, nil)}, nil)
	return table
}

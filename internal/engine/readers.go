package engine

import (
	"slices"
	"strings"

	"zhanping/standards"
)

// Reader is a standard that reads a fact, and its items that do: none where the fact only
// decides whether the standard applies.
type Reader struct {
	Standard *standards.Standard
	Items    []string
}

// Readers is what reads each fact under the standards for a level, region and day, also by
// items that are not in force yet, in the order of the standards and their items.
func (e *Engine) Readers(chosen []*standards.Standard, level, region, day string) (map[string][]Reader, error) {
	readers := map[string][]Reader{}
	for _, std := range chosen {
		variant, judge, err := e.Bind(std, level, region, day)
		if err != nil {
			return nil, err
		}
		items := map[string][]string{}
		for _, f := range variant.Scope.Facts {
			items[f.Fact] = []string{}
		}
		for _, chapter := range slices.Concat(variant.Chapters, variant.Announced) {
			for _, item := range chapter.Items {
				for _, path := range judge.Reads(item.ID) {
					if !slices.Contains(items[path], item.ID) {
						items[path] = append(items[path], item.ID)
					}
				}
			}
		}
		for path, ids := range items {
			readers[path] = append(readers[path], Reader{std, ids})
		}
	}
	return readers, nil
}

// Asked is every fact that something reads, in the order of the schema.
func (e *Engine) Asked(readers map[string][]Reader) []string {
	var paths []string
	for _, fact := range e.schema.Facts() {
		if len(readers[fact.Path]) > 0 {
			paths = append(paths, fact.Path)
		}
	}
	return paths
}

// ReaderWords says for each fact in a few words who reads it: 五级五有 一1、一2；四纲十目 3.2.
func ReaderWords(readers map[string][]Reader) map[string]string {
	words := make(map[string]string, len(readers))
	for path, list := range readers {
		parts := make([]string, len(list))
		for i, r := range list {
			parts[i] = shortTitle(r.Standard.Title) + " " + strings.Join(r.Items, "、")
			if len(r.Items) == 0 {
				parts[i] = shortTitle(r.Standard.Title) + "（是否适用）"
			}
		}
		words[path] = strings.Join(parts, "；")
	}
	return words
}

// shortTitle is what people call a standard: the words in quotation marks, else the title
// without what stands in brackets behind it.
func shortTitle(title string) string {
	if _, rest, quoted := strings.Cut(title, "“"); quoted {
		if name, _, closed := strings.Cut(rest, "”"); closed {
			return name
		}
	}
	name, _, _ := strings.Cut(title, "（")
	return name
}

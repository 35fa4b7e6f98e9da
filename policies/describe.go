package policies

import (
	"maps"
	"slices"
)

// Reads is every evidence path that the decision on an item may depend on, sorted; none
// for an inspector's item and for an id that the standard does not have.
func (j *Judge) Reads(item string) []string {
	return j.describe(item, func(part *boundPart) []string { return part.reads })
}

// Checks is the name of every check that decides an item or its condition, sorted.
func (j *Judge) Checks(item string) []string {
	return j.describe(item, func(part *boundPart) []string { return []string{part.check.name} })
}

func (j *Judge) describe(id string, of func(*boundPart) []string) []string {
	found := map[string]bool{}
	for _, item := range j.items {
		if item.id != id {
			continue
		}
		parts := item.parts
		if item.when != nil {
			parts = append(slices.Clone(parts), item.when)
		}
		for _, part := range parts {
			for _, name := range of(part) {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

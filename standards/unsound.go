package standards

import (
	"fmt"
	"path"
	"slices"
)

// Unsound is every standard of some sources as far as it can be read, whatever is wrong
// with it: its items without those that have a fault of shape. It is for finding further
// faults, never for scoring; Open and All tell the faults found so far.
func Unsound(sources ...Source) []*Standard {
	var all []*Standard
	for _, source := range sources {
		dirs, err := findStandards(source.FS)
		if err != nil {
			continue // Open tells it
		}
		for _, dir := range dirs {
			r, _ := reviewAll(source.FS, dir, path.Join(source.Display, dir))
			all = append(all, r.readableItems())
		}
	}
	return all
}

// readableItems is the standard without the items that have a fault of shape.
func (r *review) readableItems() *Standard {
	for i, page := range r.chapters {
		chapter := &r.std.Chapters[i]
		items := slices.Clone(chapter.Items)
		chapter.Items = nil
		for j, item := range items {
			if !page.broken(fmt.Sprintf("/items/%d", j)) {
				chapter.Items = append(chapter.Items, item)
			}
		}
	}
	return r.std
}

package regions

import (
	"iter"
	"sort"
	"strings"
)

// Children is the regions right below one, in the order of their codes; those of "" are the
// provinces. The counties that a nominal row groups are children of the province. Similar
// rows are among them; the caller may leave them out.
func (t *Table) Children(code string) []Region {
	i, end := t.span(code)
	if code != "" {
		if i == end || t.code(i) != code {
			return nil
		}
		i++
	}
	var children []Region
	for i < end {
		child := t.row(i)
		if child.Kind == Nominal {
			i++ // its counties come next
			continue
		}
		child.Parent = t.parent(child.Code)
		children = append(children, child)
		_, i = t.span(child.Code)
	}
	return children
}

// Count is how many rows of a level lie within a region or are it. The region is given by
// its code or by leading digits, "" being the whole table. Rows of every kind count.
func (t *Table) Count(within string, level Level) int {
	n := 0
	for i, end := t.span(within); i < end; i++ {
		if levelOf(t.code(i)) == level {
			n++
		}
	}
	return n
}

// All is the region and everything within it in the order of the codes, rows of every kind.
// The region is given by its code or by leading digits, "" being the whole table.
func (t *Table) All(within string) iter.Seq[Region] {
	return func(yield func(Region) bool) {
		i, end := t.span(within)
		if i == end {
			return
		}
		path := t.Path(t.parent(t.code(i))) // down to the parent of the next row
		for ; i < end; i++ {
			region := t.row(i)
			for len(path) > 0 && !Contains(path[len(path)-1].Code, region.Code) {
				path = path[:len(path)-1]
			}
			if len(path) > 0 {
				region.Parent = path[len(path)-1].Code
			}
			if !yield(region) {
				return
			}
			if region.Kind != Nominal {
				path = append(path, region)
			}
		}
	}
}

// Search is the first regions within a region whose names contain the text, at most limit,
// in the order of their codes and without nominal rows. The region is given by its code or
// by leading digits, "" being the whole table. A blank text finds nothing.
func (t *Table) Search(text, within string, limit int) []Region {
	text = strings.TrimSpace(text)
	i, j := t.span(within)
	if text == "" || i == j {
		return nil
	}
	var found []Region
	at, end := int(t.start(i)), int(t.ends[j-1])
	for len(found) < limit {
		hit := strings.Index(t.names[at:end], text)
		if hit < 0 {
			break
		}
		at += hit
		row := sort.Search(t.rows(), func(i int) bool { return int(t.ends[i]) > at })
		if at+len(text) > int(t.ends[row]) {
			at++ // the text runs on into the next name
			continue
		}
		if region := t.row(row); region.Kind != Nominal {
			region.Parent = t.parent(region.Code)
			found = append(found, region)
		}
		at = int(t.ends[row])
	}
	return found
}

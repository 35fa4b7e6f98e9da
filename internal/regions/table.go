package regions

import (
	"sort"
	"strings"
)

// Table is a table of regions in the order of their codes. It never changes, so that any
// number of goroutines may read it.
type Table struct {
	codes string   // the codes of all rows, 12 digits each
	names string   // the names of all rows
	ends  []uint32 // where in names the name of each row ends
}

// Find is the region with that code.
func (t *Table) Find(code string) (Region, bool) {
	i, ok := t.index(code)
	if !ok {
		return Region{}, false
	}
	region := t.row(i)
	region.Parent = t.parent(code)
	return region, true
}

// Path is the way down to the region: its province, and so on to the region itself. Nominal
// rows are left out, unless the code is that of one. It is nil where the code is not known.
func (t *Table) Path(code string) []Region {
	region, ok := t.Find(code)
	if !ok {
		return nil
	}
	return append(t.Path(region.Parent), region)
}

func (t *Table) rows() int { return len(t.ends) }

func (t *Table) code(i int) string { return t.codes[i*codeLen : (i+1)*codeLen] }

func (t *Table) name(i int) string { return t.names[t.start(i):t.ends[i]] }

// start is where in names the name of row i begins.
func (t *Table) start(i int) uint32 {
	if i == 0 {
		return 0
	}
	return t.ends[i-1]
}

// row is the region of row i without its parent.
func (t *Table) row(i int) Region {
	code := t.code(i)
	return Region{Code: code, Name: t.name(i), Level: levelOf(code), Kind: kindOf(code)}
}

// from is the first row whose code is not below the text.
func (t *Table) from(text string) int {
	return sort.Search(t.rows(), func(i int) bool { return t.code(i) >= text })
}

func (t *Table) index(code string) (int, bool) {
	i := t.from(code)
	return i, i < t.rows() && t.code(i) == code
}

// span is the rows from i up to but not including j that lie within a region, which is given
// by its code or by leading digits; "" is the whole table.
func (t *Table) span(within string) (i, j int) {
	prefix := Prefix(within)
	return t.from(prefix), t.from(prefix + ":") // the colon comes right after the digits
}

// parent is the code of the nearest region above that is not nominal.
func (t *Table) parent(code string) string {
	for code = above(code); code != ""; code = above(code) {
		if _, ok := t.index(code); ok && !nominal[code] {
			return code
		}
	}
	return ""
}

// builder puts a table together, row by row in the order of the codes.
type builder struct {
	codes, names strings.Builder
	ends         []uint32
}

func (b *builder) add(code, name string) {
	b.codes.WriteString(code)
	b.names.WriteString(name)
	b.ends = append(b.ends, uint32(b.names.Len()))
}

func (b *builder) table() *Table {
	return &Table{
		codes: strings.Clone(b.codes.String()), names: strings.Clone(b.names.String()),
		ends: append(make([]uint32, 0, len(b.ends)), b.ends...),
	}
}

package workbook

import (
	"fmt"
	"strings"
)

// node is a part of a bundle that was read from cells.
type node struct {
	key     string // in a map
	at      cell   // where it stands
	backing string // where the sources of the fact stand
	text    string // a scalar as YAML; empty for none
	list    bool
	items   []*node // of a list or a map
}

// origin is the cell that a line of the text was read from.
type origin struct{ sheet, at, backing string }

// yamlText writes a bundle one scalar a line, so that a line names a cell.
type yamlText struct {
	out   strings.Builder
	lines []origin
}

func (t *yamlText) line(n *node, text string) {
	t.out.WriteString(text + "\n")
	t.lines = append(t.lines, origin{n.at.sheet, n.at.at, n.backing})
}

// origin is where a line was read from; lines count from 1.
func (t *yamlText) origin(line int) (origin, bool) {
	if line < 1 || line > len(t.lines) {
		return origin{}, false
	}
	return t.lines[line-1], true
}

// members writes what is in a map.
func (t *yamlText) members(items []*node, indent string) {
	for _, n := range items {
		t.node(n, indent, indent+n.key+":")
	}
}

// node writes a value behind the key or hyphen that names it.
func (t *yamlText) node(n *node, indent, lead string) {
	switch {
	case len(n.items) == 0 && n.list:
		t.line(n, lead+" []")
	case len(n.items) == 0:
		t.line(n, strings.TrimRight(lead+" "+n.text, " "))
	case n.list:
		t.line(n, lead)
		for _, item := range n.items {
			if len(item.items) == 0 {
				t.line(item, indent+"  - "+item.text)
				continue
			}
			first := item.items[0]
			t.node(first, indent+"    ", indent+"  - "+first.key+":")
			t.members(item.items[1:], indent+"    ")
		}
	default:
		t.line(n, lead)
		t.members(n.items, indent+"  ")
	}
}

// quote is a text as a YAML scalar that stays this text.
func quote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			out.WriteString(`\` + string(c))
		case c == '\n':
			out.WriteString(`\n`)
		case c == '\t':
			out.WriteString(`\t`)
		case c < 0x20, 0x7f <= c && c < 0xa0, c == 0x2028, c == 0x2029, c == 0xFEFF, c == 0xFFFE, c == 0xFFFF:
			fmt.Fprintf(&out, `\u%04X`, c)
		default:
			out.WriteRune(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// place puts a value at its path, making the sections around it.
func place(root *node, path string, value *node) {
	parts := strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		var next *node
		for _, n := range root.items {
			if n.key == part {
				next = n
			}
		}
		if next == nil {
			next = &node{key: part, at: value.at}
			root.items = append(root.items, next)
		}
		root = next
	}
	value.key = parts[len(parts)-1]
	root.items = append(root.items, value)
}

package papers_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhanping/internal/papers"
)

// node is one element of an XML part.
type node struct {
	name     string
	attrs    map[string]string
	children []*node
	text     string
}

func parse(t *testing.T, name string, text []byte) *node {
	t.Helper()
	root := &node{}
	stack := []*node{root}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s is no XML: %v", name, err)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
	return root.children[0]
}

func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, child := range n.children {
		child.walk(visit)
	}
}

// first is the first element of a name, an empty one where there is none.
func (n *node) first(name string) *node {
	found := &node{attrs: map[string]string{}}
	n.walk(func(one *node) {
		if one.name == name && found.name == "" {
			found = one
		}
	})
	return found
}

func (n *node) number(t *testing.T, attr string) int {
	t.Helper()
	value, err := strconv.Atoi(n.attrs[attr])
	if err != nil {
		t.Fatalf("%s of %s: %v", attr, n.name, err)
	}
	return value
}

func unzip(t *testing.T, text []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[file.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// documents is every paper that is a Word document.
func documents(t *testing.T) map[string][]byte {
	t.Helper()
	return map[string][]byte{
		"notice":      written(t, func(b *bytes.Buffer) error { return notice().WriteDOCX(b) }),
		"problems":    written(t, func(b *bytes.Buffer) error { return problems(papers.ProblemList).WriteDOCX(b) }),
		"ledger":      written(t, func(b *bytes.Buffer) error { return problems(papers.RectificationLedger).WriteDOCX(b) }),
		"publicity":   written(t, func(b *bytes.Buffer) error { return publicity().WriteDOCX(b) }),
		"certificate": written(t, func(b *bytes.Buffer) error { return certificate(t).WriteDOCX(b) }),
	}
}

// shown is what a document says, a paragraph a line behind its style; cells are joined.
func shown(t *testing.T, document []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var block func(n *node, cell bool)
	block = func(n *node, cell bool) {
		switch n.name {
		case "p":
			var text strings.Builder
			n.walk(func(one *node) {
				switch one.name {
				case "t":
					text.WriteString(one.text)
				case "br":
					text.WriteString("⏎")
				case "drawing":
					text.WriteString("[picture]")
				}
			})
			if cell {
				fmt.Fprintf(&b, " %s |", text.String())
			} else {
				fmt.Fprintf(&b, "%-18s%s\n", n.first("pStyle").attrs["val"], text.String())
			}
			return
		case "tr":
			b.WriteString("|")
			cell = true
		}
		for _, child := range n.children {
			block(child, cell)
		}
		if n.name == "tr" {
			b.WriteString("\n")
		}
	}
	block(parse(t, "document", unzip(t, document)["word/document.xml"]).first("body"), false)
	return b.Bytes()
}

func TestDocumentsSayWhatWasReviewed(t *testing.T) {
	t.Parallel()
	for name, document := range documents(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name+".docx.txt", shown(t, document))
		})
	}
}

func TestEveryPartIsWellFormedAndDeclared(t *testing.T) {
	t.Parallel()
	for name, document := range documents(t) {
		parts := unzip(t, document)
		types := parse(t, "types", parts["[Content_Types].xml"])
		declared := map[string]bool{}
		for _, one := range types.children {
			declared["."+one.attrs["Extension"]] = true
			part := strings.TrimPrefix(one.attrs["PartName"], "/")
			declared[part] = true
			if _, there := parts[part]; part != "" && !there {
				t.Errorf("%s: %s is declared and missing", name, part)
			}
		}
		for part, text := range parts {
			if !declared[part] && !declared[path.Ext(part)] {
				t.Errorf("%s: nobody says what %s is", name, part)
			}
			if path.Ext(part) == ".png" {
				continue
			}
			root := parse(t, part, text)
			if path.Ext(part) != ".rels" {
				continue
			}
			folder := path.Dir(path.Dir(part))
			for _, rel := range root.children {
				if _, there := parts[path.Join(folder, rel.attrs["Target"])]; !there {
					t.Errorf("%s: %s leads to %s, which is missing", name, part, rel.attrs["Target"])
				}
			}
		}
	}
}

// The order in which the schema wants properties; those that are not listed are not used.
var order = map[string][]string{
	"pPr":    {"pStyle", "keepNext", "pageBreakBefore", "pBdr", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"},
	"rPr":    {"rFonts", "color", "spacing", "sz", "szCs", "lang"},
	"tblPr":  {"tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"},
	"tcPr":   {"tcW", "vAlign"},
	"sectPr": {"footerReference", "pgSz", "pgMar", "pgBorders", "docGrid"},
	"style":  {"name", "basedOn", "qFormat", "pPr", "rPr"},
	"tbl":    {"tblPr", "tblGrid", "tr"},
}

func TestElementsStandInTheOrderOfTheSchema(t *testing.T) {
	t.Parallel()
	for name, document := range documents(t) {
		parts := unzip(t, document)
		for _, part := range []string{"word/document.xml", "word/styles.xml", "word/footer1.xml"} {
			parse(t, part, parts[part]).walk(func(n *node) {
				allowed, ordered := order[n.name]
				last := 0
				for _, child := range n.children {
					if !ordered {
						break
					}
					at := slices.Index(allowed, child.name)
					if at < last {
						t.Errorf("%s: %s in %s of %s is out of order", name, child.name, n.name, part)
					}
					last = max(at, last)
				}
				if n.name == "tc" && n.children[len(n.children)-1].name != "p" {
					t.Errorf("%s: a cell does not end with a paragraph", name)
				}
			})
		}
		body := parse(t, "document", parts["word/document.xml"]).first("body")
		for i, child := range body.children {
			last := i == len(body.children)-1
			if last != (child.name == "sectPr") {
				t.Errorf("%s: element %d of %d of the body is %s", name, i+1, len(body.children), child.name)
			}
			if child.name == "tbl" && body.children[i+1].name != "p" {
				t.Errorf("%s: no paragraph behind a table", name)
			}
		}
	}
}

func TestEveryStyleThatIsUsedIsDefined(t *testing.T) {
	t.Parallel()
	for name, document := range documents(t) {
		parts := unzip(t, document)
		defined := map[string]bool{}
		parse(t, "styles", parts["word/styles.xml"]).walk(func(n *node) {
			if n.name == "style" {
				defined[n.attrs["styleId"]] = true
			}
		})
		fonts := string(parts["word/fontTable.xml"])
		parse(t, "styles", parts["word/styles.xml"]).walk(func(n *node) {
			if n.name == "rFonts" && !strings.Contains(fonts, `w:name="`+n.attrs["eastAsia"]+`"`) {
				t.Errorf("%s: nothing stands in for %s", name, n.attrs["eastAsia"])
			}
		})
		parse(t, "document", parts["word/document.xml"]).walk(func(n *node) {
			if n.name == "pStyle" && !defined[n.attrs["val"]] {
				t.Errorf("%s: no style %s", name, n.attrs["val"])
			}
		})
	}
}

func TestTheNoticeKeepsToTheOfficialPage(t *testing.T) {
	t.Parallel()
	parts := unzip(t, documents(t)["notice"])
	section := parse(t, "document", parts["word/document.xml"]).first("sectPr")
	size, margins, grid := section.first("pgSz"), section.first("pgMar"), section.first("docGrid")
	millimetres := func(twips int) float64 { return float64(twips) * 25.4 / 1440 }
	for what, got := range map[string]struct{ is, want, within float64 }{
		"width":         {millimetres(size.number(t, "w")), 210, 0.1},
		"height":        {millimetres(size.number(t, "h")), 297, 0.1},
		"top margin":    {millimetres(margins.number(t, "top")), 37, 1},
		"left margin":   {millimetres(margins.number(t, "left")), 28, 1},
		"bottom margin": {millimetres(margins.number(t, "bottom")), 35, 1},
		"right margin":  {millimetres(margins.number(t, "right")), 26, 1},
		"text width":    {millimetres(size.number(t, "w") - margins.number(t, "left") - margins.number(t, "right")), 156, 0.2},
		"text height":   {millimetres(size.number(t, "h") - margins.number(t, "top") - margins.number(t, "bottom")), 225, 0.2},
	} {
		if got.is < got.want-got.within || got.is > got.want+got.within {
			t.Errorf("%s is %.1f mm, want %.0f", what, got.is, got.want)
		}
	}
	width := size.number(t, "w") - margins.number(t, "left") - margins.number(t, "right")
	height := size.number(t, "h") - margins.number(t, "top") - margins.number(t, "bottom")
	var body *node
	parse(t, "styles", parts["word/styles.xml"]).walk(func(n *node) {
		if n.attrs["styleId"] == "OfficialBody" {
			body = n
		}
	})
	run := body.first("rPr")
	character := run.first("sz").number(t, "val")*10 + run.first("spacing").number(t, "val")
	if got := width / character; got != 28 {
		t.Errorf("%d characters a line by the style", got)
	}
	if got := height / body.first("pPr").first("spacing").number(t, "line"); got != 22 {
		t.Errorf("%d lines a page by the style", got)
	}
	if got := height / grid.number(t, "linePitch"); got != 22 {
		t.Errorf("%d lines a page by the grid", got)
	}
	if got := int(float64(width) / (320 + float64(grid.number(t, "charSpace"))*20/4096)); got != 28 {
		t.Errorf("%d characters a line by the grid", got)
	}
}

func TestPageNumbersStandAtTheOuterEdge(t *testing.T) {
	t.Parallel()
	parts := unzip(t, documents(t)["notice"])
	section := parse(t, "document", parts["word/document.xml"]).first("sectPr")
	rels := string(parts["word/_rels/document.xml.rels"])
	for _, want := range []struct{ pages, id, part, side string }{
		{"default", "rIdOdd", "footer1.xml", "right"},
		{"even", "rIdEven", "footer2.xml", "left"},
	} {
		found := false
		for _, child := range section.children {
			found = found || child.name == "footerReference" && child.attrs["type"] == want.pages && child.attrs["id"] == want.id
		}
		footer := parse(t, want.part, parts["word/"+want.part])
		if !found || !strings.Contains(rels, `Id="`+want.id+`"`) || footer.first("jc").attrs["val"] != want.side ||
			footer.first("fldSimple").attrs["instr"] != " PAGE " {
			t.Errorf("%s pages: number not at the %s", want.pages, want.side)
		}
	}
	if parse(t, "settings", parts["word/settings.xml"]).first("evenAndOddHeaders").name == "" {
		t.Error("odd and even pages are not told apart")
	}
}

func TestTextThatIsNoXMLBecomesHarmless(t *testing.T) {
	t.Parallel()
	p := publicity()
	p.Stations[0].Name = "甲<w:p>&\x00\x1b\u202e\ufffe\xff\t乙]]>"
	document := written(t, func(b *bytes.Buffer) error { return p.WriteDOCX(b) })
	if got, want := string(shown(t, document)), "甲<w:p>&\ufffd\ufffd\ufffd\ufffd\ufffd 乙]]>"; !strings.Contains(got, want) {
		t.Errorf("got %q", got)
	}
	page := written(t, func(b *bytes.Buffer) error { return p.WriteHTML(b) })
	if !bytes.Contains(page, []byte("甲&lt;w:p&gt;&amp;")) || bytes.ContainsAny(page, "\x00\x1b\u202e") {
		t.Errorf("got %s", page)
	}
}

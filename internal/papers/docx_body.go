package papers

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// escape makes text part of XML.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder never fails
	return b.String()
}

// runs is text as a run; line breaks stay within the paragraph.
func runs(text string) string {
	var b strings.Builder
	b.WriteString(`<w:r>`)
	for i, part := range strings.Split(plain(text), "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(part) + `</w:t>`)
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// paragraph is a paragraph in a style; extra is further properties, in the order that
// the schema asks for.
func paragraph(s style, extra, content string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + string(s) + `"/>` + extra + `</w:pPr>` + content + `</w:p>`
}

// text writes one paragraph.
func (d *docx) text(s style, text string) { d.raw(paragraph(s, "", runs(text))) }

// texts writes a paragraph for every line of the text that is not empty.
func (d *docx) texts(s style, text string) {
	for part := range strings.SplitSeq(plain(text), "\n") {
		if part = strings.TrimSpace(part); part != "" {
			d.text(s, part)
		}
	}
}

// indented writes one paragraph with room on its left and right and a hanging beginning.
func (d *docx) indented(s style, left, hanging, right int, text string) {
	d.raw(paragraph(s, fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" w:hanging="%d"/>`, left, right, hanging), runs(text)))
}

// sized writes one paragraph in letters of a size, in half points.
func (d *docx) sized(s style, halfPoints int, text string) {
	size := fmt.Sprintf(`<w:rPr><w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr>`, halfPoints, halfPoints)
	d.raw(paragraph(s, "", strings.Replace(runs(text), `<w:r>`, `<w:r>`+size, 1)))
}

// blank writes empty lines.
func (d *docx) blank(n int) {
	for range n {
		d.raw(paragraph(stylePlain, "", ""))
	}
}

// title writes the title of a paper, broken between its parts where it takes more than
// one line, so that no word is torn apart.
func (d *docx) title(parts ...string) {
	lines := []string{parts[0]}
	for _, part := range parts[1:] {
		last := &lines[len(lines)-1]
		if textWidth(*last+part)*22/16 <= d.page.room() {
			*last += part
		} else {
			lines = append(lines, part)
		}
	}
	d.text(styleTitle, strings.Join(lines, "\n"))
}

// textWidth is about how wide a text in 3号 is: figures and blanks take half a character.
func textWidth(text string) int {
	width := 0
	for _, r := range plain(text) {
		if r < 0x80 {
			width += char / 2
		} else {
			width += char
		}
	}
	return width
}

// newPage writes one paragraph that begins a page.
func (d *docx) newPage(s style, text string) {
	d.raw(paragraph(s, `<w:pageBreakBefore/>`, runs(text)))
}

// docxColumn is a column of a table: its heading, its share of the width, its look.
type docxColumn struct {
	title  string
	share  int
	center bool
}

// docxTable is a table being written row by row.
type docxTable struct {
	*docx
	columns []docxColumn
	widths  []int
}

// table begins a table as wide as the text, whose heading every page repeats.
func (d *docx) table(columns []docxColumn) *docxTable {
	t := &docxTable{docx: d, columns: columns}
	shares := 0
	for _, c := range columns {
		shares += c.share
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, d.page.room())
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, c := range columns {
		width := d.page.room() * c.share / shares
		t.widths = append(t.widths, width)
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, width)
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range columns {
		b.WriteString(t.cell(i, styleTableHead, c.title))
	}
	b.WriteString(`</w:tr>`)
	d.raw(b.String())
	return t
}

func (t *docxTable) cell(col int, s style, text string) string {
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, t.widths[col]) +
		paragraph(s, "", runs(text)) + `</w:tc>`
}

// row writes one text for each column.
func (t *docxTable) row(texts ...string) {
	var b strings.Builder
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for i, text := range texts {
		s := styleTable
		if t.columns[i].center {
			s = styleTableCenter
		}
		b.WriteString(t.cell(i, s, text))
	}
	b.WriteString(`</w:tr>`)
	t.raw(b.String())
}

// end closes the table. Word wants a paragraph behind it, which the caller writes.
func (t *docxTable) end() { t.raw(`</w:tbl>`) }

// inline is the picture of the document as a run, so many millimetres wide and high.
func inline(mm int, words string) string {
	size := fmt.Sprintf(`cx="%d" cy="%d"`, mm*36000, mm*36000)
	return `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ` + size + `/><wp:docPr id="1" name="picture" descr="` + escape(words) + `"/>` +
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="picture.png"/><pic:cNvPicPr/></pic:nvPicPr>` +
		`<pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ` + size + `/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
}

package papers

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
)

// docx is a Word document (OOXML) being written from top to bottom. After the first
// error it does nothing more. It has no dates and no names but those it is given, so the
// same calls give the same bytes.
type docx struct {
	zip  *zip.Writer
	body io.Writer // word/document.xml
	page page
	err  error
}

// page is the paper and what every page of it has. Lengths are in twentieths of a point.
type page struct {
	width, height            int
	top, right, bottom, left int
	landscape                bool
	grid                     bool // 22 lines of 28 characters
	numbered                 bool // “— 1 —”
	framed                   bool
}

const (
	char = 320 // the width of a 3号 character
	line = 579 // a 22nd of 225 mm, cut, so that 22 lines fit
)

// officialPage is the page of GB/T 9704-2012: A4, margins of 37, 26, 35 and 28 mm, so
// that 156 × 225 mm remain for 22 lines of 28 characters.
func officialPage() page {
	return page{
		width: 11906, height: 16838, top: twips(37), right: twips(26), bottom: twips(35), left: twips(28),
		grid: true, numbered: true,
	}
}

// tablePage is the same page turned, for wide tables; the binding margin is above.
func tablePage() page {
	return page{
		width: 16838, height: 11906, top: twips(28), right: twips(35), bottom: twips(26), left: twips(37),
		landscape: true, numbered: true,
	}
}

func twips(mm int) int { return mm * 14400 / 254 }

// room is the width between the margins.
func (p page) room() int { return p.width - p.left - p.right }

// newDocx begins a document. The picture is a PNG that the document may show, or nil.
func newDocx(w io.Writer, title string, p page, picture []byte) *docx {
	d := &docx{zip: zip.NewWriter(w), page: p}
	d.part("[Content_Types].xml", contentTypes)
	d.part("_rels/.rels", packageRels)
	d.part("docProps/core.xml", xmlHead+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+
		escape(plain(title))+`</dc:title><dc:creator>zhanping</dc:creator></cp:coreProperties>`)
	d.part("word/styles.xml", stylesPart())
	d.part("word/settings.xml", settingsPart)
	d.part("word/fontTable.xml", fontsPart())
	d.part("word/footer1.xml", footerPart("right"))
	d.part("word/footer2.xml", footerPart("left"))
	rels := documentRels
	if picture != nil {
		d.part(pictureName, string(picture))
		rels += `<Relationship Id="rIdPicture" Type="` + relType + `image" Target="media/picture.png"/>`
	}
	d.part("word/_rels/document.xml.rels", rels+`</Relationships>`)
	d.body = d.create("word/document.xml")
	d.raw(xmlHead + `<w:document xmlns:w="` + wordNS + `" xmlns:r="` + relNS + `" ` + drawingNS + `><w:body>`)
	return d
}

const pictureName = "word/media/picture.png"

func (d *docx) create(name string) io.Writer {
	if d.err != nil {
		return io.Discard
	}
	w, err := d.zip.Create(name)
	if err != nil {
		d.err = err
		return io.Discard
	}
	return w
}

func (d *docx) part(name, text string) {
	w := d.create(name)
	if d.err == nil {
		_, d.err = io.WriteString(w, text)
	}
}

// raw writes well-formed XML into the body.
func (d *docx) raw(xml string) {
	if d.err == nil {
		_, d.err = io.WriteString(d.body, xml)
	}
}

// close writes the section, which must be the last element of the body.
func (d *docx) close() error {
	var b strings.Builder
	b.WriteString(`<w:sectPr>`)
	if d.page.numbered {
		b.WriteString(`<w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>`)
	}
	turned := ""
	if d.page.landscape {
		turned = ` w:orient="landscape"`
	}
	fmt.Fprintf(&b, `<w:pgSz w:w="%d" w:h="%d"%s/>`, d.page.width, d.page.height, turned)
	// A footer 25 mm above the edge puts the dash of the page number 7 mm below the text.
	foot := min(twips(25), d.page.bottom-twips(10))
	fmt.Fprintf(&b, `<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
		d.page.top, d.page.right, d.page.bottom, d.page.left, twips(15), foot)
	if d.page.framed {
		b.WriteString(`<w:pgBorders w:offsetFrom="page">`)
		for _, side := range []string{"top", "left", "bottom", "right"} {
			b.WriteString(`<w:` + side + ` w:val="thinThickSmallGap" w:sz="36" w:space="30" w:color="C00000"/>`)
		}
		b.WriteString(`</w:pgBorders>`)
	}
	if d.page.grid {
		// 28 characters of 3号 (16 pt) are a little wider than 156 mm: each gives way by 0.207 pt.
		fmt.Fprintf(&b, `<w:docGrid w:type="linesAndChars" w:linePitch="%d" w:charSpace="-849"/>`, line)
	}
	b.WriteString(`</w:sectPr></w:body></w:document>`)
	d.raw(b.String())
	if err := d.zip.Close(); d.err == nil {
		d.err = err
	}
	return d.err
}

package workbook

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// book is an evidence workbook being written. After the first error it does nothing more.
type book struct {
	file   *excelize.File
	styles map[look]int
	fresh  bool // still has the sheet with which excelize begins
	pages  []*page
	ranges map[string]string // where the choices of a long drop-down stand, by the choices
	err    error
}

// blank is the sheet with which excelize begins; the first page takes its place.
const blank = "Sheet1"

func newBook() *book {
	return &book{file: excelize.NewFile(), fresh: true, styles: map[look]int{}, ranges: map[string]string{}}
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// style is the number of a look in the workbook.
func (b *book) style(l look) int {
	id, known := b.styles[l]
	if !known {
		var err error
		id, err = b.file.NewStyle(styleOf(l))
		b.do(err)
		b.styles[l] = id
	}
	return id
}

// column is one column of a sheet: its heading and its width in characters.
type column struct {
	title string
	width float64
}

// page is one sheet, filled from top to bottom.
type page struct {
	*book
	name    string
	columns []column
	row     int // the next to write
	head    int // the row of headings
}

// page begins a sheet with a title, notes for the person who fills it in, and headings.
func (b *book) page(name, title string, notes []string, columns []column) *page {
	p := &page{book: b, name: name, columns: columns, row: 1}
	if b.fresh {
		b.do(b.file.SetSheetName(blank, name))
		b.fresh = false
	} else {
		_, err := b.file.NewSheet(name)
		b.do(err)
	}
	b.pages = append(b.pages, p)
	width := 0.0
	for i, c := range columns {
		name := columnName(i)
		b.do(b.file.SetColWidth(p.name, name, name, c.width))
		if c.title == headPath {
			b.do(b.file.SetColVisible(p.name, name, false))
		} else {
			width += c.width
		}
	}
	p.across(title, lookTitle, 26, width)
	for _, note := range notes {
		p.across(note, lookNote, lineHeight, width)
	}
	for i, c := range columns {
		p.text(i, c.title, lookHead)
	}
	p.head = p.row
	p.next(2)
	return p
}

const lineHeight = 14.0 // points, of the body font with Chinese glyphs

// across writes one text over the whole width.
func (p *page) across(text string, l look, line, width float64) {
	p.text(0, text, l)
	p.do(p.file.MergeCell(p.name, p.cell(0), p.cell(p.last())))
	p.do(p.file.SetRowHeight(p.name, p.row, line*float64(lines(text, width*0.95))+2))
	p.row++
}

// last is the last column that is seen.
func (p *page) last() int {
	last := len(p.columns) - 1
	if p.columns[last].title == headPath {
		last--
	}
	return last
}

// next goes to the next row; this one is made high enough for so many lines.
func (p *page) next(lines int) {
	p.do(p.file.SetRowHeight(p.name, p.row, min(float64(max(lines, 1))*lineHeight+4, 409)))
	p.row++
}

func columnName(i int) string {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "A"
	}
	return name
}

func (p *page) cell(col int) string { return fmt.Sprintf("%s%d", columnName(col), p.row) }

// text writes text that stays text.
func (p *page) text(col int, text string, l look) {
	if p.err != nil {
		return
	}
	p.do(p.file.SetCellStyle(p.name, p.cell(col), p.cell(col), p.style(l)))
	if text != "" {
		p.do(p.file.SetCellStr(p.name, p.cell(col), text))
	}
}

// value writes what a cell of that kind holds; text is in canonical form, empty for nothing.
func (p *page) value(col int, kind, text string) {
	switch kind {
	case "integer", "number":
		p.text(col, "", lookNumber)
		if text != "" {
			p.do(p.file.SetCellDefault(p.name, p.cell(col), text))
		}
	case "date":
		p.text(col, "", lookDate)
		if serial, ok := serialOf(text); ok {
			p.do(p.file.SetCellInt(p.name, p.cell(col), int64(serial)))
		} else {
			p.text(col, text, lookDate)
		}
	case "boolean":
		p.text(col, text, lookPick)
	default:
		p.text(col, text, lookText)
	}
}

// write lays every page out for A4 and writes the workbook.
func (b *book) write(w io.Writer) error {
	for _, p := range b.pages {
		p.layOut()
	}
	b.do(b.file.SetDocProps(&excelize.DocProperties{Creator: "zhanping", Title: "佐证材料填报表"}))
	if b.err == nil {
		b.do(b.file.Write(w))
	}
	b.do(b.file.Close())
	return b.err
}

func (p *page) layOut() {
	const a4 = 9
	size, landscape, wide, high, fit := a4, "landscape", 1, 0, true
	margin, edge := 0.4, 0.55
	p.do(p.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	p.do(p.file.SetPageLayout(p.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high,
	}))
	p.do(p.file.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &edge, Bottom: &edge}))
	p.do(p.file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(p.name, "&", "&&") + "&R第 &P 页，共 &N 页"}))
	p.do(p.file.SetPanes(p.name, &excelize.Panes{
		Freeze: true, YSplit: p.head, XSplit: 0, TopLeftCell: fmt.Sprintf("A%d", p.head+1), ActivePane: "bottomLeft",
	}))
	quoted := quotedSheet(p.name)
	p.do(p.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, p.head, p.head),
	}))
	p.do(p.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: p.name, RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, columnName(p.last()), max(p.row-1, 1)),
	}))
}

func quotedSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

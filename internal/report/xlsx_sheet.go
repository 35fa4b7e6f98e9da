//go:build !js

package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhanping/standards"
)

// column is one column of a sheet: its heading and its width in characters.
type column struct {
	title string
	width float64
}

// sheet is one sheet being filled from top to bottom; finish writes it.
type sheet struct {
	*book
	name    string
	columns []column
	row     int // the next to write
	head    int // the row of headings, repeated on every page

	rows    []row
	merged  [][2]string
	choices []*excelize.DataValidation
	links   []link
}

// row is one row of a sheet with as many cells as the sheet has columns.
type row struct {
	cells  []any // excelize.Cell; nil for a cell that was never written
	height float64
}

// link leads from a cell to the beginning of another sheet.
type link struct{ cell, sheet string }

func (b *book) sheet(name string, columns []column) *sheet {
	return &sheet{book: b, name: name, columns: columns, row: 1}
}

// at is the row with the number n, which counts from 1.
func (s *sheet) at(n int) *row {
	for len(s.rows) < n {
		s.rows = append(s.rows, row{cells: make([]any, len(s.columns))})
	}
	return &s.rows[n-1]
}

// set fills a cell; nil leaves it empty.
func (s *sheet) set(col, row int, value any, formula string, style int) {
	s.at(row).cells[col] = excelize.Cell{StyleID: style, Formula: formula, Value: value}
}

func columnName(i int) string {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "A"
	}
	return name
}

func cellName(col, row int) string { return fmt.Sprintf("%s%d", columnName(col), row) }

// put writes text that stays text: whatever it begins with, nothing is calculated.
func (s *sheet) put(col int, text string, style look) {
	s.putAt(col, s.row, text, style)
}

func (s *sheet) putAt(col, row int, text string, style look) {
	text = visible(text)
	s.set(col, row, text, "", s.style(style, strings.HasPrefix(text, "=") || strings.HasPrefix(text, "+") ||
		strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@")))
}

// number writes a number where the cell shows it exactly, and its exact text otherwise.
func (s *sheet) number(col int, p standards.Points, style look) {
	value, exact := cellNumber(p)
	if !exact {
		s.put(col, p.String(), style)
		return
	}
	s.set(col, s.row, value, "", s.style(style, false))
}

// formula writes a formula together with its value, for programs that do not calculate.
func (s *sheet) formula(col int, formula string, value standards.Points, style look) {
	float, _ := value.Rat().Float64()
	s.set(col, s.row, float, formula, s.style(style, false))
}

// merge joins a block of cells into one that shows what the first of them holds.
func (s *sheet) merge(fromCol, fromRow, toCol, toRow int, style look) {
	id := s.style(style, false)
	for row := fromRow; row <= toRow; row++ {
		cells := s.at(row).cells
		for col := fromCol; col <= toCol; col++ {
			cell := excelize.Cell{StyleID: id}
			if first, ok := cells[col].(excelize.Cell); ok && row == fromRow && col == fromCol {
				cell.Value, cell.Formula = first.Value, first.Formula
			}
			cells[col] = cell
		}
	}
	if from, to := cellName(fromCol, fromRow), cellName(toCol, toRow); from != to {
		s.merged = append(s.merged, [2]string{from, to})
	}
}

// across writes one text over the whole width, high enough to show all of it.
func (s *sheet) across(text string, style look, lineHeight float64) {
	last := len(s.columns) - 1
	s.put(0, text, style)
	s.merge(0, s.row, last, s.row, style)
	s.height(s.row, len(wrap(visible(text), s.room(0, last))), lineHeight)
	s.row++
}

func (s *sheet) headings() {
	for i, c := range s.columns {
		s.put(i, c.title, lookHead)
	}
	s.height(s.row, 2, lineHeight)
	s.head = s.row
	s.row++
}

// room is how many columns of text fit into a block of cells.
func (s *sheet) room(from, to int) int {
	width := 0.0
	for _, c := range s.columns[from : to+1] {
		width += c.width
	}
	return max(int(width*0.96), 2)
}

func (s *sheet) height(row, lines int, line float64) {
	s.at(row).height = min(float64(max(lines, 1))*line+4, 409)
}

const (
	lineHeight = 14.5 // points, of the body font with Chinese glyphs
	mostLines  = 26   // in one row: a row cannot be higher than 409 points
)

// texts writes a row of texts, one for each column, and continues it in further rows
// where a text is higher than a row can be, so that nothing is cut. It returns how many
// rows it took.
func (s *sheet) texts(row []string, looks func(col int) look) int {
	lines := make([][]string, len(row))
	tallest := 1
	for col, text := range row {
		lines[col] = wrap(visible(text), s.room(col, col))
		tallest = max(tallest, len(lines[col]))
	}
	rows := (tallest + mostLines - 1) / mostLines
	for part := range rows {
		highest := 1
		for col, text := range row {
			height := len(lines[col])
			if height > mostLines {
				piece := lines[col][min(part*mostLines, height):min((part+1)*mostLines, height)]
				text, height = strings.Join(piece, "\n"), len(piece)
			} else if part > 0 {
				text, height = "", 0
			}
			highest = max(highest, height)
			s.put(col, text, looks(col))
		}
		s.height(s.row, highest, lineHeight)
		s.row++
	}
	return rows
}

// finish writes the sheet, laid out for A4, landscape, as wide as the page.
func (s *sheet) finish(footer string) {
	_, err := s.file.NewSheet(s.name)
	s.do(err)
	if len(s.sheets) == 0 {
		s.file.SetActiveSheet(1)
	}
	s.layOut(footer)
	for _, choice := range s.choices {
		s.do(s.file.AddDataValidation(s.name, choice))
	}
	for _, link := range s.links {
		s.do(s.file.SetCellHyperLink(s.name, link.cell, "'"+link.sheet+"'!A1", "Location"))
	}
	if s.err != nil {
		return
	}
	s.do(s.stream())
	quoted := "'" + s.name + "'"
	s.add(finished{
		name:    s.name,
		area:    fmt.Sprintf("%s!$A$1:$%s$%d", quoted, columnName(len(s.columns)-1), max(s.row-1, 1)),
		heading: fmt.Sprintf("%s!$%d:$%d", quoted, s.head, s.head),
	})
}

func (s *sheet) layOut(footer string) {
	const a4 = 9
	size, landscape, wide, high, fit := a4, "landscape", 1, 0, true
	margin, edge := 0.4, 0.55
	center := true
	s.do(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.file.SetSheetDimension(s.name, "A1:"+cellName(len(s.columns)-1, len(s.rows))))
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high,
	}))
	s.do(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &edge, Bottom: &edge, Horizontally: &center,
	}))
	s.do(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddFooter: "&L" + footerText(footer) + "&R第 &P 页，共 &N 页",
	}))
}

// stream writes the cells, row by row.
func (s *sheet) stream() error {
	w, err := s.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, c := range s.columns {
		s.do(w.SetColWidth(i+1, i+1, c.width))
	}
	s.do(w.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: s.head, TopLeftCell: cellName(0, s.head+1), ActivePane: "bottomLeft",
	}))
	for i, row := range s.rows {
		s.do(w.SetRow(cellName(0, i+1), row.cells, excelize.RowOpts{Height: row.height}))
	}
	for _, block := range s.merged {
		s.do(w.MergeCell(block[0], block[1]))
	}
	return w.Flush()
}

// footerText is text in which a page footer sees no code; a footer may be 255 long.
func footerText(text string) string {
	return strings.ReplaceAll(shorten(oneLine(text), 100), "&", "&&")
}

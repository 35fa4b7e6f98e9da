package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhanping/standards"
)

// writeXLSX writes the workbook that inspectors know: for each report a score sheet to
// print and sign, its ledger, and the list of problems to put right. With several
// reports their list comes before and the sheets are numbered; where there is a summary,
// it comes first of all.
func writeXLSX(w io.Writer, set Set) error {
	b, err := newBook()
	if err != nil {
		return err
	}
	list := "汇总"
	if len(set.Summary) > 0 {
		b.summary(set)
		list = "清单"
	}
	if len(set.Reports) != 1 {
		b.list(list, set)
	}
	for i, r := range set.Reports {
		prefix := sheetPrefix(len(set.Reports), i)
		b.scoreSheet(prefix+"评分表", set, r)
		b.ledgerSheet(prefix+"台账", r)
		b.problemSheet(prefix+"问题清单", set, r)
	}
	return b.writeTo(w, set.AsOf)
}

func sheetPrefix(n, i int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf("%d-", i+1)
}

// book is a workbook being written. After the first error it does nothing more.
type book struct {
	file   *excelize.File
	styles map[styleKey]int
	err    error
}

func newBook() (*book, error) {
	b := &book{file: excelize.NewFile(), styles: map[styleKey]int{}}
	on := true
	b.do(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &on}))
	return b, b.err
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) writeTo(w io.Writer, asOf string) error {
	b.do(b.file.DeleteSheet("Sheet1"))
	b.file.SetActiveSheet(0)
	b.do(b.file.SetDocProps(&excelize.DocProperties{
		Creator: "zhanping", Title: "评定报告", Created: asOf + "T00:00:00Z", Modified: asOf + "T00:00:00Z",
	}))
	if b.err != nil {
		return b.err
	}
	if err := b.file.Write(w); err != nil {
		return err
	}
	return b.file.Close()
}

// column is one column of a sheet: its heading and its width in characters.
type column struct {
	title string
	width float64
}

// sheet is one sheet being written from top to bottom.
type sheet struct {
	*book
	name    string
	columns []column
	row     int // the next to write
	head    int // the row of headings, repeated on every page
}

func (b *book) sheet(name string, columns []column) *sheet {
	_, err := b.file.NewSheet(name)
	b.do(err)
	s := &sheet{book: b, name: name, columns: columns, row: 1}
	for i, c := range columns {
		letter := columnName(i)
		b.do(b.file.SetColWidth(name, letter, letter, c.width))
	}
	return s
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
	cell := cellName(col, row)
	s.do(s.file.SetCellStr(s.name, cell, text))
	s.paint(cell, cell, style, strings.HasPrefix(text, "=") || strings.HasPrefix(text, "+") ||
		strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@"))
}

// number writes a number where the cell shows it exactly, and its exact text otherwise.
func (s *sheet) number(col int, p standards.Points, style look) {
	value, exact := cellNumber(p)
	if !exact {
		s.put(col, p.String(), style)
		return
	}
	cell := cellName(col, s.row)
	s.do(s.file.SetCellFloat(s.name, cell, value, -1, 64))
	s.paint(cell, cell, style, false)
}

// formula writes a formula together with its value, for programs that do not calculate.
func (s *sheet) formula(col int, formula string, value standards.Points, style look) {
	cell := cellName(col, s.row)
	float, _ := value.Rat().Float64()
	s.do(s.file.SetCellFloat(s.name, cell, float, -1, 64))
	s.do(s.file.SetCellFormula(s.name, cell, formula))
	s.paint(cell, cell, style, false)
}

// merge joins a block of cells and draws all of it in the style of its first cell.
func (s *sheet) merge(fromCol, fromRow, toCol, toRow int, style look) {
	from, to := cellName(fromCol, fromRow), cellName(toCol, toRow)
	s.paint(from, to, style, false)
	if from != to {
		s.do(s.file.MergeCell(s.name, from, to))
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
	s.do(s.file.SetRowHeight(s.name, row, min(float64(max(lines, 1))*line+4, 409)))
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

// print lays the sheet out for A4, landscape, as wide as the page.
func (s *sheet) print(footer string) {
	const a4 = 9
	size, landscape, wide, high, fit := a4, "landscape", 1, 0, true
	margin, edge := 0.4, 0.55
	center := true
	last := len(s.columns) - 1
	s.do(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high,
	}))
	s.do(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &edge, Bottom: &edge, Horizontally: &center,
	}))
	s.do(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddFooter: "&L" + footerText(footer) + "&R第 &P 页，共 &N 页",
	}))
	quoted := "'" + s.name + "'"
	s.do(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: s.name,
		RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, columnName(last), max(s.row-1, 1)),
	}))
	s.do(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, s.head, s.head),
	}))
	s.do(s.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, YSplit: s.head, TopLeftCell: cellName(0, s.head+1), ActivePane: "bottomLeft",
	}))
}

// footerText is text in which a page footer sees no code; a footer may be 255 long.
func footerText(text string) string {
	return strings.ReplaceAll(shorten(oneLine(text), 100), "&", "&&")
}

// cellNumber is the number for a cell, and whether the cell shows it exactly.
func cellNumber(p standards.Points) (float64, bool) {
	text := p.String()
	digits := len(strings.NewReplacer("-", "", ".", "").Replace(text))
	value, _ := p.Rat().Float64()
	return value, digits <= 10 && !strings.Contains(text, "/")
}

// list is the sheet with a line for each of several reports.
func (b *book) list(name string, set Set) {
	s := b.sheet(name, []column{
		{"序号", 6}, {"被评单位", 34}, {"标准", 40}, {"得分", 20}, {"等级", 18}, {"各结果条数", 50}, {"评分表", 12},
	})
	s.across("评定结果汇总", lookTitle, 26)
	s.across("评定日 "+set.AsOf+"。"+CountLine(set.Reports), lookMeta, lineHeight)
	if slices.ContainsFunc(set.Reports, isDraft) {
		s.across(draftNote, lookDraft, lineHeight)
	}
	s.headings()
	for i, r := range set.Reports {
		target := sheetPrefix(len(set.Reports), i) + "评分表"
		standard := r.Standard.Title
		if isDraft(r) {
			standard += "〔" + draftBadge + "〕"
		}
		cell := cellName(6, s.row)
		s.texts([]string{
			fmt.Sprint(i + 1), r.Subject.Name, standard, orDash(totalWords(r)), orDash(gradeSpan(r.Grade)),
			countWords(r.Counts), target,
		}, func(int) look { return lookCell })
		s.do(s.file.SetCellHyperLink(s.name, cell, "'"+target+"'!A1", "Location"))
	}
	s.print("评定结果汇总")
}

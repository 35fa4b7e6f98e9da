package papers

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"zhanping/standards"
)

// xlsxSheet is a workbook of one sheet: a title, lines under it and a table.
type xlsxSheet struct {
	name    string
	title   string
	notes   []string
	columns []xlsxColumn
}

// xlsxColumn is a column of the table: its heading and its width in characters.
type xlsxColumn struct {
	title  string
	width  float64
	center bool
}

// xlsxRow is one row of the table: a string or a float64 for each column. Underlined, it
// is the last above a line.
type xlsxRow struct {
	cells      []any
	underlined bool
}

// xlsxBook is the file that the sheet is written to.
type xlsxBook struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	styles map[xlsxStyle]int
	row    int
}

// xlsxStyle is what tells one style of a cell from another.
type xlsxStyle struct {
	head, title, note  bool
	center, underlined bool
	inert              bool // what begins like a formula stays text when somebody edits it
}

// write writes the workbook. Rows go to the disk when they are many; what is kept in
// memory does not grow with them.
func (s xlsxSheet) write(w io.Writer, rows iter.Seq2[xlsxRow, error]) (err error) {
	b := &xlsxBook{file: excelize.NewFile(), styles: map[xlsxStyle]int{}}
	defer func() { err = errors.Join(err, b.file.Close()) }()
	if err := b.layOut(s); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := b.tableRow(s, row); err != nil {
			return err
		}
	}
	if err := b.stream.Flush(); err != nil {
		return err
	}
	// Left to itself, excelize puts the whole archive together in memory.
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	return b.file.Write(io.Discard)
}

// layOut names the sheet, makes it an A4 landscape page and writes all above the table.
func (b *xlsxBook) layOut(s xlsxSheet) error {
	size, landscape, wide, high, fit := 9, "landscape", 1, 0, true
	head := len(s.notes) + 2
	steps := []func() error{
		func() error { return b.file.SetSheetName("Sheet1", s.name) },
		func() error {
			return b.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit})
		},
		func() error {
			return b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high})
		},
		func() error {
			return b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C— &P —"})
		},
		func() error {
			return b.file.SetDefinedName(&excelize.DefinedName{
				Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.name, head, head),
			})
		},
		func() error {
			return b.file.SetDocProps(&excelize.DocProperties{Creator: "zhanping", Title: s.title, Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"})
		},
		func() (err error) {
			b.stream, err = b.file.NewStreamWriter(s.name)
			return err
		},
	}
	for i, c := range s.columns {
		steps = append(steps, func() error { return b.stream.SetColWidth(i+1, i+1, c.width) })
	}
	steps = append(steps, func() error {
		return b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: fmt.Sprintf("A%d", head+1), ActivePane: "bottomLeft"})
	}, func() error { return b.across(s, s.title, xlsxStyle{title: true}) })
	for _, note := range s.notes {
		steps = append(steps, func() error { return b.across(s, note, xlsxStyle{note: true}) })
	}
	steps = append(steps, func() error { return b.headings(s) })
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// across writes one text over the whole width, high enough to show all of it.
func (b *xlsxBook) across(s xlsxSheet, text string, style xlsxStyle) error {
	cell, err := b.cell(text, style)
	if err != nil {
		return err
	}
	width := 0.0
	for _, c := range s.columns {
		width += c.width
	}
	height := heightOf(linesOf(text, width))
	if style.title {
		height *= 2
	}
	b.row++
	if err := b.stream.SetRow(fmt.Sprintf("A%d", b.row), []any{cell}, excelize.RowOpts{Height: height}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(s.columns), b.row)
	if err != nil {
		return err
	}
	return b.stream.MergeCell(fmt.Sprintf("A%d", b.row), last)
}

func (b *xlsxBook) headings(s xlsxSheet) error {
	cells := make([]any, len(s.columns))
	for i, c := range s.columns {
		cell, err := b.cell(c.title, xlsxStyle{head: true, center: true})
		if err != nil {
			return err
		}
		cells[i] = cell
	}
	b.row++
	return b.stream.SetRow(fmt.Sprintf("A%d", b.row), cells)
}

func (b *xlsxBook) tableRow(s xlsxSheet, row xlsxRow) error {
	cells := make([]any, len(row.cells))
	b.row++
	lines := 1
	for i, value := range row.cells {
		if text, ok := value.(string); ok {
			lines = max(lines, linesOf(text, s.columns[i].width))
		}
		cell, err := b.cell(value, xlsxStyle{center: s.columns[i].center, underlined: row.underlined})
		if err != nil {
			return fmt.Errorf("第 %d 行“%s”：%w", b.row, s.columns[i].title, err)
		}
		cells[i] = cell
	}
	return b.stream.SetRow(fmt.Sprintf("A%d", b.row), cells, excelize.RowOpts{Height: heightOf(lines)})
}

// linesOf is how many lines a text takes in a column so many characters wide.
func linesOf(text string, width float64) int {
	lines := 0
	for part := range strings.SplitSeq(text, "\n") {
		half := float64(textWidth(part)) / (char / 2)
		lines += max(1, int(math.Ceil(half/(width*0.92))))
	}
	return lines
}

// heightOf is the height of so many lines; a row cannot be higher than 409 points.
func heightOf(lines int) float64 { return min(float64(lines)*14.5+4, 409) }

// cell is a value in a style; text stays text, whatever it begins with.
func (b *xlsxBook) cell(value any, style xlsxStyle) (excelize.Cell, error) {
	if text, ok := value.(string); ok {
		text = plain(text)
		if utf8.RuneCountInString(text) > excelize.TotalCellChars/2 {
			return excelize.Cell{}, fmt.Errorf("文字超过 %d 字，单元格放不下，请删减", excelize.TotalCellChars/2)
		}
		style.inert = strings.HasPrefix(text, "=") || strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@")
		value = text
	}
	id, err := b.style(style)
	return excelize.Cell{StyleID: id, Value: value}, err
}

func (b *xlsxBook) style(style xlsxStyle) (int, error) {
	if id, known := b.styles[style]; known {
		return id, nil
	}
	look := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: 10},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "left", WrapText: true},
	}
	if style.center || style.title {
		look.Alignment.Horizontal = "center"
	}
	if style.inert {
		look.NumFmt = 49 // the built-in format “text”
	}
	if !style.title && !style.note {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			look.Border = append(look.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
		}
	}
	switch {
	case style.title:
		look.Font = &excelize.Font{Family: "方正小标宋简体", Size: 18}
	case style.head:
		look.Font.Bold = true
		look.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF0"}}
	case style.underlined:
		look.Border[3] = excelize.Border{Type: "bottom", Color: "C00000", Style: 5}
	}
	id, err := b.file.NewStyle(look)
	b.styles[style] = id
	return id, err
}

// pointsCell is a number where the cell shows it exactly, and its exact text otherwise.
func pointsCell(p standards.Points) any {
	text := p.String()
	digits := len(text) - strings.Count(text, "-") - strings.Count(text, ".")
	if digits > 10 || strings.Contains(text, "/") {
		return text
	}
	value, _ := p.Rat().Float64()
	return value
}

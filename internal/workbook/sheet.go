package workbook

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// Column is one column of a list.
type Column struct {
	Title string
	Width float64 // in characters; 0: a common width
}

// Number is an exact decimal number in a list, such as points. Where it has more digits
// than a spreadsheet keeps, its text is written.
type Number string

// Sheet is a list for download: one table with a row of headings. The rows hold for each
// column a string, int, int64, bool, Number or nil. What is kept in memory does not grow
// with them, and no text in them becomes a formula.
type Sheet struct {
	Name    string
	Columns []Column
}

const commonWidth = 14

// WriteXLSX writes the list as a workbook whose headings stay in sight.
func (s Sheet) WriteXLSX(w io.Writer, rows iter.Seq2[[]any, error]) (err error) {
	b := newBook()
	defer func() { err = errors.Join(err, b.file.Close()) }()
	b.do(b.file.SetSheetName(blank, s.Name))
	b.do(b.file.SetDocProps(&excelize.DocProperties{Creator: "zhanping", Title: s.Name}))
	styles := map[look]int{lookHead: b.style(lookHead), lookLabel: b.style(lookLabel), lookText: b.style(lookText), lookNumber: b.style(lookNumber)}
	if b.err != nil {
		return b.err
	}
	stream, err := b.file.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	headings := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		width := c.Width
		if width == 0 {
			width = commonWidth
		}
		b.do(stream.SetColWidth(i+1, i+1, width))
		headings[i] = excelize.Cell{StyleID: styles[lookHead], Value: c.Title}
	}
	b.do(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	b.do(stream.SetRow("A1", headings))
	n := 1
	for row, err := range rows {
		if err = errors.Join(b.err, err); err != nil {
			return err
		}
		n++
		cells := make([]any, len(row))
		for i, value := range row {
			if cells[i], err = sheetCell(value, styles); err != nil {
				return fmt.Errorf("row %d of %s: %w", n, s.Name, err)
			}
		}
		b.do(stream.SetRow(fmt.Sprintf("A%d", n), cells))
	}
	b.do(stream.Flush())
	if b.err != nil {
		return b.err
	}
	// Left to itself, the library puts the whole archive together in memory.
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	return b.file.Write(io.Discard)
}

// sheetCell is a value as a cell: text stays text, also when somebody edits it.
func sheetCell(value any, styles map[look]int) (excelize.Cell, error) {
	text, number, err := cellText(value)
	switch {
	case err != nil:
		return excelize.Cell{}, err
	case number:
		float, err := strconv.ParseFloat(text, 64)
		return excelize.Cell{StyleID: styles[lookNumber], Value: float}, err
	case Inert(text) != text:
		return excelize.Cell{StyleID: styles[lookText], Value: text}, nil
	}
	return excelize.Cell{StyleID: styles[lookLabel], Value: text}, nil
}

// mostDigits is how many digits of a number a spreadsheet keeps.
const mostDigits = 15

// cellText is a value of a list as text, and whether a cell keeps it as a number.
func cellText(value any) (text string, number bool, err error) {
	switch v := value.(type) {
	case nil:
		return "", false, nil
	case string:
		return v, false, nil
	case bool:
		if v {
			return wordYes, false, nil
		}
		return wordNo, false, nil
	case int:
		text = strconv.Itoa(v)
	case int64:
		text = strconv.FormatInt(v, 10)
	case Number:
		text = string(v)
	default:
		return "", false, fmt.Errorf("a list cannot hold a %T", value)
	}
	return text, canonicalNumber.MatchString(text) && len(text) <= mostDigits, nil
}

// byteOrderMark tells WPS and Excel that a CSV file is UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// WriteCSV writes the list as CSV in UTF-8 with a byte order mark.
func (s Sheet) WriteCSV(w io.Writer, rows iter.Seq2[[]any, error]) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	record := make([]string, 0, len(s.Columns))
	for _, c := range s.Columns {
		record = append(record, Inert(c.Title))
	}
	if err := out.Write(record); err != nil {
		return err
	}
	n := 1
	for row, err := range rows {
		if err != nil {
			return err
		}
		n++
		record = record[:0]
		for _, value := range row {
			text, number, err := cellText(value)
			if err != nil {
				return fmt.Errorf("row %d of %s: %w", n, s.Name, err)
			}
			if !number {
				text = Inert(text)
			}
			record = append(record, text)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

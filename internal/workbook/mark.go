package workbook

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"zhanping/internal/yamltext"
)

// markAuthor signs the comments of marks, so that a later marking takes them away.
const markAuthor = "站评"

// Mark writes a copy of an uploaded workbook in which every faulty cell is red and says in
// a comment what is wrong, and whose first sheet (问题清单) lists the faults with links. The
// marks of an earlier Mark are taken away, so that the copy may be corrected, uploaded and
// marked again. Of a file that is no workbook the list alone is written.
func Mark(w io.Writer, original []byte, faults []CellFault) error {
	if file, fault := open(original, filledIn); fault == nil {
		m := &marker{book: &book{file: file, styles: map[look]int{}}}
		err := safely(func() error { return m.mark(faults) })
		if err == nil {
			return m.finish(w)
		}
		_ = file.Close() // nothing was written
	}
	m := &marker{book: newBook()}
	m.list(faults)
	return m.finish(w)
}

// marker marks one workbook.
type marker struct {
	*book
}

func (m *marker) finish(w io.Writer) error {
	for _, p := range m.pages {
		p.layOut()
	}
	if m.err != nil {
		return errors.Join(m.err, m.file.Close())
	}
	return errors.Join(m.file.Write(w), m.file.Close())
}

func (m *marker) mark(faults []CellFault) error {
	sheets := m.file.GetSheetList()
	for _, sheet := range sheets {
		m.unmark(sheet)
	}
	byCell := map[[2]string][]CellFault{}
	var cells [][2]string
	for _, f := range faults {
		at := [2]string{f.Sheet, f.Cell}
		if f.Cell == "" || f.Sheet == sheetFaults || !slices.Contains(sheets, f.Sheet) {
			continue
		}
		if byCell[at] == nil {
			cells = append(cells, at)
		}
		byCell[at] = append(byCell[at], f)
	}
	for _, at := range cells {
		m.cell(at[0], at[1], byCell[at])
	}
	if slices.Contains(sheets, sheetFaults) {
		m.do(m.file.DeleteSheet(sheetFaults))
	}
	m.list(faults)
	m.first(sheetFaults)
	return m.err
}

// first makes the last sheet the first. The library leaves the names that belong to a sheet,
// such as the rows printed on every page, with the number that the sheet had.
func (m *marker) first(sheet string) {
	first := m.file.GetSheetList()[0]
	if first == sheet {
		return
	}
	m.do(m.file.MoveSheet(sheet, first))
	if names := m.file.WorkBook.DefinedNames; names != nil {
		for i := range names.DefinedName {
			if n := names.DefinedName[i].LocalSheetID; n != nil {
				moved := *n + 1
				names.DefinedName[i].LocalSheetID = &moved
			}
		}
	}
	m.file.SetActiveSheet(0)
}

// unmark takes the marks of an earlier round away.
func (m *marker) unmark(sheet string) {
	comments, err := m.file.GetComments(sheet)
	m.do(err)
	for _, c := range comments {
		if c.Author != markAuthor {
			continue
		}
		m.do(m.file.DeleteComment(sheet, c.Cell))
		m.paint(sheet, c.Cell, func(s *excelize.Style) { s.Fill = excelize.Fill{} })
	}
}

// paint gives a cell a style that differs from its own in one thing.
func (m *marker) paint(sheet, cell string, change func(*excelize.Style)) {
	if m.err != nil {
		return
	}
	id, err := m.file.GetCellStyle(sheet, cell)
	m.do(err)
	style, err := m.file.GetStyle(id)
	if m.do(err); err != nil {
		return
	}
	change(style)
	id, err = m.file.NewStyle(style)
	m.do(err)
	m.do(m.file.SetCellStyle(sheet, cell, cell, id))
}

// cell makes a cell red and says in a comment what is wrong with it.
func (m *marker) cell(sheet, at string, faults []CellFault) {
	m.paint(sheet, at, func(s *excelize.Style) {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFB3B3"}}
	})
	text := ""
	for i, f := range faults {
		if i > 0 {
			text += "\n"
		}
		text += sentence(f)
	}
	comments, err := m.file.GetComments(sheet)
	m.do(err)
	for _, c := range comments {
		if c.Cell == at {
			text += "\n" + c.Author + "：" + plainComment(c)
			m.do(m.file.DeleteComment(sheet, at))
		}
	}
	m.do(m.file.AddComment(sheet, excelize.Comment{
		Author: markAuthor, Cell: at, Width: 260, Height: uint(40 + 18*lines(text, 34)),
		Paragraph: []excelize.RichTextRun{{Text: text}},
	}))
}

// plainComment is the text of a comment without its fonts.
func plainComment(c excelize.Comment) string {
	text := c.Text
	for _, run := range c.Paragraph {
		text += run.Text
	}
	return text
}

// sentence is a fault without its place.
func sentence(f CellFault) string {
	return yamltext.Fault{Found: f.Found, Expected: f.Expected, Fix: f.Fix}.Words() + "。"
}

// list writes the sheet that lists the faults.
func (m *marker) list(faults []CellFault) {
	note := fmt.Sprintf("共 %d 处。点“位置”可跳到那一格；在本文件里改好后保存，重新上传即可，标红和批注不用管。", len(faults))
	if len(faults) >= maxFaults {
		note = fmt.Sprintf("问题太多，只列前 %d 处。", maxFaults) + "改好后重新上传。"
	}
	p := m.page(sheetFaults, "问题清单", []string{note}, []column{
		{headNumber, 6}, {"位置", 20}, {"发现的问题", 52}, {"应为", 36}, {"怎么改", 44},
	})
	sheets := m.file.GetSheetList()
	for i, f := range faults {
		p.text(0, decimal(i+1), lookPick)
		p.text(1, f.Place(), lookLink)
		for col, text := range []string{f.Found, f.Expected, f.Fix} {
			p.text(2+col, text, lookFaulty)
		}
		if f.Cell != "" && slices.Contains(sheets, f.Sheet) {
			m.do(m.file.SetCellHyperLink(p.name, p.cell(1), quotedSheet(f.Sheet)+"!"+f.Cell, "Location"))
		}
		p.next(max(lines(f.Found, 49), lines(f.Expected, 34), lines(f.Fix, 42)))
	}
}

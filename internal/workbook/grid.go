package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// grid is the cells of one uploaded sheet.
type grid struct {
	file     *excelize.File
	sheet    string
	from1904 bool
	rows     [][]string // raw values
	merged   []merge
}

// merge is a block of cells that shows one value; rows and columns count from 0.
type merge struct{ top, left, bottom, right int }

// cell is one uploaded cell: what stands in it, and what keeps it from being read.
type cell struct {
	sheet, at string
	text      string // without surrounding blanks
	number    bool   // kept as a number
	from1904  bool   // how days are counted
	fault     *CellFault
}

// maxRows bounds the rows of one sheet that is filled in.
const maxRows = 5000

// readGrid reads the values of one sheet.
func readGrid(file *excelize.File, sheet string, from1904 bool) (*grid, *CellFault, error) {
	g := &grid{file: file, sheet: sheet, from1904: from1904}
	rows, err := file.Rows(sheet)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }() // nothing was written
	for rows.Next() {
		row, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, nil, err
		}
		if len(g.rows) == maxRows {
			return g, &CellFault{
				Sheet: sheet, Code: codeLayout, Found: "表太长", Expected: "不超过 " + strconv.Itoa(maxRows) + " 行", Fix: "删去多余的行",
			}, nil
		}
		g.rows = append(g.rows, row)
	}
	if err := rows.Error(); err != nil {
		return nil, nil, err
	}
	merges, err := file.GetMergeCells(sheet, true)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range merges {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 == nil && err2 == nil {
			g.merged = append(g.merged, merge{top - 1, left - 1, bottom - 1, right - 1})
		}
	}
	return g, nil, nil
}

// raw is the text of a cell as it is kept; nothing outside of the sheet.
func (g *grid) raw(row, col int) string {
	if row < 0 || row >= len(g.rows) || col < 0 || col >= len(g.rows[row]) {
		return ""
	}
	return trim(g.rows[row][col])
}

// label is the text of a heading or title; every cell of a merged block has the same.
func (g *grid) label(row, col int) string {
	for _, m := range g.merged {
		if m.top <= row && row <= m.bottom && m.left <= col && col <= m.right {
			return g.raw(m.top, m.left)
		}
	}
	return g.raw(row, col)
}

// trim takes the blanks around a text away, also those that nobody sees.
func trim(text string) string {
	return strings.TrimFunc(text, func(c rune) bool {
		return c <= ' ' || slices.Contains([]rune{'\u00a0', '　', '\u200b', '\ufeff', '\u2028', '\u2029'}, c)
	})
}

func cellName(row, col int) string { return columnName(col) + strconv.Itoa(row+1) }

// at is the cell that somebody filled in.
func (g *grid) at(row, col int) (cell, error) {
	c := cell{sheet: g.sheet, at: cellName(row, max(col, 0)), text: g.raw(row, col), from1904: g.from1904}
	if col < 0 {
		return c, nil
	}
	if g.spansRows(row, col) {
		c.fault = c.faulty(codeMerged, "这一格与别的行合并了，看不出填的是哪一项", "每一行单独一格", "取消合并，逐行填写")
		return c, nil
	}
	formula, err := g.file.GetCellFormula(g.sheet, c.at)
	if err != nil || c.text == "" && formula == "" {
		return c, err
	}
	kind, err := g.file.GetCellType(g.sheet, c.at)
	if err != nil {
		return c, err
	}
	switch {
	case kind == excelize.CellTypeError || strings.HasPrefix(c.text, "#") && formula != "":
		c.fault = c.faulty(codeFormula, "公式的结果是错误值“"+c.text+"”", "值", "改正公式，或直接填写值")
	case formula != "" && c.text == "":
		c.fault = c.faulty(codeFormula, "公式没有算出结果", "值", "直接填写值，或在 WPS、Excel 里打开，算出结果后保存")
	case kind == excelize.CellTypeBool:
		c.text = map[string]string{"1": wordYes, "0": wordNo, "TRUE": wordYes, "FALSE": wordNo}[strings.ToUpper(c.text)]
	case kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset:
		c.number = true
		c.text = plainNumber(c.text)
	case kind == excelize.CellTypeDate:
		c.text = strings.TrimSuffix(strings.TrimSuffix(c.text, "Z"), "T00:00:00")
	case kind == excelize.CellTypeFormula, kind == excelize.CellTypeInlineString, kind == excelize.CellTypeSharedString:
	}
	return c, nil
}

// spansRows says whether a cell belongs to a merged block of several rows.
func (g *grid) spansRows(row, col int) bool {
	return slices.ContainsFunc(g.merged, func(m merge) bool {
		return m.top != m.bottom && m.top <= row && row <= m.bottom && m.left <= col && col <= m.right
	})
}

func (c cell) faulty(code, found, expected, fix string) *CellFault {
	return &CellFault{Sheet: c.sheet, Cell: c.at, Code: code, Found: found, Expected: expected, Fix: fix}
}

// maxExact is where spreadsheets begin to round the last digits of whole numbers.
const maxExact = 1e15

// plainNumber writes a number as people do: a spreadsheet keeps 0.29 as
// 0.28999999999999998, and long codes with an exponent.
func plainNumber(text string) string {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return text
	}
	short := strconv.FormatFloat(value, 'g', 15, 64)
	if value, err = strconv.ParseFloat(short, 64); err != nil {
		return text
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

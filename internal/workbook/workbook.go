// Package workbook carries evidence and lists in and out of spreadsheets: the workbook of
// a station's evidence, which is filled in with WPS or Excel and read back with every fault
// at its cell, lists of stations, and other lists for download. It never judges, and what
// is a fault in evidence is decided by package evidence alone.
package workbook

import (
	"fmt"
	"strings"
)

// CellFault is one thing that is wrong with an uploaded workbook or list, at its cell, in
// words for the person who filled it in. Found, Expected and Fix are Chinese clauses
// without a closing stop; Expected and Fix may be empty.
type CellFault struct {
	Sheet    string // empty: the whole file, or a CSV file
	Cell     string // "B12"; empty: the whole sheet
	Line     int    // the row of the sheet, or the line of a CSV file; 0: the whole of it
	Code     string // stable, for programs
	Found    string // 发现了什么
	Expected string // 应为什么
	Fix      string // 怎么改
}

// Place is where the fault is, as people say it: 填报!B12, 第 7 行, 整个文件.
func (f CellFault) Place() string {
	switch {
	case f.Sheet != "" && f.Cell != "":
		return f.Sheet + "!" + f.Cell
	case f.Sheet != "":
		return "“" + f.Sheet + "”表"
	case f.Line > 0:
		return fmt.Sprintf("第 %d 行", f.Line)
	}
	return "整个文件"
}

// String is the place and the three clauses in one line.
func (f CellFault) String() string {
	var text strings.Builder
	text.WriteString(f.Place() + "：" + f.Found)
	if f.Expected != "" {
		text.WriteString("；应为：" + f.Expected)
	}
	if f.Fix != "" {
		text.WriteString("；请" + f.Fix)
	}
	return text.String()
}

// CellNote is something worth telling of a cell that does not stop the reading.
type CellNote struct {
	Sheet, Cell string
	Text        string
}

// Place is where the note is, as CellFault.Place has it.
func (n CellNote) Place() string { return CellFault{Sheet: n.Sheet, Cell: n.Cell}.Place() }

// The codes of the faults that this package finds; those of package evidence come besides.
const (
	codeFile      = "file"       // not a workbook or list that can be read
	codeLayout    = "layout"     // a table or column was not found
	codeUnknown   = "unknown"    // a row that names no fact
	codeTwice     = "duplicate"  // a fact answered twice
	codeFormula   = "formula"    // a formula without a value
	codeMerged    = "merged"     // a cell that belongs to several rows
	codeLongDigit = "digits"     // a number that the spreadsheet has rounded
	codeTable     = "table"      // an answer that its table contradicts
	codeOther     = "wrong_unit" // the workbook of another station or level
)

// maxFaults bounds what is told of one file.
const maxFaults = 1000

//go:build !js

package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhanping/standards"
)

// writeXLSX writes the workbook that inspectors know: for each report a score sheet to
// print and sign, the ledger of its points, and the list of problems to put right. With
// several reports their list comes before and the sheets are numbered; where there is a
// summary, it comes first of all.
func writeXLSX(w io.Writer, set Set) error {
	b := newBook(w)
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
		if r.Total != nil {
			b.ledgerSheet(prefix+"台账", r)
		}
		b.problemSheet(prefix+"问题清单", set, r)
	}
	return b.close(set.AsOf)
}

func sheetPrefix(n, i int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf("%d-", i+1)
}

// book is a workbook being written. After the first error it does nothing more.
//
// Excelize searches all sheets for every cell it writes, so a workbook of a thousand
// sheets would take hours. Here each sheet is written alone in a workbook of its own
// and goes to the archive at once; the parts that name all sheets come last.
type book struct {
	file   *excelize.File
	zip    *zip.Writer
	styles map[styleKey]int
	sheets []finished
	err    error
}

// finished is what the workbook must know of a sheet that is in the archive.
type finished struct {
	name          string
	area, heading string // what is printed, and what is printed on every page
}

// blank is the sheet with which excelize begins; the only one of it that is replaced.
const blank = "Sheet1"

func newBook(w io.Writer) *book {
	b := &book{file: excelize.NewFile(), zip: zip.NewWriter(w), styles: map[styleKey]int{}}
	on := true
	b.do(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &on}))
	return b
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// close writes the parts that name all sheets.
func (b *book) close(asOf string) error {
	for _, s := range b.sheets {
		_, err := b.file.NewSheet(s.name)
		b.do(err)
	}
	b.do(b.file.DeleteSheet(blank))
	b.file.SetActiveSheet(0)
	b.printNames()
	b.do(b.file.SetDocProps(&excelize.DocProperties{
		Creator: "zhanping", Title: "评定报告", Created: asOf + "T00:00:00Z", Modified: asOf + "T00:00:00Z",
	}))
	b.write(func(part string) (io.Writer, error) {
		if isSheet(part) {
			return io.Discard, nil
		}
		return b.zip.Create(part)
	})
	b.do(b.zip.Close())
	b.do(b.file.Close())
	return b.err
}

// printNames says of every sheet what is printed. Excelize compares each name with all
// names before it, so only the first goes through it and the others are like it.
func (b *book) printNames() {
	if b.err != nil {
		return
	}
	first := b.sheets[0]
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: first.name, RefersTo: first.area}))
	if b.err != nil {
		return
	}
	names := &b.file.WorkBook.DefinedNames.DefinedName
	name := (*names)[0]
	*names = (*names)[:0]
	for i, s := range b.sheets {
		name.LocalSheetID = &i
		name.Name, name.Data = "_xlnm.Print_Area", s.area
		*names = append(*names, name)
		name.Name, name.Data = "_xlnm.Print_Titles", s.heading
		*names = append(*names, name)
	}
}

// add puts a sheet that is complete in the working file into the archive and clears it.
func (b *book) add(s finished) {
	b.sheets = append(b.sheets, s)
	var text bytes.Buffer
	b.write(func(part string) (io.Writer, error) {
		if isSheet(part) && part != firstSheet {
			return &text, nil
		}
		return io.Discard, nil
	})
	b.do(b.file.DeleteSheet(s.name))
	if b.err != nil {
		return
	}
	part, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)+1))
	if b.do(err); err == nil {
		_, err = text.WriteTo(part)
		b.do(err)
	}
}

const firstSheet = "xl/worksheets/sheet1.xml"

func isSheet(part string) bool { return strings.HasPrefix(part, "xl/worksheets/sheet") }

// write lets excelize write its file, each part to where the caller wants it.
func (b *book) write(to parts) {
	if b.err == nil {
		b.do(b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return to }).Write(io.Discard))
	}
}

// parts gives a writer for each part of a workbook.
type parts func(part string) (io.Writer, error)

// Create is the writer for a part.
func (p parts) Create(part string) (io.Writer, error) { return p(part) }

// AddFS is never asked for by a workbook without files of its own.
func (p parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close leaves the archive open.
func (p parts) Close() error { return nil }

// cellNumber is the number for a cell, and whether the cell shows it exactly.
func cellNumber(p standards.Points) (float64, bool) {
	text := p.String()
	digits := len(text) - strings.Count(text, "-") - strings.Count(text, ".")
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
		s.links = append(s.links, link{cellName(6, s.row), target})
		s.texts([]string{
			fmt.Sprint(i + 1), r.Subject.Name, standard, orDash(totalWords(r)), orDash(gradeSpan(r.Grade)),
			countWords(r.Counts), target,
		}, func(int) look { return lookCell })
	}
	s.finish("评定结果汇总")
}

package report_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"zhanping/assessment"
	"zhanping/internal/report"
)

func workbook(t *testing.T, text []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// dump is a workbook as text: its cells, formulas, merges, drop-downs and page set-up.
func dump(t *testing.T, text []byte) []byte {
	t.Helper()
	book := workbook(t, text)
	var b bytes.Buffer
	for _, sheet := range book.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := book.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					fmt.Fprintf(&b, "%s =%s\n", cell, formula)
				} else if value != "" {
					fmt.Fprintf(&b, "%s %q\n", cell, value)
				}
			}
		}
		merges, err := book.GetMergeCells(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, merge := range merges {
			fmt.Fprintf(&b, "merged %s:%s\n", merge.GetStartAxis(), merge.GetEndAxis())
		}
		rules, err := book.GetDataValidations(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range rules {
			fmt.Fprintf(&b, "allowed in %s: %s %s %s\n", rule.Sqref, rule.Type, rule.Formula1, rule.Formula2)
		}
	}
	for _, name := range book.GetDefinedName() {
		fmt.Fprintf(&b, "%s of %s: %s\n", name.Name, name.Scope, name.RefersTo)
	}
	return b.Bytes()
}

func TestTheWorkbookPrintsOnA4(t *testing.T) {
	t.Parallel()
	book := workbook(t, written(t, "xlsx", setOf(town())))
	for _, sheet := range book.GetSheetList() {
		layout, err := book.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
			t.Errorf("%s: paper %d, %s, %d wide", sheet, *layout.Size, *layout.Orientation, *layout.FitToWidth)
		}
		props, err := book.GetSheetProps(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !*props.FitToPage {
			t.Errorf("%s does not fit to the page", sheet)
		}
	}
}

func TestTheLedgerSheetAddsUpToTheTotal(t *testing.T) {
	t.Parallel()
	book := workbook(t, written(t, "xlsx", setOf(town())))
	rows, err := book.GetRows("台账")
	if err != nil {
		t.Fatal(err)
	}
	got, err := book.CalcCellValue("台账", fmt.Sprintf("G%d", len(rows)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got, "6.442307692307") {
		t.Errorf("the sum is %s, want 335/52", got)
	}
}

func TestTextThatLooksLikeAFormulaStaysText(t *testing.T) {
	t.Parallel()
	r := village()
	begins := []string{"=1+1", "+1", "-1", "@SUM(1)"}
	for i, text := range begins {
		r.Items[i%2].Item.Text = text
		book := workbook(t, written(t, "xlsx", setOf(r)))
		cell := findCell(t, book, "评分表", text)
		formula, err := book.GetCellFormula("评分表", cell)
		if err != nil {
			t.Fatal(err)
		}
		if formula != "" {
			t.Errorf("%s became the formula %s", text, formula)
		}
		kind, err := book.GetCellType("评分表", cell)
		if err != nil {
			t.Fatal(err)
		}
		if kind != excelize.CellTypeInlineString {
			t.Errorf("%s is stored as type %d", text, kind)
		}
		id, err := book.GetCellStyle("评分表", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if style.NumFmt != 49 {
			t.Errorf("%s would be calculated when edited: format %d", text, style.NumFmt)
		}
	}
}

func findCell(t *testing.T, book *excelize.File, sheet, text string) string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if j := slices.Index(row, text); j >= 0 {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			return cell
		}
	}
	t.Fatalf("%s does not contain %q", sheet, text)
	return ""
}

func TestALongTextIsContinuedAndNotCut(t *testing.T) {
	t.Parallel()
	r := village()
	r.Items[0].Item.Text = strings.Repeat("每季度研究一次并留存会议纪要，", 60) + "完"
	book := workbook(t, written(t, "xlsx", setOf(r)))
	rows, err := book.GetRows("评分表")
	if err != nil {
		t.Fatal(err)
	}
	var column strings.Builder
	for _, row := range rows {
		if len(row) > 4 && !strings.HasPrefix(row[4], "评定内容") {
			column.WriteString(strings.ReplaceAll(row[4], "\n", ""))
		}
	}
	if !strings.Contains(column.String(), r.Items[0].Item.Text) {
		t.Error("the text is not whole")
	}
	for i := range rows {
		height, err := book.GetRowHeight("评分表", i+1)
		if err != nil {
			t.Fatal(err)
		}
		if height > 409 {
			t.Errorf("row %d is %v high", i+1, height)
		}
	}
}

// TestAWorkbookCostsTheSameForEveryReport weighs what is allocated, which does not depend
// on the machine: with anything that goes through all sheets for each sheet, the hundredth
// report would cost more than the tenth. It runs alone, so that it weighs nothing else.
func TestAWorkbookCostsTheSameForEveryReport(t *testing.T) { //nolint:paralleltest // it measures the whole process
	each := func(n int) uint64 {
		set := setOf(slices.Repeat([]*assessment.Report{village()}, n)...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := report.Write(io.Discard, "xlsx", set); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return (after.TotalAlloc - before.TotalAlloc) / uint64(n)
	}
	few, many := each(10), each(100)
	if many > few*5/4 {
		t.Errorf("a report takes %d bytes among 10 and %d among 100", few, many)
	}
}

func TestEverySheetIsInItsPlaceAndLinked(t *testing.T) {
	t.Parallel()
	reports := make([]*assessment.Report, 30)
	for i := range reports {
		reports[i] = village()
		reports[i].Subject.Name = fmt.Sprintf("第 %d 站", i+1)
	}
	book := workbook(t, written(t, "xlsx", setOf(reports...)))
	sheets := book.GetSheetList()
	for i := range reports {
		name := fmt.Sprintf("%d-评分表", i+1)
		if sheets[1+2*i] != name {
			t.Fatalf("sheet %d is %s", 1+2*i, sheets[1+2*i])
		}
		cell, err := book.GetCellValue(name, "A2")
		if err != nil || !strings.Contains(cell, reports[i].Subject.Name+" ") {
			t.Errorf("%s is about %s (%v)", name, cell, err)
		}
		_, target, err := book.GetCellHyperLink("汇总", findCell(t, book, "汇总", name))
		if err != nil || target != "'"+name+"'!A1" {
			t.Errorf("the link to %s leads to %s (%v)", name, target, err)
		}
	}
	for i, name := range book.GetDefinedName() {
		if name.Scope != sheets[i/2] || !strings.HasPrefix(name.RefersTo, "'"+name.Scope+"'!") {
			t.Errorf("%s of %s is %s", name.Name, name.Scope, name.RefersTo)
		}
	}
}

func TestSheetNamesAreShortAndDiffer(t *testing.T) {
	t.Parallel()
	reports := make([]*assessment.Report, 12)
	for i := range reports {
		reports[i] = village()
	}
	sheets := workbook(t, written(t, "xlsx", setOf(reports...))).GetSheetList()
	if len(sheets) != 25 || sheets[0] != "汇总" {
		t.Fatalf("%d sheets, the first is %s", len(sheets), sheets[0])
	}
	for i, name := range sheets {
		if len(utf16.Encode([]rune(name))) > 31 || slices.Contains(sheets[:i], name) {
			t.Errorf("sheet name %s", name)
		}
	}
}

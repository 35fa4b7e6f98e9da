package workbook_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zhanping/internal/workbook"
)

func book(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// edited is the workbook after somebody has worked on it.
func edited(t testing.TB, data []byte, edit func(*excelize.File)) []byte {
	t.Helper()
	file := book(t, data)
	edit(file)
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// village is the workbook of the exemplary village.
func village(t testing.TB) []byte {
	t.Helper()
	return write(t, workbook.Options{
		Paths: []string{"premises.area_sqm", "party_agenda.dates", "aid.ledger_dates", "helpers", "sign.main_plate_photo", "staff.total", "leadership.head_role"},
	}, sample(t, "exemplary-village"))
}

// cellOf is the cell in that column of the row of a fact.
func cellOf(t testing.TB, file *excelize.File, sheet, path, column string) string {
	t.Helper()
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	col := -1
	for i, row := range rows {
		if at := slices.Index(row, column); col < 0 && at >= 0 {
			col = at
		}
		if slices.Contains(row, path) {
			name, err := excelize.CoordinatesToCellName(col+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			return name
		}
	}
	t.Fatalf("no row of %s in %s", path, sheet)
	return ""
}

func set(t testing.TB, file *excelize.File, sheet, cell string, value any) {
	t.Helper()
	if err := file.SetCellValue(sheet, cell, value); err != nil {
		t.Fatal(err)
	}
}

func wrongArea(t testing.TB) (data []byte, cell string) {
	t.Helper()
	data = edited(t, village(t), func(f *excelize.File) {
		cell = cellOf(t, f, "填报", "premises.area_sqm", "填报值")
		set(t, f, "填报", cell, "大约三十")
	})
	return data, cell
}

func mark(t testing.TB, data []byte, faults []workbook.CellFault) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Mark(&out, data, faults); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func fillOf(t testing.TB, f *excelize.File, sheet, cell string) []string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style.Fill.Color
}

func TestTheMarkedCopyShowsTheFaultAtItsCellAndInTheList(t *testing.T) {
	t.Parallel()
	data, cell := wrongArea(t)
	faults := read(t, data, workbook.ReadOptions{}).Faults
	f := book(t, mark(t, data, faults))
	if got := f.GetSheetList()[0]; got != "问题清单" {
		t.Errorf("the first sheet is %s", got)
	}
	if diff := cmp.Diff([]string{"FFB3B3"}, fillOf(t, f, "填报", cell)); diff != "" {
		t.Errorf("the ground of %s (-want +got):\n%s", cell, diff)
	}
	for _, name := range f.GetDefinedName() {
		if !strings.Contains(name.RefersTo, "'"+name.Scope+"'") {
			t.Errorf("%s of %s is %s", name.Name, name.Scope, name.RefersTo)
		}
	}
	comments, err := f.GetComments("填报")
	if err != nil {
		t.Fatal(err)
	}
	if len(comments) != 1 || comments[0].Cell != cell || !strings.Contains(comments[0].Paragraph[0].Text, "大约三十") {
		t.Errorf("comments: %+v", comments)
	}
	linked, target, err := f.GetCellHyperLink("问题清单", "B4")
	if err != nil || !linked || target != "'填报'!"+cell {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	if text, err := f.GetCellValue("问题清单", "C4"); err != nil || !strings.Contains(text, "“使用面积”写成了“大约三十”") {
		t.Errorf("the list says %q, %v", text, err)
	}
}

func TestAMarkedCopyMayBeCorrectedAndMarkedAgain(t *testing.T) {
	t.Parallel()
	data, cell := wrongArea(t)
	marked := mark(t, data, read(t, data, workbook.ReadOptions{}).Faults)
	corrected := edited(t, marked, func(f *excelize.File) {
		set(t, f, "填报", cell, 36)
		set(t, f, "单位", cellOf(t, f, "单位", "region", "填报值"), "33")
	})
	reading := read(t, corrected, workbook.ReadOptions{})
	if len(reading.Faults) != 1 || reading.Faults[0].Sheet != "单位" {
		t.Fatalf("faults: %v", reading.Faults)
	}
	f := book(t, mark(t, corrected, reading.Faults))
	if fill := fillOf(t, f, "填报", cell); len(fill) != 0 {
		t.Errorf("the corrected cell still has a ground: %v", fill)
	}
	if comments, err := f.GetComments("填报"); err != nil || len(comments) != 0 {
		t.Errorf("the corrected cell still has a comment: %v, %v", comments, err)
	}
	if rows, err := f.GetRows("问题清单"); err != nil || len(rows) != 4 {
		t.Errorf("the list has %d rows, %v", len(rows), err)
	}
}

func TestOfAFileThatIsNoWorkbookTheListAloneIsWritten(t *testing.T) {
	t.Parallel()
	data := []byte("\xd0\xcf\x11\xe0 old")
	faults := read(t, data, workbook.ReadOptions{}).Faults
	f := book(t, mark(t, data, faults))
	if text, err := f.GetCellValue("问题清单", "C4"); err != nil || !strings.Contains(text, ".xls") {
		t.Errorf("the list says %q, %v", text, err)
	}
}

func TestAFaultThatQuotesAFormulaIsInertInTheList(t *testing.T) {
	t.Parallel()
	data := village(t)
	f := book(t, mark(t, data, []workbook.CellFault{{Sheet: "填报", Cell: "B5", Found: "=1+1"}}))
	if formula, err := f.GetCellFormula("问题清单", "C4"); err != nil || formula != "" {
		t.Errorf("the list has the formula %q, %v", formula, err)
	}
	if text, err := f.GetCellValue("问题清单", "C4"); err != nil || text != "=1+1" {
		t.Errorf("the list says %q, %v", text, err)
	}
}

func TestAsManyFaultsAsAreToldAreMarked(t *testing.T) {
	t.Parallel()
	data := edited(t, village(t), func(f *excelize.File) {
		for row := 5; row < 900; row++ {
			set(t, f, "填报", fmt.Sprintf("A%d", row), fmt.Sprintf("不存在的事实%d", row))
			set(t, f, "填报", fmt.Sprintf("B%d", row), "x")
			set(t, f, "填报", fmt.Sprintf("G%d", row), nil)
		}
	})
	faults := read(t, data, workbook.ReadOptions{}).Faults
	f := book(t, mark(t, data, faults))
	comments, err := f.GetComments("填报")
	if err != nil {
		t.Fatal(err)
	}
	if len(comments) < 895 {
		t.Errorf("%d comments for %d faults", len(comments), len(faults))
	}
}

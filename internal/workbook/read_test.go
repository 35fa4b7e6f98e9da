package workbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zhanping/internal/workbook"
)

// sheetEditor edits the workbook of the exemplary village as a person would.
type sheetEditor struct {
	testing.TB
	*excelize.File
}

// put writes into the cell in that column of the row of a fact.
func (e sheetEditor) put(sheet, path, column string, value any) {
	e.Helper()
	set(e, e.File, sheet, cellOf(e, e.File, sheet, path, column), value)
}

func (e sheetEditor) must(err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
}

func (e sheetEditor) area(value any) { e.put("填报", "premises.area_sqm", "填报值", value) }

func TestWhatPeopleDoToAWorkbookIsRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(sheetEditor)
		path string // "": nothing changes
		want string
	}{
		{"a number typed as text with its unit", func(e sheetEditor) { e.area("３６平方米") }, "premises.area_sqm", "36"},
		{"a number as the spreadsheet keeps it", func(e sheetEditor) { e.area(36.28999999999999) }, "premises.area_sqm", "36.29"},
		{"a formula that was calculated", func(e sheetEditor) {
			cell := cellOf(e, e.File, "填报", "premises.area_sqm", "填报值")
			set(e, e.File, "填报", cell, 36)
			e.must(e.SetCellFormula("填报", cell, "30+6"))
		}, "premises.area_sqm", "36"},
		{"a true in place of 是", func(e sheetEditor) { e.put("填报", "premises.fixed", "填报值", true) }, "premises.fixed", "是"},
		{"a cell that was cleared", func(e sheetEditor) { e.area(nil) }, "premises.area_sqm", ""},
		{"a date in a list as text", func(e sheetEditor) {
			e.put("填报", "party_agenda.dates[]", "填报值", "2026年3月1日")
		}, "party_agenda.dates", "2026-03-01"},
		{"several dates in one cell", func(e sheetEditor) {
			e.put("填报", "aid.ledger_dates", "填报值", "2026.3.1、2026-05-06")
		}, "aid.ledger_dates", "2026-03-01、2026-05-06"},
		{"choices typed into one cell", func(e sheetEditor) { e.put("填报", "helpers", "填报值", "党员、社工") }, "helpers", "党员、社工"},
		{"the path column was deleted", func(e sheetEditor) {
			e.must(e.RemoveCol("填报", "G"))
			e.must(e.RemoveCol("单位", "D"))
		}, "", ""},
		{"columns moved", func(e sheetEditor) {
			e.must(e.InsertCols("填报", "A", 2))
			e.must(e.InsertCols("填报", "D", 1))
			e.must(e.InsertCols("文件", "C", 1))
		}, "", ""},
		{"empty rows", func(e sheetEditor) {
			for _, row := range []int{2, 5, 9, 14, 40} {
				e.must(e.InsertRows("填报", row, 1))
			}
			e.must(e.InsertRows("依据", 3, 2))
		}, "", ""},
		{"more sheets", func(e sheetEditor) {
			_, err := e.NewSheet("草稿")
			e.must(err)
			set(e, e.File, "草稿", "A1", "事实")
			set(e, e.File, "草稿", "B2", "大约三十")
		}, "", ""},
		{"a sheet with another name", func(e sheetEditor) { e.must(e.SetSheetName("填报", "Sheet1")) }, "", ""},
		{"cells merged sideways", func(e sheetEditor) {
			cell := cellOf(e, e.File, "填报", "premises.area_sqm", "填报值")
			unit := cellOf(e, e.File, "填报", "premises.area_sqm", "单位")
			set(e, e.File, "填报", unit, nil)
			e.must(e.MergeCell("填报", cell, unit))
		}, "", ""},
		{"blanks that nobody sees", func(e sheetEditor) { e.area(" \u00a036　\n") }, "premises.area_sqm", "36"},
		{"a heading in another width", func(e sheetEditor) { set(e, e.File, "填报", "D3", "依据 (来源编号)") }, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			reading := read(t, edited(t, village(t), func(f *excelize.File) { test.edit(sheetEditor{t, f}) }), workbook.ReadOptions{})
			if len(reading.Faults) > 0 {
				t.Fatalf("faults: %v", reading.Faults)
			}
			if test.path != "" {
				if got := reading.Bundle.Value(test.path).String(); got != test.want {
					t.Errorf("%s is %q, want %q", test.path, got, test.want)
				}
				return
			}
			if diff := cmp.Diff(travelling(t, sample(t, "exemplary-village")), travelling(t, reading.Bundle)); diff != "" {
				t.Errorf("(-out +in):\n%s", diff)
			}
		})
	}
}

// TestRowsAreFoundByWhatPeopleSee takes the hidden paths away, and then the marks of items.
func TestRowsAreFoundByWhatPeopleSee(t *testing.T) {
	t.Parallel()
	b := sample(t, "exemplary-town")
	for _, perSection := range []bool{false, true} {
		for name, marks := range map[string]bool{"with marks": true, "without marks": false} {
			data := edited(t, write(t, workbook.Options{Paths: []string{"staff.total"}, SheetPerSection: perSection}, b), func(f *excelize.File) {
				e := sheetEditor{t, f}
				for _, sheet := range e.GetSheetList() {
					rows, err := e.GetRows(sheet)
					e.must(err)
					paths := -1
					for i, row := range rows {
						if len(row) > 0 && strings.HasPrefix(row[0], "    · ") && !marks && !strings.HasPrefix(row[0], "    · 第") {
							set(e, e.File, sheet, fmt.Sprintf("A%d", i+1), strings.TrimPrefix(row[0], "    · "))
						}
						if at := slices.Index(row, "路径"); at >= 0 {
							paths = at
						}
						if cell, err := excelize.CoordinatesToCellName(paths+1, i+1); paths >= 0 && err == nil {
							set(e, e.File, sheet, cell, nil)
						}
					}
				}
			})
			reading := read(t, data, workbook.ReadOptions{})
			if len(reading.Faults) > 0 {
				t.Fatalf("%s: faults: %v", name, reading.Faults)
			}
			if diff := cmp.Diff(travelling(t, b), travelling(t, reading.Bundle)); diff != "" {
				t.Errorf("%s: (-out +in):\n%s", name, diff)
			}
		}
	}
}

// told is a fault without its place, which the test finds by the row's path.
type told struct{ sheet, path, column, found, fix string }

func TestEveryFaultComesBackAtItsCell(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(sheetEditor)
		want []told
	}{
		{"a number that is none", func(e sheetEditor) { e.area("约36") }, []told{
			{"填报", "premises.area_sqm", "填报值", "“使用面积”写成了“约36”，不是确定的数", "写核实过的数；不知道就留空"},
		}},
		{"a year in place of a date", func(e sheetEditor) { e.put("单位", "reporting_date", "填报值", 2026) }, []told{
			{"单位", "reporting_date", "填报值", "“统计截止日”写成了“2026”，不是完整的日期", "写出年、月、日；不知道就留空"},
		}},
		{"a date that is missing", func(e sheetEditor) { e.put("单位", "reporting_date", "填报值", nil) }, []told{
			{"单位", "reporting_date", "填报值", "缺少“统计截止日”", "填在这一格"},
		}},
		{"a formula without a value", func(e sheetEditor) {
			cell := cellOf(e, e.File, "填报", "premises.area_sqm", "填报值")
			set(e, e.File, "填报", cell, nil)
			e.must(e.SetCellFormula("填报", cell, "1/0"))
		}, []told{{"填报", "premises.area_sqm", "填报值", "公式没有算出结果", "直接填写值，或在 WPS、Excel 里打开，算出结果后保存"}}},
		{"a choice that is none", func(e sheetEditor) { e.put("填报", "leadership.head_role", "填报值", "村支书") }, []told{
			{"填报", "leadership.head_role", "填报值", "“牵头人职务”写成了“村支书”", "从中选一项"},
		}},
		{"a source that is not registered", func(e sheetEditor) { e.put("填报", "premises.area_sqm", "依据（来源编号）", "S1、S99") }, []told{
			{"填报", "premises.area_sqm", "依据（来源编号）", "依据“S99”没有登记", "在“依据”表里登记这一条，或改用已登记的编号"},
		}},
		{"a fact without its source", func(e sheetEditor) {
			e.put("填报", "staff.total", "填报值", 3)
			e.put("填报", "staff.total", "依据（来源编号）", nil)
		}, []told{{"填报", "staff.total", "依据（来源编号）", "“工作人员数”不能由站里自行填报，这里没有依据", "在“依据”表登记来源，再把编号填在本行的“依据”列"}}},
		{"a photo without its date", func(e sheetEditor) {
			e.put("照片", "sign.main_plate_photo", "有没有", "有")
			e.put("照片", "sign.main_plate_photo", "日期", nil)
			e.put("照片", "sign.main_plate_photo", "地点", "门口")
		}, []told{{"照片", "sign.main_plate_photo", "日期", "“主牌照片”缺少“日期”", "填在这一格"}}},
		{"a document that is there and not described", func(e sheetEditor) {
			for _, column := range []string{"名称", "文号", "日期", "有效期至", "附件"} {
				e.put("文件", "org.approval_doc", column, nil)
			}
		}, []told{{"文件", "org.approval_doc", "有没有", "“设立文件”选了“有”，后面没有填内容", "填写后面各格；没有就选“无”，不知道就留空"}}},
		{"a document without number and date", func(e sheetEditor) {
			e.put("文件", "org.approval_doc", "文号", nil)
			e.put("文件", "org.approval_doc", "日期", nil)
		}, []told{{"文件", "org.approval_doc", "有没有", "“设立文件”缺少文号或日期", "补上其中一项；没有就在“有没有”选“无”"}}},
		{"a document that is there and is not", func(e sheetEditor) { e.put("文件", "org.approval_doc", "有没有", "无") }, []told{
			{"文件", "org.approval_doc", "有没有", "“设立文件”选了“无”，后面却填了内容", "改选“有”，或清空后面各格"},
		}},
		{"a tick that is none", func(e sheetEditor) { e.put("填报", "wall[]", "填报值", "3台") }, []told{
			{"填报", "wall[]", "填报值", "“工作职责”这一行写成了“3台”", "有的打“√”，没有的清空"},
		}},
		{"a list that is empty and is not", func(e sheetEditor) { e.put("填报", "wall", "填报值", "无") }, []told{
			{"填报", "wall", "填报值", "“公开展示内容”这里写“无”，下面的小项却有内容", "清空这一格，或删去下面的小项的内容"},
		}},
		{"a region of another level", func(e sheetEditor) { e.put("单位", "region", "填报值", 330499101000) }, []told{
			{"单位", "region", "填报值", "区划代码“330499101000”是乡镇（街道）级的代码，而层级是村（社区）级", "核对层级和区划代码"},
		}},
		{"an identity number among the answers", func(e sheetEditor) { e.put("填报", "funding.origin", "填报值", "由11010519491231002X保障") }, []told{
			{"填报", "funding.origin", "填报值", "文字里有公民身份号码（110**************）", "删去号码，只写数量、职务或化名；若是别的编号，在中间加字母或分隔符"},
		}},
		{"an identity number beside the table", func(e sheetEditor) { e.put("填报", "premises.area_sqm", "填写说明", "老王 11010519491231002X") }, []told{
			{"填报", "premises.area_sqm", "填写说明", "文字里有公民身份号码（110**************）", "删去号码，只写数量、职务或化名；若是别的编号，在中间加字母或分隔符"},
		}},
		{"a code that the spreadsheet has rounded", func(e sheetEditor) { e.put("单位", "uscc", "填报值", 123304820000000000) }, []told{
			{"单位", "uscc", "填报值", "这一格存成了数字，超过 15 位，末几位已变成 0", "把单元格格式设为“文本”，再重新填写"},
		}},
		{"cells merged over several rows", func(e sheetEditor) {
			col, row, err := excelize.CellNameToCoordinates(cellOf(e, e.File, "填报", "premises.area_sqm", "填报值"))
			e.must(err)
			below, err := excelize.CoordinatesToCellName(col, row+1)
			e.must(err)
			e.must(e.MergeCell("填报", cellOf(e, e.File, "填报", "premises.area_sqm", "填报值"), below))
		}, []told{
			{"填报", "premises.area_sqm", "填报值", "这一格与别的行合并了，看不出填的是哪一项", "取消合并，逐行填写"},
			{"填报", "premises.shared", "填报值", "这一格与别的行合并了，看不出填的是哪一项", "取消合并，逐行填写"},
		}},
		{"a fact that does not exist", func(e sheetEditor) {
			e.put("填报", "premises.area_sqm", "事实", "使用面职")
			e.put("填报", "premises.area_sqm", "路径", "premises.gone")
		}, []told{{"填报", "premises.gone", "事实", "没有“使用面职”这一项", "核对名称，或重新下载填报表后把内容填进去"}}},
		{"a fact answered twice", func(e sheetEditor) {
			e.put("填报", "premises.shared", "事实", "使用面积")
			e.put("填报", "premises.shared", "路径", "premises.area_sqm ")
		}, []told{{"填报", "premises.area_sqm ", "填报值", "“使用面积”在 填报!B33 已经填了", "删去多余的一处"}}},
		{"a source registered twice", func(e sheetEditor) {
			e.must(e.SetCellStr("依据", "A5", "S1"))
			e.must(e.SetCellStr("依据", "B5", "公开材料"))
			e.must(e.SetCellStr("依据", "C5", "县报"))
		}, []told{{"依据", "县报", "编号", "编号“S1”重复", "删去一处；第一处在 依据!A4 "}}},
		{"a source that says too little", func(e sheetEditor) { e.must(e.SetCellStr("依据", "C5", "县报")) }, []told{
			{"依据", "县报", "种类", "“依据 S2”缺少“种类”", "从下拉列表里选一项"},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			data := edited(t, village(t), func(f *excelize.File) { test.edit(sheetEditor{t, f}) })
			f := book(t, data)
			var want, got []string
			for _, w := range test.want {
				want = append(want, w.sheet+"!"+cellOf(t, f, w.sheet, w.path, w.column)+"："+w.found+"；请"+w.fix)
			}
			for _, fault := range read(t, data, workbook.ReadOptions{}).Faults {
				got = append(got, fault.Place()+"："+fault.Found+"；请"+fault.Fix)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zhanping/evidence"
	"zhanping/internal/workbook"
)

// zipped is a zip of these parts.
func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// replaced is the workbook with another text in one of its parts.
func replaced(t testing.TB, data []byte, part, old, text string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts, found := map[string]string{}, false
	for _, f := range r.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
		if f.Name == part {
			found = strings.Contains(parts[part], old)
			parts[part] = strings.Replace(parts[part], old, text, 1)
		}
	}
	if !found {
		t.Fatalf("%s does not hold %q", part, old)
	}
	return zipped(t, parts)
}

func TestAFileThatIsNoFilledInWorkbookIsRefusedInWords(t *testing.T) {
	t.Parallel()
	station := village(t)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "文件是空的"},
		{"an old workbook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "这是旧版的 .xls、.et 文件，或加了密码的工作簿"},
		{"a CSV file", []byte("事实,填报值\n使用面积,36\n"), "这不是 .xlsx 工作簿"},
		{"garbage", []byte("PK\x03\x04 and no more"), "工作簿损坏，读不出来"},
		{"half a workbook", station[:len(station)/2], "工作簿损坏，读不出来"},
		{"another zip", zipped(t, map[string]string{"bundle.yaml": "subject:"}), "工作簿损坏，读不出来"},
		{"a bomb", zipped(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 40<<20)}), "工作簿解压后超过 32 MB，像是压缩炸弹"},
		{"too many parts", zipped(t, many(2001)), "工作簿里有 2001 个部件，太多"},
		{
			"a sheet that reaches to the last column and row",
			replaced(t, station, "xl/worksheets/sheet1.xml", "<sheetData>", `<sheetData><row r="1"><c r="XFD1"/></row><row r="1048576"/>`),
			"有的表拖出了很多空行或空列",
		},
		{"an empty workbook", edited(t, write(t, workbook.Options{}, nil), func(f *excelize.File) {
			for _, sheet := range f.GetSheetList()[1:] {
				if err := f.DeleteSheet(sheet); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.RemoveCol(f.GetSheetList()[0], "A"); err != nil {
				t.Fatal(err)
			}
		}), "没有找到列名为“项目”和“填报值”的表"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			reading := read(t, test.data, workbook.ReadOptions{})
			if len(reading.Faults) == 0 || reading.Faults[0].Found != test.want || reading.Faults[0].Fix == "" {
				t.Errorf("faults: %v, want %s", reading.Faults, test.want)
			}
			if reading.Bundle != nil {
				t.Error("there is a bundle")
			}
		})
	}
}

func many(n int) map[string]string {
	parts := map[string]string{}
	for i := range n {
		parts[fmt.Sprintf("xl/part%d.xml", i)] = ""
	}
	return parts
}

func TestTheWorkbookOfAnotherStationIsRefused(t *testing.T) {
	t.Parallel()
	town := evidence.Subject{ID: "exemplary-town", Kind: "station", Level: "town", Region: "330499101000"}
	reading := read(t, village(t), workbook.ReadOptions{Subject: town})
	var got []string
	for _, f := range reading.Faults {
		got = append(got, f.Place()+"："+f.Found+"；应为："+f.Expected)
	}
	want := []string{
		"单位!B8：这份填报表的“编号”是“exemplary-village”，不是本单位的；应为：exemplary-town",
		"单位!B11：这份填报表的“层级”是“村”，不是本单位的；应为：乡镇",
		"单位!B12：这份填报表的“区划代码”是“330499101201”，不是本单位的；应为：330499101000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDaysMayBeCountedFrom1904(t *testing.T) {
	t.Parallel()
	b := sample(t, "exemplary-village")
	data := edited(t, village(t), func(f *excelize.File) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
		cell := cellOf(t, f, "单位", "reporting_date", "填报值")
		set(t, f, "单位", cell, 46203-1462)
	})
	reading := read(t, data, workbook.ReadOptions{})
	if len(reading.Faults) > 0 || reading.Bundle.ReportingDate != b.ReportingDate {
		t.Errorf("faults %v, date %v", reading.Faults, reading.Bundle)
	}
}

func TestACellWithAnErrorIsAFault(t *testing.T) {
	t.Parallel()
	data := edited(t, village(t), func(f *excelize.File) {
		set(t, f, "填报", cellOf(t, f, "填报", "premises.area_sqm", "填报值"), 987654)
	})
	data = replaced(t, data, "xl/worksheets/sheet2.xml", "><v>987654</v>", ` t="e"><f>1/0</f><v>#DIV/0!</v>`)
	faults := read(t, data, workbook.ReadOptions{}).Faults
	if len(faults) != 1 || faults[0].Found != "公式的结果是错误值“#DIV/0!”" {
		t.Errorf("faults: %v", faults)
	}
}

func TestAWorkbookForALevelAsksOnlyForTheFactsThatAreWanted(t *testing.T) {
	t.Parallel()
	f := book(t, write(t, workbook.Options{
		Kind: "station", Level: "village", Paths: []string{"premises.area_sqm", "org.approval_doc", "claims"},
		Readers: map[string]string{"premises.area_sqm": "76条 C03、五有 2.1"},
	}, nil))
	if diff := cmp.Diff([]string{"单位", "填报", "文件", "积分申报", "依据"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := f.GetRows("填报")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"场所", "", "", "", "服务场所。"},
		{
			"使用面积", "", "㎡", "", "供退役军人服务使用的室内面积之和，共用房间只计划定给本站的部分；以平面图或现场丈量为准。",
			"76条 C03、五有 2.1", "premises.area_sqm",
		},
	}
	if diff := cmp.Diff(want, rows[3:5]); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	reading := read(t, write(t, workbook.Options{Kind: "station", Level: "village"}, nil), workbook.ReadOptions{})
	if len(reading.Faults) != 4 {
		t.Errorf("an empty workbook lacks %v, want id, name, region and date", reading.Faults)
	}
}

func TestALongDropDownStandsOnTheHiddenSheet(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../evidence/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	const last = `"参加实战救援", "其他"]`
	more := strings.Replace(last, "]", `, "`+strings.Repeat("长", 200)+`"]`, 1)
	schema, err := evidence.ParseSchema([]byte(strings.Replace(string(text), last, more, 1)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	o := workbook.Options{Kind: "person", Level: "village", Paths: []string{"claims"}}
	if err := workbook.Write(&out, schema, o, nil); err != nil {
		t.Fatal(err)
	}
	f := book(t, out.Bytes())
	rules, err := f.GetDataValidations("积分申报")
	if err != nil {
		t.Fatal(err)
	}
	if got := rules[0].Formula1; got != "'选项'!$A$1:$A$29" {
		t.Errorf("the choices are %s", got)
	}
	if visible, err := f.GetSheetVisible("选项"); err != nil || visible {
		t.Errorf("the sheet of choices is seen: %v, %v", visible, err)
	}
}

// small is a workbook with a few cells.
func small(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	rows := map[string][][]any{
		"Sheet1": {{"项目", "填报值"}, {"名称", "示例站"}, {"统计截止日", 46203}},
		"填报":     {{"事实", "填报值", "依据"}, {"场所"}, {"使用面积", "36㎡", "S1"}, {"办公设备"}, {"· 电脑", "√"}},
	}
	if _, err := f.NewSheet("填报"); err != nil {
		t.Fatal(err)
	}
	for sheet, rows := range rows {
		for i, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzRead(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, data) })
}

// FuzzReadSheet changes what the checksums of a zip would keep from being read.
func FuzzReadSheet(f *testing.F) {
	data := small(f)
	sheet := part(f, data, "xl/worksheets/sheet2.xml")
	f.Add(sheet)
	f.Add(`<worksheet><sheetData><row><c t="inlineStr"><is><t>事实</t></is></c><c t="str"><v>填报值</v></c></row>` +
		`<row r="9"><c r="A9" t="b"><v>1</v></c><c t="e"><f>A1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`)
	f.Fuzz(func(t *testing.T, text string) {
		survives(t, replaced(t, data, "xl/worksheets/sheet2.xml", sheet, text))
	})
}

func survives(t *testing.T, data []byte) {
	t.Helper()
	reading, err := workbook.Read("上传.xlsx", data, workbook.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if (reading.Bundle == nil) != (len(reading.Faults) > 0) {
		t.Error("a bundle and faults, or neither")
	}
	if err := workbook.Mark(io.Discard, data, reading.Faults); err != nil {
		t.Error(err)
	}
}

// part is the text of one part of a workbook.
func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(r, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

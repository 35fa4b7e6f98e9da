package workbook_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhanping/internal/workbook"
)

const list = `某县退役军人服务站名单,,,,,
（2026年6月）,,,,,
序号,单位名称,退役军人人数,行政区划代码,级别,上级单位
1,示例县退役军人服务中心,12000,330499,区,
2,示例县甲镇退役军人服务站,"1,200人",330499101,镇,示例县退役军人服务中心
3,示例县甲镇丁村退役军人服务站,86,330499101201,,示例县甲镇退役军人服务站
序号,单位名称,退役军人人数,行政区划代码,级别,上级单位

合计,合计,13286,,,
`

func listed() []workbook.StationRow {
	return []workbook.StationRow{
		{Line: 4, Name: "示例县退役军人服务中心", Kind: "station", Level: "county", Region: "330499000000", Veterans: "12000"},
		{Line: 5, Name: "示例县甲镇退役军人服务站", Kind: "station", Level: "town", Region: "330499101000", Veterans: "1200", Parent: "示例县退役军人服务中心"},
		{Line: 6, Name: "示例县甲镇丁村退役军人服务站", Kind: "station", Level: "village", Region: "330499101201", Veterans: "86", Parent: "示例县甲镇退役军人服务站"},
	}
}

// unlisted compares what a row says and not where it stands.
var unlisted = cmpopts.IgnoreUnexported(workbook.StationRow{})

func stations(data []byte) (rows []workbook.StationRow, faults []string) {
	for row, wrong := range workbook.ReadStations("名单", data) {
		for _, f := range wrong {
			faults = append(faults, f.String())
		}
		if len(wrong) == 0 {
			rows = append(rows, row)
		}
	}
	return rows, faults
}

func TestAListOfStationsIsReadInEveryEncodingPeopleUse(t *testing.T) {
	t.Parallel()
	encode := func(text []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	tabs := strings.NewReplacer(`"1,200人"`, "1200", ",", "\t").Replace(list)
	tests := map[string][]byte{
		"UTF-8":               []byte(list),
		"UTF-8 with a mark":   []byte("\xef\xbb\xbf" + list),
		"GB18030":             encode(simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(list))),
		"UTF-16 with tabs":    encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(tabs))),
		"semicolons":          []byte(strings.NewReplacer(`"1,200人"`, `"1,200人"`, ",", ";").Replace(strings.ReplaceAll(list, "1,200", "1200"))),
		"texts kept as texts": []byte(strings.ReplaceAll(list, "330499101201", `"=""330499101201"""`)),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, faults := stations(data)
			if diff := cmp.Diff(listed(), rows, unlisted); diff != "" || len(faults) > 0 {
				t.Errorf("faults %v, rows (-want +got):\n%s", faults, diff)
			}
		})
	}
}

func TestAListOfStationsIsReadFromAWorkbook(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	if _, err := f.NewSheet("名单"); err != nil {
		t.Fatal(err)
	}
	set(t, f, "Sheet1", "A1", "填表说明")
	for i, row := range [][]any{
		{"某县退役军人服务站名单"},
		{},
		{"单 位\n名 称", "退役军人数", "区划代码（12位）", "层级", "上级"},
		{"示例县退役军人服务中心", 12000, 330499000000, "县"},
		{"示例县甲镇退役军人服务站", "1200人", "330499101000", "乡镇", "示例县退役军人服务中心"},
		{"示例县甲镇丁村退役军人服务站", 86, "330499101201", "村", "示例县甲镇退役军人服务站"},
		{"合计", 13286},
	} {
		if err := f.SetSheetRow("名单", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	rows, faults := stations(out.Bytes())
	if diff := cmp.Diff(listed(), rows, unlisted); diff != "" || len(faults) > 0 {
		t.Errorf("faults %v, rows (-want +got):\n%s", faults, diff)
	}
	for part, want := range map[workbook.StationPart]string{
		workbook.PartName: "名单!A5", workbook.PartRegion: "名单!C5", workbook.PartParent: "名单!E5", workbook.PartCode: "名单!A5",
	} {
		if got := rows[1].Fault(part, "duplicate", "重复", "", "").Place(); got != want {
			t.Errorf("a fault of part %d stands at %s, want %s", part, got, want)
		}
	}
}

func TestTheFaultsOfAListNameTheLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"a region that is none", "名称,区划代码\n示例站,33049x\n", "第 2 行：“区划代码”写成了“33049x”，不是 12 位数字；应为：12 位统计用区划代码，上级用 0 补足；请查统计用区划代码后改正"},
		{"a level that differs", "名称,区划代码,层级\n示例站,330499101201,乡镇\n", "第 2 行：区划代码“330499101201”是村（社区）级的代码，而层级是乡镇（街道）级；应为：与层级一致的代码，下级各位为 0；请核对层级和区划代码"},
		{"no region", "名称,区划代码\n示例站,\n", "第 2 行：这一行缺少“区划代码”；应为：12 位统计用区划代码；请填在这一格"},
		{"no name", "名称,区划代码\n,330499101201\n", "第 2 行：这一行缺少“名称”；应为：2 至 80 个字；请填在这一格"},
		{"a kind that is none", "名称,区划代码,类型\n示例站,330499101201,超市\n", "第 2 行：“类别”写成了“超市”；应为：服务中心（站）、县域体系、老兵壹家、退役军人个人、专职联络员、志愿者、服务标兵、服务项目、业务科室、党组织（班子）；请从中选一项"},
		{"a wrong credit code", "名称,区划代码,统一社会信用代码\n示例站,330499101201,12330482MB00000001\n", "第 2 行：“统一社会信用代码”有误：校验位是 1，按前 17 位应为 U；应为：18 位统一社会信用代码（GB 32100）；请对照证书逐位核对"},
		{"veterans that are no number", "名称,区划代码,退役军人数\n示例站,330499101201,约八十\n", "第 2 行：“在册退役军人数”写成了“约八十”，不是确定的数；应为：0 至 1000000 的整数，单位 人；请写核实过的数；不知道就留空"},
		{"a telephone number", "名称,区划代码,上级\n示例站,330499101201,13800138000\n", "第 2 行：文字里有手机号（138********）；应为：不含个人号码的材料；请删去号码，只写数量、职务或化名；若是别的编号，在中间加字母或分隔符"},
		{"no headings", "示例站,330499101201\n", "整个文件：前 20 行里没有找到表头；应为：同一行里有“名称”和“区划代码”两列；请补上表头；若打开是乱码，另存为 .xlsx 或 UTF-8 的 CSV"},
		{"an unknown encoding", "\xff\xfd\x80\x80,\xff\n", "第 1 行：有认不出的字，编码可能不对；应为：UTF-8 或 GB18030 编码的 CSV 文件；请另存为 .xlsx 再上传"},
		{"an old workbook", "\xd0\xcf\x11\xe0", "整个文件：这是旧版的 .xls、.et 文件，或加了密码的工作簿；应为：未加密的 .xlsx 工作簿，或 CSV 文件；请用 WPS 或 Excel 打开后另存为“Excel 文件（*.xlsx）”，不加密码，再上传"},
		{"a broken workbook", "PK\x03\x04", "整个文件：工作簿损坏，读不出来；应为：未加密的 .xlsx 工作簿，或 CSV 文件；请用 WPS 或 Excel 打开后另存为“Excel 文件（*.xlsx）”，不加密码，再上传"},
		{"nothing", "", "整个文件：文件是空的；应为：未加密的 .xlsx 工作簿，或 CSV 文件；请重新选择文件上传"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rows, faults := stations([]byte(test.data))
			if got := strings.Join(faults, "\n"); got != test.want || len(rows) > 0 {
				t.Errorf("rows %v, faults\n%s\nwant\n%s", rows, got, test.want)
			}
		})
	}
}

func TestAListThatWasWrittenReadsBack(t *testing.T) {
	t.Parallel()
	want := listed()
	want[1].Name, want[1].Code = "=示例县甲镇退役军人服务站", "jia-zhen"
	for i := range want {
		want[i].Line = i + 2
	}
	for _, format := range []workbook.Format{workbook.XLSX, workbook.CSV} {
		var out bytes.Buffer
		if err := workbook.WriteStations(&out, format, each(want)); err != nil {
			t.Fatal(err)
		}
		rows, faults := stations(out.Bytes())
		if diff := cmp.Diff(want, rows, unlisted); diff != "" || len(faults) > 0 {
			t.Errorf("%s: faults %v, rows (-want +got):\n%s", format, faults, diff)
		}
	}
}

func each(rows []workbook.StationRow) iter.Seq2[workbook.StationRow, error] {
	return func(yield func(workbook.StationRow, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// province is as many stations as that.
func province(n int) iter.Seq2[workbook.StationRow, error] {
	return func(yield func(workbook.StationRow, error) bool) {
		for i := range n {
			row := workbook.StationRow{
				Name: fmt.Sprintf("示例县第%d村退役军人服务站", i), Kind: "station", Level: "village",
				Region: fmt.Sprintf("33%02d%02d%03d%03d", i/1_000_000%90+1, i/10_000%90+1, i/100%500+1, i%100+1), Veterans: "86",
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func TestMemoryDoesNotGrowWithTheRowsOfAList(t *testing.T) {
	for format, n := range map[workbook.Format]int{workbook.XLSX: 60_000, workbook.CSV: 20_000} {
		grown := func(n int) (rows int, most uint64) {
			var out bytes.Buffer
			if err := workbook.WriteStations(&out, format, province(n)); err != nil {
				t.Fatal(err)
			}
			var before, now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			for _, faults := range workbook.ReadStations("名单", out.Bytes()) {
				if len(faults) > 0 {
					t.Fatal(faults)
				}
				if rows++; rows%(n/4) == 0 {
					runtime.GC()
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc))
				}
			}
			return rows, most
		}
		_, few := grown(3000)
		rows, many := grown(n)
		if rows != n {
			t.Errorf("%s: %d rows", format, rows)
		}
		if many > few+16<<20 {
			t.Errorf("%s: 3000 rows keep %d KiB, %d rows %d KiB", format, few>>10, n, many>>10)
		}
	}
}

func BenchmarkReadStations(b *testing.B) {
	var out bytes.Buffer
	if err := workbook.WriteStations(&out, workbook.CSV, province(1000)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for row, faults := range workbook.ReadStations("名单", out.Bytes()) {
			if len(faults) > 0 {
				b.Fatal(row, faults)
			}
		}
	}
}

func TestNoTextOfAListBecomesAFormula(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"=1+1": "'=1+1", "+86": "'+86", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx", "\n=1": "'\n=1",
		"＝1＋1": "'＝1＋1", "示例站": "示例站", "1-1": "1-1", "'quoted'": "'quoted'", "": "",
	}
	for text, want := range tests {
		if got := workbook.Inert(text); got != want {
			t.Errorf("Inert(%q) is %q, want %q", text, got, want)
		}
	}
	s := workbook.Sheet{Name: "名单", Columns: []workbook.Column{{Title: "说明", Width: 30}, {Title: "数"}, {Title: "是否"}}}
	rows := func(yield func([]any, error) bool) {
		_ = yield([]any{"=HYPERLINK(\"http://x\")", -1, true}, nil) && yield([]any{"-", workbook.Number("96.25"), nil}, nil) &&
			yield([]any{"@x", workbook.Number("1/3"), false}, nil)
	}
	var text, book1 bytes.Buffer
	if err := s.WriteCSV(&text, rows); err != nil {
		t.Fatal(err)
	}
	want := "\xef\xbb\xbf说明,数,是否\r\n\"'=HYPERLINK(\"\"http://x\"\")\",-1,是\r\n'-,96.25,\r\n'@x,1/3,否\r\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("CSV (-want +got):\n%s", diff)
	}
	if err := s.WriteXLSX(&book1, rows); err != nil {
		t.Fatal(err)
	}
	f := book(t, book1.Bytes())
	for i, want := range []string{"=HYPERLINK(\"http://x\")", "-", "@x"} {
		at := fmt.Sprintf("A%d", i+2)
		value, err := f.GetCellValue("名单", at)
		formula, err2 := f.GetCellFormula("名单", at)
		kind, err3 := f.GetCellType("名单", at)
		if value != want || formula != "" || kind != excelize.CellTypeInlineString || err != nil || err2 != nil || err3 != nil {
			t.Errorf("%s is %q with the formula %q and the type %v", at, value, formula, kind)
		}
		id, err := f.GetCellStyle("名单", at)
		if err != nil {
			t.Fatal(err)
		}
		if style, err := f.GetStyle(id); err != nil || style.NumFmt != 49 {
			t.Errorf("%s becomes a formula when it is edited: %+v, %v", at, style, err)
		}
	}
}

func TestAListRefusesWhatNoCellCanHold(t *testing.T) {
	t.Parallel()
	s := workbook.Sheet{Name: "名单", Columns: []workbook.Column{{Title: "数"}}}
	rows := func(yield func([]any, error) bool) { yield([]any{0.1}, nil) }
	for _, format := range []workbook.Format{workbook.XLSX, workbook.CSV} {
		if err := s.Write(io.Discard, format, rows); err == nil || !strings.Contains(err.Error(), "row 2 of 名单") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func FuzzReadStations(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("\xff\xfe\r\n"))
	f.Add(small(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		for row, faults := range workbook.ReadStations("名单", data) {
			if len(faults) == 0 && (row.Name == "" || len(row.Region) != 12) {
				t.Errorf("a row without a fault is %+v", row)
			}
		}
	})
}

package server_test

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhanping/internal/workbook"
)

// townList is a county, its towns and villages, the villages first.
const townList = `示例县服务站名单,,,,
名称,区划代码,编号,上级,退役军人数
示例县丁镇一村退役军人服务站,330499104201,,,80
示例县丁镇二村退役军人服务站,330499104202,ding-er,丁镇站,
示例县丁镇一村第二服务站,330499104201,,,
丁镇站,330499104000,,,
示例县退役军人服务中心,330499000000,xian,,
`

func (c *client) stationsByName(query string) map[string]map[string]any {
	c.Helper()
	found := map[string]map[string]any{}
	for _, item := range c.want(200, "GET", "/stations?limit=200"+query, "", nil)["items"].([]any) {
		s := item.(map[string]any)
		found[s["name"].(string)] = s
	}
	return found
}

func TestAListOfStationsIsEnteredWithParents(t *testing.T) {
	t.Parallel()
	for name, dsn := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, dsn(t))
			text, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(townList))
			if err != nil {
				t.Fatal(err)
			}
			done := o.bureau.put(200, "/stations/import", "", text)
			if done.Rows != 5 || done.Added != 5 || done.Skipped != 0 || len(done.Faults) != 0 || !strings.HasPrefix(done.Digest, "sha256:") {
				t.Fatalf("imported: %+v", done)
			}
			found := o.bureau.stationsByName("")
			first, second, town := found["示例县丁镇一村退役军人服务站"], found["示例县丁镇二村退役军人服务站"], found["丁镇站"]
			county := found["示例县退役军人服务中心"]
			for what, test := range map[string][2]any{
				"the town of a village by its code": {first["parent_id"], town["id"]},
				"the town of a village by its name": {second["parent_id"], town["id"]},
				"the county of a town":              {town["parent_id"], county["id"]},
				"what is above the county":          {county["parent_id"], ""},
				"the level of a village":            {first["level"], "village"},
				"a code that was made":              {first["code"], "station-330499104201"},
				"a second one of the same region":   {found["示例县丁镇一村第二服务站"]["code"], "station-330499104201-2"},
				"a code that was given":             {second["code"], "ding-er"},
			} {
				if test[0] != test[1] {
					t.Errorf("%s is %v, want %v", what, test[0], test[1])
				}
			}
			warnings := strings.Join(done.Warnings, "\n")
			for _, want := range []string{
				"5 个单位的区划代码在区划表（2023 年）里没有", "1 个单位没有上级", "3 个单位没有编号", "1 个单位的退役军人数没有导入：它是佐证材料里的事实，请在各单位的填报表里填（第 3 行）",
			} {
				if !strings.Contains(warnings, want) {
					t.Errorf("warnings %q, without %q", done.Warnings, want)
				}
			}
			again := o.bureau.put(422, "/stations/import", "", text)
			if len(again.Errors) != 5 || again.Errors[0].Field != "第 3 行" || again.Errors[0].Code != "exists" {
				t.Errorf("the same list again: %+v", again.Errors)
			}
			o.checkImportJournal(done.Digest)
		})
	}
}

// checkImportJournal wants one entry, which tells of the file and not of who is in it.
func (o *office) checkImportJournal(digest string) {
	o.Helper()
	auditor := o.admin.person("auditor", map[string]any{"role": "auditor", "region": "330499000000"})
	imports := 0
	for _, entry := range auditor.want(200, "GET", "/journal?region=330499000000&limit=200", "", nil)["items"].([]any) {
		text := fmt.Sprint(entry)
		if !strings.Contains(text, "station.import") {
			continue
		}
		imports++
		if !strings.Contains(text, digest) || strings.Contains(text, "丁镇") {
			o.Errorf("the journal says %s", text)
		}
	}
	if imports != 1 {
		o.Errorf("%d entries of the import", imports)
	}
}

func TestAListWithFaultsIsEnteredNotAtAllOrWithoutThem(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	rows := [][]any{
		{"名称", "区划代码", "编号", "上级"},
		{"示例县丁镇退役军人服务站", "330499104000", "ding", ""},
		{"示例县丁镇一村退役军人服务站", "330499104201", "ding-1", "丁镇站"},
		{"示例县丁镇二村退役军人服务站", "330499104202", "ding", ""},
		{"示例县丁镇三村退役军人服务站", "33049910420x", "", ""},
		{"示例县丁镇  退役军人服务站", "330499104000", "", ""},
		{"邻县戊镇退役军人服务站", "330481104000", "", ""},
		{"示例镇退役军人服务站", "330499103000", "", ""},
		{"示例县丙镇退役军人服务站", "330499103000", "incomplete-town", ""},
		{"示例县丁镇四村退役军人服务站", "330499104204", "", "示例县丁镇三村退役军人服务站"},
		{"示例县丁镇五村退役军人服务站", "330499104205", "", "示例县丁镇退役军人服务站"},
		{"示例县丁镇一村老兵驿站", "330499104201", "", "示例县丁镇一村退役军人服务站"},
	}
	book := newSheet(t, rows)
	refused := o.bureau.put(422, "/stations/import", "", book)
	want := [][2]string{
		{"Sheet1!D3", "没有找到上级“丁镇站”"},
		{"Sheet1!C4", "编号“ding”与第 2 行相同"},
		{"Sheet1!B5", "不是 12 位数字"},
		{"Sheet1!A6", "与第 2 行重复：同一区划、同一类型、同一名称"},
		{"Sheet1!B7", "区划代码“330481104000”不在您负责的区域内"},
		{"Sheet1!A8", "已经登记过，编号 incomplete-town"},
		{"Sheet1!C9", "编号“incomplete-town”已有别的单位在用"},
		{"Sheet1!D10", "上级“示例县丁镇三村退役军人服务站”在第 5 行，那一行有误"},
		{"Sheet1!D12", "没有找到上级“示例县丁镇一村退役军人服务站”"},
	}
	for i, w := range want {
		if i >= len(refused.Errors) || refused.Errors[i].Field != w[0] || !strings.Contains(refused.Errors[i].Words, w[1]) {
			t.Errorf("fault %d is not %q: %+v", i, w, refused.Errors)
			break
		}
	}
	if len(refused.Errors) != len(want) {
		t.Errorf("%d faults, want %d: %+v", len(refused.Errors), len(want), refused.Errors)
	}
	if !strings.Contains(refused.Detail, "一个单位也没有导入") || len(o.bureau.stationsByName("&region=330499104000")) != 0 {
		t.Errorf("something was entered: %s", refused.Detail)
	}
	done := o.bureau.put(200, "/stations/import?skip_faulty=true", "", book)
	if done.Rows != 11 || done.Added != 2 || done.Skipped != 9 || len(done.Faults) != 9 {
		t.Errorf("entered without the faulty rows: %+v", done)
	}
	found := o.bureau.stationsByName("&region=330499104000")
	if len(found) != 2 || found["示例县丁镇五村退役军人服务站"]["parent_id"] != found["示例县丁镇退役军人服务站"]["id"] {
		t.Errorf("entered: %v", found)
	}
	if none := o.bureau.put(200, "/stations/import?skip_faulty=true", "", newSheet(t, rows[:2])); none.Added != 0 || none.Skipped != 1 {
		t.Errorf("entered of what is there: %+v", none)
	}
	o.clerk.put(403, "/stations/import", "", book)
	o.admin.put(403, "/stations/import", "", book)
	o.client().put(401, "/stations/import", "", book)
}

func newSheet(t testing.TB, rows [][]any) []byte {
	t.Helper()
	s := workbook.Sheet{Name: "Sheet1"}
	for _, title := range rows[0] {
		s.Columns = append(s.Columns, workbook.Column{Title: title.(string)})
	}
	var out bytes.Buffer
	err := s.WriteXLSX(&out, func(yield func([]any, error) bool) {
		for _, row := range rows[1:] {
			if !yield(row, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// villages is a list of that many stations, 500 to a town, below towns from that number on.
func villages(t testing.TB, format workbook.Format, n, town int) []byte {
	t.Helper()
	var out bytes.Buffer
	err := workbook.WriteStations(&out, format, func(yield func(workbook.StationRow, error) bool) {
		for i := range n {
			row := workbook.StationRow{
				Name: fmt.Sprintf("示例县%d镇%d村退役军人服务站", town+i/500, i%500+1), Kind: "station", Level: "village",
				Region: fmt.Sprintf("330499%03d%03d", town+i/500, i%500+1),
			}
			if !yield(row, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestThousandsOfStationsAreEnteredAndListed(t *testing.T) {
	t.Parallel()
	for name, dsn := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, dsn(t))
			done := o.bureau.put(200, "/stations/import", "", villages(t, workbook.XLSX, 5000, 110))
			if done.Added != 5000 {
				t.Fatalf("imported: %+v", done)
			}
			o.bureau.fetch(413, "/stations.xlsx")
			for _, address := range []string{"/stations.xlsx?level=village", "/stations.csv?level=village"} {
				_, list := o.bureau.fetch(200, address)
				rows := 0
				for row, faults := range workbook.ReadStations("名单", list) {
					if rows++; len(faults) > 0 || !strings.HasPrefix(row.Code, "station-3304991") {
						t.Fatalf("%s: row %+v, faults %v", address, row, faults)
					}
				}
				if rows != 5000 {
					t.Errorf("%s has %d stations", address, rows)
				}
			}
			if _, own := o.clerk.fetch(200, "/stations.csv"); bytes.Count(own, []byte("\n")) != 2 || !bytes.Contains(own, []byte("incomplete-town")) {
				t.Errorf("the clerk sees %s", own)
			}
		})
	}
}

// TestEnteringAListKeepsLittleOfEachRow runs alone, since it measures the heap.
func TestEnteringAListKeepsLittleOfEachRow(t *testing.T) {
	o := newOffice(t, "")
	o.bureau.put(200, "/stations/import", "", villages(t, workbook.CSV, 10, 101)) // loads the table of regions
	heap := func() uint64 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		return now.HeapAlloc
	}
	grown := func(list []byte) uint64 {
		before, stop, most := heap(), make(chan struct{}), make(chan uint64)
		go func() {
			highest := uint64(0)
			for {
				select {
				case <-stop:
					most <- highest
					return
				case <-time.After(50 * time.Millisecond):
					highest = max(highest, heap())
				}
			}
		}()
		o.bureau.put(200, "/stations/import", "", list)
		close(stop)
		return max(<-most, before) - before
	}
	const few, many, perRow = 1000, 20_000, 2 << 10
	small := grown(villages(t, workbook.CSV, few, 110))
	large := grown(villages(t, workbook.CSV, many, 120))
	t.Logf("%d rows keep %d KiB, %d rows %d KiB", few, small>>10, many, large>>10)
	if large > small+(many-few)*perRow {
		t.Errorf("%d rows keep %d KiB, %d rows %d KiB", few, small>>10, many, large>>10)
	}
}

func TestAListThatCannotBeReadIsRefusedWhole(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	broken := append([]byte(townList), "\xff\xff,330499104203,,,\n"...)
	for name, test := range map[string]struct {
		list  []byte
		words string
	}{
		"no headings":              {[]byte("甲,乙\n"), "没有找到表头"},
		"an end in another coding": {broken, "编码可能不对"},
		"an empty file":            {nil, "文件是空的"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := o.bureau.put(422, "/stations/import?skip_faulty=true", "", test.list)
			if !slices.ContainsFunc(refused.Errors, func(e struct{ Field, Words, Code string }) bool { return strings.Contains(e.Words, test.words) }) {
				t.Errorf("refused with %+v", refused)
			}
		})
	}
	if found := o.bureau.stationsByName("&region=330499104000"); len(found) != 0 {
		t.Errorf("entered: %v", found)
	}
}

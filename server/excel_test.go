package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhanping/server/store/storetest"
)

// databases are those that the server runs on.
func databases() map[string]func(testing.TB) string {
	return map[string]func(testing.TB) string{"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.PostgreSQL}
}

// upload posts a file in a form and gives the answer as it is.
func (c *client) upload(path, etag, name string, content []byte) (int, http.Header, []byte) {
	c.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || w.Close() != nil {
		c.Fatal(err)
	}
	r, err := http.NewRequestWithContext(c.Context(), http.MethodPost, c.url+"/api/v1"+path, &form)
	if err != nil {
		c.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	if etag != "" {
		r.Header.Set("If-Match", etag)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		c.Fatal(err)
	}
	return answer.StatusCode, answer.Header, text
}

// told is an answer in JSON.
type told struct {
	Code    string `json:"code"`
	Detail  string `json:"detail"`
	Errors  []struct{ Field, Words, Code string }
	Notes   []string
	Results []struct{ Standard, Certain string }
	Same    bool

	Rows, Added, Skipped int
	Faults               []struct{ Field, Words, Code string }
	Warnings             []string
	Digest               string
}

// put uploads a file and wants that status.
func (c *client) put(status int, path, etag string, content []byte) told {
	c.Helper()
	got, _, text := c.upload(path, etag, "上传.xlsx", content)
	if got != status {
		c.Fatalf("POST %s: status %d, want %d: %s", path, got, status, text)
	}
	var answer told
	if len(text) > 0 {
		if err := json.Unmarshal(text, &answer); err != nil {
			c.Fatalf("%s: %s", err, text)
		}
	}
	return answer
}

// sheet is a workbook that a person edits.
type sheet struct {
	testing.TB
	*excelize.File
}

func openSheet(t testing.TB, data []byte) sheet {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return sheet{t, f}
}

// at is the cell where a fact, or with the sheet 单位 a part of the subject, is filled in.
func (s sheet) at(name, path, column string) string {
	s.Helper()
	rows, err := s.GetRows(name)
	if err != nil {
		s.Fatal(err)
	}
	paths, values := -1, -1
	for i, row := range rows {
		if p, v := slices.Index(row, "路径"), slices.Index(row, column); p >= 0 && v >= 0 {
			paths, values = p, v
		}
		if paths >= 0 && paths < len(row) && row[paths] == path {
			cell, err := excelize.CoordinatesToCellName(values+1, i+1)
			if err != nil {
				s.Fatal(err)
			}
			return cell
		}
	}
	s.Fatalf("%s has no row for %s", name, path)
	return ""
}

func (s sheet) fill(name, path string, value any) string {
	s.Helper()
	cell := s.at(name, path, "填报值")
	if err := s.SetCellValue(name, cell, value); err != nil {
		s.Fatal(err)
	}
	return name + "!" + cell
}

func (s sheet) bytes() []byte {
	s.Helper()
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		s.Fatal(err)
	}
	return out.Bytes()
}

func TestAWorkbookIsDownloadedFilledInAndScored(t *testing.T) {
	t.Parallel()
	for name, dsn := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, dsn(t))
			path := "/stations/" + o.station + "/workbook"
			header, data := o.clerk.fetch(200, path)
			if header.Get("ETag") != `"0"` || !strings.Contains(header.Get("Content-Disposition"), "attachment") {
				t.Errorf("headers of the workbook: %v", header)
			}
			book := openSheet(t, data)
			if id, err := book.GetCellValue("单位", book.at("单位", "id", "填报值")); id != "incomplete-town" || err != nil {
				t.Errorf("the workbook is that of %q", id)
			}
			readers, err := book.GetCellValue("填报", book.at("填报", "premises.area_sqm", "被哪些标准使用"))
			if err != nil || !strings.Contains(readers, "五级五有 ") {
				t.Errorf("the area is said to be read by %q", readers)
			}
			date, area := book.fill("单位", "reporting_date", "2026年6月30日"), book.fill("填报", "premises.area_sqm", "约120")
			faulty := o.clerk.put(422, path, `"0"`, book.bytes())
			if len(faulty.Errors) != 1 || faulty.Errors[0].Field != area || !strings.Contains(faulty.Errors[0].Words, "“约120”，不是确定的数") {
				t.Errorf("faults: %+v (the date stands in %s)", faulty.Errors, date)
			}
			status, header, marked := o.clerk.upload(path+"/marked", "", "填报表.xlsx", book.bytes())
			if status != 200 || !strings.HasPrefix(header.Get("Content-Type"), "application/vnd.openxmlformats") {
				t.Fatalf("marked: %d, %v: %s", status, header, marked)
			}
			book = openSheet(t, marked)
			if at, err := book.GetCellValue("问题清单", "B4"); at != area || err != nil {
				t.Errorf("the list of faults begins with %q, want %s", at, area)
			}
			book.fill("填报", "premises.area_sqm", "120㎡")
			if status, _, text := o.clerk.upload(path+"/marked", "", "填报表.xlsx", book.bytes()); status != 204 || len(text) > 0 {
				t.Errorf("a workbook without faults is answered with %d: %s", status, text)
			}
			saved := o.clerk.put(200, path, `"0"`, book.bytes())
			if len(saved.Results) == 0 || !slices.ContainsFunc(saved.Notes, func(n string) bool { return strings.HasPrefix(n, area+"：") && strings.Contains(n, "读作“120”") }) {
				t.Errorf("results %v, notes %q", saved.Results, saved.Notes)
			}
			if results := o.bureau.want(200, "GET", "/stations/"+o.station+"/results", "", nil)["items"].([]any); len(results) != len(saved.Results) {
				t.Errorf("%d results were kept of %d", len(results), len(saved.Results))
			}
			o.clerk.put(409, path, `"0"`, book.bytes())
			if again := o.clerk.put(200, path, `"1"`, book.bytes()); !again.Same {
				t.Error("the same workbook made a further revision")
			}
			header, data = o.bureau.fetch(200, path)
			book = openSheet(t, data)
			if value, err := book.GetCellValue("填报", book.at("填报", "premises.area_sqm", "填报值")); header.Get("ETag") != `"1"` || value != "120" || err != nil {
				t.Errorf("revision %s says %q", header.Get("ETag"), value)
			}
			o.bureau.put(403, path, `"1"`, data)
			if _, blank := o.bureau.fetch(200, "/workbooks/village.xlsx"); !bytes.HasPrefix(blank, []byte("PK")) {
				t.Error("the blank workbook is none")
			}
			o.bureau.fetch(422, "/workbooks/village.xlsx?kind=tank")
			o.client().fetch(401, "/workbooks/village.xlsx")
		})
	}
}

func TestFindingsOfTheStationComeAlongWithAWorkbook(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	text, err := os.ReadFile("../evidence/samples/incomplete-town/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	bundle := "# 站里的记录\n" + string(text) + `
findings:
  - {standard: fqs-town-76, item: C03, source: self, outcome: satisfied, by: 经办员丙, date: 2026-07-01, reason: "自己看过：\"好\""}
`
	at := "/stations/" + o.station
	first := o.clerk.want(200, "PUT", at+"/bundle", `"0"`, map[string]any{"text": bundle})["revision"].(map[string]any)
	_, data := o.clerk.fetch(200, at+"/workbook")
	saved := o.clerk.put(200, at+"/workbook", `"1"`, data)
	notes := strings.Join(saved.Notes, "\n")
	for _, want := range []string{"第 1 版的 1 条已原样带入", "第 1 版 YAML 里的注释没有带入"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes are %q, without %q", saved.Notes, want)
		}
	}
	second := o.clerk.want(200, "GET", at+"/bundle", "", nil)
	if second["digest"] != first["digest"] || second["number"] != 2.0 {
		t.Errorf("the evidence came back changed: %v", second["text"])
	}
	book := openSheet(t, data)
	book.fill("填报", "premises.area_sqm", nil)
	saved = o.clerk.put(200, at+"/workbook", `"2"`, book.bytes())
	if notes := strings.Join(saved.Notes, "\n"); !strings.Contains(notes, "第 2 版填了、这份填报表没有填的：使用面积；") {
		t.Errorf("what was lost is not told: %q", saved.Notes)
	}
}

func TestAWorkbookThatIsNotTheStationsIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	_, others := o.bureau.fetch(200, "/stations/"+o.other+"/workbook")
	path := "/stations/" + o.station + "/workbook"
	book := openSheet(t, others)
	book.fill("单位", "reporting_date", "2026-06-30")
	refused := o.clerk.put(422, path, `"0"`, book.bytes())
	var codes []string
	for _, e := range refused.Errors {
		codes = append(codes, e.Code)
	}
	if len(codes) == 0 || slices.ContainsFunc(codes, func(c string) bool { return c != "wrong_unit" }) {
		t.Errorf("errors: %+v", refused.Errors)
	}
	if o.clerk.want(200, "GET", "/stations/"+o.station, "", nil)["revision"] != 0.0 {
		t.Error("something was kept")
	}
	second := o.admin.person("clerk3", map[string]any{"role": "station", "station_id": o.other})
	second.fetch(403, path)
	second.put(403, path, `"0"`, others)
	second.put(403, path+"/marked", "", others)
	o.client().put(401, path, `"0"`, others)
}

func TestAFileWithAnotherDigestIsToldAtItsCell(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	at := "/stations/" + o.station
	o.clerk.send(201, at+"/attachments", "接待.jpg", photo(t, 4))
	_, data := o.clerk.fetch(200, at+"/workbook")
	book := openSheet(t, data)
	book.fill("单位", "reporting_date", "2026-06-30")
	for cell, text := range map[string]string{
		"B4": "照片", "C4": "接待室", "E4": "2026-06-01", "G4": "接待室", "I4": "attachments/接待.jpg", "J4": strings.Repeat("0", 64),
	} {
		if err := book.SetCellStr("依据", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	refused := o.clerk.put(422, at+"/workbook", `"0"`, book.bytes())
	if len(refused.Errors) != 1 || refused.Errors[0].Field != "依据!A4" || refused.Errors[0].Code != "other_file" {
		t.Errorf("errors: %+v", refused.Errors)
	}
	status, _, marked := o.clerk.upload(at+"/workbook/marked", "", "填报表.xlsx", book.bytes())
	if status != 200 {
		t.Fatalf("marked: %d: %s", status, marked)
	}
	comments, err := openSheet(t, marked).GetComments("依据")
	if err != nil || len(comments) != 1 || comments[0].Cell != "A4" {
		t.Errorf("comments: %+v, %v", comments, err)
	}
}

func TestNothingInAWorkbookIsRun(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	path := "/stations/" + o.station + "/workbook"
	_, data := o.clerk.fetch(200, path)
	book := openSheet(t, data)
	book.fill("单位", "reporting_date", "2026-06-30")
	const script, formula = `<script>alert(1)</script>`, `=HYPERLINK("http://example.invalid","点我")`
	for cell, text := range map[string]string{"A4": "S1", "B4": "文件", "C4": script, "A5": "S2", "B5": "文件", "C5": formula} {
		if err := book.SetCellStr("依据", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, cell := range []string{"D4", "D5"} {
		if err := book.SetCellStr("依据", cell, "示发〔2026〕1号"); err != nil {
			t.Fatal(err)
		}
	}
	o.clerk.put(200, path, `"0"`, book.bytes())
	_, data = o.clerk.fetch(200, path)
	again := openSheet(t, data)
	for cell, want := range map[string]string{"C4": script, "C5": formula} {
		value, err := again.GetCellValue("依据", cell)
		run, err2 := again.GetCellFormula("依据", cell)
		if value != want || run != "" || err != nil || err2 != nil {
			t.Errorf("%s is %q with the formula %q", cell, value, run)
		}
	}
	cell := again.at("填报", "premises.area_sqm", "填报值")
	if err := again.SetCellFormula("填报", cell, `WEBSERVICE("http://example.invalid")`); err != nil {
		t.Fatal(err)
	}
	if refused := o.clerk.put(422, path, `"1"`, again.bytes()); refused.Errors[0].Field != "填报!"+cell || refused.Errors[0].Code != "formula" {
		t.Errorf("a formula that nobody calculated: %+v", refused.Errors)
	}
}

func TestABombIsRefusedBeforeItGoesOff(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	path := "/stations/" + o.station + "/workbook"
	var bomb bytes.Buffer
	archive := zip.NewWriter(&bomb)
	for i := range 4 {
		part, err := archive.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err == nil {
			_, err = io.CopyN(part, zeros{}, 100<<20)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content []byte
		status  int
		words   string
	}{
		"a bomb":          {bomb.Bytes(), 422, "像是压缩炸弹"},
		"a large file":    {bytes.Repeat([]byte("PK\x03\x04"), 5<<20), 413, "太大"},
		"an old workbook": {[]byte("\xd0\xcf\x11\xe0"), 422, "旧版的 .xls"},
		"a page":          {[]byte("<html></html>"), 422, "不是 .xlsx 工作簿"},
		"nothing":         {nil, 422, "文件是空的"},
	} {
		t.Run(name, func(t *testing.T) {
			for at, etag := range map[string]string{path: `"0"`, "/stations/import": ""} {
				who := o.clerk
				if etag == "" {
					if who = o.bureau; name == "a page" || name == "a large file" {
						continue // text is a list; of lists more is taken
					}
				}
				status, _, text := who.upload(at, etag, "填报表.xlsx", test.content)
				if status != test.status || !bytes.Contains(text, []byte(test.words)) {
					t.Errorf("%s answers %d: %s", at, status, text)
				}
			}
		})
	}
	status, _, marked := o.clerk.upload(path+"/marked", "", "填报表.xlsx", bomb.Bytes())
	if status != 200 || len(marked) > 1<<20 {
		t.Fatalf("marked: %d, %d bytes", status, len(marked))
	}
	if found, err := openSheet(t, marked).GetCellValue("问题清单", "C4"); !strings.Contains(found, "像是压缩炸弹") || err != nil {
		t.Errorf("the list of faults says %q", found)
	}
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

package casework_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zhanping/server/casework"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// file is what a job made, whole.
func (w *world) file(who casework.Actor, job records.Job) []byte {
	w.Helper()
	if job.State != records.JobDone {
		w.Fatalf("the job ended as %s: %s", job.State, job.Words)
	}
	_, file, err := w.JobFile(w.ctx, who, job.ID)
	if err != nil {
		w.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it is read whole
	data, err := io.ReadAll(file)
	if err != nil {
		w.Fatal(err)
	}
	return data
}

// export asks for a document as the bureau and waits for it.
func (w *world) export(in casework.ExportInput) records.Job {
	w.Helper()
	return w.done(w.AskExport(w.ctx, w.bureau, in))
}

// rows is the first sheet of a workbook.
func (w *world) rows(data []byte) [][]string {
	w.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		w.Fatal(err)
	}
	defer book.Close() //nolint:errcheck // likewise
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		w.Fatal(err)
	}
	return rows
}

// parts is the text of every part of a .docx or .xlsx, or the names in an archive.
func (w *world) parts(data []byte) (names []string, text string) {
	w.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		w.Fatal(err)
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			w.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			w.Fatal(err)
		}
		names, text = append(names, f.Name), text+string(part)
	}
	return names, text
}

// sample enters the station of a sample with its evidence and a declared case.
func (w *world) sample(batch records.Batch, name, region, title string) records.Case {
	w.Helper()
	text, err := os.ReadFile("../../evidence/samples/" + name + "/bundle.yaml")
	if err != nil {
		w.Fatal(err)
	}
	text, _, _ = bytes.Cut(text, []byte("\nfindings:")) // those of inspectors are not a station's to save
	station, err := w.AddStation(w.ctx, w.bureau, casework.StationInput{Code: name, Name: title, Kind: "station", Level: "town", Region: region, Sample: true})
	if err != nil {
		w.Fatal(err)
	}
	clerk := w.person("clerk-"+name, records.Grant{Role: "station", StationID: station.ID})
	if _, err := w.SaveBundle(w.ctx, clerk, station.ID, 0, text); err != nil {
		w.Fatal(err)
	}
	opened, err := w.OpenCases(w.ctx, w.bureau, batch.ID, []string{station.ID})
	if err != nil {
		w.Fatal(err)
	}
	c, err := w.Step(w.ctx, clerk, opened[0].ID, opened[0].Version, "declare", casework.StepInput{})
	if err != nil {
		w.Fatal(err)
	}
	return c
}

func TestEveryDocumentOfABatchIsMade(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		batch := w.batch(records.Rules{Quotas: []records.Quota{{Grade: "示范", Most: 1}}})
		good := w.sample(batch, "exemplary-town", "330499101000", "示例县甲镇退役军人服务站")
		poor := w.sample(batch, "lacking-town", w.regionOf("lacking-town"), "示例县乙镇退役军人服务站")
		w.insert(&records.Rectification{
			Record: records.Record{ID: "r", Version: 1}, CaseID: poor.ID, Item: "C01", Problem: "制度没有上墙", Measure: "补挂制度牌",
			Responsible: "站长", Deadline: "2026-08-31", State: "answered", Answer: "已补挂", Proof: []string{},
		})
		w.insert(&records.Award{
			Record: records.Record{ID: "w", Version: 1}, Number: "示退役军人证〔2026〕1号", CaseID: good.ID, BatchID: batch.ID, StationID: good.StationID,
			Region: good.Region, Title: "示范型退役军人服务站", Grade: "示范", Issuer: "示例市退役军人事务局", IssuedOn: "2026-07-15", ValidUntil: "2029-07-14",
			Card: "zp1.example",
		})

		rows := w.rows(w.file(w.bureau, w.export(casework.ExportInput{Kind: "ranking", BatchID: batch.ID})))
		var ranked []string
		for _, row := range rows[len(rows)-2:] {
			ranked = append(ranked, row[0]+" "+row[1]+" "+row[5])
		}
		if diff := cmp.Diff([]string{"1 示例县甲镇退役军人服务站 示范", "2 示例县乙镇退役军人服务站 未达标"}, ranked); diff != "" {
			t.Errorf("汇总排名 (-want +got):\n%s", diff)
		}

		job := w.export(casework.ExportInput{Kind: "problems", BatchID: batch.ID})
		if job.Name != "2026年度示范站问题清单.xlsx" || job.Done != 2 || job.Total != 2 {
			t.Errorf("%s: %d of %d", job.Name, job.Done, job.Total)
		}
		for _, row := range w.rows(w.file(w.bureau, job)) {
			if len(row) > 1 && strings.Contains(row[1], "甲镇") {
				t.Errorf("a problem of the station that has none: %v", row)
			}
		}
		_, ledger := w.parts(w.file(w.bureau, w.export(casework.ExportInput{Kind: "rectification", CaseID: poor.ID, Format: "docx"})))
		for _, want := range []string{"制度没有上墙", "补挂制度牌", "已补挂", "待验收"} {
			if !strings.Contains(ledger, want) {
				t.Errorf("整改台账 lacks %s", want)
			}
		}
		_, notice := w.parts(w.file(w.bureau, w.export(casework.ExportInput{Kind: "notice", BatchID: batch.ID, Paper: casework.PaperInput{
			Letterhead: "浙江省退役军人事务厅文件", Prefix: "浙退役军人发", Deadline: "2026-09-30",
		}})))
		for _, want := range []string{"代拟稿", "浙江省退役军人事务厅", "失分较多的条目"} {
			if !strings.Contains(notice, want) {
				t.Errorf("通报 lacks %s", want)
			}
		}
		names, _ := w.parts(w.file(w.bureau, w.export(casework.ExportInput{Kind: "sheets", BatchID: batch.ID})))
		if diff := cmp.Diff([]string{"exemplary-town 示例县甲镇退役军人服务站评分表.xlsx", "lacking-town 示例县乙镇退役军人服务站评分表.xlsx"}, names); diff != "" {
			t.Errorf("评分表 (-want +got):\n%s", diff)
		}
		if len(w.rows(w.file(w.bureau, w.export(casework.ExportInput{Kind: "sheets", CaseID: good.ID})))) == 0 {
			t.Error("an empty 评分表")
		}
		_, certificate := w.parts(w.file(w.bureau, w.export(casework.ExportInput{Kind: "certificate", CaseID: good.ID})))
		if !strings.Contains(certificate, "示范型退役军人服务站") || !strings.Contains(certificate, "2029年7月14日") {
			t.Error("命名证书 does not say what was given until when")
		}
		names, _ = w.parts(w.file(w.bureau, w.export(casework.ExportInput{Kind: "certificate", BatchID: batch.ID})))
		if len(names) != 1 {
			t.Errorf("命名证书: %v", names)
		}
		list := string(w.file(w.bureau, w.export(casework.ExportInput{Kind: "stations", Region: "330000000000", Format: "csv"})))
		if !strings.Contains(list, "exemplary-town") || !strings.Contains(list, "lacking-town") {
			t.Errorf("单位名单: %s", list)
		}

		// what a clerk may have is of the own station, and only as long as the right lasts
		clerk := casework.Actor{Person: records.Person{Record: records.Record{ID: "clerk-lacking-town"}}, Grants: []records.Grant{{Role: "station", StationID: poor.StationID}}}
		own := w.done(w.AskExport(w.ctx, clerk, casework.ExportInput{Kind: "problems", CaseID: poor.ID}))
		w.file(clerk, own)
		for says, in := range map[string]casework.ExportInput{
			"another station's case": {Kind: "problems", CaseID: good.ID}, "the whole batch": {Kind: "ranking", BatchID: batch.ID},
			"the list of stations": {Kind: "stations", Region: "330000000000"},
		} {
			var refused *casework.Problem
			if _, err := w.AskExport(w.ctx, clerk, in); !errors.As(err, &refused) || refused.Code != casework.Forbidden {
				t.Errorf("a clerk was given %s: %v", says, err)
			}
		}
		clerk.Grants = nil
		var refused *casework.Problem
		if _, _, err := w.JobFile(w.ctx, clerk, own.ID); !errors.As(err, &refused) || refused.Code != casework.Forbidden {
			t.Errorf("a file was given to somebody whose role was taken back: %v", err)
		}
	})
}

// regionOf is the region that a sample says it lies in.
func (w *world) regionOf(sample string) string {
	w.Helper()
	text, err := os.ReadFile("../../evidence/samples/" + sample + "/bundle.yaml")
	if err != nil {
		w.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), `region: "`)
	return after[:12]
}

func TestWhatIsPublishedHoldsNoPersonalNumber(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		batch := w.batch(records.Rules{})
		w.enter(batch, entry{id: "a", region: "330482106000", certain: "95", order: 95_000_000, grade: "示范", stage: "publicity"},
			entry{id: "b", region: "330482107000", certain: "96", order: 96_000_000, grade: "示范"})
		in := casework.ExportInput{Kind: "publicity", BatchID: batch.ID, Format: "html", Paper: casework.PaperInput{Contact: "浙江省退役军人事务厅，0571-00000000"}}
		page := string(w.file(w.bureau, w.export(in)))
		if !strings.Contains(page, "示例站a") || strings.Contains(page, "示例站b") {
			t.Errorf("the page shows other stations than those in 公示: %s", page)
		}
		var refused *casework.Problem
		in.Paper.Contact = "联系人身份证 11010519491231002X"
		if _, err := w.AskExport(w.ctx, w.bureau, in); !errors.As(err, &refused) || refused.Faults[0].Field != "paper.contact" {
			t.Errorf("a personal number was kept: %v", err)
		}
		in.Paper.Contact = "浙江省退役军人事务厅"
		w.enter(batch, entry{id: "11010519491231002X", region: "330482108000", certain: "95", order: 95_000_000, grade: "示范", stage: "publicity"})
		job := w.export(in)
		if job.State != records.JobFailed || !strings.Contains(job.Words, "公示名单第 2 行单位") || strings.Contains(job.Words, "1949") || job.File != "" {
			t.Errorf("a personal number was published: %+v", job)
		}
	})
}

// crowd enters many cases with results in a batch, in some cities of the province.
func (w *world) crowd(batch records.Batch, n int, city func(i int) int) {
	w.Helper()
	lost := strings.TrimSpace(strings.Repeat("0 ", 76))
	for from := 0; from < n; from += 5000 {
		entries := make([]entry, 5000)
		for i := range entries {
			points := (from + i) * 7919 % 400
			entries[i] = entry{
				id: fmt.Sprintf("%s-%06d", batch.ID[24:], from+i), region: fmt.Sprintf("33%02d%02d%03d000", city(i), 1+i/11%9, 1+i/99%40),
				certain: fmt.Sprintf("%d.%02d", points/4, points%4*25), order: int64(points) * 250_000, grade: "达标", outcomes: strings.Repeat("s", 76), lost: lost,
			}
		}
		w.enter(batch, entries...)
	}
}

// most is how much memory is in use at most while a document is made, beside what was before.
func (w *world) most(rows int, in casework.ExportInput) int64 {
	w.Helper()
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	before, most, at := memory.HeapInuse, uint64(0), time.Now()
	job, err := w.AskExport(w.ctx, w.bureau, in)
	if err != nil {
		w.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Minute); !job.Ended() && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if job, err = w.Job(w.ctx, w.bureau, job.ID); err != nil {
			w.Fatal(err)
		}
		runtime.GC() // what is in use, not what was thrown away
		runtime.ReadMemStats(&memory)
		most = max(most, memory.HeapInuse)
	}
	if job.State != records.JobDone || job.Done != rows {
		w.Fatalf("%s ended as %s after %d: %s", in.Kind, job.State, job.Done, job.Words)
	}
	w.Logf("%s of %d rows: %d MB more in use, %s", in.Kind, rows, (int64(most)-int64(before))>>20, time.Since(at))
	return int64(most) - int64(before)
}

// Not parallel: it measures what the whole program uses.
func TestSixtyThousandRowsDoNotGrowMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("enters 80,000 stations")
	}
	w := newWorld(t, storetest.Open(t, storetest.SQLite(t)))
	quota := records.Rules{Quotas: []records.Quota{{Grade: "示范", Most: 500}}}
	few, many := w.batch(quota), w.batch(quota)
	w.crowd(few, 20_000, func(int) int { return 1 })
	w.crowd(many, 60_000, func(i int) int { return 2 + i%10 })
	for _, c := range [][2]casework.ExportInput{
		{{Kind: "ranking", BatchID: few.ID}, {Kind: "ranking", BatchID: many.ID}},
		{{Kind: "stations", Region: "330100000000"}, {Kind: "stations", Region: "330000000000"}},
	} {
		rows := 60_000
		if c[1].Kind == "stations" {
			rows = 80_000
		}
		small, large := w.most(20_000, c[0]), w.most(rows, c[1])
		if large > small+24<<20 {
			t.Errorf("%s: %d MB for 20,000 rows, %d MB for %d", c[0].Kind, small>>20, large>>20, rows)
		}
	}
}

package papers_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/papers"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file in testdata, or rewrites it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func ranking() papers.Ranking {
	return papers.Ranking{Occasion: occasion(), Chapters: []string{"场所建设", "服务保障"}, Quotas: notice().Quotas, Places: each(places())}
}

// all is every paper in every format.
func all(t *testing.T) map[string]func(io.Writer) error {
	t.Helper()
	return map[string]func(io.Writer) error{
		"notice.docx":      notice().WriteDOCX,
		"ranking.xlsx":     ranking().WriteXLSX,
		"problems.docx":    problems(papers.ProblemList).WriteDOCX,
		"problems.xlsx":    problems(papers.ProblemList).WriteXLSX,
		"ledger.docx":      problems(papers.RectificationLedger).WriteDOCX,
		"ledger.xlsx":      problems(papers.RectificationLedger).WriteXLSX,
		"publicity.docx":   publicity().WriteDOCX,
		"publicity.xlsx":   publicity().WriteXLSX,
		"publicity.html":   publicity().WriteHTML,
		"certificate.docx": certificate(t).WriteDOCX,
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestEveryPaper(t *testing.T) {
	t.Parallel()
	for name, write := range all(t) {
		t.Run(name+" is the same bytes twice", func(t *testing.T) {
			t.Parallel()
			var one, two bytes.Buffer
			if err := errors.Join(write(&one), write(&two)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(one.Bytes(), two.Bytes()) {
				t.Error("two runs differ")
			}
		})
		t.Run(name+" tells that it could not be written", func(t *testing.T) {
			t.Parallel()
			if err := write(full{}); err == nil || !strings.Contains(err.Error(), "disk full") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestPersonalNumbersAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	numbers := map[string]string{
		"identity number":                "11010519491231002X",
		"mobile number":                  "13800138000",
		"mobile number with blanks":      "138 0013 8000",
		"mobile number in wide digits":   "１３８００１３８０００",
		"mobile number with wide blanks": "138　0013　8000",
		"mobile number with long dashes": "138–0013—8000",
		"digits with something unseen":   "138\u200b0013\u200d8000",
		"digits in circles":              "①③⑧⓪⓪①③⑧⓪⓪⓪",
	}
	for what, number := range numbers {
		for where, refuse := range map[string]struct {
			write func(io.Writer) error
			place string
		}{
			"a station's name": {edited(publicity(), func(p *papers.Publicity) { p.Stations[1].Name += number }).WriteDOCX, "公示名单第 2 行单位"},
			"a region":         {edited(publicity(), func(p *papers.Publicity) { p.Stations[0].Region += number }).WriteXLSX, "公示名单第 1 行区域"},
			"a grade":          {edited(publicity(), func(p *papers.Publicity) { p.Stations[0].Grade += number }).WriteHTML, "公示名单第 1 行等级"},
			"a contact":        {edited(publicity(), func(p *papers.Publicity) { p.Contact += "，手机" + number }).WriteHTML, "异议受理方式"},
			"a title":          {edited(publicity(), func(p *papers.Publicity) { p.Title = number }).WriteDOCX, "标题"},
			"a bureau":         {edited(publicity(), func(p *papers.Publicity) { p.Bureau += number }).WriteXLSX, "主管部门"},
			"a batch":          {edited(notice(), func(n *papers.Notice) { n.Batch += number }).WriteDOCX, "批次名称"},
			"a rank":           {edited(notice(), func(n *papers.Notice) { n.Places[2].Station += number }).WriteDOCX, "排名第 3 行"},
			"a problem":        {edited(notice(), func(n *papers.Notice) { n.Problems[0].Points[1] += number }).WriteDOCX, "典型问题（一）第 2 点"},
			"a certificate":    {edited(certificate(t), func(c *papers.Certificate) { c.Verified = number }).WriteDOCX, "核验说明"},
		} {
			t.Run(what+" in "+where, func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				err := refuse.write(&b)
				var faults papers.Faults
				if !errors.As(err, &faults) || len(faults) != 1 || faults[0].At != refuse.place {
					t.Fatalf("got %v, want a fault at %s", err, refuse.place)
				}
				if b.Len() > 0 {
					t.Error("something was written all the same")
				}
				if said := err.Error(); strings.Contains(said, number) || strings.Contains(said, "13800") || strings.Contains(said, "110105") {
					t.Errorf("the number is told: %s", said)
				}
			})
		}
	}
}

// edited is a paper after a change.
func edited[T any](paper T, change func(*T)) T {
	change(&paper)
	return paper
}

func TestThePublicityListHoldsNoPersons(t *testing.T) {
	t.Parallel()
	page := written(t, func(b *bytes.Buffer) error { return publicity().WriteHTML(b) })
	golden(t, "publicity.html", page)
	for _, bad := range []string{"<script", "http:", "https:", "src=", "责任人", "填报人"} {
		if bytes.Contains(page, []byte(bad)) {
			t.Errorf("contains %s", bad)
		}
	}
}

func TestWhatIsMissingOrContradictoryIsToldAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		write func(io.Writer) error
		want  string
	}{
		"an empty notice": {
			papers.Notice{}.WriteDOCX,
			"主管部门：没有填写。请填写后再生成\n批次名称：没有填写。请填写后再生成\n标准名称：没有填写。请填写后再生成",
		},
		"grades that do not add up": {
			edited(notice(), func(n *papers.Notice) { n.Stations = 6 }).WriteDOCX,
			"各等级单位数：合计 5 个，参评单位是 6 个。两个数应相等；尚无等级的也要列一行",
		},
		"a number without its year": {
			edited(notice(), func(n *papers.Notice) { n.Number.Year = 26 }).WriteDOCX,
			"发文字号：年份是 26。年份应标全称四位数，如 2026",
		},
		"more ranks than a notice holds": {
			edited(notice(), func(n *papers.Notice) { n.Places = make([]papers.Place, 1001) }).WriteDOCX,
			"排名：有 1001 个单位。通报里最多列 1000 个；全部名次请用汇总排名表，作为附件另发",
		},
		"days that are none and days in the wrong order": {
			edited(notice(), func(n *papers.Notice) { n.Deadline, n.From, n.To = "2026-6-31", "2026-05-01", "2026-04-30" }).WriteDOCX,
			"评定时间：开始日期 2026-05-01 晚于结束日期 2026-04-30。请改正其中一个\n整改期限：日期 “2026-6-31” 无法识别。应写成 2026-05-08 这样的日期",
		},
		"an empty list for publicity": {
			edited(publicity(), func(p *papers.Publicity) { p.Stations, p.Contact = nil, " " }).WriteHTML,
			"异议受理方式：没有填写。请填写后再生成\n公示名单：没有单位。请先确定评定结果，再生成公示",
		},
		"a picture that is none": {
			edited(certificate(t), func(c *papers.Certificate) { c.QR = []byte("GIF89a") }).WriteDOCX,
			"二维码：不是 PNG 图片。请重新生成二维码后再打印证书",
		},
		"a kind of list that is unknown": {
			edited(problems("other"), func(*papers.Problems) {}).WriteDOCX,
			"表的种类：“other”无法识别。应为 problems（问题清单）或 rectification（整改台账）",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			err := test.write(&b)
			if err == nil || err.Error() != test.want || b.Len() > 0 {
				t.Errorf("got %v and %d bytes, want %s", err, b.Len(), test.want)
			}
		})
	}
}

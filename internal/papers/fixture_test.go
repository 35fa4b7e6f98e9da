package papers_test

import (
	"bytes"
	"fmt"
	"iter"
	"testing"

	qrcode "github.com/skip2/go-qrcode"

	"zhanping/internal/papers"
	"zhanping/standards"
)

// occasion is a batch of a made-up county.
func occasion() papers.Occasion {
	return papers.Occasion{
		Bureau: "示例县退役军人事务局", Batch: "2026年度示范型退役军人服务站",
		Standard: "乡镇（街道）退役军人服务站评定标准（76条）", Edition: "2026", Draft: true,
		From: "2026-03-01", To: "2026-04-30",
	}
}

func points(text string) standards.Points { return standards.MustPoints(text) }

func pointer(text string) *standards.Points {
	p := points(text)
	return &p
}

// places is five stations, two of them level, one open, one not ranked.
func places() []papers.Place {
	chapters := func(a, b string) []standards.Points { return []standards.Points{points(a), points(b)} }
	return []papers.Place{
		{Rank: 1, Station: "清溪镇退役军人服务站", Region: "示例县清溪镇", Total: points("96.5"), Grade: "示范", Chapters: chapters("50", "46.5"), Quota: "示范"},
		{Rank: 2, Station: "平桥镇退役军人服务站", Region: "示例县平桥镇", Total: points("5300/59"), Grade: "示范", Chapters: chapters("2950/59", "2350/59"), Quota: "示范", Decided: "总分相同，场所建设得分高的在先"},
		{Rank: 3, Station: "东山街道退役军人服务站", Region: "示例县东山街道", Total: points("84.25"), Grade: "达标", Chapters: chapters("44", "40.25")},
		{Rank: 3, Station: "西岭乡退役军人服务站", Region: "示例县西岭乡", Total: points("84.25"), Possible: pointer("86"), Grade: "达标", Chapters: chapters("43", "41.25")},
		{Station: "北塘镇退役军人服务站", Region: "示例县北塘镇", Total: points("59"), Chapters: chapters("30", "29"), Reasons: []string{"总分低于60分，不参加排名"}},
	}
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

func notice() papers.Notice {
	return papers.Notice{
		Occasion: occasion(), Letterhead: "示例县退役军人事务局文件",
		Number: papers.DocumentNumber{Prefix: "示退役军人发", Year: 2026}, Addressee: "各乡镇（街道）退役军人服务站",
		Stations: 5, Grades: []papers.GradeCount{{Grade: "示范", N: 2}, {Grade: "达标", N: 2}, {N: 1}},
		Quotas: []papers.Quota{{Name: "示范", Places: 2, Given: 2}}, Places: places(),
		Losses: []papers.Loss{
			{Item: "3.2", Title: "服务场所面积", Clause: "标准第三章第2条", Draft: true, Stations: 3, OutOf: 5, Points: points("6")},
			{Item: "5.1", Title: "来访接待登记", Clause: "标准第五章第1条", Stations: 2, OutOf: 3, Points: points("10/3")},
		},
		Problems: []papers.Section{
			{Title: "场所建设不到位", Text: "部分站使用面积不足，服务大厅与其他办事窗口混用。", Points: []string{"东山街道退役军人服务站使用面积18平方米，低于要求的30平方米；", "西岭乡退役军人服务站没有单独的接待室。"}},
			{Title: "台账记录不完整", Text: "来访登记缺少办理结果。"},
		},
		Requirements: []papers.Section{{Title: "加强日常指导", Text: "各乡镇（街道）要明确专人联系服务站，每季度至少现场指导一次。"}},
		Deadline:     "2026-06-30", Annexes: []string{"2026年度示范型退役军人服务站评定问题清单（另附）"}, Date: "2026-05-08",
	}
}

func problems(kind papers.ProblemsKind) papers.Problems {
	return papers.Problems{
		Occasion: occasion(), Kind: kind, AsOf: "2026-05-08",
		List: each([]papers.Problem{
			{
				Station: "东山街道退役军人服务站", Region: "示例县东山街道", Found: "使用面积18平方米，低于要求的30平方米", Item: "3.2", Title: "服务场所面积",
				Clause: "标准第三章第2条", Draft: true, Lost: points("2"), Cause: "站点与社区综合窗口合用", Measure: "调剂社区二楼用房，5月底前搬入",
				Responsible: "站长", Deadline: "2026-06-30", Progress: "已腾出用房", Verdict: "未销号",
			},
			{Station: "西岭乡退役军人服务站", Region: "示例县西岭乡", Found: "=1+1\n两份登记没有办理结果", Item: "5.1", Title: "来访接待登记", Lost: points("10/3")},
		}),
	}
}

func publicity() papers.Publicity {
	return papers.Publicity{
		Occasion: occasion(), Opens: "2026-05-11", Closes: "2026-05-17",
		Contact: "示例县退役军人事务局办公室，电话0573-85012345", Date: "2026-05-08",
		Stations: []papers.PublicStation{
			{Name: "清溪镇退役军人服务站", Region: "示例县清溪镇", Grade: "示范"},
			{Name: "平桥镇退役军人服务站", Region: "示例县平桥镇", Grade: "示范"},
		},
	}
}

func certificate(t *testing.T) papers.Certificate {
	t.Helper()
	qr, err := qrcode.Encode("https://zhanping.invalid/card/demo", qrcode.Medium, 256)
	if err != nil {
		t.Fatal(err)
	}
	return papers.Certificate{
		Occasion: occasion(), Station: "清溪镇退役军人服务站", Title: "示范型退役军人服务站", Number: "示评〔2026〕001号",
		Issued: "2026-05-20", Until: "2029-05-19", QR: qr, Verified: "扫码或输入编号核验，摘牌后核验结果为已失效",
	}
}

func many(n int) iter.Seq2[papers.Place, error] {
	return func(yield func(papers.Place, error) bool) {
		for i := range n {
			place := papers.Place{
				Rank: i + 1, Station: fmt.Sprintf("第%d退役军人服务站", i+1), Region: "示例省示例市示例县示例镇", Total: points("80.5"), Grade: "达标",
				Chapters: []standards.Points{points("40"), points("40.5")},
			}
			if !yield(place, nil) {
				return
			}
		}
	}
}

// written is what a paper writes.
func written(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

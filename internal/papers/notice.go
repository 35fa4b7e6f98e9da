package papers

import (
	"fmt"
	"io"
	"strings"

	"zhanping/standards"
)

// Notice is the draft of the notice that tells the results of a batch (通报). Somebody
// reads and finishes it before it is sent: it is always marked 代拟稿.
type Notice struct {
	Occasion
	Letterhead   string         // 发文机关标志, such as “示例县退役军人事务局文件”; "" leaves the red head out
	Number       DocumentNumber // 发文字号
	Title        string         // "" makes one of the occasion
	Addressee    string         // 主送机关; "" leaves the line out
	Stations     int            // evaluated
	Grades       []GradeCount   // from the best; together as many as Stations
	Quotas       []Quota
	Places       []Place // by rank, at most 1000; they become annex 1
	Losses       []Loss  // the item at which most stations lost points first
	Problems     []Section
	Requirements []Section // behind the one that asks to put the problems right
	Deadline     Day       // for that
	Annexes      []string  // names of further annexes, which are sent along
	Date         Day       // 成文日期; "" leaves room for it
}

// DocumentNumber is 发文字号: 示退役军人发〔2026〕12号.
type DocumentNumber struct {
	Prefix string // 机关代字; "" for a paper without a number
	Year   int
	Serial int // 0 leaves room for it
}

func (n DocumentNumber) words() string {
	serial := "  "
	if n.Serial > 0 {
		serial = fmt.Sprint(n.Serial)
	}
	return fmt.Sprintf("%s〔%d〕%s号", n.Prefix, n.Year, serial)
}

// GradeCount is how many stations have a grade.
type GradeCount struct {
	Grade string // "" for those without one
	N     int
}

// Loss is an item at which stations lost points (失分条目).
type Loss struct {
	Item, Title string
	Clause      string // where it is laid down
	Draft       bool   // the item is a local draft
	Stations    int    // that lost points
	OutOf       int    // that have the item on their sheet
	Points      standards.Points
}

func (l Loss) name() string {
	name := strings.TrimSpace(l.Item + " " + l.Title)
	if l.Draft {
		name += badge
	}
	return name
}

// Section is one numbered part of the text: （一）Title, its text and its points 1. 2. 3.
type Section struct {
	Title  string
	Text   string
	Points []string
}

const mostPlaces = 1000

// WriteDOCX writes the notice laid out by GB/T 9704-2012. It returns Faults, before the
// first byte, where something is lacking, contradicts itself or is a personal number.
func (n Notice) WriteDOCX(w io.Writer) error {
	if err := n.check(); err != nil {
		return err
	}
	d := newDocx(w, strings.Join(n.titleParts(), ""), officialPage(), nil)
	n.head(d)
	n.lead(d)
	parts := []struct {
		title string
		write func(*docx)
		there bool
	}{
		{"总体情况", n.overall, true},
		{"名次情况", n.ranks, len(n.Places) > 0},
		{"失分较多的条目", n.losses, len(n.Losses) > 0},
		{"典型问题", func(d *docx) { d.sections(n.Problems) }, len(n.Problems) > 0},
		{"工作要求", func(d *docx) { d.sections(n.requirements()) }, len(n.requirements()) > 0},
	}
	number := 0
	for _, part := range parts {
		if part.there {
			number++
			d.text(styleHeading1, chinese(number)+"、"+part.title)
			part.write(d)
		}
	}
	annexes := n.annexes()
	d.annexList(annexes)
	d.signature(n.Bureau, n.Date)
	if len(n.Places) > 0 {
		n.annex(d, annexes)
	}
	return d.close()
}

func (n Notice) check() error {
	var f faults
	n.Occasion.check(&f)
	f.day("整改期限", n.Deadline)
	f.day("成文日期", n.Date)
	if n.Number.Prefix != "" && (n.Number.Year < 1949 || n.Number.Year > 9999) {
		f.add("发文字号", fmt.Sprintf("年份是 %d", n.Number.Year), "年份应标全称四位数，如 2026")
	}
	sum := 0
	for _, g := range n.Grades {
		sum += g.N
		f.text("等级", g.Grade)
	}
	if sum != n.Stations {
		f.add("各等级单位数", fmt.Sprintf("合计 %d 个，参评单位是 %d 个", sum, n.Stations), "两个数应相等；尚无等级的也要列一行")
	}
	if len(n.Places) > mostPlaces {
		f.add("排名", fmt.Sprintf("有 %d 个单位", len(n.Places)), fmt.Sprintf("通报里最多列 %d 个；全部名次请用汇总排名表，作为附件另发", mostPlaces))
	}
	f.text("发文机关标志", n.Letterhead)
	f.text("发文字号", n.Number.Prefix)
	f.text("标题", n.Title)
	f.text("主送机关", n.Addressee)
	for i, q := range n.Quotas {
		f.text(fmt.Sprintf("名额第 %d 项", i+1), q.Name)
	}
	for i, p := range n.Places {
		f.text(fmt.Sprintf("排名第 %d 行", i+1), strings.Join([]string{p.Station, p.Region, p.Grade, p.Quota}, "；"))
	}
	for i, l := range n.Losses {
		f.text(fmt.Sprintf("失分条目第 %d 行", i+1), strings.Join([]string{l.Item, l.Title, l.Clause}, "；"))
	}
	f.sections("典型问题", n.Problems)
	f.sections("工作要求", n.Requirements)
	for i, name := range n.Annexes {
		f.text(fmt.Sprintf("另附附件第 %d 个", i+1), name)
	}
	return f.err()
}

func (f *faults) sections(at string, list []Section) {
	for i, s := range list {
		where := fmt.Sprintf("%s（%s）", at, chinese(i+1))
		f.need(where+"标题", s.Title)
		f.text(where, s.Title)
		f.text(where, s.Text)
		for j, point := range s.Points {
			f.text(fmt.Sprintf("%s第 %d 点", where, j+1), point)
		}
	}
}

// titleParts is the title, cut where a line may break.
func (n Notice) titleParts() []string {
	if n.Title != "" {
		return []string{n.Title}
	}
	return []string{n.Bureau + "关于", n.Batch, "评定情况的通报"}
}

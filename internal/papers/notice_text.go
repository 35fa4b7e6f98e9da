package papers

import (
	"fmt"
	"slices"
	"strings"
)

// head is everything above the text.
func (n Notice) head(d *docx) {
	if n.Letterhead != "" {
		d.sized(styleLetterhead, min(88, 2*d.page.room()/20/max(len([]rune(n.Letterhead)), 1)), n.Letterhead)
		d.blank(2)
		number := ""
		if n.Number.Prefix != "" {
			number = n.Number.words()
		}
		d.text(styleNumber, number)
		d.blank(2)
	}
	d.title(n.titleParts()...)
	d.text(styleMark, "（代拟稿）")
	if n.Letterhead == "" && n.Number.Prefix != "" {
		d.text(styleMark, n.Number.words())
	}
	d.blank(1)
	if n.Addressee != "" {
		d.text(styleAddressee, strings.TrimRight(n.Addressee, "：:")+"：")
	}
}

func (n Notice) lead(d *docx) {
	when := period(n.From, n.To)
	if when != "" {
		when = "于" + when
	}
	d.text(styleBody, fmt.Sprintf("根据%s，%s%s组织开展了%s评定工作。现将有关情况通报如下：", n.standard(), n.Bureau, when, n.Batch))
	if n.Draft || slices.ContainsFunc(n.Losses, func(l Loss) bool { return l.Draft }) {
		d.text(styleBody, "说明："+draftNote)
	}
}

func (n Notice) overall(d *docx) {
	var words []string
	for _, g := range n.Grades {
		words = append(words, fmt.Sprintf("%s%d个，占%s", gradeName(g.Grade), g.N, share(g.N, n.Stations)))
	}
	text := fmt.Sprintf("本次共评定%d个单位", n.Stations)
	if len(words) > 0 {
		text += "。其中：" + strings.Join(words, "；")
	}
	d.text(styleBody, text+"。")
	if len(n.Grades) == 0 {
		return
	}
	t := d.table([]docxColumn{{"等级", 4, true}, {"单位数（个）", 3, true}, {"占比", 3, true}})
	for _, g := range n.Grades {
		t.row(gradeName(g.Grade), fmt.Sprint(g.N), share(g.N, n.Stations))
	}
	t.row("合计", fmt.Sprint(n.Stations), share(n.Stations, n.Stations))
	t.end()
	d.text(styleNote, "")
}

func gradeName(grade string) string {
	if grade == "" {
		return "未评等级"
	}
	return grade
}

// mostNamed is how many stations the text itself names.
const mostNamed = 10

func (n Notice) ranks(d *docx) {
	var named []string
	for i, p := range n.Places {
		if p.Rank == 0 || len(named) == mostNamed {
			break
		}
		tie := ""
		if n.tied(i) {
			tie = "，并列"
		}
		named = append(named, fmt.Sprintf("%s（第%d名%s，%s分）", p.Station, p.Rank, tie, p.total()))
	}
	if len(named) > 0 {
		d.text(styleBody, "位居前列的单位依次是："+strings.Join(named, "、")+"。")
	}
	if len(n.Quotas) > 0 {
		var words []string
		for _, q := range n.Quotas {
			words = append(words, q.words())
		}
		d.text(styleBody, "名额使用情况："+strings.Join(words, "；")+"。")
	}
	d.text(styleBody, "各单位名次见"+annexMark(n.annexes())+"。")
}

// tied reports whether a neighbour has the same rank.
func (n Notice) tied(i int) bool {
	same := func(j int) bool {
		return j >= 0 && j < len(n.Places) && n.Places[i].Rank > 0 && n.Places[j].Rank == n.Places[i].Rank
	}
	return same(i-1) || same(i+1)
}

func (n Notice) losses(d *docx) {
	first := n.Losses[0]
	d.text(styleBody, fmt.Sprintf("失分单位较多的条目有%d条。其中“%s”失分单位最多，有%d个，占适用单位的%s。具体如下：",
		len(n.Losses), first.name(), first.Stations, share(first.Stations, n.outOf(first))))
	t := d.table([]docxColumn{{"条目", 36, false}, {"依据", 24, false}, {"失分单位（个）", 14, true}, {"占适用单位", 17, true}, {"合计失分", 12, true}})
	for _, l := range n.Losses {
		t.row(l.name(), orDash(l.Clause), fmt.Sprint(l.Stations), share(l.Stations, n.outOf(l)), show(l.Points))
	}
	t.end()
	note := ""
	if slices.ContainsFunc(n.Losses, func(l Loss) bool { return !isShort(l.Points.String()) }) {
		note = "注：" + cutNote
	}
	d.text(styleNote, note)
}

func (n Notice) outOf(l Loss) int {
	if l.OutOf > 0 {
		return l.OutOf
	}
	return n.Stations
}

// requirements begins with the one that the deadline belongs to.
func (n Notice) requirements() []Section {
	if n.Deadline == "" {
		return n.Requirements
	}
	first := Section{
		Title: "限期整改",
		Text:  fmt.Sprintf("存在问题的单位要对照问题清单逐条整改，明确措施和责任人，于%s前完成，并将整改情况书面报%s。", n.Deadline.words(), n.Bureau),
	}
	return append([]Section{first}, n.Requirements...)
}

// sections writes （一） with its text and its points.
func (d *docx) sections(list []Section) {
	for i, s := range list {
		d.text(styleHeading2, "（"+chinese(i+1)+"）"+s.Title)
		d.texts(styleBody, s.Text)
		for j, point := range s.Points {
			d.texts(styleBody, fmt.Sprintf("%d. %s", j+1, point))
		}
	}
}

const ranksTitle = "评定结果名次表"

func (n Notice) annexes() []string {
	var names []string
	if len(n.Places) > 0 {
		names = append(names, n.Batch+ranksTitle)
	}
	return append(names, n.Annexes...)
}

// annexList names the annexes below the text; a number only where there are several.
func (d *docx) annexList(names []string) {
	if len(names) == 0 {
		return
	}
	d.text(styleAnnexList, "")
	for i, name := range names {
		switch {
		case len(names) == 1:
			d.indented(styleAnnexList, 5*char, 3*char, 0, "附件："+name)
		case i == 0:
			d.indented(styleAnnexList, 6*char, 4*char, 0, fmt.Sprintf("附件：%d. %s", i+1, name))
		default:
			d.indented(styleAnnexList, 6*char, char, 0, fmt.Sprintf("%d. %s", i+1, name))
		}
	}
}

// signature writes the date four characters from the right edge and centres the office
// above it; where the office is longer, the date gives way.
func (d *docx) signature(office string, day Day) {
	d.text(styleSigned, "")
	d.text(styleSigned, "")
	date := day.words()
	wide, narrow := textWidth(office), textWidth(date)
	right := 4*char + (narrow-wide)/2
	edge := 4 * char
	if right < 0 {
		edge -= right
		right = 0
	}
	d.indented(styleSigned, 0, 0, right, office)
	d.indented(styleSigned, 0, 0, edge, date)
}

// annex is the table of ranks on a page of its own.
func (n Notice) annex(d *docx, names []string) {
	d.newPage(styleAnnex, annexMark(names))
	d.blank(1)
	d.title(n.Batch, ranksTitle)
	d.blank(1)
	t := d.table([]docxColumn{{"名次", 20, true}, {"单位", 42, false}, {"区域", 24, false}, {"总分", 18, true}, {"等级", 18, true}, {"名额", 18, true}})
	cut := false
	for i, p := range n.Places {
		cut = cut || p.wasCut()
		t.row(rankWords(p.Rank, n.tied(i)), p.Station, p.Region, p.total(), orDash(p.Grade), orDash(p.Quota))
	}
	t.end()
	note := ""
	if cut {
		note = "注：" + cutNote
	}
	d.text(styleNote, note)
}

// annexMark is how the first annex is called; a single one has no number.
func annexMark(names []string) string {
	if len(names) > 1 {
		return "附件1"
	}
	return "附件"
}

// chinese is a number from 1 to 99 in Chinese.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10%10] + "十" + digits[n%10]
}

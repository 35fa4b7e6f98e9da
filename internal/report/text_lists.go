package report

import (
	"fmt"
	"strings"

	"zhanping/assessment"
)

func (p *page) losses(r *assessment.Report) {
	items := losses(r)
	if len(items) == 0 {
		return
	}
	p.title(fmt.Sprintf("已失去 %s 分：%d 条不符合", show(sumOf(items, lost)), len(items)))
	for _, item := range items {
		p.itemLines(item, "-"+show(lost(item)), p.red)
	}
}

// waiting is what is still open: what the station can supply, and what waits for others.
func (p *page) waiting(r *assessment.Report) {
	if items := undecided(r, assessment.NoEvidence); len(items) > 0 {
		p.title(fmt.Sprintf("未举证 %d 条%s：补上材料即可判定", len(items), worthWords(items)))
		gates := 0
		for _, item := range items {
			if open(item).Sign() == 0 && isOpenGate(r, item.Item.ID) {
				gates++
				continue
			}
			p.itemLines(item, show(open(item)), p.grey)
		}
		if gates > 0 {
			p.line(p.grey(fmt.Sprintf("  其中 %d 条必备见上", gates)))
		}
	}
	if items := undecided(r, assessment.Errored); len(items) > 0 {
		p.title(fmt.Sprintf("判定出错 %d 条：改正前不能提交", len(items)))
		for _, item := range items {
			p.itemLines(item, show(open(item)), p.red)
		}
	}
	if items := undecided(r, assessment.NotChecked); len(items) > 0 {
		p.title(fmt.Sprintf("待核查 %d 条%s：等核查员到场", len(items), worthWords(items)))
		p.fold("  ", names(items), plain)
	}
}

// worthWords says how many points are open, nothing where none are.
func worthWords(items []assessment.ItemResult) string {
	sum := sumOf(items, open)
	if sum.Sign() == 0 {
		return ""
	}
	return "，涉及 " + show(sum) + " 分"
}

// itemLines is one item: points, name, why, and where in the bundle.
func (p *page) itemLines(item assessment.ItemResult, points string, colour func(string) string) {
	if unpriced(item) {
		points = KindWord(item.Item.Kind)
	}
	p.foldUnder("  "+padLeft(points, 7)+"  ", colour, itemName(item), p.bold)
	for _, reason := range p.set.reasons(item) {
		p.fold(itemIndent, reason, plain)
	}
	if person := personWords(item); person != "" {
		p.fold(itemIndent, person, p.grey)
	}
	p.positions(item)
}

// positions is where in the bundle, one place a line and unbroken, so that a terminal
// can jump there.
func (p *page) positions(item assessment.ItemResult) {
	all := positions(item)
	for i, where := range all {
		if i == mostPlaces {
			p.line(p.grey(fmt.Sprintf(itemIndent+"另 %d 处", len(all)-mostPlaces)))
			return
		}
		p.line(itemIndent + p.grey(where))
	}
}

func (p *page) actions(r *assessment.Report) {
	all := p.set.actions(r)
	if len(all) == 0 {
		return
	}
	p.title("先做这些")
	for i, a := range all {
		if i == mostActions {
			p.line(p.grey(fmt.Sprintf("  另有 %d 项，见 html 或 xlsx 报告的问题清单", len(all)-mostActions)))
			break
		}
		p.fold(fmt.Sprintf("  %2d. ", i+1), itemName(a.item)+"（"+a.worth()+"）："+a.what, plain)
	}
}

func (p *page) notes(r *assessment.Report) {
	list := remarks(r)
	if len(list) == 0 {
		return
	}
	p.title("说明")
	for _, note := range list {
		p.fold("  - ", note, plain)
	}
}

// table is one line for each of many reports.
func (p *page) table(reports []*assessment.Report) {
	rows := [][]string{{"被评单位", "标准", "得分", "等级", "符合/不符合/未举证/不适用/待核查/豁免/出错"}}
	for _, r := range reports {
		counts := make([]string, len(assessment.Outcomes))
		for i, outcome := range assessment.Outcomes {
			counts[i] = fmt.Sprint(r.Counts[outcome])
		}
		rows = append(rows, []string{
			shorten(oneLine(r.Subject.Name), 30), shorten(oneLine(r.Standard.ID), 18), orDash(totalWords(r)),
			shorten(orDash(oneLine(gradeSpan(r.Grade))), 24), strings.Join(counts, "/"),
		})
	}
	p.rows(rows)
}

// rows is a table whose first row is its head.
func (p *page) rows(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for i, row := range rows {
		line := ""
		for j, cell := range row {
			line += pad(cell, widths[j]+2)
		}
		if i == 0 {
			line = p.bold(strings.TrimRight(line, " "))
		}
		p.line(line)
	}
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

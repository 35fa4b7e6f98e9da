package report

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
)

// The words of a summary, the same in every format.

func summaryName(s assessment.StandardSummary) string {
	ref := s.Standard.ID + "@" + s.Standard.Edition
	for _, id := range overlayIDs(s.Standard) {
		ref += " + " + id
	}
	return oneLine(s.Standard.Title + "（" + ref + "）")
}

func summaryCount(s assessment.StandardSummary) string { return fmt.Sprintf("%d 个", s.Reports) }

// meanWords is the mean of the totals, cut; "" for a standard without points.
func meanWords(s assessment.StandardSummary) string {
	if s.Mean == nil {
		return ""
	}
	text := "已确定 " + show(s.Mean.Certain) + " 分，最高可得 " + show(s.Mean.Possible) + " 分"
	if s.OutOf != nil {
		text += "（满分 " + show(*s.OutOf) + " 分）"
	}
	return text
}

// gradeCountWords is how many have each grade for certain; "" without grades.
func gradeCountWords(s assessment.StandardSummary) string {
	words := make([]string, len(s.Grades))
	for i, count := range s.Grades {
		grade := oneLine(count.Grade)
		if grade == "" {
			grade = "没有等级"
		}
		words[i] = fmt.Sprintf("%s %d", grade, count.N)
	}
	text := strings.Join(words, "，")
	if s.Unsettled > 0 {
		text += fmt.Sprintf("；其中 %d 个还可能更高", s.Unsettled)
	}
	return text
}

func lossName(l assessment.ItemLoss) string { return oneLine(l.Item + " " + l.Title) }

// lostTitle heads the list of items.
func lostTitle(s assessment.StandardSummary) string {
	if len(s.Lost) == 0 {
		return "没有不符合或未举证的条目"
	}
	return fmt.Sprintf("短板 %d 条（按不符合、再按未举证的单位数排列）", len(s.Lost))
}

func (p *page) summary() {
	for _, s := range p.set.Summary {
		p.fold("", "汇总："+summaryName(s)+mdBadge(s.Standard.Draft, draftBadge), p.bold)
		p.line("  单位  " + summaryCount(s))
		if mean := meanWords(s); mean != "" {
			p.fold("  平均  ", mean, plain)
		}
		if grades := gradeCountWords(s); grades != "" {
			p.fold("  等级  ", grades, plain)
		}
		p.line("  " + lostTitle(s))
		p.lost(s)
		p.line("")
	}
	if hasDraftSummary(p.set) {
		p.fold("", "〔"+draftBadge+"〕"+draftNote, p.badgeText)
	}
}

func (p *page) lost(s assessment.StandardSummary) {
	for i, l := range s.Lost {
		if i == 0 {
			p.line(p.grey("  " + padLeft("不符合", 8) + padLeft("未举证", 8) + padLeft("适用", 6) + "  条目"))
		}
		p.fold("  "+padLeft(fmt.Sprint(l.NotSatisfied), 8)+padLeft(fmt.Sprint(l.NoEvidence), 8)+padLeft(fmt.Sprint(l.Reports), 6)+"  ",
			lossName(l), plain)
	}
}

func hasDraftSummary(set Set) bool {
	return slices.ContainsFunc(set.Summary, func(s assessment.StandardSummary) bool { return s.Standard.Draft })
}

func (m *markdown) summary() {
	for _, s := range m.set.Summary {
		m.line("## 汇总：" + mdText(summaryName(s)) + mdBadge(s.Standard.Draft, draftBadge))
		m.line("")
		m.line("- 单位：" + summaryCount(s))
		if mean := meanWords(s); mean != "" {
			m.line("- 平均得分：" + mean)
		}
		if grades := gradeCountWords(s); grades != "" {
			m.line("- 等级：" + mdText(grades))
		}
		m.line("")
		m.line("### " + lostTitle(s))
		m.line("")
		if len(s.Lost) == 0 {
			continue
		}
		m.row("条目", "不符合", "未举证", "适用")
		m.row("---", "---:", "---:", "---:")
		for _, l := range s.Lost {
			m.row(mdText(lossName(l)), fmt.Sprint(l.NotSatisfied), fmt.Sprint(l.NoEvidence), fmt.Sprint(l.Reports))
		}
		m.line("")
	}
	if hasDraftSummary(m.set) {
		m.line("> " + mdText(draftNote))
		m.line("")
	}
}

package report

import (
	"fmt"
	"io"
	"strings"

	"zhanping/assessment"
)

// writeMarkdown writes a summary for a chat or a page: the result, what is lost, what
// is open and what to do. The whole sheet is in the other formats.
func writeMarkdown(w io.Writer, set Set) error {
	m := &markdown{set: set}
	if len(set.Reports) > mostBlocks {
		m.table(set.Reports)
	} else {
		for _, r := range set.Reports {
			m.report(r)
		}
	}
	m.summary()
	m.line("**" + mdText(CountLine(set.Reports)) + "**")
	_, err := io.WriteString(w, m.String())
	return err
}

type markdown struct {
	strings.Builder
	set Set
}

func (m *markdown) line(text string) {
	m.WriteString(text)
	m.WriteByte('\n')
}

func (m *markdown) row(cells ...string) { m.line("| " + strings.Join(cells, " | ") + " |") }

func (m *markdown) report(r *assessment.Report) {
	m.line("## " + mdText(r.Subject.Name) + mdBadge(r.Subject.Sample, sampleBadge))
	m.line("")
	m.line("- 标准：" + mdText(r.Standard.Title+"（"+r.Standard.ID+"@"+r.Standard.Edition+"）") + mdBadge(isDraft(r), draftBadge))
	m.line("- 评定：" + mdText(joinFilled("，", judgedWords(r), memberWords(r))))
	if result := resultWords(r); result != "" {
		m.line("- 结果：**" + mdText(result) + "**")
	}
	if words := shutOutWords(r); words != "" {
		m.line("- 等级：" + mdText(words))
	}
	for _, note := range notes(r) {
		m.line("- 说明：" + mdText(note))
	}
	if isDraft(r) {
		m.line("")
		m.line("> " + mdText(draftNote))
	}
	m.chapters(r)
	m.grading(r)
	m.gates(r)
	m.items("不符合", losses(r), func(item assessment.ItemResult) string { return "-" + show(lost(item)) })
	m.items("未举证", undecided(r, assessment.NoEvidence), func(item assessment.ItemResult) string { return show(open(item)) })
	m.items("判定出错", undecided(r, assessment.Errored), func(item assessment.ItemResult) string { return show(open(item)) })
	m.items("待核查", undecided(r, assessment.NotChecked), func(item assessment.ItemResult) string { return show(open(item)) })
	m.actions(r)
	m.announced(r)
	m.line("")
}

func (m *markdown) chapters(r *assessment.Report) {
	if r.Total == nil {
		return
	}
	m.line("")
	m.line("### 各章得分")
	m.line("")
	m.row("章", "满分", "已确定", "最高可得")
	m.row("---", "---:", "---:", "---:")
	for _, c := range r.Chapters {
		name := mdText(c.ID + " " + c.Title)
		if c.Total == nil {
			m.row(name, "不计分", "", "")
			continue
		}
		outOf := "-"
		if c.OutOf != nil {
			outOf = show(*c.OutOf)
		}
		m.row(name, outOf, show(c.Total.Certain), show(c.Total.Possible))
	}
}

func (m *markdown) grading(r *assessment.Report) {
	title, lines := gradingWords(r)
	if title == "" {
		return
	}
	m.line("")
	m.line("### " + title)
	m.line("")
	for _, line := range lines {
		m.line("- " + mdText(line))
	}
}

func (m *markdown) gates(r *assessment.Report) {
	open := append(gatesIn(r, assessment.Broken), gatesIn(r, assessment.Unknown)...)
	if len(open) == 0 {
		return
	}
	m.line("")
	m.line("### 必备条件")
	m.line("")
	for _, gate := range open {
		m.line("- " + GateStateWord(gate.State) + "：" + mdText(gateWords(r, gate)))
	}
}

func (m *markdown) items(title string, items []assessment.ItemResult, price func(assessment.ItemResult) string) {
	if len(items) == 0 {
		return
	}
	m.line("")
	m.line(fmt.Sprintf("### %s %d 条", title, len(items)))
	m.line("")
	m.row("分", "条目", "说明", "位置")
	m.row("---:", "---", "---", "---")
	for _, item := range items {
		points := price(item)
		if unpriced(item) {
			points = KindWord(item.Item.Kind)
		}
		why := strings.Join(append(m.set.reasons(item), filledOnly(personWords(item))...), "；")
		m.row(points, mdText(itemName(item)), mdText(why), mdText(positionWords(item, mostPlaces)))
	}
}

func (m *markdown) actions(r *assessment.Report) {
	all := m.set.actions(r)
	if len(all) == 0 {
		return
	}
	m.line("")
	m.line("### 先做这些")
	m.line("")
	for i, a := range all {
		if i == mostActions {
			m.line(fmt.Sprintf("\n另有 %d 项。", len(all)-mostActions))
			return
		}
		m.line(fmt.Sprintf("%d. %s（%s）：%s", i+1, mdText(itemName(a.item)), a.worth(), mdText(a.what)))
	}
}

func (m *markdown) table(reports []*assessment.Report) {
	m.row("被评单位", "标准", "得分", "等级", "各结果条数")
	m.row("---", "---", "---:", "---", "---")
	for _, r := range reports {
		m.row(mdText(r.Subject.Name), mdText(r.Standard.ID), orDash(totalWords(r)), mdText(orDash(gradeSpan(r.Grade))), countWords(r.Counts))
	}
	m.line("")
}

func mdBadge(shown bool, badge string) string {
	if !shown {
		return ""
	}
	return " 〔" + badge + "〕"
}

var mdSpecial = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "#", `\#`, "~", `\~`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "://", ":&#47;/",
)

// mdText is one line of text in which nothing is markup or a link.
func mdText(text string) string { return mdSpecial.Replace(oneLine(text)) }

func filledOnly(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

package report

import (
	"fmt"
	"io"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

const (
	mostBlocks  = 3  // more reports than this become a table
	mostActions = 10 // of the list of what to do
	mostPlaces  = 2  // positions shown of one item

	itemIndent = "           " // under an item or a gate
)

// page collects the lines of a text report.
type page struct {
	strings.Builder
	paint
	set   Set
	width int
}

func writeText(w io.Writer, set Set) error {
	p := &page{paint: paint(set.Color), set: set, width: set.Width}
	if p.width <= 0 {
		p.width = 80
	}
	p.width = max(p.width, 40)
	switch {
	case isOneSubject(set.Reports):
		p.overview(set.Reports)
	case len(set.Reports) > mostBlocks:
		p.table(set.Reports)
		p.line("")
	default:
		for _, r := range set.Reports {
			p.block(r)
			if len(set.Reports) > 1 {
				p.line(p.bold(countLine(r)))
				p.line("")
			}
		}
	}
	p.summary()
	p.line(p.bold(CountLine(set.Reports)))
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) line(text string) {
	p.WriteString(strings.TrimRight(text, " "))
	p.WriteByte('\n')
}

// fold writes text broken to the page behind an indent; the first line begins with head.
func (p *page) fold(head, text string, colour func(string) string) {
	p.foldUnder(head, plain, text, colour)
}

// foldUnder is fold with a colour for the head.
func (p *page) foldUnder(head string, headColour func(string) string, text string, colour func(string) string) {
	for i, line := range wrap(text, p.width-columns(head)) {
		begin := headColour(head)
		if i > 0 {
			begin = blanks(columns(head))
		}
		p.line(begin + colour(line))
	}
}

func (p *page) title(text string) {
	p.line("")
	p.line(p.bold(text))
}

func plain(text string) string { return text }

// block is one report from top to bottom, but for its count line.
func (p *page) block(r *assessment.Report) {
	p.head(r)
	p.score(r)
	p.chapters(r)
	p.grading(r)
	p.gates(r)
	p.losses(r)
	p.waiting(r)
	p.actions(r)
	p.announced(r)
	p.notes(r)
	p.line("")
}

func (p *page) head(r *assessment.Report) {
	name := p.bold(oneLine(r.Subject.Name))
	if r.Subject.Sample {
		name += " " + p.badge(sampleBadge)
	}
	p.line(name)
	ref := oneLine(r.Standard.Title + "（" + r.Standard.ID + "@" + r.Standard.Edition + "）")
	p.fold("  标准  ", ref, plain)
	if isDraft(r) {
		p.fold("        ", "〔"+draftBadge+"〕"+draftNote, p.badgeText)
	}
	if scope := scopeWords(r); scope != "" {
		p.fold("        ", "〔"+scope+"〕", p.badgeText)
	}
	p.fold("  评定  ", judgedWords(r), plain)
	if words := memberWords(r); words != "" {
		p.line("        " + words)
	}
}

func (p *page) badgeText(text string) string { return p.code("33", text) }

// judgedWords says as of which day and from what.
func judgedWords(r *assessment.Report) string {
	text := "评定日 " + r.AsOf
	if r.Bundle.ReportingDate != "" {
		text += "，统计截止日 " + r.Bundle.ReportingDate
	}
	return oneLine(text + "，材料 " + r.Bundle.File)
}

// memberWords says from how many stations a county's facts come; empty without any.
func memberWords(r *assessment.Report) string {
	if len(r.Members) == 0 {
		return ""
	}
	return fmt.Sprintf("由 %d 个站的材料汇总", len(r.Members))
}

func (p *page) score(r *assessment.Report) {
	p.line("")
	if grade := oneLine(gradeSpan(r.Grade)); grade != "" {
		hint := gradeHint(r)
		if columns("  等级  "+grade+hint) <= p.width {
			p.line("  等级  " + p.bold(grade) + p.grey(hint))
		} else {
			p.fold("  等级  ", grade, p.bold)
			p.fold("        ", strings.TrimSpace(hint), p.grey)
		}
	}
	if r.Total == nil {
		return
	}
	p.line("  得分  " + p.bold(totalWords(r)) + p.grey(totalHint(r)))
	if r.OutOf != nil && r.OutOf.Sign() > 0 {
		p.bar(r)
	}
}

// gradeHint is what must be said beside the grade: both ends where they differ, and
// which conditions outside the points shut a better grade out.
func gradeHint(r *assessment.Report) string {
	var hints []string
	if r.Grade.Certain != r.Grade.Possible {
		hints = append(hints, "目前可确定“"+orNone(r.Grade.Certain)+"”，待定项全部落实后最高“"+orNone(r.Grade.Possible)+"”")
	}
	if words := shutOutWords(r); words != "" {
		hints = append(hints, words)
	}
	if len(hints) == 0 {
		return ""
	}
	return "  " + oneLine(strings.Join(hints, "；"))
}

func totalHint(r *assessment.Report) string {
	open := r.Total.Possible.Sub(r.Total.Certain)
	if open.Sign() == 0 {
		return ""
	}
	return "  已确定 " + show(r.Total.Certain) + " 分，待定 " + show(open) + " 分"
}

// bar draws the total: what is certain, what is open (grey, not red), and the lines of
// the grades below. Cells are cut, so the bar reaches a line only if the total does.
func (p *page) bar(r *assessment.Report) {
	const n = 50
	certain := cells(r.Total.Certain, *r.OutOf, n)
	possible := cells(r.Total.Possible, *r.OutOf, n)
	bar := p.green(strings.Repeat("█", certain)) + p.grey(strings.Repeat("░", possible-certain)) +
		strings.Repeat("·", n-possible)
	p.line("        " + bar)
	for _, rule := range r.Grading {
		if rule.Total == nil {
			continue
		}
		at := lineCell(*rule.Total, *r.OutOf, n)
		p.line("        " + blanks(at) + "▲ " + oneLine(rule.Grade) + " " + show(*rule.Total) + " 分" + p.grey(lineWords(rule, r)))
	}
	p.line("        " + p.grey("█ 已确定  ░ 待定（未举证、待核查）  · 已失去"))
}

// lineCell is the first cell that lies wholly at or above a line, where its mark stands.
func lineCell(total, outOf standards.Points, n int) int {
	at := cells(total, outOf, n)
	if standards.PointsOf(int64(at)).Mul(outOf).Cmp(total.Mul(standards.PointsOf(int64(n)))) < 0 {
		at++
	}
	return min(at, n)
}

// lineWords is how far the total is from the line of a grade, and whether the points
// decide at all: no number of points makes up for a condition that is broken.
func lineWords(rule assessment.GradeRule, r *assessment.Report) string {
	if r.Total.Possible.Cmp(*rule.Total) < 0 {
		return "（最高仍差 " + showGap(rule.Total.Sub(r.Total.Possible)) + " 分）"
	}
	words := "分数已够"
	if r.Total.Certain.Cmp(*rule.Total) < 0 {
		words = "还差 " + showGap(rule.Total.Sub(r.Total.Certain)) + " 分"
		if rule.Possible || rule.Certain {
			words += "，待定分够得上"
		}
	}
	switch {
	case rule.Possible || rule.Certain:
	case len(brokenGates(rule, r)) > 0:
		words += "；必备不满足，评不上"
	default:
		words += "；其他条件不能满足，评不上"
	}
	return "（" + words + "）"
}

func (p *page) chapters(r *assessment.Report) {
	if r.Total == nil || len(r.Chapters) == 0 {
		return
	}
	p.title("各章得分")
	widest := 0
	for _, c := range r.Chapters {
		widest = max(widest, columns(oneLine(c.ID+" "+c.Title)))
	}
	widest = min(widest, p.width-36)
	p.line(p.grey("  " + pad("章", widest) + padLeft("满分", 8) + padLeft("已确定", 10) + padLeft("最高可得", 12)))
	for _, c := range r.Chapters {
		row := "  " + pad(shorten(oneLine(c.ID+" "+c.Title), widest), widest)
		if c.Total == nil {
			p.line(row + padLeft("不计分", 8))
			continue
		}
		outOf := "-"
		if c.OutOf != nil {
			outOf = show(*c.OutOf)
		}
		p.line(row + padLeft(outOf, 8) + padLeft(show(c.Total.Certain), 10) + padLeft(show(c.Total.Possible), 12))
	}
}

func (p *page) grading(r *assessment.Report) {
	title, lines := gradingWords(r)
	if title == "" {
		return
	}
	p.title(title)
	for _, line := range lines {
		p.fold("  ", line, plain)
	}
}

func (p *page) gates(r *assessment.Report) {
	if len(r.Gates) == 0 {
		return
	}
	broken, unknown := gatesIn(r, assessment.Broken), gatesIn(r, assessment.Unknown)
	p.title(fmt.Sprintf("必备条件：%d 项，已满足 %d，未满足 %d，待定 %d",
		len(r.Gates), len(r.Gates)-len(broken)-len(unknown), len(broken), len(unknown)))
	for _, gate := range append(broken, unknown...) {
		head := "  " + pad("["+GateStateWord(gate.State)+"]", 9)
		p.fold(head, gateWords(r, gate), func(line string) string { return p.gate(gate.State, line) })
		if item, ok := itemOf(r, gate.Item); ok {
			if len(item.Missing) > 0 {
				p.fold(itemIndent, "缺少："+p.set.missingWords(item), plain)
			}
			p.positions(item)
		}
	}
}

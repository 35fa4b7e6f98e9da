package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

const (
	mostGaps  = 12 // missing facts told in an overview
	mostFalls = 12 // shortfalls told in an overview
)

// isOneSubject reports whether several reports are of one bundle under several standards.
func isOneSubject(reports []*assessment.Report) bool {
	return len(reports) > 1 && !slices.ContainsFunc(reports, func(r *assessment.Report) bool {
		return r.Bundle.Digest != reports[0].Bundle.Digest || r.Bundle.File != reports[0].Bundle.File
	})
}

// overview is one subject under several standards: a fact is asked once for all of them,
// so what is missing is told by fact and not by item.
func (p *page) overview(reports []*assessment.Report) {
	first := reports[0]
	name := p.bold(oneLine(first.Subject.Name))
	if first.Subject.Sample {
		name += " " + p.badge(sampleBadge)
	}
	p.line(name)
	if slices.ContainsFunc(reports, isDraft) {
		p.fold("  ", "〔"+draftBadge+"〕"+draftNote, p.badgeText)
	}
	p.fold("  ", judgedWords(first), plain)
	if words := memberWords(first); words != "" {
		p.line("  " + words)
	}
	p.line("")
	p.overviewTable(reports)
	p.gaps(reports)
	p.falls(reports)
	p.title("说明")
	shared := sharedRemarks(reports)
	for _, note := range shared {
		p.fold("  - ", note, plain)
	}
	for _, r := range reports {
		for _, note := range notes(r) {
			if !slices.Contains(shared, note) {
				p.fold("  - ", oneLine(r.Standard.ID)+"："+note, plain)
			}
		}
	}
	p.fold("  - ", "看一套标准的明细，加 --standard "+oneLine(first.Standard.ID)+"；看一条，用 zhanping explain 材料 条目编号", plain)
	p.line("")
}

// sharedRemarks is what must be known whatever the standard.
func sharedRemarks(reports []*assessment.Report) []string {
	return slices.DeleteFunc(remarks(reports[0]), func(note string) bool {
		return slices.ContainsFunc(reports, func(r *assessment.Report) bool { return !slices.Contains(remarks(r), note) })
	})
}

func (p *page) overviewTable(reports []*assessment.Report) {
	rows := [][]string{{"标准", "得分", "等级", "符合", "不符合", "未举证", "待核查", "名称"}}
	for _, r := range reports {
		rows = append(rows, []string{
			oneLine(r.Standard.ID), orDash(totalWords(r)), orDash(oneLine(gradeSpan(r.Grade))),
			fmt.Sprint(r.Counts[assessment.Satisfied]), fmt.Sprint(r.Counts[assessment.NotSatisfied]),
			fmt.Sprint(r.Counts[assessment.NoEvidence]), fmt.Sprint(r.Counts[assessment.NotChecked]),
			shorten(oneLine(r.Standard.Title), 44),
		})
	}
	p.rows(rows)
}

// gap is one fact that is missing, with everything that waits for it.
type gap struct {
	place assessment.Place
	items []string
	gates int
	open  standards.Points
}

// gapsOf is every missing fact of several reports once, the most urgent first: what
// gates wait for, then what is worth most points, then what most items wait for.
func gapsOf(reports []*assessment.Report) []*gap {
	var list []*gap
	byPath := map[string]*gap{}
	for _, r := range reports {
		for _, item := range undecided(r, assessment.NoEvidence) {
			for _, place := range item.Missing {
				g := byPath[place.Path]
				if g == nil {
					g = &gap{place: place}
					byPath[place.Path] = g
					list = append(list, g)
				}
				g.items = append(g.items, oneLine(r.Standard.ID+" "+item.Item.ID))
				g.open = g.open.Add(open(item))
				if isOpenGate(r, item.Item.ID) {
					g.gates++
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *gap) int {
		return cmp.Or(cmp.Compare(b.gates, a.gates), b.open.Cmp(a.open), cmp.Compare(len(b.items), len(a.items)))
	})
	return list
}

func (p *page) gaps(reports []*assessment.Report) {
	list := gapsOf(reports)
	if len(list) == 0 {
		return
	}
	p.title(fmt.Sprintf("未举证：缺 %d 项事实。一项只填一次，各套标准共用；先补这些", len(list)))
	for i, g := range list {
		if i == mostGaps {
			p.line(p.grey(fmt.Sprintf("  另有 %d 项", len(list)-mostGaps)))
			return
		}
		worth := ""
		if g.open.Sign() > 0 {
			worth = "，涉及 " + show(g.open) + " 分"
		}
		p.foldUnder(fmt.Sprintf("  %2d. ", i+1), plain,
			fmt.Sprintf("%s，用于 %d 条%s：%s", cmp.Or(p.set.factTitle(g.place.Path), g.place.Path), len(g.items), worth, strings.Join(g.items, "、")), plain)
		p.line(p.grey("      " + g.place.At.String()))
	}
}

// fall is one item that falls short, under one of the standards.
type fall struct {
	standard string
	item     assessment.ItemResult
}

// fallsOf is every item that falls short, gates first, then the dearest.
func fallsOf(reports []*assessment.Report) []fall {
	var list []fall
	for _, r := range reports {
		for _, item := range r.Items {
			if item.Outcome == assessment.NotSatisfied {
				list = append(list, fall{oneLine(r.Standard.ID), item})
			}
		}
	}
	gate := func(f fall) int {
		if f.item.Item.Kind == standards.KindRequired {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b fall) int {
		return cmp.Or(cmp.Compare(gate(a), gate(b)), lost(b.item).Cmp(lost(a.item)))
	})
	return list
}

func (p *page) falls(reports []*assessment.Report) {
	list := fallsOf(reports)
	if len(list) == 0 {
		return
	}
	p.title(fmt.Sprintf("不符合 %d 条：先改必备，再改分值大的", len(list)))
	for i, f := range list {
		if i == mostFalls {
			p.line(p.grey(fmt.Sprintf("  另有 %d 条", len(list)-mostFalls)))
			return
		}
		price := KindWord(f.item.Item.Kind)
		if f.item.Max.Sign() > 0 {
			price = "-" + show(lost(f.item)) + " 分"
		}
		p.foldUnder(fmt.Sprintf("  %2d. ", i+1), plain, fmt.Sprintf("%s %s（%s）：%s",
			f.standard, itemName(f.item), price, joinFilled("；", p.set.reasons(f.item)...)), plain)
	}
}

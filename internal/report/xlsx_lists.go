//go:build !js

package report

import (
	"fmt"
	"strings"

	"zhanping/assessment"
)

// ledgerSheet is every line of the ledger; its points add up to the total by a formula
// that anyone can look at (台账).
func (b *book) ledgerSheet(name string, r *assessment.Report) {
	const given, exact = 6, 7
	s := b.sheet(name, []column{
		{"序号", 6}, {"章", 6}, {"条目", 9}, {"小项", 30}, {"分录", 11}, {"满分", 8}, {"分数", 12}, {"精确值", 14}, {"为什么", 60},
	})
	s.across(r.Subject.Name+" 得分台账"+draftSuffix(r), lookTitle, 26)
	s.across("每一分的来历；“分数”一列相加等于已确定的总分。除不尽的分数按分数式计算，精确值写在后一列。", lookMeta, lineHeight)
	s.headings()
	first := s.row
	for i, entry := range r.Ledger {
		row := make([]string, len(s.columns))
		row[0], row[1], row[2] = fmt.Sprint(i+1), entry.Chapter, entry.Item
		if item, ok := itemOf(r, entry.Item); ok {
			row[3] = oneLine(item.Item.Title)
		}
		row[4], row[exact], row[8] = EntryWord(entry.Entry), entry.Points.String(), oneLine(entry.Text)
		s.texts(row, ledgerLook)
		s.row--
		s.number(5, entry.Max, lookCenter)
		if _, whole := cellNumber(entry.Points); whole {
			s.number(given, entry.Points, lookCenter)
		} else {
			s.formula(given, entry.Points.String(), entry.Points, lookCenter)
		}
		s.row++
	}
	s.ledgerTotal(r, first, given, exact)
	s.finish(r.Subject.Name + " 得分台账" + draftSuffix(r))
}

func ledgerLook(col int) look {
	if col == 3 || col == 8 {
		return lookCell
	}
	return lookCenter
}

func (s *sheet) ledgerTotal(r *assessment.Report, first, given, exact int) {
	for col := range s.columns {
		s.put(col, "", lookSum)
	}
	s.put(0, "合计（已确定的总分）", lookSum)
	s.merge(0, s.row, given-1, s.row, lookSum)
	s.formula(given, fmt.Sprintf("SUM(%s:%s)", cellName(given, first), cellName(given, s.row-1)), ledgerSum(r), lookSumNumber)
	s.put(exact, ledgerSum(r).String(), lookSumNumber)
	s.height(s.row, 1, lineHeight+2)
	s.row++
}

// problemSheet is one row for each problem, with room for what is done about it (问题清单).
func (b *book) problemSheet(name string, set Set, r *assessment.Report) {
	s := b.sheet(name, []column{
		{"序号", 6},
		{"条目", 18},
		{"判定", 9},
		{"问题", 36},
		{"涉及分值", 9},
		{"整改建议", 36},
		{"依据位置", 16},
		{"整改措施", 26},
		{"责任人", 10},
		{"整改时限", 12},
		{"完成情况", 12},
	})
	s.across(r.Subject.Name+" 问题清单"+draftSuffix(r), lookTitle, 26)
	s.across("按标准“"+oneLine(r.Standard.Title)+"”评定；"+judgedWords(r)+"。后四栏由被评单位填写。", lookMeta, lineHeight)
	s.headings()
	n := 0
	for _, item := range r.Items {
		for i, problem := range problems(set, item) {
			n++
			row := make([]string, len(s.columns))
			row[0], row[1], row[2], row[3] = fmt.Sprint(n), itemName(item), OutcomeWord(item.Outcome), problem
			row[4] = problemPoints(item, i)
			row[5], row[6] = oneLine(item.Item.Fix), placeWords(r, item)
			s.texts(row, problemLook)
		}
	}
	if n == 0 {
		s.across("没有问题。", lookMeta, lineHeight)
	}
	s.finish(r.Subject.Name + " 问题清单" + draftSuffix(r))
}

// problemPoints is what an item has lost or not yet shown, once for all its problems.
func problemPoints(item assessment.ItemResult, i int) string {
	switch {
	case i > 0:
		return "同上"
	case unpriced(item):
		return KindWord(item.Item.Kind)
	case item.Outcome == assessment.NotSatisfied:
		return show(lost(item))
	}
	return show(open(item))
}

func problemLook(col int) look {
	switch col {
	case 1, 3, 5, 6:
		return lookCell
	}
	return lookCenter
}

// problems is what is wrong with an item, one text for each thing; nothing for an item
// that is in order or waits for an inspector.
func problems(set Set, item assessment.ItemResult) []string {
	switch item.Outcome {
	case assessment.NotSatisfied:
		return set.reasons(item)
	case assessment.NoEvidence, assessment.Errored:
		return []string{strings.Join(set.reasons(item), "\n")}
	case assessment.Satisfied, assessment.NotApplicable, assessment.NotChecked, assessment.Waived:
	}
	return nil
}

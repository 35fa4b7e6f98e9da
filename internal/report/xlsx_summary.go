//go:build !js

package report

// summary is the first sheet of a workbook over several stations: how they stand under
// each standard, and what most of them lack.
func (b *book) summary(set Set) {
	s := b.sheet("汇总", []column{
		{"标准", 44}, {"单位", 8}, {"平均得分", 26}, {"等级", 30}, {"条目", 44}, {"不符合", 10}, {"未举证", 10}, {"适用", 10},
	})
	s.across("评定汇总", lookTitle, 26)
	s.across("评定日 "+set.AsOf+"。"+CountLine(set.Reports), lookMeta, lineHeight)
	s.across("等级按已确定的计。每套标准列出短板，按不符合、再按未举证的单位数排列，至多十条。平均分显示时截去尾数（不进位）。", lookMeta, lineHeight)
	if hasDraftSummary(set) {
		s.across(draftNote, lookDraft, lineHeight)
	}
	s.headings()
	for _, one := range set.Summary {
		name := summaryName(one)
		if one.Standard.Draft {
			name += "〔" + draftBadge + "〕"
		}
		start := s.row
		words := []string{name, "", orDash(meanWords(one)), orDash(gradeCountWords(one))}
		if len(one.Lost) == 0 {
			s.texts(append(words, lostTitle(one), "", "", ""), summaryLook)
		}
		for _, l := range one.Lost {
			row := s.row
			s.texts(append(words, lossName(l), "", "", ""), summaryLook)
			s.counts(row, 5, l.NotSatisfied, l.NoEvidence, l.Reports)
			words = []string{"", "", "", ""}
		}
		s.counts(start, 1, one.Reports)
	}
	s.finish("评定汇总")
}

// counts writes whole numbers into a row.
func (s *sheet) counts(row, col int, numbers ...int) {
	for i, n := range numbers {
		s.set(col+i, row, n, "", s.style(summaryLook(col+i), false))
	}
}

// summaryLook centres the numbers.
func summaryLook(col int) look {
	if col == 1 || col > 4 {
		return lookCenter
	}
	return lookCell
}

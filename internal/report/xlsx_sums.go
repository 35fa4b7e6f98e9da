//go:build !js

package report

import (
	"strings"

	"zhanping/assessment"
)

// subtotal closes a chapter (小计); the checked points add up as they are filled in.
func (s *sheet) subtotal(chapter assessment.ChapterResult, first int) {
	s.sumRow("小计：" + oneLine(chapter.ID+" "+chapter.Title))
	if chapter.OutOf != nil {
		s.number(colPoints, *chapter.OutOf, lookSumNumber)
	}
	s.put(colSystem, showSpan(*chapter.Total), lookSumNumber)
	cells := cellName(colChecked, first) + ":" + cellName(colChecked, s.row-1)
	s.openSum(`IF(COUNT(` + cells + `)=0,"",SUM(` + cells + `))`)
	s.row++
}

// sumRow begins a row of sums with its words over the descriptive columns.
func (s *sheet) sumRow(words string) {
	for col := range s.columns {
		s.put(col, "", lookSumNumber)
	}
	s.put(colNumber, words, lookSum)
	s.merge(colNumber, s.row, colRule, s.row, lookSum)
	s.merge(colReason, s.row, colRemark, s.row, lookSum)
	s.height(s.row, len(wrap(visible(words), s.room(colNumber, colRule))), lineHeight+2)
}

func (s *sheet) openSum(formula string) {
	s.set(colChecked, s.row, nil, formula, s.style(lookSumNumber, false))
}

// total closes the sheet: the sum, the grade, the gates and the notes.
func (s *sheet) total(r *assessment.Report, checked []string) {
	if r.Total != nil {
		s.sumRow("合计")
		if r.OutOf != nil {
			s.number(colPoints, *r.OutOf, lookSumNumber)
		}
		s.put(colSystem, showSpan(*r.Total), lookSumNumber)
		if len(checked) > 0 {
			cells := strings.Join(checked, ",")
			s.openSum(`IF(COUNT(` + cells + `)=0,"",SUM(` + cells + `))`)
		}
		s.put(colReason, "核查得分合计不含缺项换算、加分封顶和取整，以系统复算为准", lookSum)
		s.merge(colReason, s.row, colRemark, s.row, lookSum)
		s.height(s.row, 2, lineHeight)
		s.row++
	}
	if grade := gradeSpan(r.Grade); grade != "" {
		s.across("等级："+oneLine(grade)+gradeHint(r), lookSum, lineHeight+2)
	}
	for _, state := range []assessment.GateState{assessment.Broken, assessment.Unknown} {
		for _, gate := range gatesIn(r, state) {
			s.across("必备条件"+GateStateWord(state)+"："+gateWords(r, gate), lookSum, lineHeight)
		}
	}
	for _, note := range notes(r) {
		s.across("说明："+note, lookMeta, lineHeight)
	}
}

// signatures is the block at the end that people sign.
func (s *sheet) signatures() {
	blocks := [][2]int{{colNumber, colItem}, {colText, colMethod}, {colRule, colVerdict}, {colReason, colRemark}}
	for i, who := range []string{"自评人（签名）：", "核查员一（签名）：", "核查员二（签名）：", "负责人（签名）："} {
		from, to := blocks[i][0], blocks[i][1]
		s.put(from, who, lookSign)
		s.merge(from, s.row, to, s.row, lookSign)
		s.putAt(from, s.row+1, "日期：      年    月    日", lookSign)
		s.merge(from, s.row+1, to, s.row+1, lookSign)
	}
	s.height(s.row, 2, 20)
	s.height(s.row+1, 1, 24)
	s.row += 2
}

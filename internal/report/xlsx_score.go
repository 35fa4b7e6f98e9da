//go:build !js

package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhanping/assessment"
	"zhanping/standards"
)

// The columns of the score sheet, in the order in which inspectors know them.
const (
	colNumber = iota
	colChapter
	colKind
	colItem
	colText
	colMethod
	colRule
	colPoints
	colSelf
	colSystem
	colChecked
	colVerdict
	colReason
	colPlace
	colOrigin
	colRemark
)

func scoreColumns() []column {
	return []column{
		{"序号", 5},
		{"大项", 8},
		{"类别", 5},
		{"小项", 14},
		{"评定内容", 27},
		{"核查方式", 9},
		{"评分规则", 17},
		{"分值", 5.5},
		{"自评", 6},
		{"系统判定", 10},
		{"核查得分", 6.5},
		{"结论", 8.5},
		{"扣分原因", 21},
		{"依据位置", 11},
		{"出处", 16},
		{"备注", 14},
	}
}

// verdicts is what an inspector may choose.
func verdicts() []string {
	return []string{
		OutcomeWord(assessment.Satisfied), OutcomeWord(assessment.NotSatisfied), OutcomeWord(assessment.NoEvidence),
		OutcomeWord(assessment.NotApplicable), OutcomeWord(assessment.NotChecked), OutcomeWord(assessment.Waived),
	}
}

// scoreSheet is the sheet that is printed, filled in on site and signed (评分表).
func (b *book) scoreSheet(name string, set Set, r *assessment.Report) {
	s := b.sheet(name, scoreColumns())
	s.scoreHead(r)
	s.headings()
	var checked []string // the cells of the chapters' subtotals
	n := 0
	for _, chapter := range r.Chapters {
		first := s.row
		n = s.chapterRows(set, r, chapter, n)
		if s.row > first && chapter.Total != nil {
			checked = append(checked, cellName(colChecked, s.row))
			s.subtotal(chapter, first)
		}
	}
	s.total(r, checked)
	for i, item := range r.Announced {
		if i == 0 {
			s.across(announcedTitle, lookSum, lineHeight+2)
		}
		s.across(set.announcedWords(item), lookMeta, lineHeight)
	}
	s.signatures()
	s.finish(r.Subject.Name + " " + r.Standard.ID + "@" + r.Standard.Edition + draftSuffix(r))
}

func (s *sheet) scoreHead(r *assessment.Report) {
	s.across(r.Standard.Title+titleSuffix(r)+" 评分表", lookTitle, 26)
	subject := "被评单位：" + r.Subject.Name
	if r.Subject.Sample {
		subject += "〔" + sampleBadge + "〕"
	}
	s.across(joinFilled("    ", subject, "级别："+levelWord(r.Subject.Level)+subjectKindWord(r.Subject.Kind),
		"区划代码："+orDash(r.Subject.Region)), lookMeta, lineHeight)
	s.across(joinFilled("    ", "标准："+r.Standard.ID+"@"+r.Standard.Edition, judgedWords(r), memberWords(r)), lookMeta, lineHeight)
	s.across("系统结果："+countLine(r), lookMeta, lineHeight)
	if isDraft(r) {
		s.across(draftNote, lookDraft, lineHeight)
	}
}

// titleSuffix is the badge behind a title that does not say so itself.
func titleSuffix(r *assessment.Report) string {
	if strings.Contains(r.Standard.Title, draftBadge) {
		return ""
	}
	return draftSuffix(r)
}

func draftSuffix(r *assessment.Report) string {
	if isDraft(r) {
		return "〔" + draftBadge + "〕"
	}
	return ""
}

// chapterRows writes the items of a chapter after the first n of the sheet; the chapter
// and each run of one kind are merged downwards.
func (s *sheet) chapterRows(set Set, r *assessment.Report, chapter assessment.ChapterResult, n int) int {
	start, kindStart := s.row, s.row
	items := chapterItems(r, chapter.ID)
	for i, item := range items {
		n++
		first := s.row
		s.itemRows(set, r, chapter, item, n)
		for col := colItem; col <= colRemark; col++ {
			if s.row-first > 1 && s.isShort(col) {
				s.merge(col, first, col, s.row-1, lookOf(col))
			}
		}
		if i == len(items)-1 || items[i+1].Item.Kind != item.Item.Kind {
			s.merge(colKind, kindStart, colKind, s.row-1, lookCenter)
			kindStart = s.row
		}
	}
	if s.row > start {
		s.merge(colChapter, start, colChapter, s.row-1, lookTop)
	}
	return n
}

// isShort reports whether a column never needs a second row of its own.
func (s *sheet) isShort(col int) bool {
	return col == colPoints || col == colSelf || col == colChecked || col == colVerdict
}

func (s *sheet) itemRows(set Set, r *assessment.Report, chapter assessment.ChapterResult, item assessment.ItemResult, n int) {
	first := s.row
	row := make([]string, len(s.columns))
	row[colNumber] = fmt.Sprint(n)
	row[colChapter] = chapterHeading(chapter)
	row[colKind] = KindWord(item.Item.Kind)
	row[colItem] = itemName(item)
	row[colText] = item.Item.Text
	row[colMethod] = strings.ReplaceAll(methodWords(item.Item.Methods), "、", "\n")
	row[colRule] = ScoringWords(*item.Item)
	row[colSystem] = systemWords(item)
	row[colReason] = strings.Join(append(set.lossWords(item), filledOnly(personWords(item))...), "\n")
	row[colPlace] = placeWords(r, item)
	row[colOrigin] = strings.ReplaceAll(ProvenanceWords(item.Item.Provenance), "；", "\n")
	row[colRemark] = remarkWords(item)
	s.texts(row, lookOf)

	next := s.row
	s.row = first
	s.itemPoints(item)
	s.verdict(item)
	s.row = next
}

func lookOf(col int) look {
	switch col {
	case colChapter:
		return lookTop
	case colText, colRule, colReason, colPlace, colOrigin, colRemark, colItem:
		return lookCell
	}
	return lookCenter
}

// itemPoints writes what the item is worth, what the station gave itself and what an
// inspector gave, and lets nobody give more than it is worth.
func (s *sheet) itemPoints(item assessment.ItemResult) {
	if unpriced(item) {
		s.put(colPoints, "—", lookCenter)
		s.put(colChecked, "—", lookCenter)
		s.selfWords(item)
		return
	}
	s.number(colPoints, item.Max, lookCenter)
	s.selfWords(item)
	if byPerson(item) && !isLeftOut(item) {
		s.number(colChecked, item.Points.Certain, lookInput)
	}
	most, exact := cellNumber(item.Max)
	if !exact {
		return
	}
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(cellName(colChecked, s.row))
	least, _ := cellNumber(item.Least())
	s.do(rule.SetRange(least, most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	rule.SetError(excelize.DataValidationErrorStyleStop, "核查得分", "本条得分应在 "+show(item.Least())+" 与 "+show(item.Max)+" 之间")
	s.choices = append(s.choices, rule)
}

func (s *sheet) selfWords(item assessment.ItemResult) {
	for _, f := range item.Findings {
		if f.Source != "self" {
			continue
		}
		if p, err := standards.ParsePoints(f.Points); err == nil {
			s.number(colSelf, p, lookCenter)
		} else {
			s.put(colSelf, OutcomeWord(assessment.Outcome(f.Outcome)), lookCenter)
		}
	}
}

// verdict writes the inspector's conclusion, with a list to choose from.
func (s *sheet) verdict(item assessment.ItemResult) {
	if byPerson(item) {
		s.put(colVerdict, OutcomeWord(item.Outcome), lookInput)
	}
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(cellName(colVerdict, s.row))
	s.do(rule.SetDropList(verdicts()))
	rule.SetError(excelize.DataValidationErrorStyleStop, "结论", "请从下拉列表中选择")
	s.choices = append(s.choices, rule)
}

func chapterHeading(chapter assessment.ChapterResult) string {
	text := oneLine(chapter.ID) + "\n" + oneLine(chapter.Title)
	if chapter.OutOf != nil && chapter.OutOf.Sign() > 0 {
		text += "\n（" + show(*chapter.OutOf) + " 分）"
	}
	return text
}

// systemWords is what the checks alone say, with points where their word stands.
func systemWords(item assessment.ItemResult) string {
	if byPerson(item) {
		if item.CheckOutcome == "" {
			return OutcomeWord(assessment.NotChecked)
		}
		return OutcomeWord(item.CheckOutcome)
	}
	if unpriced(item) {
		return OutcomeWord(item.Outcome)
	}
	return OutcomeWord(item.Outcome) + "\n" + itemPoints(item)
}

// lossWords is why an item has not its full points; nothing for one that is satisfied.
func (s Set) lossWords(item assessment.ItemResult) []string {
	if item.Outcome == assessment.Satisfied {
		return nil
	}
	return s.reasons(item)
}

func remarkWords(item assessment.ItemResult) string {
	lines := each(item.Observations, oneLine)
	for _, f := range item.Findings {
		if f.Until != "" {
			lines = append(lines, oneLine("豁免至 "+f.Until))
		}
	}
	return strings.Join(lines, "\n")
}

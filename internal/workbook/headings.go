package workbook

import "strings"

// The sheets of an evidence workbook.
const (
	sheetSubject   = "单位"
	sheetFacts     = "填报"
	sheetDocuments = "文件"
	sheetPhotos    = "照片"
	sheetSources   = "依据"
	sheetChoices   = "选项" // hidden: long drop-downs
	sheetFaults    = "问题清单"
)

// The headings of columns by which a table is found again.
const (
	headFact    = "事实"
	headValue   = "填报值"
	headUnit    = "单位"
	headSource  = "依据（来源编号）"
	headHelp    = "填写说明"
	headReaders = "被哪些标准使用"
	headPath    = "路径" // hidden
	headItem    = "项目"
	headPart    = "部分"
	headExists  = "有没有"
	headID      = "编号"
	headNumber  = "序号"
)

// The words that an answer may be besides a value.
const (
	wordYes   = "是"
	wordNo    = "否"
	wordHave  = "有"
	wordNone  = "无"
	wordTick  = "√"
	wordTable = "见表"
	wordEmpty = "（空）" // a text that is known to be empty, unlike one that is not known

	listMark = "·"  // begins the row of an item of a list
	listPath = "[]" // ends the path of such a row
)

// heading is the text of a heading without what people change about it: blanks, line
// breaks, the width of its brackets and what stands in them.
func heading(text string) string {
	text = strings.Map(func(c rune) rune {
		switch c {
		case ' ', '\t', '\n', '\r', '　', '\u00a0', '*', '：', ':':
			return -1
		case '(':
			return '（'
		case ')':
			return '）'
		}
		return c
	}, text)
	before, _, _ := strings.Cut(text, "（")
	return before
}

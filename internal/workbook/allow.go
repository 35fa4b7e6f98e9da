package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// longest is how long the choices of a drop-down and the text of a message may be.
const longest = 255

// rule begins the rule of what may be typed into the cell in that column.
func (p *page) rule(col int) *excelize.DataValidation {
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(p.cell(col))
	return rule
}

// pick lets one of the words be chosen; nothing else may be typed.
func (p *page) pick(col int, words []string, text string) {
	p.text(col, text, lookPick)
	rule := p.rule(col)
	if joined := strings.Join(words, ","); len([]rune(joined)) > longest || strings.ContainsAny(strings.Join(words, ""), ",\"") {
		rule.SetSqrefDropList(p.choices(words))
	} else {
		p.do(rule.SetDropList(words))
	}
	rule.SetError(excelize.DataValidationErrorStyleStop, "填写有误", shorten("只能从下拉列表里选；不知道就留空。可选："+strings.Join(words, "、")))
	p.do(p.file.AddDataValidation(p.name, rule))
}

// choices puts a long list of choices on the hidden sheet and says where they stand.
func (b *book) choices(words []string) string {
	key := strings.Join(words, "\n")
	if at, known := b.ranges[key]; known {
		return at
	}
	if len(b.ranges) == 0 {
		_, err := b.file.NewSheet(sheetChoices)
		b.do(err)
		b.do(b.file.SetSheetVisible(sheetChoices, false))
	}
	name := columnName(len(b.ranges))
	b.do(b.file.SetSheetCol(sheetChoices, name+"1", &words))
	b.ranges[key] = fmt.Sprintf("%s!$%s$1:$%s$%d", quotedSheet(sheetChoices), name, name, len(words))
	return b.ranges[key]
}

// limit says what a cell of that kind takes, and refuses anything else.
func (p *page) limit(col int, f limits) {
	switch f.kind {
	case "integer", "number":
		p.limitNumber(col, f)
	case "date":
		rule := p.rule(col)
		p.do(rule.SetRange("DATE(1900,3,1)", "DATE(2100,12,31)", excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
		rule.SetError(excelize.DataValidationErrorStyleStop, "日期有误", "请写完整的日期，如 2026-03-01；不知道就留空。")
		p.do(p.file.AddDataValidation(p.name, rule))
	}
}

// limits is what may be written for a fact or a part of one.
type limits struct{ kind, title, unit, minimum, maximum string }

func (p *page) limitNumber(col int, f limits) {
	kind, word := excelize.DataValidationTypeWhole, "整数"
	if f.kind == "number" {
		kind, word = excelize.DataValidationTypeDecimal, "数"
	}
	if f.unit != "" {
		word += "，单位 " + f.unit
	}
	rule := p.rule(col)
	switch {
	case f.minimum != "" && f.maximum != "":
		word = f.minimum + " 至 " + f.maximum + " 的" + word
		p.do(rule.SetRange(f.minimum, f.maximum, kind, excelize.DataValidationOperatorBetween))
	case f.minimum != "":
		word = "不小于 " + f.minimum + " 的" + word
		p.do(rule.SetRange(f.minimum, "", kind, excelize.DataValidationOperatorGreaterThanOrEqual))
	case f.maximum != "":
		word = "不大于 " + f.maximum + " 的" + word
		p.do(rule.SetRange(f.maximum, "", kind, excelize.DataValidationOperatorLessThanOrEqual))
	default:
		const most = "999999999999999"
		p.do(rule.SetRange("-"+most, most, kind, excelize.DataValidationOperatorBetween))
	}
	rule.SetError(excelize.DataValidationErrorStyleStop, "数字有误", shorten("“"+f.title+"”只写一个数："+word+"；不知道就留空。"))
	p.do(p.file.AddDataValidation(p.name, rule))
}

// suggest shows the numbers of the sources to choose from; several may be typed.
func (p *page) suggest(col int, from string) {
	rule := p.rule(col)
	rule.SetSqrefDropList(from)
	rule.ShowErrorMessage = false
	p.do(p.file.AddDataValidation(p.name, rule))
}

func shorten(text string) string {
	runes := []rune(text)
	if len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}

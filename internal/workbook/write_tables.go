package workbook

import (
	"strings"

	"zhanping/evidence"
)

// documents writes the sheet of all facts that are documents, or photos: one row each.
func (x *writer) documents(name string, of form, fields []field) {
	var p *page
	columns := []column{{headPart, 12}, {headFact, 20}, {headExists, 8}}
	for _, f := range fields {
		columns = append(columns, column{f.title, f.width})
	}
	columns = append(columns, column{headSource, 12}, column{headHelp, 44}, column{headReaders, 18}, column{headPath, 10})
	for _, section := range x.sections() {
		for _, f := range x.asked(section, of) {
			if p == nil {
				p = x.page(name, x.heading(name), []string{
					"有的选“有”并填写后面各格；没有的选“无”；不知道的留空。附件写文件名，如 attachments/plate.jpg，文件另外上传，不用插入图片。",
				}, columns)
			}
			x.document(p, partTitle(section), f, fields)
		}
	}
}

func (x *writer) document(p *page, part string, f evidence.Fact, fields []field) {
	v := x.known(f)
	exists := ""
	switch {
	case v == nil:
	case v.Kind == evidence.Bool:
		exists = wordNone
	default:
		exists = wordHave
	}
	p.text(0, part, lookLabel)
	p.text(1, f.Title, lookLabel)
	p.pick(2, []string{wordHave, wordNone}, exists)
	height := 1
	for i, member := range fields {
		text := written(v.Field(member.name))
		p.fill(3+i, member, text)
		height = max(height, lines(text, member.width*0.95))
	}
	col := 3 + len(fields)
	x.backing(p, col, v)
	help, readers := helpOf(f), x.options.Readers[f.Path]
	p.text(col+1, help, lookHelp)
	p.text(col+2, readers, lookHelp)
	p.text(col+3, f.Path, lookHelp)
	p.next(max(height, lines(help, p.columns[col+1].width*1.05), lines(readers, p.columns[col+2].width*1.05), lines(f.Title, p.columns[1].width*0.95)))
}

const spareRows = 30 // empty rows of a table

// tables writes a sheet for each list of objects.
func (x *writer) tables() {
	for _, section := range x.sections() {
		for _, f := range x.asked(section, formTable) {
			x.table(f)
		}
	}
}

func (x *writer) table(f evidence.Fact) {
	columns := []column{{headNumber, 6}}
	notes := []string{tableHelp(f)}
	for _, member := range f.Members {
		title := member.Title
		if member.Unit != "" {
			title += "（" + member.Unit + "）"
		}
		columns = append(columns, column{title, memberWidth(member)})
		if member.Help != "" {
			notes = append(notes, member.Title+"："+member.Help)
		}
	}
	widen(columns)
	p := x.page(x.freeName(f.Title), x.heading(f.Title), notes, columns)
	var items []*evidence.Value
	if v := x.known(f); v != nil {
		items = v.Items
	}
	for i := range len(items) + spareRows {
		p.text(0, decimal(i+1), lookPick)
		for col, member := range f.Members {
			text := ""
			if i < len(items) {
				text = written(items[i].Field(lastPart(member.Path)))
			}
			x.member(p, col+1, member, text)
		}
		p.next(1)
	}
}

func (x *writer) member(p *page, col int, f evidence.Fact, text string) {
	switch {
	case f.Type == "boolean":
		p.pick(col, []string{wordYes, wordNo}, text)
	case len(f.Enum) > 0:
		p.pick(col, f.Enum, text)
	default:
		p.value(col, f.Type, text)
		p.limit(col, limits{f.Type, f.Title, f.Unit, f.Minimum, f.Maximum})
	}
}

// tableHelp is what is said of a list at the head of its own sheet.
func tableHelp(f evidence.Fact) string {
	return strings.ReplaceAll(helpOf(f), tableWords(f), "一行一条；一条也没有的，不填本表，在填报表“"+f.Title+"”那一行选“无”。")
}

// widen makes the columns fill the width of the page.
func widen(columns []column) {
	const page = 110.0
	width := 0.0
	for _, c := range columns {
		width += c.width
	}
	for i := range columns[1:] {
		columns[i+1].width *= max(page/width, 1)
	}
}

func memberWidth(f evidence.Fact) float64 {
	switch f.Type {
	case "boolean", "integer", "number":
		return 10
	case "date":
		return 12
	}
	return 20
}

package workbook

import (
	"strconv"
	"strings"

	"zhanping/evidence"
)

var factColumns = []column{
	{headFact, 26}, {headValue, 24}, {headUnit, 6}, {headSource, 12}, {headHelp, 58}, {headReaders, 24}, {headPath, 10},
}

const factNote = "不知道的留空。没有的：是非项选“否”，数量填 0，清单在本行选“无”。清单下面的小项，有的打“√”或逐次写日期，行不够就在小项之间插入行。"

// facts writes the list of all facts that take a cell or a block of cells.
func (x *writer) facts() {
	var p *page
	for _, section := range x.sections() {
		facts := x.asked(section, formCell, formTicks, formSeries, formTable)
		if len(facts) == 0 {
			continue
		}
		title := partTitle(section)
		switch {
		case x.options.SheetPerSection:
			p = x.page(x.freeName(title), x.heading(title), []string{factNote}, factColumns)
		case p == nil:
			p = x.page(sheetFacts, x.heading("填报"), []string{factNote}, factColumns)
		}
		help := section.Help
		if section.Path == "" {
			help = ""
		}
		x.band(p, title, help)
		for _, f := range facts {
			x.fact(p, f)
		}
	}
}

// freeName is the title where no sheet has it yet, and otherwise one like it.
func (b *book) freeName(title string) string {
	taken := map[string]bool{sheetSubject: true, sheetDocuments: true, sheetPhotos: true, sheetSources: true, sheetChoices: true}
	for _, p := range b.pages {
		taken[p.name] = true
	}
	name := title
	for n := 2; taken[name]; n++ {
		name = title + decimal(n)
	}
	return name
}

func decimal(n int) string { return strconv.Itoa(n) }

// band is the row that names the section of the rows below it.
func (x *writer) band(p *page, title, help string) {
	for i := range p.last() + 1 {
		p.text(i, "", lookBand)
	}
	p.text(0, title, lookBand)
	p.text(4, help, lookBand)
	p.next(lines(help, factColumns[4].width*0.9))
}

// fact writes the rows of one fact.
func (x *writer) fact(p *page, f evidence.Fact) {
	v := x.known(f)
	switch formOf(f) {
	case formCell:
		x.answer(p, f, v)
	case formTicks:
		x.list(p, f, v, wordNone)
		x.ticks(p, f, v)
	case formSeries:
		x.list(p, f, v, wordNone)
		x.series(p, f, v)
	case formTable:
		x.list(p, f, v, wordNone, wordTable)
	case formDocument, formPhoto:
	}
}

func (x *writer) answer(p *page, f evidence.Fact, v *evidence.Value) {
	text := written(v)
	switch {
	case f.Type == "boolean":
		p.pick(1, []string{wordYes, wordNo}, text)
	case len(f.Enum) > 0:
		p.pick(1, f.Enum, text)
	default:
		p.value(1, f.Type, text)
		p.limit(1, limits{f.Type, f.Title, f.Unit, f.Minimum, f.Maximum})
	}
	x.about(p, f, v, lines(text, factColumns[1].width*0.95))
}

// list writes the row that a list begins with: the answer that nothing is in it.
func (x *writer) list(p *page, f evidence.Fact, v *evidence.Value, words ...string) {
	text := ""
	switch {
	case v != nil && len(v.Items) == 0:
		text = wordNone
	case v != nil && formOf(f) == formTable:
		text = wordTable
	}
	p.pick(1, words, text)
	x.about(p, f, v, 1)
}

// about writes what stands beside the value of a fact, and goes to the next row.
func (x *writer) about(p *page, f evidence.Fact, v *evidence.Value, height int) {
	help, readers := helpOf(f), x.options.Readers[f.Path]
	p.text(0, f.Title, lookLabel)
	p.text(2, f.Unit, lookPick)
	x.backing(p, 3, v)
	p.text(4, help, lookHelp)
	p.text(5, readers, lookHelp)
	p.text(6, f.Path, lookHelp)
	height = max(height, lines(f.Title, factColumns[0].width*0.95), lines(help, factColumns[4].width*1.05), lines(readers, factColumns[5].width*1.05))
	p.next(height)
}

// backing is the cell for the numbers of the sources.
func (x *writer) backing(p *page, col int, v *evidence.Value) {
	p.text(col, sourcesOf(v), lookPick)
	p.suggest(col, sourceIDs)
}

// helpOf is what is said of a fact: how to fill it in, and which sources it needs.
func helpOf(f evidence.Fact) string {
	help := strings.ReplaceAll(f.Help, "填空列表", "选“无”")
	switch formOf(f) {
	case formTicks:
		help += "有的在下面打“√”。"
	case formSeries:
		help += "在下面逐项填写。"
	case formTable:
		help += tableWords(f)
	case formCell, formDocument, formPhoto:
	}
	if len(f.Sources) > 0 {
		titles := make([]string, len(f.Sources))
		for i, kind := range f.Sources {
			titles[i] = wordOf(sourceKinds, kind)
		}
		help += "须有依据，种类为" + strings.Join(titles, "、") + "、现场或公开材料。"
	}
	if f.Rollup != nil {
		help += "有所属各站材料的，程序自动汇总。"
	}
	return help
}

// tableWords says where the entries of a list of objects are filled in.
func tableWords(f evidence.Fact) string { return "逐条填在“" + f.Title + "”表。" }

// ticks writes a row for each choice: first those that are known to be there.
func (x *writer) ticks(p *page, f evidence.Fact, v *evidence.Value) {
	ticked := map[string]bool{}
	if v != nil {
		for _, item := range v.Items {
			ticked[item.Text] = true
			x.item(p, f, item.Text, func() { p.pick(1, []string{wordTick}, wordTick) })
		}
	}
	for _, option := range f.Enum {
		if !ticked[option] {
			x.item(p, f, option, func() { p.pick(1, []string{wordTick}, "") })
		}
	}
}

const spareItems = 12 // rows for the items of a list: one for each month

func (x *writer) series(p *page, f evidence.Fact, v *evidence.Value) {
	var items []*evidence.Value
	if v != nil {
		items = v.Items
	}
	for i := range max(spareItems, len(items)+2) {
		text := ""
		if i < len(items) {
			text = written(items[i])
		}
		x.item(p, f, "第 "+decimal(i+1)+" 项", func() {
			p.value(1, f.ItemType, text)
			p.limit(1, limits{kind: f.ItemType, title: f.Title})
		})
	}
}

// item writes the row of one item of a list.
func (x *writer) item(p *page, f evidence.Fact, title string, value func()) {
	p.text(0, "    "+listMark+" "+title, lookLabel)
	value()
	for col := 2; col <= 5; col++ {
		p.text(col, "", lookNothing)
	}
	p.text(6, f.Path+listPath, lookHelp)
	p.next(1)
}

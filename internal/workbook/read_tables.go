package workbook

import (
	"slices"
	"strings"

	"zhanping/evidence"
)

// table is one of the tables of an evidence workbook, in the order in which they are read.
type table int

const (
	tableSubject table = iota
	tableSources
	tableFacts
	tableDocuments
	tableObjects
)

// tableAt is a table on a sheet: where its headings stand.
type tableAt struct {
	table   table
	grid    *grid
	head    int
	columns map[string]int // by heading
	fact    evidence.Fact  // of tableObjects
}

// column is where the column with that heading stands, -1 where it is missing.
func (t tableAt) column(title string) int {
	if col, ok := t.columns[heading(title)]; ok {
		return col
	}
	return -1
}

func (t tableAt) cell(row int, title string) (cell, error) {
	col := t.column(title)
	c, err := t.grid.at(row, col)
	if col < 0 {
		c.at = cellName(row, max(t.column(headFact), 0))
	}
	return c, err
}

const (
	headRows  = 40  // among the first of which the headings stand
	mostHeads = 200 // columns that are looked at
)

// tableIn finds the headings of a table on a sheet.
func (r *reader) tableIn(g *grid) (tableAt, bool) {
	for row := range min(len(g.rows), headRows) {
		t := tableAt{grid: g, head: row, columns: map[string]int{}}
		for col := range min(len(g.rows[row]), mostHeads) {
			title := heading(g.label(row, col))
			if _, twice := t.columns[title]; title != "" && !twice {
				t.columns[title] = col
			}
		}
		if r.identify(&t) {
			return t, true
		}
	}
	return tableAt{}, false
}

func (r *reader) identify(t *tableAt) bool {
	has := func(titles ...string) bool {
		return !slices.ContainsFunc(titles, func(title string) bool { return t.column(title) < 0 })
	}
	switch {
	case len(t.columns) < 2:
		return false
	case has(headItem, headValue):
		t.table = tableSubject
	case has(headFact, headValue):
		t.table = tableFacts
	case has(headFact, headExists):
		t.table = tableDocuments
	case has(headID, sourceFields[0].title, sourceFields[1].title):
		t.table = tableSources
	default:
		return r.identifyObjects(t)
	}
	return true
}

// identifyObjects finds the list of objects whose members have most of the headings.
func (r *reader) identifyObjects(t *tableAt) bool {
	for _, f := range r.schema.Facts() {
		if formOf(f) != formTable {
			continue
		}
		there := 0
		for _, m := range f.Members {
			if t.column(m.Title) >= 0 {
				there++
			}
		}
		if there >= 2 && 2*there > len(f.Members) {
			t.table, t.fact = tableObjects, f
			return true
		}
	}
	return false
}

func (r *reader) table(t tableAt) error {
	for row := t.head + 1; row < len(t.grid.rows); row++ {
		if len(t.grid.rows[row]) == 0 {
			continue
		}
		var err error
		switch t.table {
		case tableSubject:
			err = r.subjectRow(t, row)
		case tableSources:
			err = r.sourceRow(t, row)
		case tableDocuments:
			err = r.documentRow(t, row)
		case tableObjects:
			err = r.objectRow(t, row)
		case tableFacts:
			return r.factRows(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) subjectRow(t tableAt, row int) error {
	title, name := heading(t.grid.label(row, t.column(headItem))), t.grid.raw(row, t.column(headPath))
	i := slices.IndexFunc(subjectFields, func(f field) bool { return f.title == title })
	if i < 0 {
		i = slices.IndexFunc(subjectFields, func(f field) bool { return f.name == name })
	}
	if i < 0 {
		return nil
	}
	c, err := t.cell(row, headValue)
	if _, twice := r.subject[subjectFields[i].name]; !twice {
		r.subject[subjectFields[i].name] = c
	}
	return err
}

// row is the cells of a row under the headings of the fields, and whether any holds
// something.
func (t tableAt) row(row int, fields []field) (cells []cell, filled bool, err error) {
	for _, f := range fields {
		c, err := t.cell(row, f.title)
		if err != nil {
			return nil, false, err
		}
		filled = filled || c.text != "" || c.fault != nil
		cells = append(cells, c)
	}
	return cells, filled, nil
}

func (r *reader) sourceRow(t tableAt, row int) error {
	id, err := t.cell(row, headID)
	if err != nil {
		return err
	}
	cells, filled, err := t.row(row, sourceFields)
	if err != nil || !filled {
		return err
	}
	if r.fault(id.fault); id.text == "" || id.fault != nil {
		if id.fault == nil {
			r.fault(id.faulty("missing", "这条依据没有编号", "编号，如 S1", "填上编号，不与别的依据相同"))
		}
		return nil
	}
	r.ids = append(r.ids, id.text)
	r.sources = append(r.sources, &node{key: quote(id.text), at: id, items: r.items(cells, sourceFields)})
	return nil
}

func (r *reader) documentRow(t tableAt, row int) error {
	part, title := t.grid.label(row, t.column(headPart)), t.grid.label(row, t.column(headFact))
	path := t.grid.raw(row, t.column(headPath))
	exists, err := t.cell(row, headExists)
	if err != nil {
		return err
	}
	f, known := r.resolve(path, title, part)
	fields := documentFields
	if formOf(f) == formPhoto {
		fields = photoFields
	}
	cells, filled, err := t.row(row, fields)
	if err != nil || exists.text == "" && exists.fault == nil && !filled {
		return err
	}
	if !known || formOf(f) != formDocument && formOf(f) != formPhoto {
		r.unknown(t, row, title)
		return nil
	}
	backing, err := t.cell(row, headSource)
	if err != nil {
		return err
	}
	a := &answer{fact: f, at: exists, backing: backing}
	if !r.claim(a, exists) {
		return nil
	}
	a.value = r.document(exists, f, cells, fields, filled)
	return nil
}

// document is the answer of one row: the document, or that there is none.
func (r *reader) document(exists cell, f evidence.Fact, cells []cell, fields []field, filled bool) *node {
	none, some := slices.Contains(noWords, exists.text), exists.text == "" || slices.Contains(yesWords, exists.text)
	switch {
	case exists.fault != nil:
	case none && filled:
		r.fault(exists.faulty(codeTable, "“"+f.Title+"”选了“"+exists.text+"”，后面却填了内容", "两处一致", "改选“有”，或清空后面各格"))
	case none:
		return &node{at: exists, text: "false"}
	case !some:
		r.fault(exists.faulty("not_allowed", "“"+f.Title+"”写成了“"+exists.text+"”", "有、无", "选“有”或“无”，内容填在后面各格；不知道就留空"))
	case !filled:
		r.fault(exists.faulty(codeTable, "“"+f.Title+"”选了“有”，后面没有填内容", "后面各格的内容", "填写后面各格；没有就选“无”，不知道就留空"))
	default:
		return &node{at: exists, items: r.items(cells, fields)}
	}
	return nil
}

func (r *reader) objectRow(t tableAt, row int) error {
	fields := fieldsOf(t.fact.Members)
	cells, filled, err := t.row(row, fields)
	if err != nil || !filled {
		return err
	}
	first, err := t.grid.at(row, 0)
	if err != nil {
		return err
	}
	for i, f := range fields {
		if t.column(f.title) < 0 {
			cells[i] = first
			cells[i].text, cells[i].fault = "", nil
		}
	}
	a := r.answers[t.fact.Path]
	if a == nil {
		a = &answer{fact: t.fact}
		r.answers[t.fact.Path] = a
	}
	if r.sameSheet(a, first) {
		a.items = append(a.items, &node{at: first, items: r.items(cells, fields)})
	}
	return nil
}

// sameSheet refuses items of a list that stand on several sheets: one of them is a copy.
func (r *reader) sameSheet(a *answer, c cell) bool {
	if a.sheet == "" {
		a.sheet = c.sheet
	}
	a.told = true
	if a.sheet != c.sheet {
		r.fault(c.faulty(codeTwice, "“"+a.fact.Title+"”在“"+a.sheet+"”表里已经填了", "只填一处", "删去多余的一份"))
	}
	return a.sheet == c.sheet
}

// claim makes an answer that of its fact; a second one for the same fact is a fault.
func (r *reader) claim(a *answer, at cell) bool {
	first := r.answers[a.fact.Path]
	if first == nil {
		r.answers[a.fact.Path] = a
		return true
	}
	if at.text == first.at.text && a.backing.text == first.backing.text && formOf(a.fact) == formCell {
		return false
	}
	r.fault(at.faulty(codeTwice, "“"+a.fact.Title+"”在 "+first.at.sheet+"!"+first.at.at+" 已经填了", "只填一处", "删去多余的一处"))
	return false
}

func (r *reader) unknown(t tableAt, row int, title string) {
	at := cell{sheet: t.grid.sheet, at: cellName(row, max(t.column(headFact), 0))}
	found, fix := "这一行填了内容，却没有写是哪一项事实", "补上事实的名称，或清空这一行"
	if title = strings.TrimSpace(title); title != "" {
		found, fix = "没有“"+title+"”这一项", "核对名称，或重新下载填报表后把内容填进去"
		if meant, ok := r.schema.Suggest(title); ok {
			fix = "核对：是不是“" + r.schema.Title(meant) + "”"
		}
	}
	r.fault(at.faulty(codeUnknown, found, "填报表里有的项目", fix))
}

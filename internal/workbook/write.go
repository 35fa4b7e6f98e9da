package workbook

import (
	"io"
	"maps"
	"slices"
	"strings"

	"zhanping/evidence"
)

// Options says what a workbook asks for.
type Options struct {
	Kind  string // of the subject, as the schema names it; "": that of the bundle
	Level string // "": that of the bundle

	// Paths is the facts to ask for, in practice those that some applicable standard reads;
	// none: every fact. Facts that the bundle holds are always there.
	Paths []string

	// Readers says for a fact which items read it: 76条 C03、五有 2.1.
	Readers map[string]string

	// SheetPerSection gives each section of the schema a sheet of its own; otherwise all
	// sections stand on one sheet, one below the other, so that it prints as one list.
	SheetPerSection bool
}

// Write writes the workbook for a subject of that kind and level. What the bundle holds is
// filled in; it may be nil. Findings of assessors and the bundles of member stations do not
// travel by workbook, nor do values rolled up from those.
func Write(w io.Writer, schema *evidence.Schema, o Options, bundle *evidence.Bundle) error {
	known := bundle
	if known == nil {
		known = &evidence.Bundle{}
	}
	if o.Kind == "" {
		o.Kind = known.Subject.Kind
	}
	if o.Level == "" {
		o.Level = known.Subject.Level
	}
	x := &writer{book: newBook(), schema: schema, options: o, bundle: known}
	x.subject()
	x.facts()
	x.documents(sheetDocuments, formDocument, documentFields)
	x.documents(sheetPhotos, formPhoto, photoFields)
	x.tables()
	x.sources()
	return x.write(w)
}

// writer fills a book with what the schema asks and the bundle holds.
type writer struct {
	*book
	schema  *evidence.Schema
	options Options
	bundle  *evidence.Bundle
}

// known is the value that the bundle holds for a fact, nil where there is none or where it
// follows from the bundles of members.
func (x *writer) known(f evidence.Fact) *evidence.Value {
	v := x.bundle.Value(f.Path)
	if v == nil || f.Rollup == nil || len(v.Sources) == 0 {
		return v
	}
	for _, id := range v.Sources {
		if _, own := x.bundle.Sources[id]; !own {
			return nil
		}
	}
	return v
}

// asked is the facts of a section that the workbook asks for.
func (x *writer) asked(section evidence.Section, forms ...form) []evidence.Fact {
	var facts []evidence.Fact
	for _, f := range section.Facts {
		wanted := len(x.options.Paths) == 0 || slices.Contains(x.options.Paths, f.Path) || x.known(f) != nil
		if wanted && slices.Contains(forms, formOf(f)) {
			facts = append(facts, f)
		}
	}
	return facts
}

// sections is the sections of the schema, the facts that stand in none after all others.
func (x *writer) sections() []evidence.Section {
	sections := slices.Clone(x.schema.Sections())
	slices.SortStableFunc(sections, func(a, b evidence.Section) int { return rank(a) - rank(b) })
	return sections
}

func rank(s evidence.Section) int {
	if s.Path == "" {
		return 1
	}
	return 0
}

// partTitle is the title of a section; the facts that stand in none have one, too.
func partTitle(s evidence.Section) string {
	if s.Path == "" {
		return "综合"
	}
	return s.Title
}

// heading is the title of a sheet: what is filled in, and for whom.
func (x *writer) heading(what string) string {
	who := x.bundle.Subject.Name
	if who == "" {
		who = wordOf(levels, x.options.Level) + "级" + wordOf(kinds, x.options.Kind)
	}
	return what + "（" + who + "）"
}

func (x *writer) subject() {
	p := x.page(sheetSubject, x.heading("佐证材料填报表"), []string{
		"一、在白色的“填报值”格里填写，有下拉箭头的从下拉列表里选；灰色的格不用填。",
		"二、不知道的留空。没有的：是非项选“否”，数量填 0，清单、文件、照片选“无”。",
		"三、先在“依据”表登记材料，再把编号（如 S1）填进各项的“依据”列；几条依据用顿号隔开。照片和文件只写附件的文件名，不用插入图片。",
		"四、不写姓名、身份证号、手机号；有证件号或手机号的填报表会被退回。",
		"五、填好后保存为 .xlsx 上传。有错的格会标红并写明怎么改，在标红的文件里改好再传即可。",
	}, []column{{headItem, 22}, {headValue, 44}, {headHelp, 62}, {headPath, 10}})
	s := x.bundle.Subject
	values := map[string]string{
		"id": s.ID, "name": s.Name, "kind": wordOf(kinds, x.options.Kind), "level": wordOf(levels, x.options.Level),
		"region": s.Region, "uscc": s.USCC, reportingDate: x.bundle.ReportingDate,
	}
	if s.Sample {
		values["sample"] = wordYes
	}
	for _, f := range subjectFields {
		p.text(0, f.title, lookLabel)
		p.fill(1, f, values[f.name])
		p.text(2, f.help, lookHelp)
		p.text(3, f.name, lookHelp)
		p.next(1)
	}
}

// fill writes a part that is no fact, with what may be written there.
func (p *page) fill(col int, f field, text string) {
	switch {
	case len(f.choices) > 0:
		p.pick(col, words(f.choices), text)
	case f.kind == "boolean":
		p.pick(col, []string{wordYes, wordNo}, text)
	default:
		p.value(col, f.kind, text)
		p.limit(col, limits{kind: f.kind, title: f.title})
	}
}

const spareSources = 20 // empty rows for further sources

// sourceIDs is where the numbers of the sources stand.
const sourceIDs = "'" + sheetSources + "'!$A$4:$A$203"

func (x *writer) sources() {
	columns := []column{{headID, 8}}
	for _, f := range sourceFields {
		columns = append(columns, column{f.title, f.width})
	}
	p := x.page(sheetSources, x.heading("依据"), []string{
		"每份材料一行，编号自定，其他表用编号引用。文件写文号或日期；照片写日期和地点；台账写日期和经办；系统记录写系统和日期；现场记录写经办和日期。" +
			"经办写岗位，不写姓名。附件写文件名，如 attachments/export.xlsx；SHA256、SM3 可不填。",
	}, columns)
	ids := slices.Sorted(maps.Keys(x.bundle.Sources))
	for _, id := range ids {
		s := x.bundle.Sources[id]
		x.source(p, id, map[string]string{
			"kind": wordOf(sourceKinds, s.Kind), "title": s.Title, "number": s.Number, "date": s.Date, "by": s.By,
			"place": s.Place, "system": s.System, "file": s.File, "sha256": s.SHA256, "sm3": s.SM3,
		})
	}
	for i, spare := 1, 0; spare < spareSources; i++ {
		if id := "S" + decimal(i); !slices.Contains(ids, id) {
			x.source(p, id, nil)
			spare++
		}
	}
}

func (x *writer) source(p *page, id string, values map[string]string) {
	p.text(0, id, lookPick)
	height := 1
	for i, f := range sourceFields {
		p.fill(i+1, f, values[f.name])
		height = max(height, lines(values[f.name], f.width))
	}
	p.next(height)
}

// sourcesOf is the numbers behind a value, as they are written in a cell.
func sourcesOf(v *evidence.Value) string {
	if v == nil {
		return ""
	}
	return strings.Join(v.Sources, "、")
}

// written is a value as it stands in a cell, nothing for one that is not known.
func written(v *evidence.Value) string {
	if v != nil && v.Kind == evidence.String && v.Text == "" {
		return wordEmpty
	}
	return v.String()
}

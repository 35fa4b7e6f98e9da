package workbook

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

// ReadOptions says how an uploaded workbook is read.
type ReadOptions struct {
	Schema *evidence.Schema // nil: the embedded one

	// Subject is whose workbook it must be: of ID, Kind, Level and Region, those that are
	// not empty.
	Subject evidence.Subject

	Attachments fs.FS // the folder that attachments are looked for in; nil: they are not at hand
}

// Reading is what an uploaded workbook says.
type Reading struct {
	YAML   []byte           // the bundle as text, also where it has faults; nil where no table was found
	Bundle *evidence.Bundle // nil where there are faults
	Faults []CellFault      // by sheet, row and column
	Notes  []CellNote       // forms that were converted, and what is worth checking

	text *yamlText
}

// Place is the cell that a line of YAML was read from, as in CellFault.Place; "" for a line
// that no cell says.
func (r Reading) Place(line int) string {
	if r.text == nil {
		return ""
	}
	at, ok := r.text.origin(line)
	if !ok || at.sheet == "" {
		return ""
	}
	return CellFault{Sheet: at.sheet, Cell: at.at}.Place()
}

// With is the YAML with findings of people, which no workbook carries, behind what the
// workbook says. They must have passed evidence.Read once.
func (r Reading) With(findings []evidence.Finding) ([]byte, error) {
	if len(findings) == 0 {
		return r.YAML, nil
	}
	canonical, err := (&evidence.Bundle{Findings: findings}).Canonical()
	if err != nil {
		return nil, err
	}
	var only struct{ Findings []json.RawMessage }
	if err := json.Unmarshal(canonical, &only); err != nil {
		return nil, err
	}
	text := append(slices.Clone(r.YAML), "findings:\n"...)
	for _, finding := range only.Findings { // JSON is YAML
		text = fmt.Appendf(text, "  - %s\n", finding)
	}
	return text, nil
}

// Read reads an evidence workbook that somebody filled in. Tables and columns are found
// by their headings, rows by their hidden path or their title. What the cells say is read
// by evidence.Read; every fault comes back at its cell. The error is for what is no fault
// of the workbook.
func Read(name string, data []byte, o ReadOptions) (Reading, error) {
	if o.Schema == nil {
		o.Schema = evidence.DefaultSchema()
	}
	file, fault := open(data, filledIn)
	if fault != nil {
		return Reading{Faults: []CellFault{*fault}}, nil
	}
	defer func() { _ = file.Close() }() // nothing was written
	r := newReader(o)
	if err := safely(func() error { return r.sheets(file) }); err != nil {
		return Reading{Faults: []CellFault{*damaged()}}, nil //nolint:nilerr // a workbook that cannot be read is the uploader's
	}
	return r.reading(name)
}

// reader collects what the tables of a workbook say.
type reader struct {
	options ReadOptions
	schema  *evidence.Schema
	titles  map[string]map[string]string // paths by the titles of section and fact
	byTitle map[string][]string          // paths by the title of the fact

	grids   []*grid
	tables  map[table]bool // the tables that were found
	faults  []CellFault
	subject map[string]cell
	sources []*node
	ids     []string
	answers map[string]*answer
}

// answer is what the workbook says of one fact.
type answer struct {
	fact    evidence.Fact
	at      cell // of its value
	backing cell // of its sources
	value   *node
	items   []*node // of a list
	sheet   string  // of the items
	told    bool    // something was said about the items, if only that one is not there

	marked  bool     // the rows of its items are known by their path or mark
	options []string // those that were met by their title alone
}

func newReader(o ReadOptions) *reader {
	r := &reader{
		options: o, schema: o.Schema, titles: map[string]map[string]string{}, byTitle: map[string][]string{},
		tables: map[table]bool{}, subject: map[string]cell{}, answers: map[string]*answer{},
	}
	for _, section := range r.schema.Sections() {
		part := squeeze(partTitle(section))
		if r.titles[part] == nil {
			r.titles[part] = map[string]string{}
		}
		for _, f := range section.Facts {
			r.titles[part][squeeze(f.Title)] = f.Path
			r.byTitle[squeeze(f.Title)] = append(r.byTitle[squeeze(f.Title)], f.Path)
		}
	}
	return r
}

// squeeze is a title without the blanks and line breaks that people put into it.
func squeeze(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '　' {
			return -1
		}
		return c
	}, text)
}

func (r *reader) fault(f *CellFault) {
	if f != nil && len(r.faults) < maxFaults {
		r.faults = append(r.faults, *f)
	}
}

// sheets reads every sheet that holds one of the tables; all others are left alone.
func (r *reader) sheets(file *excelize.File) error {
	props, err := file.GetWorkbookProps()
	if err != nil {
		return err
	}
	from1904 := props.Date1904 != nil && *props.Date1904
	var tables []tableAt
	for _, sheet := range file.GetSheetList() {
		if sheet == sheetFaults || sheet == sheetChoices {
			continue
		}
		g, tooLong, err := readGrid(file, sheet, from1904)
		if err != nil {
			return err
		}
		r.grids = append(r.grids, g)
		if t, ok := r.tableIn(g); ok {
			tables = append(tables, t)
			r.fault(tooLong)
		}
	}
	slices.SortStableFunc(tables, func(a, b tableAt) int { return cmp.Compare(a.table, b.table) })
	for _, t := range tables {
		r.tables[t.table] = true
		if err := r.table(t); err != nil {
			return err
		}
	}
	return nil
}

// reading turns what the tables say into a bundle.
func (r *reader) reading(name string) (Reading, error) {
	for _, t := range []struct {
		table table
		words string
	}{{tableSubject, "“" + headItem + "”和“" + headValue + "”"}, {tableFacts, "“" + headFact + "”和“" + headValue + "”"}} {
		if !r.tables[t.table] && (t.table == tableSubject || !r.tables[tableDocuments]) {
			r.fault(&CellFault{
				Code: codeLayout, Found: "没有找到列名为" + t.words + "的表", Expected: "从本系统下载的填报表", Fix: "重新下载填报表，把内容填进去",
			})
		}
	}
	if len(r.faults) > 0 && !r.tables[tableSubject] {
		return Reading{Faults: r.faults}, nil
	}
	text := &yamlText{}
	text.members(r.tree(), "")
	yaml := text.out.String()
	r.remainder(text)
	bundle, err := evidence.Read(name, []byte(text.out.String()), evidence.Options{Schema: r.schema, Attachments: r.options.Attachments})
	var faults yamltext.Faults
	if err != nil && !errors.As(err, &faults) {
		return Reading{}, err
	}
	r.translate(faults, text)
	r.belongs(bundle)
	reading := Reading{YAML: []byte(yaml), Faults: r.sorted(), text: text}
	if len(reading.Faults) == 0 {
		reading.Bundle, reading.Notes = bundle, notes(bundle, text)
	}
	return reading, nil
}

// remainder adds the texts that no table reads as comments, so that an identity number
// is found wherever it stands.
func (r *reader) remainder(text *yamlText) {
	read := make(map[origin]bool, len(text.lines))
	for _, o := range text.lines {
		read[origin{sheet: o.sheet, at: o.at}] = true
	}
	for _, g := range r.grids {
		for row := range g.rows {
			for col := range g.rows[row] {
				here := cell{sheet: g.sheet, at: cellName(row, col)}
				if raw := g.raw(row, col); manyDigits(raw) && !read[origin{sheet: here.sheet, at: here.at}] {
					text.line(&node{at: here}, "# "+quote(raw))
				}
			}
		}
	}
}

const shortestNumber = 11 // digits of a mobile number

func manyDigits(text string) bool {
	n := 0
	for _, c := range text {
		if unicode.IsDigit(c) {
			n++
		}
	}
	return n >= shortestNumber
}

// sorted is every fault, by sheet, row and column.
func (r *reader) sorted() []CellFault {
	sheets := map[string]int{"": -1}
	for i, g := range r.grids {
		sheets[g.sheet] = i
	}
	slices.SortStableFunc(r.faults, func(a, b CellFault) int {
		colA, rowA, _ := excelize.CellNameToCoordinates(a.Cell) // zero for a whole sheet
		colB, rowB, _ := excelize.CellNameToCoordinates(b.Cell)
		return cmp.Or(cmp.Compare(sheets[a.Sheet], sheets[b.Sheet]), cmp.Compare(rowA, rowB), cmp.Compare(colA, colB))
	})
	return r.faults
}

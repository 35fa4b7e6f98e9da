package papers

import (
	"fmt"
	"io"
	"iter"

	"zhanping/standards"
)

// Problem is one thing to put right, from its finding to its verdict.
type Problem struct {
	Station     string
	Region      string
	Found       string // 存在问题
	Item, Title string // the item it was found at
	Clause      string // where that is laid down
	Draft       bool   // the item is a local draft
	Lost        standards.Points
	Cause       string // 原因分析
	Measure     string // 整改措施
	Responsible string // 责任人, as entered
	Deadline    Day
	Progress    string // 整改进展
	Verdict     string // 验收结论
}

// Problems is a list of problems: of one station or of a whole batch.
type Problems struct {
	Occasion
	Kind ProblemsKind
	AsOf Day
	// List gives the problems in the order in which they are shown. It is gone through
	// once for each paper that is written; its error ends the writing.
	List iter.Seq2[Problem, error]
}

// ProblemsKind is which of the two lists of problems is written.
type ProblemsKind string

// The list tells a station what is wrong; the ledger follows it until it is put right.
const (
	ProblemList         ProblemsKind = "problems"      // 问题清单
	RectificationLedger ProblemsKind = "rectification" // 整改台账
)

func (k ProblemsKind) title() string {
	switch k {
	case ProblemList:
		return "问题清单"
	case RectificationLedger:
		return "整改台账"
	}
	return ""
}

// problemColumn is one column, with its width in characters and what it shows.
type problemColumn struct {
	title  string
	width  int
	center bool
	cell   func(n int, p Problem) any
}

func (k ProblemsKind) columns() []problemColumn {
	columns := []problemColumn{
		{"序号", 8, true, func(n int, _ Problem) any { return float64(n) }},
		{"单位", 18, false, func(_ int, p Problem) any { return p.Station }},
		{"存在问题", 34, false, func(_ int, p Problem) any { return p.Found }},
		{"条目及依据", 24, false, func(_ int, p Problem) any { return p.where() }},
		{"扣分", 9, true, func(_ int, p Problem) any { return pointsCell(p.Lost) }},
	}
	deadline := problemColumn{"整改时限", 17, true, func(_ int, p Problem) any { return p.deadline() }}
	switch k {
	case ProblemList:
		return append(columns, problemColumn{"区域", 16, false, func(_ int, p Problem) any { return p.Region }}, deadline)
	case RectificationLedger:
		return append(
			columns,
			problemColumn{"原因分析", 20, false, func(_ int, p Problem) any { return p.Cause }},
			problemColumn{"整改措施", 26, false, func(_ int, p Problem) any { return p.Measure }},
			problemColumn{"责任人", 10, true, func(_ int, p Problem) any { return p.Responsible }},
			deadline,
			problemColumn{"整改进展", 20, false, func(_ int, p Problem) any { return p.Progress }},
			problemColumn{"验收结论", 12, true, func(_ int, p Problem) any { return p.Verdict }},
		)
	}
	return nil
}

// where is the item and the clause on which a problem rests.
func (p Problem) where() string {
	text := Loss{Item: p.Item, Title: p.Title, Draft: p.Draft}.name()
	if p.Clause != "" {
		text += "\n" + p.Clause
	}
	return text
}

func (p Problem) deadline() string {
	if p.Deadline == "" {
		return ""
	}
	return p.Deadline.words()
}

func (l Problems) check() error {
	var f faults
	l.Occasion.check(&f)
	f.day("填表日期", l.AsOf)
	if l.Kind.title() == "" {
		f.add("表的种类", "“"+plain(string(l.Kind))+"”无法识别", "应为 problems（问题清单）或 rectification（整改台账）")
	}
	return f.err()
}

func (l Problems) title() string { return l.Batch + l.Kind.title() }

// notes is what stands between the title and the table.
func (l Problems) notes() []string {
	notes := filled("依据标准："+l.standard(), labelled("评定时间：", period(l.From, l.To)), "制表单位："+l.Bureau)
	if l.AsOf != "" {
		notes = append(notes, "填表日期："+l.AsOf.words())
	}
	return notes
}

// checked is the list up to the first day that cannot be read.
func (l Problems) checked() iter.Seq2[Problem, error] {
	return func(yield func(Problem, error) bool) {
		n := 0
		for p, err := range l.List {
			n++
			if err == nil && !p.Deadline.valid() {
				err = fmt.Errorf("第 %d 条问题的整改时限“%s”无法识别：应写成 2026-05-08 这样的日期", n, plain(string(p.Deadline)))
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// WriteXLSX writes the list as a spreadsheet, one problem a row.
func (l Problems) WriteXLSX(w io.Writer) error {
	if err := l.check(); err != nil {
		return err
	}
	columns := l.Kind.columns()
	s := xlsxSheet{name: l.Kind.title(), title: l.title(), notes: l.notes()}
	if l.Draft {
		s.notes = append(s.notes, draftNote)
	}
	for _, c := range columns {
		s.columns = append(s.columns, xlsxColumn{c.title, float64(c.width), c.center})
	}
	return s.write(w, func(yield func(xlsxRow, error) bool) {
		n := 0
		for p, err := range l.checked() {
			n++
			row := xlsxRow{}
			for _, c := range columns {
				row.cells = append(row.cells, c.cell(n, p))
			}
			if !yield(row, err) {
				return
			}
		}
	})
}

// WriteDOCX writes the list as a table on A4 landscape pages.
func (l Problems) WriteDOCX(w io.Writer) error {
	if err := l.check(); err != nil {
		return err
	}
	d := newDocx(w, l.title(), tablePage(), nil)
	d.title(l.Batch, l.Kind.title())
	for _, note := range l.notes() {
		d.text(styleNote, note)
	}
	if l.Draft {
		d.text(styleNote, draftNote)
	}
	columns := l.Kind.columns()
	table := make([]docxColumn, len(columns))
	for i, c := range columns {
		table[i] = docxColumn{c.title, c.width, c.center}
	}
	t := d.table(table)
	n := 0
	for p, err := range l.checked() {
		if err != nil {
			return err
		}
		n++
		texts := make([]string, len(columns))
		for i, c := range columns {
			texts[i] = fmt.Sprint(c.cell(n, p))
		}
		t.row(texts...)
	}
	t.end()
	d.text(styleNote, "")
	return d.close()
}

package workbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhanping/evidence"
)

// tree is what the tables say, in the form of a bundle.
func (r *reader) tree() []*node {
	subject := &node{key: "subject", at: cell{sheet: r.sheetOf("id")}}
	var date *node
	for _, f := range subjectFields {
		c := r.subject[f.name]
		if c.sheet == "" {
			c = subject.at
		}
		n := r.scalar(c, f.kind, f.choices)
		n.key = f.name
		if f.name == reportingDate {
			date = n
		} else {
			subject.items = append(subject.items, n)
		}
	}
	tree := []*node{subject, date}
	if len(r.sources) > 0 {
		tree = append(tree, &node{key: "sources", at: r.sources[0].at, items: r.sources})
	}
	facts := &node{key: "evidence", at: subject.at}
	for _, f := range r.schema.Facts() {
		if a := r.answers[f.Path]; a != nil {
			if value := r.backed(a); value != nil {
				place(facts, f.Path, value)
			}
		}
	}
	if len(facts.items) == 0 {
		facts.text = "{}"
	}
	return append(tree, facts)
}

func (r *reader) sheetOf(name string) string {
	for _, c := range r.subject {
		if c.sheet != "" {
			return c.sheet
		}
	}
	return r.subject[name].sheet
}

// backed is the value of a fact with the sources behind it; nil where nothing is said.
func (r *reader) backed(a *answer) *node {
	value := r.value(a)
	if value == nil {
		return nil
	}
	value.backing = a.backing.at
	if r.fault(a.backing.fault); a.backing.text == "" || a.backing.fault != nil {
		return value
	}
	sources := &node{key: "source", at: a.backing, list: true}
	for _, id := range r.numbers(a.backing.text) {
		sources.items = append(sources.items, &node{at: a.backing, text: quote(id)})
	}
	value.key = "value"
	return &node{at: value.at, items: []*node{value, sources}}
}

// numbers is the numbers of sources in a cell.
func (r *reader) numbers(text string) []string {
	if slices.Contains(r.ids, text) {
		return []string{text}
	}
	return pieces(text)
}

// pieces is the words of a cell that holds several.
func pieces(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、,，;；\n\t 　", c) })
}

// The words that people write for yes, no and nothing, as package evidence reads them.
var (
	yesWords = []string{wordYes, wordHave, "√", "✓", "✔"}
	noWords  = []string{wordNo, wordNone, "没有", "×", "✗", "✘"}
)

func (r *reader) value(a *answer) *node {
	if r.fault(a.at.fault); a.at.fault != nil {
		return nil
	}
	switch formOf(a.fact) {
	case formDocument, formPhoto:
		return a.value
	case formTicks, formSeries, formTable:
		return r.list(a)
	case formCell:
	}
	if a.at.text == "" {
		return nil
	}
	return r.scalar(a.at, a.fact.Type, nil)
}

// list joins the answer in the row of a list with what stands in the rows of its items.
func (r *reader) list(a *answer) *node {
	n := &node{at: a.at, list: true, items: a.items}
	if n.at.sheet == "" && len(a.items) > 0 {
		n.at = a.items[0].at
	}
	text, form := a.at.text, formOf(a.fact)
	switch {
	case text == "" && !a.told:
		return nil
	case text == "":
		return n
	case slices.Contains(noWords, text) && len(a.items) > 0:
		r.fault(a.at.faulty(codeTable, "“"+a.fact.Title+"”这里写“"+text+"”，"+itemsWords(a, form)+"却有内容", "两处一致", "清空这一格，或删去"+itemsWords(a, form)+"的内容"))
		return nil
	case slices.Contains(noWords, text):
		return n
	case form == formTable && len(a.items) > 0 && (text == wordTable || slices.Contains(yesWords, text)):
		return n
	case form == formTable:
		r.fault(a.at.faulty(codeTable, "“"+a.fact.Title+"”写成了“"+text+"”，"+itemsWords(a, form)+"没有内容", "无，或逐条填写", "在“"+a.fact.Title+"”表逐条填写；没有就选“无”"))
		return nil
	case len(a.items) > 0 && slices.Contains(yesWords, text):
		return n
	case len(a.items) > 0:
		r.fault(a.at.faulty(codeTable, "“"+a.fact.Title+"”在本行和下面的小项里都填了", "只填一处", "清空这一格"))
		return nil
	case form == formTicks:
		return &node{at: a.at, text: quote(text)}
	}
	if whole := r.scalar(a.at, a.fact.ItemType, nil); a.at.number {
		n.items = []*node{whole}
		return n
	}
	for _, piece := range pieces(text) {
		n.items = append(n.items, &node{at: a.at, text: quote(piece)})
	}
	return n
}

func itemsWords(a *answer, form form) string {
	if form == formTable {
		return "“" + a.fact.Title + "”表"
	}
	return "下面的小项"
}

var canonicalNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// scalar is what a cell says as a value of that kind. What the workbook itself offers is
// written in canonical form; anything else as it was typed, for package evidence to judge.
func (r *reader) scalar(c cell, kind string, choices []choice) *node {
	n := &node{at: c}
	if c.fault != nil {
		r.fault(c.fault)
		return n
	}
	switch {
	case c.text == "":
	case c.text == wordEmpty && kind == "string":
		n.text = quote("")
	case len(choices) > 0:
		n.text = quote(valueOf(choices, c.text))
	case kind == "boolean" && c.text == wordYes:
		n.text = "true"
	case kind == "boolean" && c.text == wordNo:
		n.text = "false"
	case (kind == "integer" || kind == "number") && canonicalNumber.MatchString(c.text):
		n.text = c.text
	case kind == "date" && c.number:
		n.text = quote(c.text)
		if date, ok := dateOf(c.text, c.from1904); ok {
			n.text = quote(date)
		}
	case kind == "string" && c.number && rounded(c.text):
		r.fault(c.faulty(codeLongDigit, "这一格存成了数字，超过 15 位，末几位已变成 0", "以文本存的编号",
			"把单元格格式设为“文本”，再重新填写"))
	default:
		n.text = quote(c.text)
	}
	return n
}

// rounded says whether a number is so long that a spreadsheet has lost its last digits.
func rounded(text string) bool {
	value, err := strconv.ParseFloat(text, 64)
	return err == nil && value >= maxExact
}

// items makes a map of the cells of a row, in the order of the fields.
func (r *reader) items(cells []cell, fields []field) []*node {
	items := make([]*node, len(fields))
	for i, f := range fields {
		items[i] = r.scalar(cells[i], f.kind, f.choices)
		items[i].key = f.name
	}
	return items
}

// fieldsOf is the members of a list of objects, as they are read.
func fieldsOf(members []evidence.Fact) []field {
	fields := make([]field, len(members))
	for i, m := range members {
		fields[i] = field{name: lastPart(m.Path), title: m.Title, kind: m.Type}
	}
	return fields
}

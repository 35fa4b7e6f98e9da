package workbook

import (
	"slices"
	"strings"

	"zhanping/evidence"
)

// factRow is one row of the list of facts.
type factRow struct {
	title, path    string
	value, backing cell
}

func (f factRow) filled() bool { return f.value.text != "" || f.value.fault != nil }

// factRows reads the list of facts: rows that name a section, rows that answer a fact,
// and below the row of a list those of its items.
func (r *reader) factRows(t tableAt) error {
	section := squeeze(t.grid.sheet)
	var list *answer
	for row := t.head + 1; row < len(t.grid.rows); row++ {
		f, err := r.factRow(t, row)
		if err != nil {
			return err
		}
		title := squeeze(f.title)
		if title == "" && f.path == "" && !f.filled() {
			continue
		}
		if _, isSection := r.titles[title]; isSection && f.path == "" && !f.filled() && r.titles[section][title] == "" {
			section, list = title, nil
			continue
		}
		if owner := r.itemOf(f, list); owner != nil {
			r.item(owner, f)
			continue
		}
		fact, known := r.resolve(f.path, f.title, section)
		if !known {
			if f.filled() {
				r.unknown(t, row, f.title)
			}
			continue
		}
		list = r.factAnswer(fact, f)
	}
	return nil
}

func (r *reader) factRow(t tableAt, row int) (factRow, error) {
	f := factRow{title: trim(t.grid.label(row, t.column(headFact))), path: t.grid.raw(row, t.column(headPath))}
	var err error
	if f.value, err = t.cell(row, headValue); err != nil {
		return f, err
	}
	f.backing, err = t.cell(row, headSource)
	return f, err
}

// resolve finds the fact of a row. The title is what people see and move about, so it
// decides where it names a fact of the section; otherwise the hidden path does.
func (r *reader) resolve(path, title, section string) (evidence.Fact, bool) {
	title, section = squeeze(title), squeeze(section)
	f, known := r.schema.Fact(path)
	if known && squeeze(f.Title) == title {
		return f, true
	}
	if seen, ok := r.titles[section][title]; ok {
		return r.schema.Fact(seen)
	}
	if known {
		return f, true
	}
	if paths := r.byTitle[title]; len(paths) == 1 {
		return r.schema.Fact(paths[0])
	}
	return evidence.Fact{}, false
}

// itemOf is the list that a row is an item of, nil where it is none.
func (r *reader) itemOf(f factRow, list *answer) *answer {
	if path, ok := strings.CutSuffix(f.path, listPath); ok {
		if fact, known := r.schema.Fact(path); known && (list == nil || list.fact.Path != path) {
			if r.answers[path] == nil {
				r.answers[path] = &answer{fact: fact}
			}
			return r.answers[path]
		}
	}
	if list == nil {
		return nil
	}
	if f.title == "" || strings.HasPrefix(f.title, listMark) || strings.HasSuffix(f.path, listPath) {
		list.marked = true
		return list
	}
	// Without path and mark a choice may be called like the fact that follows the list.
	if f.path == "" && !list.marked && slices.Contains(list.fact.Enum, f.title) && !slices.Contains(list.options, f.title) {
		list.options = append(list.options, f.title)
		return list
	}
	return nil
}

// item takes the row of an item of a list.
func (r *reader) item(list *answer, f factRow) {
	if r.fault(f.value.fault); !f.filled() || f.value.fault != nil || !r.sameSheet(list, f.value) {
		return
	}
	if formOf(list.fact) != formTicks {
		list.items = append(list.items, r.scalar(f.value, list.fact.ItemType, nil))
		return
	}
	option := trim(strings.TrimPrefix(f.title, listMark))
	switch {
	case slices.Contains(noWords, f.value.text):
	case slices.Contains(yesWords, f.value.text) && option != "":
		list.items = append(list.items, &node{at: f.value, text: quote(option)})
	default:
		r.fault(f.value.faulty("not_allowed", "“"+option+"”这一行写成了“"+f.value.text+"”", wordTick+"，或留空", "有的打“"+wordTick+"”，没有的清空"))
	}
}

// factAnswer takes the row of a fact; it is the answer where the fact is a list, whose
// items follow.
func (r *reader) factAnswer(fact evidence.Fact, f factRow) *answer {
	form := formOf(fact)
	if form == formDocument || form == formPhoto {
		if f.filled() {
			name := sheetDocuments
			if form == formPhoto {
				name = sheetPhotos
			}
			r.fault(f.value.faulty(codeTable, "“"+fact.Title+"”填在了这里", "填在“"+name+"”表", "移到“"+name+"”表"))
		}
		return nil
	}
	if first := r.answers[fact.Path]; first != nil && first.at.sheet == "" {
		first.at, first.backing = f.value, f.backing
		return first
	}
	isList := form != formCell
	if !isList && !f.filled() {
		return nil
	}
	a := &answer{fact: fact, at: f.value, backing: f.backing}
	if isList && r.answers[fact.Path] != nil && !f.filled() || !r.claim(a, f.value) {
		return r.answers[fact.Path]
	}
	return a
}

package assessment

import "zhanping/standards"

// sum adds the rows up: chapters, total, ledger, gates and grade.
func (r *Report) sum(std *standards.Standard, rows []placed) error {
	for _, chapter := range std.Chapters {
		r.Chapters = append(r.Chapters, ChapterResult{ID: chapter.ID, Title: chapter.Title})
	}
	var floors []floor
	if std.OutOf != nil {
		b, attainable := baseOf(std, rows)
		if !attainable {
			return nothingAttainable(r.Bundle.File)
		}
		certain := add(std, b, rows, func(i Interval) standards.Points { return i.Certain })
		possible := add(std, b, rows, func(i Interval) standards.Points { return i.Possible })
		outOf := *std.OutOf
		r.OutOf = &outOf
		r.Total = &Interval{certain.total, possible.total}
		if std.Bonus != nil && !std.Bonus.Uncapped {
			limit := std.Bonus.Cap
			r.BonusCap = &limit
		}
		if std.Bonus != nil && std.Bonus.Shown {
			r.Aside = &Interval{certain.aside, possible.aside}
		}
		r.chapters(b, rows, certain, possible)
		r.Ledger = r.ledger(std, b, rows, certain)
		floors = floorsOf(std, b, certain, possible)
	}
	r.Gates = gatesOf(std, r.Items, floors)
	r.Choose = std.Choose
	r.Grading, r.Grade = gradeTable(std, r, floors)
	if len(r.Grading) > 0 && (r.Grade.Certain == "" || r.Grade.Possible == "") {
		r.Notes = append(r.Notes, "等级表有空档：按现有结果，不属于任何等级")
	}
	r.absence(std, rows)
	return nil
}

// chapters fills the sums of the chapters that have points: re-based where the standard
// re-bases by chapter. A chapter of gains and losses alone shows what they come to under
// its own cap, before that of the bonus, and is out of nothing; elsewhere bonus points are
// not part of the chapter.
func (r *Report) chapters(b base, rows []placed, certain, possible sums) {
	open := make([]bool, len(r.Chapters))
	for _, row := range rows {
		open[row.chapter] = open[row.chapter] || !row.counted()
	}
	for i := range r.Chapters {
		switch {
		case b.points[i].Sign() > 0:
			points := b.points[i]
			r.Chapters[i].OutOf = &points
			r.Chapters[i].Total = &Interval{certain.chapters[i], possible.chapters[i]}
		case open[i]:
			r.Chapters[i].Total = &Interval{certain.open(i), possible.open(i)}
		}
	}
}

// open is what the gains and losses of a chapter come to under its own cap.
func (s sums) open(i int) standards.Points {
	return s.chapters[i].Add(s.bonuses[i]).Sub(s.cuts[i])
}

// ledger lists the lines in the order of the sheet: each chapter's rows, then what
// re-basing the chapter adds, and at the end the lines of the whole sheet.
func (r *Report) ledger(std *standards.Standard, b base, rows []placed, certain sums) []Entry {
	lines := make([]Entry, 0, len(rows)*2)
	next := 0
	for i, chapter := range std.Chapters {
		for ; next < len(rows) && rows[next].chapter == i; next++ {
			for _, line := range rows[next].lines {
				line.Item, line.Chapter = r.Items[rows[next].item].Item.ID, chapter.ID
				if line.Entry == EntryExclude {
					line.Text = excludedWords(line.Rule, std.Absence.Rebase) + line.Text
				}
				lines = append(lines, line)
			}
		}
		lines = append(lines, rebasing(std, i, b, certain)...)
		lines = append(lines, capping(std, i, certain)...)
	}
	return append(lines, closing(std, b, certain)...)
}

// excludedWords says what becomes of a row that is absent or waived: without re-basing
// nobody earns its points, and the base stays as it is.
func excludedWords(rule string, rebase standards.Rebase) string {
	why := "合理缺项"
	if rule == ruleWaiver {
		why = "豁免"
	}
	if rebase == standards.RebaseChapter || rebase == standards.RebaseSheet {
		return why + "，不计入总分基数："
	}
	return why + "，本条不计分，总分不折算："
}

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
		if std.Bonus != nil {
			limit := std.Bonus.Cap
			r.BonusCap = &limit
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
	return nil
}

// chapters fills the sums of the chapters that have points: re-based where the standard
// re-bases by chapter. A chapter of bonus items alone shows what they earn before the
// cap and is out of nothing; elsewhere bonus points are not part of the chapter.
func (r *Report) chapters(b base, rows []placed, certain, possible sums) {
	bonus := make([]bool, len(r.Chapters))
	for _, row := range rows {
		bonus[row.chapter] = bonus[row.chapter] || row.bonus
	}
	for i := range r.Chapters {
		switch {
		case b.points[i].Sign() > 0:
			points := b.points[i]
			r.Chapters[i].OutOf = &points
			r.Chapters[i].Total = &Interval{certain.chapters[i], possible.chapters[i]}
		case bonus[i]:
			r.Chapters[i].Total = &Interval{certain.bonuses[i], possible.bonuses[i]}
		}
	}
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
				lines = append(lines, line)
			}
		}
		lines = append(lines, rebasing(std, i, b, certain)...)
	}
	return append(lines, closing(std, b, certain)...)
}

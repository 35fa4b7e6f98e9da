package assessment

import (
	"fmt"
	"math/big"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// placed is a scored row with its place in the sheet.
type placed struct {
	scored
	item    int // index in Report.Items
	chapter int // index in Standard.Chapters
	kind    standards.Kind
}

// counted reports whether the row's points are part of the base.
func (p placed) counted() bool {
	return p.kind != standards.KindBonus && p.kind != standards.KindDeduction
}

// base is what the points are counted on. Only points of rows that are absent or waived
// leave it; bonus and deduction rows were never in it. The base is the same at both ends of the
// interval, since an undecided row counts as present (see score).
type base struct {
	points     []standards.Points // by chapter: as printed
	attainable []standards.Points // by chapter: less what is absent
	sheet      standards.Points   // the whole sheet as printed
	kept       standards.Points   // the whole sheet on which it is re-based
}

// baseOf finds the base. A chapter that is absent as a whole cannot be re-based within
// itself; its points then leave the sheet, which is re-based instead. A sheet of which
// nothing is attainable cannot be scored.
func baseOf(std *standards.Standard, rows []placed) (base, bool) {
	b := base{
		points:     make([]standards.Points, len(std.Chapters)),
		attainable: make([]standards.Points, len(std.Chapters)),
		sheet:      *std.OutOf,
		kept:       *std.OutOf,
	}
	for i, chapter := range std.Chapters {
		if chapter.Points != nil {
			b.points[i] = *chapter.Points
		}
	}
	absent := make([]standards.Points, len(std.Chapters))
	for _, r := range rows {
		if !r.counted() {
			continue
		}
		if std.Chapters[r.chapter].Points == nil {
			b.points[r.chapter] = b.points[r.chapter].Add(r.max)
		}
		if r.excluded {
			absent[r.chapter] = absent[r.chapter].Add(r.max)
		}
	}
	for i := range std.Chapters {
		b.attainable[i] = b.points[i]
		if std.Absence.Rebase == standards.RebaseChapter || std.Absence.Rebase == standards.RebaseSheet {
			b.attainable[i] = b.points[i].Sub(absent[i])
		}
		if std.Absence.Rebase == standards.RebaseSheet || b.attainable[i].Sign() <= 0 {
			b.kept = b.kept.Sub(weighted(std.Chapters[i], b.points[i].Sub(b.attainable[i])))
		}
	}
	return b, b.kept.Sign() > 0 || b.sheet.IsZero()
}

// weighted is what so many points of a chapter are in the total.
func weighted(chapter standards.Chapter, points standards.Points) standards.Points {
	if chapter.Weight == nil {
		return points
	}
	return points.Mul(*chapter.Weight).Quo(standards.PointsOf(100))
}

// sums is the sheet added up at one end of the interval.
type sums struct {
	raw      []standards.Points // by chapter, as earned and lost; without bonus
	chapters []standards.Points // the same, re-based where the standard says chapter
	bonuses  []standards.Points // by chapter, before any cap
	cuts     []standards.Points // by chapter, what the chapter's own cap takes, not negative
	weights  []standards.Points // by chapter, what its weight adds to the total
	rebased  standards.Points   // what re-basing the sheet adds
	cut      standards.Points   // what the bonus cap takes, not negative
	aside    standards.Points   // bonus that is shown but does not count
	rounded  standards.Points   // what rounding adds or takes
	total    standards.Points
}

// add adds the sheet up, taking of each row the end that pick names. Only what is scored
// is re-based; what deductions take and bonuses give is the same on any base.
func add(std *standards.Standard, b base, rows []placed, pick func(Interval) standards.Points) sums {
	n := len(std.Chapters)
	earned, lost := make([]standards.Points, n), make([]standards.Points, n)
	s := sums{
		raw: make([]standards.Points, n), chapters: make([]standards.Points, n), bonuses: make([]standards.Points, n),
		cuts: make([]standards.Points, n), weights: make([]standards.Points, n),
	}
	for _, r := range rows {
		p := pick(r.interval)
		switch r.kind {
		case standards.KindBonus:
			s.bonuses[r.chapter] = s.bonuses[r.chapter].Add(p)
		case standards.KindDeduction:
			lost[r.chapter] = lost[r.chapter].Add(p)
		case standards.KindScored, standards.KindRequired:
			earned[r.chapter] = earned[r.chapter].Add(p)
		}
	}
	var sheet, loss, bonus standards.Points
	for i, chapter := range std.Chapters {
		s.raw[i] = earned[i].Add(lost[i])
		based := earned[i]
		if std.Absence.Rebase == standards.RebaseChapter && b.attainable[i].Sign() > 0 {
			based = extrapolate(earned[i], b.points[i], b.attainable[i])
		}
		s.chapters[i] = based.Add(lost[i])
		whole := s.chapters[i].Add(s.bonuses[i])
		if chapter.Cap != nil && whole.Cmp(*chapter.Cap) > 0 {
			s.cuts[i] = whole.Sub(*chapter.Cap)
			whole = *chapter.Cap
		}
		s.weights[i] = weighted(chapter, whole).Sub(whole)
		sheet = sheet.Add(weighted(chapter, based))
		loss = loss.Add(weighted(chapter, lost[i]))
		bonus = bonus.Add(weighted(chapter, s.bonuses[i].Sub(s.cuts[i])))
	}
	if b.kept.Sign() > 0 {
		s.rebased = extrapolate(sheet, b.sheet, b.kept).Sub(sheet)
	}
	if std.Bonus != nil && !std.Bonus.Uncapped && bonus.Cmp(std.Bonus.Cap) > 0 {
		s.cut = bonus.Sub(std.Bonus.Cap)
	}
	bonus = bonus.Sub(s.cut)
	if std.Bonus != nil && std.Bonus.Shown {
		s.aside, bonus = bonus, standards.Points{}
	}
	exact := sheet.Add(s.rebased).Add(loss).Add(bonus)
	s.total = round(std.Rounding, exact)
	s.rounded = s.total.Sub(exact)
	return s
}

// extrapolate is points that were earned of the attainable, on the base of all. Less than
// nothing is kept as it is: what was lost beyond the row is lost once.
func extrapolate(points, all, attainable standards.Points) standards.Points {
	if points.Sign() < 0 {
		return points
	}
	return points.Mul(all).Quo(attainable)
}

// round applies the standard's rounding to a total; a negative one is rounded by its size.
func round(r standards.Rounding, p standards.Points) standards.Points {
	if p.Sign() < 0 {
		return round(r, p.Neg()).Neg()
	}
	if r.Mode != standards.RoundHalfUp && r.Mode != standards.RoundDown {
		return p
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.Places)), nil)
	unit := standards.PointsOf(1).Quo(whole(scale))
	if r.Mode == standards.RoundHalfUp {
		p = p.Add(unit.Quo(standards.PointsOf(2)))
	}
	scaled := p.Quo(unit).Rat()
	return whole(new(big.Int).Quo(scaled.Num(), scaled.Denom())).Mul(unit)
}

// whole is the integer n, of any size.
func whole(n *big.Int) standards.Points {
	if n.IsInt64() {
		return standards.PointsOf(n.Int64())
	}
	high, low := new(big.Int).QuoRem(n, big.NewInt(1e18), new(big.Int))
	return whole(high).Mul(standards.PointsOf(1e18)).Add(standards.PointsOf(low.Int64()))
}

// nothingAttainable is the fault of a bundle under which every row of the sheet is absent.
func nothingAttainable(file string) error {
	return yamltext.Faults{{
		At: yamltext.Position{File: file}, Code: "nothing_attainable",
		Found:    "全部条目缺项，无法折算",
		Expected: "至少一个计分条目适用",
		Fix:      "核对缺项和豁免",
	}}.Err()
}

// closing is the sheet's own ledger lines: weights, re-basing, cap, what is only shown,
// and rounding.
func closing(std *standards.Standard, b base, s sums) []Entry {
	var lines []Entry
	for i, chapter := range std.Chapters {
		if chapter.Weight == nil {
			continue
		}
		lines = append(lines, Entry{
			Entry: EntryWeight, Points: s.weights[i], Rule: "weight",
			Text: fmt.Sprintf("第 %s 章“%s”按 %s%% 计入总分", chapter.ID, chapter.Title, show(*chapter.Weight)),
		})
	}
	if !b.kept.Equal(b.sheet) {
		lines = append(lines, Entry{
			Entry: EntryRebase, Points: s.rebased, Rule: "rebase_sheet",
			Text: fmt.Sprintf("合理缺项 %s 分，得分按 %s÷%s 折算", show(b.sheet.Sub(b.kept)), show(b.sheet), show(b.kept)),
		})
	}
	if s.cut.Sign() > 0 {
		lines = append(lines, Entry{
			Entry: EntryCap, Points: s.cut.Neg(), Max: std.Bonus.Cap, Rule: "bonus_cap",
			Text: fmt.Sprintf("加分最多计 %s 分，超出 %s 分不计", show(std.Bonus.Cap), show(s.cut)),
		})
	}
	if std.Bonus != nil && std.Bonus.Shown {
		lines = append(lines, Entry{
			Entry: EntryAside, Points: s.aside.Neg(), Rule: "bonus_shown",
			Text: fmt.Sprintf("加分 %s 分只列示，不计入总分", show(s.aside)),
		})
	}
	if s.rounded.Sign() != 0 {
		lines = append(lines, Entry{
			Entry: EntryRound, Points: s.rounded, Rule: "round_" + string(std.Rounding.Mode),
			Text: fmt.Sprintf("总分取整，保留 %d 位小数", std.Rounding.Places),
		})
	}
	return lines
}

// rebasing is the ledger line of a chapter that is re-based within itself.
func rebasing(std *standards.Standard, i int, b base, s sums) []Entry {
	if std.Absence.Rebase != standards.RebaseChapter || b.attainable[i].Equal(b.points[i]) || b.attainable[i].Sign() <= 0 {
		return nil
	}
	return []Entry{{
		Chapter: std.Chapters[i].ID, Entry: EntryRebase, Points: s.chapters[i].Sub(s.raw[i]), Rule: "rebase_chapter",
		Text: fmt.Sprintf("本章合理缺项 %s 分，得分按 %s÷%s 折算",
			show(b.points[i].Sub(b.attainable[i])), show(b.points[i]), show(b.attainable[i])),
	}}
}

// capping is the ledger line of a chapter of which only so much counts.
func capping(std *standards.Standard, i int, s sums) []Entry {
	if s.cuts[i].Sign() == 0 {
		return nil
	}
	limit := *std.Chapters[i].Cap
	return []Entry{{
		Chapter: std.Chapters[i].ID, Entry: EntryCap, Points: s.cuts[i].Neg(), Max: limit, Rule: "chapter_cap",
		Text: fmt.Sprintf("本章最多计 %s 分，超出 %s 分不计", show(limit), show(s.cuts[i])),
	}}
}

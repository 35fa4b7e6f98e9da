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
	bonus   bool
}

// base is what the points are counted on. Only points of rows that are absent or waived
// leave it; bonus rows were never in it. The base is the same at both ends of the
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
		if r.bonus {
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
			b.kept = b.kept.Sub(b.points[i].Sub(b.attainable[i]))
		}
	}
	return b, b.kept.Sign() > 0 || b.sheet.IsZero()
}

// sums is the sheet added up at one end of the interval.
type sums struct {
	raw      []standards.Points // by chapter, as earned; without bonus
	chapters []standards.Points // by chapter, re-based where the standard says chapter
	bonuses  []standards.Points // by chapter, before the cap
	rebased  standards.Points   // what re-basing the sheet adds
	cut      standards.Points   // what the bonus cap takes, not negative
	rounded  standards.Points   // what rounding adds or takes
	total    standards.Points
}

// add adds the sheet up, taking of each row the end that pick names.
func add(std *standards.Standard, b base, rows []placed, pick func(Interval) standards.Points) sums {
	s := sums{
		raw:      make([]standards.Points, len(std.Chapters)),
		chapters: make([]standards.Points, len(std.Chapters)),
		bonuses:  make([]standards.Points, len(std.Chapters)),
	}
	var sheet, bonus standards.Points
	for _, r := range rows {
		p := pick(r.interval)
		if r.bonus {
			s.bonuses[r.chapter] = s.bonuses[r.chapter].Add(p)
			bonus = bonus.Add(p)
		} else {
			s.raw[r.chapter] = s.raw[r.chapter].Add(p)
		}
	}
	for i := range std.Chapters {
		s.chapters[i] = s.raw[i]
		if std.Absence.Rebase == standards.RebaseChapter && b.attainable[i].Sign() > 0 {
			s.chapters[i] = s.raw[i].Mul(b.points[i]).Quo(b.attainable[i])
		}
		sheet = sheet.Add(s.chapters[i])
	}
	if b.kept.Sign() > 0 {
		s.rebased = sheet.Mul(b.sheet).Quo(b.kept).Sub(sheet)
	}
	if std.Bonus != nil && bonus.Cmp(std.Bonus.Cap) > 0 {
		s.cut = bonus.Sub(std.Bonus.Cap)
	}
	exact := sheet.Add(s.rebased).Add(bonus).Sub(s.cut)
	s.total = round(std.Rounding, exact)
	s.rounded = s.total.Sub(exact)
	return s
}

// round applies the standard's rounding to a total that is not negative.
func round(r standards.Rounding, p standards.Points) standards.Points {
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

// closing is the sheet's own ledger lines: re-basing, cap and rounding.
func closing(std *standards.Standard, b base, s sums) []Entry {
	var lines []Entry
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

package assessment

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/standards"
)

// tellAbsence notes where absence (合理缺项、豁免) costs the station, by computing what the
// sheet would come to otherwise: where nothing is re-based, so that the points are lost;
// where more is absent than may be, and the rows counted as lost would still have made a
// grade; and where re-basing magnifies what was lost elsewhere until a grade is lost.
// It speaks of what is certain.
func (r *Report) tellAbsence(std *standards.Standard, rows []placed) error {
	var points standards.Points
	var ids []string
	what, total := "缺项", "总分"
	for _, row := range rows {
		if !r.leftOut(row) {
			continue
		}
		if !row.absent {
			what = "缺项、豁免"
		}
		points = points.Add(weighted(std.Chapters[row.chapter], row.max))
		if id := r.Items[row.item].Item.ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if points.IsZero() {
		return nil
	}
	if !r.Total.Certain.Equal(r.Total.Possible) {
		total = "已确定的总分"
	}
	absent := fmt.Sprintf("%s %s 分（%s）", what, show(points), idWords(ids))
	full, err := r.suppose(std, rows, Satisfied)
	if err != nil {
		return err
	}
	lost, err := r.suppose(std, rows, NotSatisfied)
	if err != nil {
		return err
	}
	if std.Absence.Rebase == standards.RebaseNone {
		text := fmt.Sprintf("%s不折算：这些分没有得到，满分也不减，和不得分一样；都符合时%s是 %s 分，现为 %s 分",
			absent, total, show(full.Total.Certain), show(r.Total.Certain))
		if better(std, full.Grade.Certain, r.Grade.Certain) && r.Grade.Certain != "" {
			text += gradeChange(full.Grade.Certain, r.Grade.Certain)
		}
		r.Notes = append(r.Notes, text)
	}
	switch {
	case r.overCeiling():
		if last := len(std.Grades) - 1; last > 0 && better(std, lost.Grade.Certain, std.Grades[last].Name) {
			r.Notes = append(r.Notes, fmt.Sprintf("%s超过上限，结果不作数；这些条目按不得分计，%s是 %s 分，等级是“%s”，比缺项有利，请核对是否确实缺项",
				absent, total, show(lost.Total.Certain), lost.Grade.Certain))
		}
	case std.Absence.Rebase != standards.RebaseNone && r.Grade.Certain != "" && better(std, full.Grade.Certain, r.Grade.Certain):
		r.Notes = append(r.Notes, fmt.Sprintf("%s折算以后，别处失去的分也按比例放大：%s %s 分；这些条目都具备并符合时是 %s 分",
			absent, total, show(r.Total.Certain), show(full.Total.Certain))+gradeChange(full.Grade.Certain, r.Grade.Certain))
	}
	return nil
}

// leftOut reports whether a row has left the base for a reason that somebody can weigh:
// what the standard gives no advice on, such as an injury, is nobody's cost.
func (r *Report) leftOut(row placed) bool {
	return row.excluded && row.counted() && !r.Items[row.item].Item.NoAdvice
}

func gradeChange(would, is string) string {
	return fmt.Sprintf("，等级是“%s”，现为“%s”", would, is)
}

// idWords is the ids of some items, the first ten of them.
func idWords(ids []string) string {
	const most = 10
	if len(ids) > most {
		return fmt.Sprintf("%s 等 %d 条", strings.Join(ids[:most], "、"), len(ids))
	}
	return strings.Join(ids, "、")
}

// better reports whether the grade stands above the other; no grade is below them all.
func better(std *standards.Standard, grade, than string) bool {
	rank := func(name string) int {
		if i := slices.IndexFunc(std.Grades, func(g standards.Grade) bool { return g.Name == name }); i >= 0 {
			return i
		}
		return len(std.Grades)
	}
	return rank(grade) < rank(than)
}

// overCeiling reports whether more is absent than the standard allows.
func (r *Report) overCeiling() bool {
	return slices.ContainsFunc(r.Gates, func(g Gate) bool { return g.Rule == GateAbsence && g.State == Broken })
}

// suppose is the sheet added up as if every row that is absent or waived were there, and
// met or not met.
func (r *Report) suppose(std *standards.Standard, rows []placed, outcome Outcome) (*Report, error) {
	other := &Report{Bundle: r.Bundle, Items: slices.Clone(r.Items)}
	rows = slices.Clone(rows)
	for i := range rows {
		row := &rows[i]
		if !r.leftOut(*row) {
			continue
		}
		row.excluded, row.absent, row.interval = false, false, Interval{}
		if outcome == Satisfied {
			row.interval = Interval{row.max, row.max}
		}
		item := &other.Items[row.item]
		item.Excluded = item.Excluded.Sub(row.max)
		item.Points.Certain = item.Points.Certain.Add(row.interval.Certain)
		item.Points.Possible = item.Points.Possible.Add(row.interval.Possible)
		if item.Outcome == NotApplicable || item.Outcome == Waived || outcome == NotSatisfied {
			item.Outcome = outcome
		}
	}
	return other, other.sum(std, rows)
}

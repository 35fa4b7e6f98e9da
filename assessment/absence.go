package assessment

import (
	"fmt"

	"zhanping/standards"
)

// GateAbsence is the gate on how much of a sheet may be absent (缺项上限).
const GateAbsence = "absence"

// absence adds the gate on the absent share of the points, where the standard has one.
// While more may still turn out to be absent, no grade is certain; above the ceiling the
// result does not count and there is no grade.
func (r *Report) absence(std *standards.Standard, rows []placed) {
	if std.Absence.Ceiling == nil || std.OutOf == nil {
		return
	}
	var absent, open standards.Points
	for _, row := range rows {
		points := weighted(std.Chapters[row.chapter], row.max)
		switch {
		case !row.counted():
		case row.absent:
			absent = absent.Add(points)
		case row.open && r.Items[row.item].Item.Absence == standards.AbsenceExclude:
			open = open.Add(points)
		}
	}
	hundred := standards.PointsOf(100)
	limit := std.OutOf.Mul(*std.Absence.Ceiling)
	gate := Gate{Rule: GateAbsence, State: Unknown, Text: fmt.Sprintf("合理缺项 %s 分，不得超过总分 %s 分的 %s%%",
		show(absent), show(*std.OutOf), show(*std.Absence.Ceiling))}
	switch {
	case absent.Mul(hundred).Cmp(limit) > 0:
		gate.State, gate.Text = Broken, gate.Text+"，结果不作数"
		r.Grade = GradeInterval{}
	case absent.Add(open).Mul(hundred).Cmp(limit) <= 0:
		gate.State = Held
	default:
		gate.Text += fmt.Sprintf("；另有 %s 分可能缺项", show(open))
		r.Grade.Certain = ""
	}
	r.Gates = append(r.Gates, gate)
}

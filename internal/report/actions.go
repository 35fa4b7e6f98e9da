package report

import (
	"slices"

	"zhanping/assessment"
	"zhanping/standards"
)

// action is one thing the station itself can do.
type action struct {
	item assessment.ItemResult
	gate bool             // a grade hangs on it
	gain standards.Points // what it adds at most
	what string
}

// actions is the list of what to do, as the assessment orders it, with what blocks
// submission first. What only waits for an inspector is not in it.
func (s Set) actions(r *assessment.Report) []action {
	var blocking, rest []action
	for _, improvement := range assessment.Improvements(r) {
		item, known := itemOf(r, improvement.Item)
		if !known || improvement.Kind == assessment.ImproveWait {
			continue
		}
		a := action{item, improvement.Gate != "", improvement.Points, s.actionWords(item, improvement)}
		if improvement.Kind == assessment.ImproveError {
			blocking = append(blocking, a)
		} else {
			rest = append(rest, a)
		}
	}
	return slices.Concat(blocking, rest)
}

func (s Set) actionWords(item assessment.ItemResult, improvement assessment.Improvement) string {
	switch improvement.Kind {
	case assessment.ImproveError:
		return "先改正判定出错的原因：" + oneLine(item.Reason)
	case assessment.ImproveSupply:
		if len(item.Missing) > 0 {
			return "补填：" + s.missingTitles(item)
		}
		return "补充佐证：" + evidenceWords(item.Item.Evidence)
	case assessment.ImproveFix:
		if fix := oneLine(improvement.Fix); fix != "" {
			return fix
		}
		if reasons := s.reasons(item); len(reasons) > 0 {
			return "改正：" + joinFilled("；", reasons...)
		}
		return "还没有得满分，对照评分规则提高"
	case assessment.ImproveWait:
	}
	return ""
}

// worth is what doing it brings, in words: "必备", "+2 分".
func (a action) worth() string {
	switch {
	case a.gain.Sign() > 0 && a.gate:
		return "+" + show(a.gain) + " 分，等级条件"
	case a.gain.Sign() > 0:
		return "+" + show(a.gain) + " 分"
	case a.gate:
		return KindWord(standards.KindRequired)
	}
	return "-"
}

package assessment

import (
	"fmt"
	"math/big"
	"strings"

	"zhanping/standards"
)

// deduct takes what falls short off the row until nothing, or the rule's own limit, is
// left to take (扣完为止).
func (s *scored) deduct(r row, v ruling) {
	d := *r.scoring.Deduct
	if d.NothingBelow != nil && v.measure != nil && v.measure.Value.Cmp(*d.NothingBelow) < 0 {
		s.line(EntryEarn, s.max, ruleDeduct, "本条满分")
		s.line(EntryLose, s.max.Neg(), ruleDeduct, fmt.Sprintf("完成 %s，低于 %s 不得分：%s",
			show(v.measure.Value), show(*d.NothingBelow), strings.Join(texts(v.shortfalls), "；")))
		return
	}
	t := taking{scored: s, left: r.limit(d), words: "扣完为止"}
	switch {
	case d.AtMost != nil && t.left.Equal(*d.AtMost) && !t.left.Equal(s.max):
		t.words = "最多扣 " + show(*d.AtMost) + " 分"
	case d.Floor != nil:
		t.words = "最低到 " + show(*d.Floor) + " 分"
	}
	if s.max.Sign() > 0 {
		s.line(EntryEarn, s.max, ruleDeduct, "本条满分，逐项扣分")
	}
	limit := t.left
	if d.By == standards.ByGap {
		t.gap(d, v)
	} else {
		for _, short := range v.shortfalls {
			t.shortfall(d, short)
		}
	}
	points := s.max.Sub(limit.Sub(t.left))
	s.interval = Interval{points, points}
}

// taking is a deduction under way.
type taking struct {
	*scored
	left  standards.Points // what may still be taken
	words string           // why no more is
}

// shortfall takes the units of one shortfall.
func (t *taking) shortfall(d standards.Deduct, short Shortfall) {
	each, _ := d.Price(short.Kind, short.Factors)
	steps, counted := stepsOf(d, short.Count)
	due := each.Mul(steps).Max(standards.Points{})
	text := fmt.Sprintf("%s：%s×%s 分", short.Text, show(short.Count), show(each))
	if counted != "" {
		text = fmt.Sprintf("%s：%s，%s，×%s 分", short.Text, show(short.Count), counted, show(each))
	}
	if len(short.Factors) > 0 {
		text += factorWords(d.Factors, short.Factors)
	}
	t.take(due, text)
}

// gap takes what the measure is short of its target. A person who names shortfalls names
// the gap by their counts. Where there is no measure, or it says nothing because something
// else is wrong, all goes that can.
func (t *taking) gap(d standards.Deduct, v ruling) {
	var gap standards.Points
	why := strings.Join(texts(v.shortfalls), "；")
	switch {
	case measured(v):
		gap = v.measure.gap()
		why = fmt.Sprintf("完成 %s，目标 %s，差 %s：%s", show(v.measure.Value), show(v.measure.Target), show(gap), why)
	case v.told && !v.sideShort:
		for _, short := range v.shortfalls {
			gap = gap.Add(short.Count)
		}
		why = fmt.Sprintf("核查认定差 %s：%s", show(gap), why)
	default:
		t.take(t.left, "不能按差距计算，按最多的扣："+why)
		return
	}
	steps, counted := stepsOf(d, gap)
	if counted == "" {
		counted = show(gap)
	}
	t.take(d.Each.Mul(steps), fmt.Sprintf("%s；%s×%s 分", why, counted, show(d.Each)))
}

// take takes what is due as far as it is left.
func (t *taking) take(due standards.Points, text string) {
	loss := due.Min(t.left)
	t.left = t.left.Sub(loss)
	text += fmt.Sprintf("，应扣 %s 分", show(due))
	if loss.Cmp(due) < 0 {
		text += fmt.Sprintf("，%s，实扣 %s 分", t.words, show(loss))
	}
	t.line(EntryLose, loss.Neg(), ruleDeduct, text)
}

// stepsOf is how many steps so many units are, in the rule's reading of a step that is
// not full; words is "" where a unit is a step.
func stepsOf(d standards.Deduct, units standards.Points) (steps standards.Points, words string) {
	if d.Per == nil && d.PartStep == "" {
		return units, ""
	}
	per := standards.PointsOf(1)
	if d.Per != nil {
		per = *d.Per
	}
	steps = units.Quo(per)
	reading := "不足一档按比例"
	switch d.PartStep {
	case standards.PartCounts:
		steps, reading = floorOf(steps.Neg()).Neg(), "不足一档按一档"
	case standards.PartIgnored:
		steps, reading = floorOf(steps), "不足一档不计"
	case standards.PartNearest:
		steps, reading = floorOf(steps.Add(standards.PointsOf(1).Quo(standards.PointsOf(2)))), "四舍五入到整档"
	case standards.PartShare:
	}
	return steps, fmt.Sprintf("每 %s 一档计 %s 档（%s）", show(per), show(steps), reading)
}

// floorOf is the greatest whole number that is not above p.
func floorOf(p standards.Points) standards.Points {
	r := p.Rat()
	return whole(new(big.Int).Div(r.Num(), r.Denom())) // Euclidean; the denominator is positive
}

func factorWords(factors map[string]standards.Points, carried []string) string {
	parts := make([]string, len(carried))
	for i, factor := range carried {
		parts[i] = factor + " ×" + show(factors[factor])
	}
	return "（" + strings.Join(parts, "、") + "）"
}

// merit earns by the unit up to the most that the row allows (按次加分). Where another part
// of the row falls short, its merits do not count.
func (s *scored) merit(r row, v ruling) {
	if v.sideShort || len(v.merits) == 0 {
		text := "没有加分事项"
		if len(v.shortfalls) > 0 {
			text = "不得分：" + strings.Join(texts(v.shortfalls), "；")
		}
		s.earn(standards.Points{}, ruleEarn, text)
		return
	}
	left := r.most()
	var points standards.Points
	for _, m := range v.merits {
		each, _ := r.scoring.Earn.Price(m.Kind, m.Factors)
		due := each.Mul(m.Count)
		got := due.Min(left)
		left, points = left.Sub(got), points.Add(got)
		text := fmt.Sprintf("%s：%s×%s 分", m.Text, show(m.Count), show(each))
		if len(m.Factors) > 0 {
			text += factorWords(r.scoring.Earn.Factors, m.Factors)
		}
		text += fmt.Sprintf("，应得 %s 分", show(due))
		if got.Cmp(due) < 0 {
			text += fmt.Sprintf("，最多得 %s 分，实得 %s 分", show(r.most()), show(got))
		}
		s.line(EntryEarn, got, ruleEarn, text)
	}
	s.interval = Interval{points, points}
}

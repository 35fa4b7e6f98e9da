package assessment

import (
	"fmt"
	"strings"

	"zhanping/standards"
)

// The rules that make ledger lines, as Entry.Rule names them.
const (
	ruleAll       = "all_or_nothing"
	ruleDeduct    = "deduct"
	ruleEarn      = "earn"
	ruleLinear    = "linear"
	ruleSteps     = "steps"
	ruleInspector = "inspector"
	ruleAbsence   = "absence"
	ruleWaiver    = "waiver"
	rulePending   = "pending"
)

// scored is a row with its points and the lines that explain them; the lines add up to
// the certain end.
type scored struct {
	max      standards.Points
	interval Interval
	excluded bool // its points leave the base
	absent   bool // excluded because it does not apply, not because it is waived
	open     bool // not decided yet
	lines    []Entry
}

// score gives a row its points.
//
// While a row is undecided it is [worst, full], worst being 0 unless the row can lose more
// than it has. It is [0, full] although it may also turn out to be absent
// and be taken out of the base. That case needs no extra width: with S earned of a base
// of B ≥ S points by the others and m points on the row, re-basing to P gives S·P/B
// without the row, which is at least S·P/(B+m), the row counted with nothing, and at
// most (S+m)·P/(B+m), the row counted in full, since m·B ≥ m·S. Several undecided rows
// follow one after the other. The interval is [0, full] even where an inspector may
// only give 0.5 to 2, because what did not happen at all, or is waived, earns 0.
// The same holds below nothing: S < 0 is not extrapolated (see extrapolate), so that the
// others earn S without the row, which lies between S + worst and S + m.
//
// Once one part of the row is known to be met or to fall short, the row can no longer
// be absent, and each further shortfall only takes points away: the possible end is
// then what the known parts alone would give.
func score(item *standards.Item, r row, v ruling) scored {
	s := scored{max: r.max}
	if r.max.IsZero() && r.kind != standards.KindDeduction {
		return s
	}
	switch v.outcome {
	case Satisfied, NotSatisfied:
		s.decide(r, v)
	case NoEvidence, NotChecked, Errored:
		s.pend(r, v)
	case NotApplicable:
		if item.Absence == standards.AbsenceFull {
			s.earn(r.max, ruleAbsence, "不适用，按标准规定计满分："+v.reason)
		} else {
			s.absent = true
			s.exclude(ruleAbsence, v.reason)
		}
	case Waived:
		s.exclude(ruleWaiver, v.reason)
	}
	switch item.Kind {
	case standards.KindBonus:
		s.asBonus(v)
	case standards.KindDeduction:
		s.asDeduction()
	case standards.KindScored, standards.KindRequired:
	}
	return s
}

// decide scores a row that is met or falls short, by the row's own rule.
func (s *scored) decide(r row, v ruling) {
	switch {
	case v.given != nil:
		s.earn(*v.given, ruleInspector, fmt.Sprintf("核查员评定 %s 分（满分 %s 分）：%s", show(*v.given), show(r.max), v.reason))
	case len(r.scoring.Steps) > 0:
		s.step(r, v)
	case r.scoring.Earn != nil:
		s.merit(r, v)
	case v.outcome == Satisfied:
		s.earn(r.max, ruleOf(r.scoring), metWords(r))
	case r.scoring.Inspector != nil:
		s.leave(*r.scoring.Inspector, v)
	case r.scoring.Deduct != nil:
		s.deduct(r, v)
	case r.scoring.Linear != nil:
		s.linear(r.scoring.Linear.Zero, v)
	default:
		s.loseAll(ruleAll, v)
	}
}

func metWords(r row) string {
	if r.kind == standards.KindDeduction {
		return "没有扣分情形"
	}
	return "符合"
}

// ruleOf names the rule of a row that is met; steps name themselves.
func ruleOf(scoring standards.Scoring) string {
	switch {
	case scoring.Deduct != nil:
		return ruleDeduct
	case scoring.Linear != nil:
		return ruleLinear
	case scoring.Inspector != nil:
		return ruleInspector
	}
	return ruleAll
}

func (s *scored) line(kind EntryKind, points standards.Points, rule, text string) {
	s.lines = append(s.lines, Entry{Entry: kind, Points: points, Max: s.max, Rule: rule, Text: text})
}

// earn is a row that is fully known and earns p.
func (s *scored) earn(p standards.Points, rule, text string) {
	s.interval = Interval{p, p}
	s.line(EntryEarn, p, rule, text)
}

// exclude keeps why the row leaves the base; the ledger of the sheet says what follows.
func (s *scored) exclude(rule, why string) {
	s.excluded = true
	s.line(EntryExclude, standards.Points{}, rule, why)
}

// loseAll gives the row in full and takes it away again, so that the station sees why.
func (s *scored) loseAll(rule string, v ruling) {
	s.line(EntryEarn, s.max, rule, "本条满分")
	s.line(EntryLose, s.max.Neg(), rule, "不得分："+strings.Join(texts(v.shortfalls), "；"))
}

// leave keeps what an inspector may still give while he has given nothing.
func (s *scored) leave(r standards.Range, v ruling) {
	s.interval = Interval{r.From, r.To}
	switch r.From.Sign() {
	case 1:
		s.line(EntryEarn, r.From, ruleInspector, "酌情给分的下限")
	case -1:
		s.line(EntryLose, r.From, ruleInspector, "酌情扣分的上限，先按最坏计")
	}
	s.line(EntryPending, standards.Points{}, ruleInspector,
		fmt.Sprintf("待核查员酌情给分（%s）：%s", allowed(r), strings.Join(texts(v.shortfalls), "；")))
}

// linear earns in proportion between zero and the measure's own target. Zero lies on the
// other side of a target that is a limit.
func (s *scored) linear(zero standards.Points, v ruling) {
	if !measured(v) || v.measure.Target.Equal(zero) {
		s.loseAll(ruleLinear, v)
		return
	}
	value, target := v.measure.Value, v.measure.Target
	words := "不高于"
	if v.measure.Limit {
		words = "不低于"
	}
	share := value.Sub(zero).Quo(target.Sub(zero))
	points := standards.Points{}
	if share.Sign() > 0 && share.Cmp(standards.PointsOf(1)) < 0 {
		points = s.max.Mul(share)
	}
	s.earn(points, ruleLinear, fmt.Sprintf("完成 %s，目标 %s，%s %s 不得分，按比例得 %s 分（满分 %s 分）：%s",
		show(value), show(target), words, show(zero), show(points), show(s.max), strings.Join(texts(v.shortfalls), "；")))
}

// step earns by the first step that the measure reaches. The steps count for a row that
// is met as well, since the best tier may lie above what is required.
func (s *scored) step(r row, v ruling) {
	switch {
	case v.outcome == NotSatisfied && !measured(v) && r.kind == standards.KindDeduction:
		s.earn(r.worst(), ruleSteps, "不能按数值分档，按最多的扣："+strings.Join(texts(v.shortfalls), "；"))
		return
	case v.outcome == NotSatisfied && !measured(v):
		s.loseAll(ruleSteps, v)
		return
	case v.measure == nil:
		s.earn(s.max, ruleSteps, "符合")
		return
	}
	value := v.measure.Value
	points, reached := standards.Points{}, "未达到任何一档"
	for _, step := range r.scoring.Steps {
		if step.Holds(value) {
			points, reached = step.Points, stepWords(step)
			break
		}
	}
	text := fmt.Sprintf("完成 %s，目标 %s，%s，得 %s 分（满分 %s 分）",
		show(value), show(v.measure.Target), reached, show(points), show(s.max))
	if len(v.shortfalls) > 0 {
		text += "：" + strings.Join(texts(v.shortfalls), "；")
	}
	s.earn(points, ruleSteps, text)
}

func stepWords(step standards.Step) string {
	switch {
	case step.AtLeast != nil:
		return "达到 " + show(*step.AtLeast) + "（含）一档"
	case step.Above != nil:
		return "高于 " + show(*step.Above) + "（不含）一档"
	case step.AtMost != nil:
		return "不高于 " + show(*step.AtMost) + "（含）一档"
	case step.Below != nil:
		return "低于 " + show(*step.Below) + "（不含）一档"
	}
	return "未写界限的一档"
}

// measured reports whether a row that falls short does so by its measure alone. Where
// another part falls short, or the measure reaches its target and something else is
// wrong (more done than due), the measure earns nothing.
func measured(v ruling) bool {
	return v.measure != nil && !v.sideShort && v.measure.gap().Sign() > 0
}

// pend is a row that is not decided: nothing is certain but the worst, and what its known
// parts alone would give is possible, which is the full row where nothing is known.
// Merits may still come to light.
func (s *scored) pend(r row, v ruling) {
	known := v
	known.outcome = Satisfied
	if v.short() {
		known.outcome = NotSatisfied
	}
	best := scored{max: s.max}
	if r.scoring.Earn != nil && !v.sideShort {
		best.interval.Possible = r.most()
	} else {
		best.decide(r, known)
	}
	s.open = true
	s.interval = Interval{r.worst(), best.interval.Possible}
	why := "判定出错：" + v.reason
	switch v.outcome {
	case NoEvidence:
		why = "未举证"
		if v.missing > 0 {
			why += fmt.Sprintf("，缺 %d 项事实", v.missing)
		}
	case NotChecked:
		why = "待核查"
	case Satisfied, NotSatisfied, NotApplicable, Waived, Errored:
	}
	text := fmt.Sprintf("%s，最多可得 %s 分", why, show(s.interval.Possible))
	if s.interval.Certain.Sign() < 0 {
		text += fmt.Sprintf("，先按最坏计 %s 分", show(s.interval.Certain))
	}
	s.line(EntryPending, s.interval.Certain, rulePending, text)
}

// asBonus rewrites the lines of a bonus row: nothing is lost by a bonus that is not won.
func (s *scored) asBonus(v ruling) {
	if v.outcome == NotSatisfied && s.interval.Possible.IsZero() {
		s.lines = nil
		s.line(EntryBonus, standards.Points{}, ruleAll, "未获加分："+strings.Join(texts(v.shortfalls), "；"))
		return
	}
	for i := range s.lines {
		if s.lines[i].Entry == EntryEarn {
			s.lines[i].Entry = EntryBonus
		}
	}
}

// asDeduction rewrites the lines of a row that can only lose: it earns nothing.
func (s *scored) asDeduction() {
	for i := range s.lines {
		if s.lines[i].Entry == EntryEarn {
			s.lines[i].Entry = EntryLose
		}
	}
}

// show is a number for a ledger text: exact where four decimals hold it, and otherwise
// cut and marked.
func show(p standards.Points) string {
	cut := p.Display(4)
	if p.String() == cut {
		return cut
	}
	return "约 " + cut
}

package standards

import (
	"fmt"
	"slices"
)

// rowShape is what a scoring rule must fit: the row's points and the kind of its item.
type rowShape struct {
	points Points // 0 for a deduction
	kind   Kind
	folded bool // one of several parts that do not simply add up
}

// reviewScoring checks a scoring rule against its row (the item, or the part that
// carries it).
func reviewScoring(p *page, at string, scoring Scoring, row rowShape) {
	if scoring.Deduct != nil {
		reviewDeduct(p, at+"/deduct", *scoring.Deduct, row)
	}
	if scoring.Earn != nil {
		reviewEarn(p, at+"/earn", *scoring.Earn, row)
	}
	reviewSteps(p, at+"/steps", scoring.Steps, row)
	if scoring.Inspector != nil {
		reviewRange(p, at+"/inspector", *scoring.Inspector, row)
	}
}

func reviewDeduct(p *page, at string, deduct Deduct, row rowShape) {
	if !reviewPrices(p, at, "扣", deduct.Each, deduct.Kinds) {
		p.fault(at, "free_shortfall", "扣分规则一分不扣", "至少一种问题的扣分大于 0", "改扣分，或换一种计分规则")
	}
	reviewFactors(p, at, deduct.Factors)
	reviewCounting(p, at, deduct)
	reviewFloor(p, at, deduct, row)
	if deduct.AtMost == nil {
		return
	}
	limit, room := row.points, "不超过本条分值"
	if deduct.Floor != nil {
		limit, room = limit.Sub(*deduct.Floor), "不超过本条分值到最低分"
	}
	unlimited := row.kind == KindDeduction && deduct.Floor == nil
	if deduct.AtMost.Sign() <= 0 || deduct.AtMost.Cmp(limit) > 0 && !unlimited {
		p.fault(at+"/at_most", "out_of_bounds", fmt.Sprintf("最多扣 %s 分，本条 %s 分", deduct.AtMost, row.points), "大于 0，"+room, "改 at_most")
	}
}

// reviewPrices checks what one unit costs (扣) or earns (得), and reports whether it is
// anything; a price that is told to be negative counts as something.
func reviewPrices(p *page, at, verb string, each Points, kinds map[string]Points) bool {
	expected, fix := "不小于 0 的数，写"+verb+"多少，不带负号", "改"+verb+"分"
	some := each.Sign() != 0
	if each.Sign() < 0 {
		p.fault(at+"/each", "out_of_bounds", "每项"+verb+"分是 "+each.String(), expected, fix)
	}
	for _, kind := range p.names(at + "/kinds") {
		price := kinds[kind]
		some = some || price.Sign() > 0
		if price.Sign() < 0 {
			p.fault(at+"/kinds/"+kind, "out_of_bounds", fmt.Sprintf("“%s”的%s分是 %s", kind, verb, price), expected, fix)
		}
	}
	return some
}

func reviewFactors(p *page, at string, factors map[string]Points) {
	for _, factor := range p.names(at + "/factors") {
		if factors[factor].Sign() < 0 {
			p.fault(at+"/factors/"+factor, "out_of_bounds", fmt.Sprintf("“%s”的倍数是 %s", factor, factors[factor]), "不小于 0 的数", "改倍数")
		}
	}
}

// reviewCounting checks what a deduction counts and in what steps.
func reviewCounting(p *page, at string, deduct Deduct) {
	if deduct.Per != nil && deduct.Per.Sign() <= 0 {
		p.fault(at+"/per", "out_of_bounds", "一档是 "+deduct.Per.String(), "大于 0 的数", "改 per")
	}
	if deduct.Per != nil && deduct.PartStep == "" && !p.has(at+"/part_step") {
		p.fault(at+"/per", "part_step_unsaid", fmt.Sprintf("每 %s 扣一次，没有写不足一档怎么算", deduct.Per), "part_step: counts（按一档）、ignored（不计）、share（按比例）或 nearest（四舍五入）", "补上 part_step；原文没有说的，选定一种并在 note 里说明")
	}
	if deduct.By != ByGap {
		return
	}
	for _, key := range []string{"kinds", "factors"} {
		if p.has(at + "/" + key) {
			p.fault(at+"/"+key, "contradiction", "按差距扣分，却写了 "+key, "差距只有一种价", "删去 "+key+"，或改 by")
		}
	}
}

// reviewFloor checks how far the row may fall: what is undecided must have a worst case.
func reviewFloor(p *page, at string, deduct Deduct, row rowShape) {
	if floor := deduct.Floor; floor != nil {
		switch {
		case floor.Sign() > 0:
			p.fault(at+"/floor", "out_of_bounds", "最低分是 "+floor.String(), "不大于 0 的数；只扣到一定分数的写 at_most", "改 floor")
		case row.folded && floor.Sign() < 0:
			p.fault(at+"/floor", "contradiction", "取高或逐级计分的分项写了最低分", "倒扣另立 kind: deduction 的条目", "删去 floor")
		case row.kind == KindBonus:
			p.fault(at+"/floor", "contradiction", "加分条目写了最低分", "加分条目不会倒扣；要倒扣的另立 kind: deduction 的条目", "删去 floor")
		case row.kind == KindDeduction && floor.IsZero():
			p.fault(at+"/floor", "out_of_bounds", "扣分条目的最低分是 0，一分不扣", "小于 0 的数", "改 floor")
		}
	}
	if row.kind == KindDeduction && deduct.Floor == nil && deduct.AtMost == nil {
		p.fault(at, "unbounded", "扣分条目没有写最多扣多少，情况未查明时算不出最坏的结果", "floor 或 at_most", "补上 at_most；原文没有上限的写一个够大的数，并在 note 里说明")
	}
	if deduct.NothingBelow != nil && (row.kind == KindDeduction || deduct.Floor != nil && deduct.Floor.Sign() < 0) {
		p.fault(at+"/nothing_below", "contradiction", "可以倒扣的条目写了低于某数不得分", "不倒扣的计分条目才有不得分", "删去 nothing_below")
	}
}

func reviewEarn(p *page, at string, earn Earn, row rowShape) {
	if !reviewPrices(p, at, "得", earn.Each, earn.Kinds) {
		p.fault(at, "free_merit", "加分规则一分不加", "至少一种的得分大于 0", "改得分，或换一种计分规则")
	}
	reviewFactors(p, at, earn.Factors)
	if earn.AtMost != nil && (earn.AtMost.Sign() <= 0 || earn.AtMost.Cmp(row.points) > 0) {
		p.fault(at+"/at_most", "out_of_bounds", fmt.Sprintf("最多得 %s 分，本条 %s 分", earn.AtMost, row.points), "大于 0，不超过本条分值", "改 at_most")
	}
}

func reviewSteps(p *page, at string, steps []Step, row rowShape) {
	if len(steps) == 0 {
		return
	}
	whole := true // every step has exactly one threshold
	for i, step := range steps {
		here := fmt.Sprintf("%s/%d", at, i)
		whole = reviewThreshold(p, here, step) && whole
		reviewStepPoints(p, here, step, row)
	}
	if top := steps[0].Points; row.kind != KindDeduction && top.Cmp(row.points) < 0 {
		p.fault(at+"/0/points", "unreachable_points", fmt.Sprintf("最好的一档得 %s 分，本条 %s 分，永远得不满", top, row.points), "最好的一档等于本条分值", "改本档得分，或改条目分值")
	}
	if !whole {
		return
	}
	for i := 1; i < len(steps); i++ {
		here := fmt.Sprintf("%s/%d", at, i)
		if steps[i].down() != steps[i-1].down() {
			p.fault(here, "step_order", fmt.Sprintf("第 %d 档和上一档方向不同，一个看不低于，一个看不高于", i+1), "各档都用 at_least、above，或都用 at_most、below", "改界限的写法")
			continue
		}
		switch {
		case closesTwice(steps[i-1], steps[i]):
			p.fault(here, "contradictory_closure", fmt.Sprintf("第 %d 档是%s，第 %d 档是%s：同一个数，含不含自相矛盾", i, closureWords(steps[i-1]), i+1, closureWords(steps[i])),
				"一个数只归一档", "按原意改其中一档的数，或改含不含")
		case !stricter(steps[i-1], steps[i]):
			lower := "低"
			if steps[i].down() {
				lower = "高"
			}
			p.fault(here, "step_order", fmt.Sprintf("第 %d 档的界限不比上一档%s，永远轮不到", i+1, lower), stepOrder(row, lower), "调整各档的次序或界限")
		}
		worse := steps[i-1].Points.Cmp(steps[i].Points)
		if row.kind == KindDeduction {
			worse = -worse
		}
		if worse <= 0 {
			p.fault(here+"/points", "step_order", fmt.Sprintf("第 %d 档得 %s 分，上一档得 %s 分", i+1, steps[i].Points, steps[i-1].Points), stepPoints(row), "改各档得分")
		}
	}
}

func stepOrder(row rowShape, lower string) string {
	if row.kind == KindDeduction {
		return "从扣得最多的一档写起，界限逐档变" + lower
	}
	if lower == "高" {
		return "从最好的一档写起，界限逐档升高"
	}
	return "从最好的一档写起，界限逐档降低"
}

func stepPoints(row rowShape) string {
	if row.kind == KindDeduction {
		return "从扣得最多的一档写起，扣分逐档减少"
	}
	return "得分逐档降低"
}

// reviewThreshold reports whether the step has exactly one threshold.
func reviewThreshold(p *page, here string, step Step) bool {
	given := 0
	for _, line := range []*Points{step.AtLeast, step.Above, step.AtMost, step.Below} {
		if line != nil {
			given++
		}
	}
	switch {
	case given == 1:
		return true
	case given == 0:
		p.fault(here, "no_threshold", "这一档没有写界限", "at_least（含）、above（不含）、at_most（含）或 below（不含）", "补上界限")
	case given == 2 && step.AtLeast != nil && step.Above != nil:
		p.fault(here, "contradictory_closure", fmt.Sprintf("同一档既写了不低于 %s（含），又写了高于 %s（不含）", step.AtLeast, step.Above), "at_least 或 above 一个", "删去一个")
	case given == 2 && step.AtMost != nil && step.Below != nil:
		p.fault(here, "contradictory_closure", fmt.Sprintf("同一档既写了不高于 %s（含），又写了低于 %s（不含）", step.AtMost, step.Below), "at_most 或 below 一个", "删去一个")
	default:
		p.fault(here, "contradictory_closure", "同一档写了几个界限", "一个界限；先写的档先算，不必写另一头", "只留一个")
	}
	return false
}

func reviewStepPoints(p *page, here string, step Step, row rowShape) {
	if row.kind == KindDeduction {
		if step.Points.Sign() >= 0 {
			p.fault(here+"/points", "out_of_bounds", fmt.Sprintf("扣分条目的这一档是 %s 分", step.Points), "小于 0 的数，如 -1；不扣分的不必列", "改本档分数")
		}
		return
	}
	if step.Points.Sign() < 0 || step.Points.Cmp(row.points) > 0 {
		p.fault(here+"/points", "out_of_bounds", fmt.Sprintf("这一档 %s 分，本条 %s 分", step.Points, row.points), "0 到本条分值之间", "改本档得分")
	}
}

// stricter reports whether step a asks for more than step b, which looks the same way: its
// line lies further, or the same line is excluded in a and included in b.
func stricter(a, b Step) bool {
	further := a.line().Cmp(b.line())
	if a.down() {
		further = -further
	}
	if further != 0 {
		return further > 0
	}
	return !a.included() && b.included()
}

// closesTwice reports whether two neighbouring steps that look the same way end at the
// same number, which the first includes and the second does not: the second never holds.
func closesTwice(a, b Step) bool {
	return a.line().Equal(b.line()) && a.included() && !b.included()
}

// closureWords says which numbers a step with one threshold takes.
func closureWords(s Step) string {
	words := "低于 %s（不含）"
	switch {
	case s.AtLeast != nil:
		words = "不低于 %s（含）"
	case s.Above != nil:
		words = "高于 %s（不含）"
	case s.AtMost != nil:
		words = "不高于 %s（含）"
	}
	return fmt.Sprintf(words, s.line())
}

// down reports whether the step looks at small measures.
func (s Step) down() bool { return s.AtMost != nil || s.Below != nil }

func (s Step) included() bool { return s.AtLeast != nil || s.AtMost != nil }

// line is the number at which the step begins.
func (s Step) line() Points {
	for _, line := range []*Points{s.AtLeast, s.Above, s.AtMost, s.Below} {
		if line != nil {
			return *line
		}
	}
	return Points{}
}

func reviewRange(p *page, at string, given Range, row rowShape) {
	switch {
	case row.kind == KindDeduction && (given.From.Cmp(given.To) >= 0 || given.To.Sign() > 0):
		p.fault(at, "out_of_bounds", fmt.Sprintf("酌情扣分从 %s 到 %s", given.From, given.To), "from < to ≤ 0，如 from: -2, to: -1", "改 from 和 to")
		return
	case row.kind == KindDeduction:
	case given.From.Sign() < 0 || given.From.Cmp(given.To) >= 0 || given.To.Cmp(row.points) > 0:
		p.fault(at, "out_of_bounds", fmt.Sprintf("酌情给分从 %s 到 %s，本条 %s 分", given.From, given.To, row.points), "0 ≤ from < to ≤ 本条分值", "改 from 和 to")
		return
	}
	for i, step := range given.Steps {
		if step.Cmp(given.From) < 0 || step.Cmp(given.To) > 0 {
			p.fault(fmt.Sprintf("%s/steps/%d", at, i), "out_of_bounds", fmt.Sprintf("可给的分 %s 不在 %s 到 %s 之间", step, given.From, given.To), "from 到 to 之间", "改这个分值，或改 from 和 to")
		}
	}
	if len(given.Steps) > 0 && !slices.IsSortedFunc(given.Steps, ascending) {
		p.fault(at+"/steps", "step_order", "可给的分没有从低到高、互不相同地排列", "从低到高，不重复", "调整次序")
	}
}

// ascending orders strictly: of equal neighbours it calls the second the smaller, so
// that a list with an equal pair is not sorted.
func ascending(a, b Points) int {
	if c := a.Cmp(b); c != 0 {
		return c
	}
	return -1
}

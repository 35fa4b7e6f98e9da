package standards

import (
	"fmt"
	"slices"
)

// reviewScoring checks a scoring rule against the points of its row (the item, or the
// part that carries it).
func reviewScoring(p *page, at string, scoring Scoring, row Points) {
	if scoring.Deduct != nil {
		reviewDeduct(p, at+"/deduct", *scoring.Deduct, row)
	}
	reviewSteps(p, at+"/steps", scoring.Steps, row)
	if scoring.Inspector != nil {
		reviewRange(p, at+"/inspector", *scoring.Inspector, row)
	}
}

func reviewDeduct(p *page, at string, deduct Deduct, row Points) {
	costs := deduct.Each.Sign() > 0
	if deduct.Each.Sign() < 0 {
		p.fault(at+"/each", "out_of_bounds", "每项扣分是 "+deduct.Each.String(), "不小于 0 的数，写扣多少，不带负号", "改扣分")
	}
	for _, kind := range p.names(at + "/kinds") {
		price := deduct.Kinds[kind]
		costs = costs || price.Sign() > 0
		if price.Sign() < 0 {
			p.fault(at+"/kinds/"+kind, "out_of_bounds", fmt.Sprintf("“%s”的扣分是 %s", kind, price), "不小于 0 的数，写扣多少，不带负号", "改扣分")
		}
	}
	if !costs && deduct.Each.Sign() == 0 {
		p.fault(at, "free_shortfall", "扣分规则一分不扣", "至少一种问题的扣分大于 0", "改扣分，或换一种计分规则")
	}
	if deduct.AtMost == nil {
		return
	}
	if deduct.AtMost.Sign() <= 0 || deduct.AtMost.Cmp(row) > 0 {
		p.fault(at+"/at_most", "out_of_bounds", fmt.Sprintf("最多扣 %s 分，本条 %s 分", deduct.AtMost, row), "大于 0，不超过本条分值", "改 at_most")
	}
}

func reviewSteps(p *page, at string, steps []Step, row Points) {
	whole := true // every step has exactly one threshold
	for i, step := range steps {
		here := fmt.Sprintf("%s/%d", at, i)
		switch {
		case step.AtLeast != nil && step.Above != nil:
			whole = false
			p.fault(here, "contradictory_closure", fmt.Sprintf("同一档既写了不低于 %s（含），又写了高于 %s（不含）", step.AtLeast, step.Above), "at_least 或 above 一个", "删去一个")
		case step.AtLeast == nil && step.Above == nil:
			whole = false
			p.fault(here, "no_threshold", "这一档没有写界限", "at_least（含）或 above（不含）", "补上界限")
		}
		if step.Points.Sign() < 0 || step.Points.Cmp(row) > 0 {
			p.fault(here+"/points", "out_of_bounds", fmt.Sprintf("这一档 %s 分，本条 %s 分", step.Points, row), "0 到本条分值之间", "改本档得分")
		}
	}
	if len(steps) == 0 {
		return
	}
	if top := steps[0].Points; top.Cmp(row) < 0 {
		p.fault(at+"/0/points", "unreachable_points", fmt.Sprintf("最好的一档得 %s 分，本条 %s 分，永远得不满", top, row), "最好的一档等于本条分值", "改本档得分，或改条目分值")
	}
	if !whole {
		return
	}
	for i := 1; i < len(steps); i++ {
		here := fmt.Sprintf("%s/%d", at, i)
		if !stricter(steps[i-1], steps[i]) {
			p.fault(here, "step_order", fmt.Sprintf("第 %d 档的界限不比上一档低，永远轮不到", i+1), "从最好的一档写起，界限逐档降低", "调整各档的次序或界限")
		}
		if steps[i-1].Points.Cmp(steps[i].Points) <= 0 {
			p.fault(here+"/points", "step_order", fmt.Sprintf("第 %d 档得 %s 分，上一档得 %s 分", i+1, steps[i].Points, steps[i-1].Points), "得分逐档降低", "改各档得分")
		}
	}
}

// stricter reports whether step a asks for more than step b: its line is higher, or the
// same line is excluded in a and included in b.
func stricter(a, b Step) bool {
	switch c := a.line().Cmp(b.line()); {
	case c != 0:
		return c > 0
	default:
		return a.Above != nil && b.AtLeast != nil
	}
}

// line is the number at which the step begins.
func (s Step) line() Points {
	if s.Above != nil {
		return *s.Above
	}
	return *s.AtLeast
}

func reviewRange(p *page, at string, given Range, row Points) {
	if given.From.Sign() < 0 || given.From.Cmp(given.To) >= 0 || given.To.Cmp(row) > 0 {
		p.fault(at, "out_of_bounds", fmt.Sprintf("酌情给分从 %s 到 %s，本条 %s 分", given.From, given.To, row), "0 ≤ from < to ≤ 本条分值", "改 from 和 to")
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

package report

import (
	"strings"

	"zhanping/standards"
)

// ScoringWords says what a shortfall costs or a measure earns (评分规则), a line for each
// part that is priced alone.
func ScoringWords(item standards.Item) string {
	switch item.Kind {
	case standards.KindRequired:
		return "必备项，不计分；不符合即不能评上以它为条件的等级。"
	case standards.KindDeduction:
		return "从 0 分起扣。" + strings.Replace(ruleWords(item.Scoring), "其余不得分", "其余不扣分", 1)
	case standards.KindScored, standards.KindBonus:
	}
	var priced []string
	for i, part := range item.Parts {
		if part.Points != nil {
			priced = append(priced, "第 "+standards.PointsOf(int64(i+1)).String()+" 款 "+show(*part.Points)+" 分："+ruleWords(part.Scoring))
		}
	}
	switch item.Combine.Mode {
	case standards.CombineBest:
		priced = append(priced, "取高不累加。")
	case standards.CombineLadder:
		priced = append(priced, "逐级累进：前一级全部达到，后一级才计分。")
	case standards.CombineAtLeast:
		return "至少满足 " + standards.PointsOf(int64(item.Combine.AtLeast)).String() + " 款。" + ruleWords(item.Scoring)
	case standards.CombineAll:
	}
	if len(priced) > 0 {
		return strings.Join(priced, "\n")
	}
	return ruleWords(item.Scoring)
}

func ruleWords(s standards.Scoring) string {
	switch {
	case s.Deduct != nil:
		return deductWords(*s.Deduct)
	case s.Linear != nil:
		return "达到要求得满分；" + show(s.Linear.Zero) + " 及以下不得分；中间按比例得分。"
	case s.Earn != nil:
		return earnWords(*s.Earn)
	case len(s.Steps) > 0:
		var steps []string
		for _, step := range s.Steps {
			steps = append(steps, stepWords(step))
		}
		return "分档：" + strings.Join(steps, "；") + "；其余不得分。"
	case s.Inspector != nil:
		return inspectorWords(*s.Inspector)
	}
	return "符合得满分，不符合不得分。"
}

func deductWords(d standards.Deduct) string {
	text := "每处问题"
	switch {
	case d.By == standards.ByGap && d.Per != nil:
		text = "比要求每差 " + show(*d.Per)
	case d.By == standards.ByGap:
		text = "比要求每差 1"
	case d.Per != nil:
		text = "每 " + show(*d.Per) + " 个单位"
	}
	text += "扣 " + show(d.Each) + " 分"
	for _, kind := range sortedKeys(d.Kinds) {
		text += "；其中" + ShortfallWord(kind) + "每处扣 " + show(d.Kinds[kind]) + " 分"
	}
	text += factorWords(d.Factors) + partStepWord(d.PartStep)
	if d.NothingBelow != nil {
		text += "；低于 " + show(*d.NothingBelow) + " 不得分"
	}
	if d.Floor != nil && d.Floor.Sign() < 0 {
		text += "；最低到 " + show(*d.Floor) + " 分"
	}
	if d.AtMost != nil {
		return text + "；最多扣 " + show(*d.AtMost) + " 分。"
	}
	if d.Floor != nil && d.Floor.Sign() < 0 {
		return text + "。"
	}
	return text + "，扣完为止。"
}

func earnWords(e standards.Earn) string {
	text := "每项得 " + show(e.Each) + " 分"
	if e.Each.IsZero() {
		text = "按种类得分"
	}
	for _, kind := range sortedKeys(e.Kinds) {
		text += "；“" + oneLine(kind) + "”类每项得 " + show(e.Kinds[kind]) + " 分"
	}
	text += factorWords(e.Factors)
	if e.AtMost != nil {
		return text + "；最多得 " + show(*e.AtMost) + " 分。"
	}
	return text + "；最多得本条分值。"
}

func factorWords(factors map[string]standards.Points) string {
	text := ""
	for _, factor := range sortedKeys(factors) {
		text += "；“" + oneLine(factor) + "”情形乘 " + show(factors[factor])
	}
	return text
}

func partStepWord(p standards.PartStep) string {
	switch p {
	case standards.PartCounts:
		return "，不足一档按一档"
	case standards.PartIgnored:
		return "，不足一档不计"
	case standards.PartShare:
		return "，不足一档按比例"
	case standards.PartNearest:
		return "，四舍五入到整档"
	}
	return ""
}

func stepWords(s standards.Step) string {
	switch {
	case s.AtLeast != nil:
		return "达到 " + show(*s.AtLeast) + " 得 " + show(s.Points) + " 分"
	case s.Above != nil:
		return "超过 " + show(*s.Above) + " 得 " + show(s.Points) + " 分"
	case s.AtMost != nil:
		return "不超过 " + show(*s.AtMost) + " 得 " + show(s.Points) + " 分"
	case s.Below != nil:
		return "低于 " + show(*s.Below) + " 得 " + show(s.Points) + " 分"
	}
	return "得 " + show(s.Points) + " 分"
}

func inspectorWords(r standards.Range) string {
	text := "由核查员酌情给 " + show(r.From) + "–" + show(r.To) + " 分"
	if r.From.Sign() < 0 {
		text = "由核查员酌情扣 " + show(r.To.Neg()) + "–" + show(r.From.Neg()) + " 分"
	}
	if len(r.Steps) == 0 {
		return text + "，须写明理由。"
	}
	steps := make([]string, len(r.Steps))
	for i, step := range r.Steps {
		steps[i] = show(step)
	}
	return text + "（只可给 " + strings.Join(steps, "、") + "），须写明理由。"
}

package report

import (
	"strings"

	"zhanping/standards"
)

// scoringWords says in one sentence what a shortfall costs or a measure earns (评分规则).
func scoringWords(item standards.Item) string {
	if item.Kind == standards.KindRequired {
		return "必备项，不计分；不符合即不能评上以它为条件的等级。"
	}
	var priced []string
	for i, part := range item.Parts {
		if part.Points != nil {
			priced = append(priced, "第 "+standards.PointsOf(int64(i+1)).String()+" 款 "+show(*part.Points)+" 分："+ruleWords(part.Scoring))
		}
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
	text := "每处问题扣 " + show(d.Each) + " 分"
	for _, kind := range sortedKeys(d.Kinds) {
		text += "；其中" + shortfallWord(kind) + "每处扣 " + show(d.Kinds[kind]) + " 分"
	}
	if d.AtMost != nil {
		return text + "；最多扣 " + show(*d.AtMost) + " 分。"
	}
	return text + "，扣完为止。"
}

func stepWords(s standards.Step) string {
	switch {
	case s.AtLeast != nil:
		return "达到 " + show(*s.AtLeast) + " 得 " + show(s.Points) + " 分"
	case s.Above != nil:
		return "超过 " + show(*s.Above) + " 得 " + show(s.Points) + " 分"
	}
	return "得 " + show(s.Points) + " 分"
}

func inspectorWords(r standards.Range) string {
	text := "由核查员酌情给 " + show(r.From) + "–" + show(r.To) + " 分"
	if len(r.Steps) == 0 {
		return text + "，须写明理由。"
	}
	steps := make([]string, len(r.Steps))
	for i, step := range r.Steps {
		steps[i] = show(step)
	}
	return text + "（只可给 " + strings.Join(steps, "、") + "），须写明理由。"
}

package report

import (
	"zhanping/assessment"
	"zhanping/evidence"
)

// FindingWords is a person's answer to an item on one line (人工评定).
func FindingWords(f evidence.Finding) string {
	answer := OutcomeWord(assessment.Outcome(f.Outcome))
	if f.Points != "" {
		answer += "，" + f.Points + " 分"
	}
	parts := []string{answer}
	for _, shortfall := range f.Shortfalls {
		parts = append(parts, shortfall.Text)
	}
	if f.Reason != "" {
		parts = append(parts, "理由："+f.Reason)
	}
	if f.Until != "" {
		parts = append(parts, "有效至 "+f.Until)
	}
	who := joinFilled("，", f.By, f.Date)
	if who != "" {
		who = "（" + who + "）"
	}
	return oneLine(findingSourceWord(f.Source) + who + "：" + joinFilled("；", parts...))
}

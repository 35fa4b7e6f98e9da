package report

import (
	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// ProvenanceWords is the origin of an item on one line (出处); "" where none is given.
func ProvenanceWords(p standards.Provenance) string { return provenanceWords(p) }

// ScoringWords says what a shortfall costs or a measure earns (评分规则), a line for each
// part that is priced alone.
func ScoringWords(item standards.Item) string { return scoringWords(item) }

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

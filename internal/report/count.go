package report

import (
	"fmt"
	"strings"

	"zhanping/assessment"
)

// CountLine is the one line that sums a set up; it ends every report for people. For
// one report it also gives its total and grade.
func CountLine(reports []*assessment.Report) string {
	if len(reports) == 1 {
		return countLine(reports[0])
	}
	counts := map[assessment.Outcome]int{}
	items, settled := 0, 0
	for _, r := range reports {
		items += len(r.Items)
		for outcome, n := range r.Counts {
			counts[outcome] += n
		}
		if isSettled(r) {
			settled++
		}
	}
	return fmt.Sprintf("%d 份评定，%d 条：%s — 结果已定 %d 份，待定 %d 份",
		len(reports), items, countWords(counts), settled, len(reports)-settled)
}

func countLine(r *assessment.Report) string {
	line := fmt.Sprintf("%d 条：%s", len(r.Items), countWords(r.Counts))
	if result := resultWords(r); result != "" {
		line += " — " + result
	}
	return line
}

// resultWords is total and grade, as far as the standard has them.
func resultWords(r *assessment.Report) string {
	var parts []string
	if total := totalWords(r); total != "" {
		parts = append(parts, total)
	}
	if grade := oneLine(gradeSpan(r.Grade)); grade != "" {
		parts = append(parts, grade)
	}
	return strings.Join(parts, "，")
}

// totalWords is "61.5–92 / 100 分", "" for a standard without points.
func totalWords(r *assessment.Report) string {
	if r.Total == nil {
		return ""
	}
	if r.OutOf == nil {
		return showSpan(*r.Total) + " 分"
	}
	if r.OutOf.IsZero() {
		return showSpan(*r.Total) + " 分（只加分、扣分，不设总分）"
	}
	return showSpan(*r.Total) + " / " + show(*r.OutOf) + " 分"
}

func countWords(counts map[assessment.Outcome]int) string {
	words := make([]string, len(assessment.Outcomes))
	for i, outcome := range assessment.Outcomes {
		word := OutcomeWord(outcome)
		if outcome == assessment.Errored {
			word = "出错"
		}
		words[i] = fmt.Sprintf("%s %d", word, counts[outcome])
	}
	return strings.Join(words, "，")
}

// isSettled reports whether both ends of total and grade meet.
func isSettled(r *assessment.Report) bool {
	return (r.Total == nil || r.Total.Certain.Equal(r.Total.Possible)) && r.Grade.Certain == r.Grade.Possible
}

package report

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// gradingWords is the title and the lines of a grade table that bars on a scale cannot
// show: one with upper ends, numbers of items or alternatives. Empty for a plain ladder.
func gradingWords(r *assessment.Report) (title string, lines []string) {
	plain := !slices.ContainsFunc(r.Grading, func(g assessment.GradeRule) bool {
		return g.Below != nil || g.Core != nil || len(g.Failed) > 0 || len(g.Any) > 0
	})
	if plain && r.Choose != standards.ChooseWorst {
		return "", nil
	}
	title = "等级条件（从好到差，取第一个成立的）"
	if r.Choose == standards.ChooseWorst {
		title = "等级条件（从好到差，几级同时成立时取最差的）"
	}
	for _, rule := range r.Grading {
		text := strings.Join(rule.Conditions, "；")
		if text == "" {
			text = "无条件"
		}
		lines = append(lines, oneLine(rule.Grade+"："+text+"（"+ruleStateWord(rule)+"）"))
	}
	return title, lines
}

// ruleStateWord says whether a row of the grade table holds at both ends.
func ruleStateWord(rule assessment.GradeRule) string {
	switch {
	case rule.Certain && rule.Possible:
		return "成立"
	case rule.Certain:
		return "按已确定的成立，待定项全部落实后不再成立"
	case rule.Possible:
		return "待定项全部落实后成立"
	}
	return "不成立"
}

// brokenGates is the conditions outside the points that a grade asks for and that are
// broken on this evidence, by item.
func brokenGates(rule assessment.GradeRule, r *assessment.Report) []string {
	var broken []string
	for _, gate := range gatesIn(r, assessment.Broken) {
		if gate.Item != "" && slices.Contains(rule.Gates, gate.Item) {
			broken = append(broken, oneLine(gate.Item))
		}
	}
	return broken
}

// shutOutWords names the grades that no number of points can win, and why; "" where the
// points decide.
func shutOutWords(r *assessment.Report) string {
	var grades, items []string
	for _, rule := range r.Grading {
		if rule.Grade == r.Grade.Possible {
			break
		}
		broken := brokenGates(rule, r)
		if rule.Possible || len(broken) == 0 {
			continue
		}
		grades = append(grades, rule.Grade)
		for _, item := range broken {
			if !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	if len(grades) == 0 {
		return ""
	}
	return oneLine(fmt.Sprintf("%d 项必备不满足（%s），分数够了也评不上%s",
		len(items), strings.Join(items, "、"), strings.Join(grades, "、")))
}

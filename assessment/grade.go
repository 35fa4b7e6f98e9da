package assessment

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/standards"
)

// gradeTable evaluates every row of the grade table at both ends, best first, and finds
// the grade: the first row that holds. A row that certainly holds can also still hold,
// so the possible grade is never below the certain one.
func gradeTable(std *standards.Standard, total *Interval, gates []Gate, floors []floor) ([]GradeRule, GradeInterval) {
	var table []GradeRule
	var result GradeInterval
	for _, grade := range std.Grades {
		rule := gradeRule(grade, total, gates, floors)
		if rule.Certain && result.Certain == "" {
			result.Certain = rule.Grade
		}
		if rule.Possible && result.Possible == "" {
			result.Possible = rule.Grade
		}
		table = append(table, rule)
	}
	return table, result
}

func gradeRule(grade standards.Grade, total *Interval, gates []Gate, floors []floor) GradeRule {
	rule := GradeRule{Grade: grade.Name, Total: grade.Total, Chapters: grade.Chapters, Certain: true, Possible: true}
	require := func(state GateState) {
		rule.Certain = rule.Certain && state == Held
		rule.Possible = rule.Possible && state != Broken
	}
	if grade.Total != nil {
		rule.Conditions = append(rule.Conditions, "总分不低于 "+show(*grade.Total)+" 分")
		require(totalState(total, *grade.Total))
	}
	required := 0
	var named []string
	for _, gate := range gates {
		byGrade := slices.Contains(grade.Items, gate.Item)
		byKind := grade.Required && gate.Rule == GateRequired
		if gate.Item == "" || (!byGrade && !byKind) {
			continue
		}
		if byKind {
			required++
		} else {
			named = append(named, gate.Item)
		}
		rule.Gates = append(rule.Gates, gate.Item)
		require(gate.State)
	}
	if required > 0 {
		rule.Conditions = append(rule.Conditions, fmt.Sprintf("%d 项必备条目全部符合", required))
	}
	if len(named) > 0 {
		rule.Conditions = append(rule.Conditions, "条目 "+strings.Join(named, "、")+" 符合")
	}
	if grade.Chapters != nil {
		rule.Conditions = append(rule.Conditions, "每章得分不低于该章的 "+show(*grade.Chapters)+"%")
		for _, f := range floors {
			if f.percent.Equal(*grade.Chapters) {
				require(f.state())
			}
		}
	}
	return rule
}

// totalState says whether the total reaches a line; without a total nothing can.
func totalState(total *Interval, line standards.Points) GateState {
	switch {
	case total == nil || total.Possible.Cmp(line) < 0:
		return Broken
	case total.Certain.Cmp(line) >= 0:
		return Held
	}
	return Unknown
}

package assessment

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/standards"
)

// gradeTable evaluates every row of the grade table at both ends, best first, and finds
// the grade at each: the first row that holds, or the last one where the standard says
// that the worst counts. It is empty where a table with a hole gives none.
func gradeTable(std *standards.Standard, r *Report, floors []floor) ([]GradeRule, GradeInterval) {
	var table []GradeRule
	var result GradeInterval
	take := func(grade *string, name string, holds bool) {
		if holds && (*grade == "" || std.Choose == standards.ChooseWorst) {
			*grade = name
		}
	}
	for _, grade := range std.Grades {
		rule := gradeRule(grade, r, floors)
		take(&result.Certain, rule.Grade, rule.Certain)
		take(&result.Possible, rule.Grade, rule.Possible)
		table = append(table, rule)
	}
	return table, result
}

func gradeRule(grade standards.Grade, r *Report, floors []floor) GradeRule {
	rule := groupRule(grade.Conditions(), r, floors)
	rule.Grade = grade.Name
	if len(grade.Any) == 0 {
		return rule
	}
	certain, possible := false, false
	words := make([]string, len(grade.Any))
	for i, conditions := range grade.Any {
		group := groupRule(conditions, r, floors)
		certain, possible = certain || group.Certain, possible || group.Possible
		words[i] = strings.Join(group.Conditions, "，且")
		rule.Any = append(rule.Any, group)
	}
	rule.Certain, rule.Possible = rule.Certain && certain, rule.Possible && possible
	rule.Conditions = append(rule.Conditions, strings.Join(words, "，或者"))
	return rule
}

// groupRule evaluates conditions that must hold together.
func groupRule(c standards.Conditions, r *Report, floors []floor) GradeRule {
	rule := GradeRule{Total: c.Total, Below: c.Below, Chapters: c.Chapters, Certain: true, Possible: true}
	both := func(certain, possible bool) {
		rule.Certain, rule.Possible = rule.Certain && certain, rule.Possible && possible
	}
	require := func(state GateState) { both(state == Held, state != Broken) }
	if words := totalWords(c); words != "" {
		rule.Conditions = append(rule.Conditions, words)
	}
	if c.Total != nil {
		require(totalState(r.Total, *c.Total))
	}
	if c.Below != nil {
		both(r.Total != nil && r.Total.Certain.Cmp(*c.Below) < 0, r.Total != nil && r.Total.Possible.Cmp(*c.Below) < 0)
	}
	required := 0
	var named []string
	for _, gate := range r.Gates {
		byGrade := slices.Contains(c.Items, gate.Item)
		byKind := c.Required && gate.Rule == GateRequired
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
	if c.Chapters != nil {
		rule.Conditions = append(rule.Conditions, "每章得分不低于该章的 "+show(*c.Chapters)+"%")
		for _, f := range floors {
			if f.percent.Equal(*c.Chapters) {
				require(f.state())
			}
		}
	}
	if c.Core != nil {
		core := coreRule(*c.Core, r.Items)
		both(core.holds(core.Certain), core.holds(core.Possible))
		rule.Core = &core
		rule.Conditions = append(rule.Conditions, coreWords(*c.Core))
	}
	for _, failed := range c.Failed {
		counted := failedRule(failed, r.Items)
		both(counted.Certain <= counted.AtMost, counted.Possible <= counted.AtMost)
		rule.Failed = append(rule.Failed, counted)
		rule.Conditions = append(rule.Conditions, failedWords(failed))
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

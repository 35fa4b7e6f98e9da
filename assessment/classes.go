package assessment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/standards"
)

// coreRule counts the items of a class that pass at both ends. An undecided item counts
// as present: were it absent as a whole it would pass, and were a part of it absent its
// share of the rest would lie between the two ends.
func coreRule(core standards.Core, items []ItemResult) CoreRule {
	rule := CoreRule{Class: core.Class, AtLeast: core.AtLeast, Below: core.Below}
	for _, item := range items {
		if item.Item.Class != core.Class {
			continue
		}
		counted := CoreItem{Item: item.Item.ID}
		certain, possible := itemMet(item.Outcome)
		if line, priced := core.Passes(*item.Item, item.Max.Sub(item.Excluded)); priced {
			counted.Line = &line
			whole := item.Outcome == NotApplicable || item.Outcome == Waived
			certain = whole || item.Points.Certain.Cmp(line) >= 0
			possible = whole || item.Points.Possible.Cmp(line) >= 0
		}
		if certain {
			rule.Certain++
		}
		if possible {
			rule.Possible++
		}
		rule.Items = append(rule.Items, counted)
	}
	return rule
}

func (c CoreRule) holds(passed int) bool {
	return (c.AtLeast == nil || passed >= *c.AtLeast) && (c.Below == nil || passed < *c.Below)
}

// itemMet says whether an item is met, as a gate is held, when the unknown turns out worst
// and when it turns out best.
func itemMet(outcome Outcome) (certain, possible bool) {
	switch outcome {
	case Satisfied, NotApplicable, Waived:
		return true, true
	case NotSatisfied:
		return false, false
	case NoEvidence, NotChecked, Errored:
	}
	return false, true
}

// failedRule counts the items of some classes that are not met at both ends.
func failedRule(failed standards.Failed, items []ItemResult) FailedRule {
	rule := FailedRule{Classes: failed.Classes, AtMost: failed.AtMost}
	for _, item := range items {
		if !failed.Counts(item.Item.Class) {
			continue
		}
		rule.Items = append(rule.Items, item.Item.ID)
		certain, possible := itemMet(item.Outcome)
		if !certain {
			rule.Certain++
		}
		if !possible {
			rule.Possible++
		}
	}
	return rule
}

// countGates is a gate for each number of items that a grade asks for outside its
// alternatives; the counts that only bar a bad grade are no gates.
func countGates(std *standards.Standard, items []ItemResult) []Gate {
	var gates []Gate
	seen := map[string]bool{}
	add := func(rule string, state GateState, text string) {
		if !seen[text] {
			seen[text] = true
			gates = append(gates, Gate{Rule: rule, State: state, Text: text})
		}
	}
	for _, grade := range std.Grades {
		if core := grade.Core; core != nil && core.AtLeast != nil {
			rule := coreRule(*core, items)
			add(GateCount, stateOf(rule.Certain >= *core.AtLeast, rule.Possible >= *core.AtLeast),
				fmt.Sprintf("%s条目%s：应通过不少于 %d 项，共 %d 项，现通过 %s 项",
					standards.ClassTitle(core.Class), passWords(*core), *core.AtLeast, len(rule.Items), between(rule.Certain, rule.Possible)))
		}
		for _, failed := range grade.Failed {
			rule := failedRule(failed, items)
			add(GateFailed, stateOf(rule.Certain <= failed.AtMost, rule.Possible <= failed.AtMost),
				fmt.Sprintf("%s：不符合应不超过 %d 项，共 %d 项，现有 %s 项",
					classesWords(failed.Classes), failed.AtMost, len(rule.Items), between(rule.Possible, rule.Certain)))
		}
	}
	return gates
}

func stateOf(certain, possible bool) GateState {
	switch {
	case certain:
		return Held
	case possible:
		return Unknown
	}
	return Broken
}

func between(low, high int) string {
	if low == high {
		return fmt.Sprint(low)
	}
	return fmt.Sprintf("%d 至 %d", low, high)
}

func totalWords(c standards.Conditions) string {
	switch {
	case c.Total != nil && c.Below != nil:
		return "总分不低于 " + show(*c.Total) + " 分、低于 " + show(*c.Below) + " 分"
	case c.Total != nil:
		return "总分不低于 " + show(*c.Total) + " 分"
	case c.Below != nil:
		return "总分低于 " + show(*c.Below) + " 分"
	}
	return ""
}

func coreWords(c standards.Core) string {
	head := standards.ClassTitle(c.Class) + "条目" + passWords(c) + "通过"
	switch {
	case c.AtLeast != nil && c.Below != nil:
		return fmt.Sprintf("%s不少于 %d 项、少于 %d 项", head, *c.AtLeast, *c.Below)
	case c.AtLeast != nil:
		return fmt.Sprintf("%s不少于 %d 项", head, *c.AtLeast)
	case c.Below != nil:
		return fmt.Sprintf("%s少于 %d 项", head, *c.Below)
	}
	return head
}

// passWords says when an item passes; "" where it has to be met.
func passWords(c standards.Core) string {
	var words []string
	if c.PassAt != nil {
		words = append(words, "得分率不低于 "+show(*c.PassAt)+"%")
	}
	for _, id := range sortedNames(c.Except) {
		words = append(words, id+" 不低于 "+show(c.Except[id])+" 分")
	}
	if len(words) == 0 {
		return ""
	}
	return "（" + strings.Join(words, "，") + "）"
}

func failedWords(f standards.Failed) string {
	return fmt.Sprintf("%s不符合不超过 %d 项", classesWords(f.Classes), f.AtMost)
}

func classesWords(classes []string) string {
	titles := make([]string, len(classes))
	for i, class := range classes {
		titles[i] = standards.ClassTitle(class) + "条目"
	}
	if len(titles) == 1 {
		return titles[0]
	}
	return strings.Join(titles, "、") + "合计"
}

func sortedNames(points map[string]standards.Points) []string {
	return slices.Sorted(maps.Keys(points))
}

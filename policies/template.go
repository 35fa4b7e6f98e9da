package policies

import "strings"

// Template is a small check that loads and passes its own cases, for an author to change:
// the files of the folder that carries its name.
func Template(name string) map[string][]byte {
	return map[string][]byte{
		name + ".rego": []byte(strings.ReplaceAll(templateRego, "NAME", name)),
		"cases.yaml":   []byte(templateCases),
	}
}

const templateRego = `# METADATA
# title: 数量达到
# description: The count reaches the minimum that the item sets.
# custom:
#   facts:
#     kept: {type: integer}
#   params:
#     min: {type: integer, minimum: 1}
#   words:
#     seen: "{kept.title} {kept}{kept.unit}"
#     short: "{kept.title} {kept}{kept.unit}，应不少于 {min}{kept.unit}，差 {count}{kept.unit}"
package checks.NAME

# METADATA
# description: Evidence without which nothing can be decided.
requires contains "facts.kept"

# METADATA
# description: What was seen.
observations contains {"code": "seen"} if input.facts.kept

# METADATA
# description: Where the station falls short; count is the number of units that are lacking.
shortfalls contains {"code": "short", "count": lacking} if {
	not _enough
	lacking := input.params.min - input.facts.kept
}

_enough if input.facts.kept >= input.params.min
`

const templateCases = `# 每个样例写明参数、事实和应有的结论；zhanping test 逐个运行。
cases:
  恰好达到: {params: {min: 4}, facts: {kept: 4}, want: {outcome: satisfied}}
  差一个: {params: {min: 4}, facts: {kept: 3}, want: {outcome: not_satisfied, words: ["kept 3，应不少于 4，差 1"]}}
  没有填报: {params: {min: 4}, facts: {}, want: {outcome: no_evidence, missing: [facts.kept]}}
`

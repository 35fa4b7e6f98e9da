# METADATA
# title: 比率达到
# description: |
#   What is done reaches a share of what is due. Nothing due makes the question void; more done
#   than due contradicts itself and never counts as reached. The measure is done over due.
# custom:
#   facts:
#     done: {type: integer}
#     due: {type: integer}
#   params:
#     min_percent: {title: 最低百分比, type: number, exclusiveMinimum: 0, maximum: 100, multipleOf: 0.001, x-tighter: up}
#   words:
#     seen: "{done.title} {done}{done.unit}，{due.title} {due}{due.unit}，比率 {measure}%"
#     counts: "{done.title} {done}{done.unit}，{due.title} {due}{due.unit}"
#     none_due: "{due.title}为 0，没有应办的"
#     below: >-
#       {done.title} {done}{done.unit}，占{due.title} {due}{due.unit}的 {measure}%，低于要求的 {min_percent}%，{count}{due.unit}未达到
#     contradictory: "{done.title} {done}{done.unit}多于{due.title} {due}{due.unit}，数据矛盾"
package checks.rate_at_least

import data.lib.ratio

# METADATA
# description: What is done.
requires contains "facts.done"

# METADATA
# description: What is due.
requires contains "facts.due"

# METADATA
# description: Done and due, and their rate where there is one.
# scope: document
observations contains {"code": "seen", "done": input.facts.done, "due": input.facts.due} if _comparable

observations contains {"code": "counts", "done": input.facts.done, "due": input.facts.due} if not _comparable

# METADATA
# description: The rate stays below the minimum, counting what is left undone; or the figures contradict.
# scope: document
shortfalls contains {
	"code": "below",
	"count": input.facts.due - input.facts.done,
	"done": input.facts.done,
	"due": input.facts.due,
} if not _reached

shortfalls contains {"code": "contradictory", "done": input.facts.done, "due": input.facts.due} if not _consistent

# METADATA
# description: Nothing was due.
inapplicable contains {"code": "none_due"} if {
	input.facts.due == 0
	_consistent
}

# METADATA
# description: Done over due against the minimum rate; none where there is no rate.
measure := {"done": input.facts.done, "due": input.facts.due, "target": input.params.min_percent} if _comparable

_comparable if {
	input.facts.due > 0
	_consistent
}

_consistent if input.facts.done <= input.facts.due

_reached if ratio.at_least(input.facts.done, input.facts.due, input.params.min_percent)

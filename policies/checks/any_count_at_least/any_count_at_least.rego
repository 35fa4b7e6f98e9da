# METADATA
# title: 至少一项数量达到
# description: |
#   The largest of several counts reaches the minimum; the others need not, but every one must
#   be supplied. The measure is the largest count against the minimum.
# custom:
#   facts:
#     counts: {type: integer, many: true}
#   params:
#     min: {title: 最少, type: integer, minimum: 1, x-tighter: up}
#   words:
#     seen: "{path.title}：{n}"
#     short: "{paths.title}中最多的一项为 {largest}，少于要求的 {min}，缺 {count}"
package checks.any_count_at_least

# METADATA
# description: Every count of the list must be supplied.
requires contains "facts.counts"

# METADATA
# description: Each count, by its fact.
observations contains {"code": "seen", "path": e.path, "n": e.value} if {
	some e in input.facts.counts
	is_number(e.value)
}

# METADATA
# description: Not even the largest count reaches the minimum; counts the units it lacks.
shortfalls contains {
	"code": "short",
	"count": input.params.min - _largest,
	"largest": _largest,
	"paths": [e.path | some e in input.facts.counts],
} if not _one_reaches

# METADATA
# description: The largest count against the minimum.
measure := {"value": _largest, "target": input.params.min}

_one_reaches if _largest >= input.params.min

_largest := max([e.value |
	some e in input.facts.counts
	is_number(e.value)
])

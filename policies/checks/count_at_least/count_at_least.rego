# METADATA
# title: 数量达到
# description: A count reaches the minimum. The measure is the count against the minimum.
# custom:
#   facts:
#     count: {type: integer}
#   params:
#     min: {title: 最少, type: integer, minimum: 1, x-tighter: up}
#   words:
#     seen: "{count.title} {n}{count.unit}"
#     short: "{count.title} {n}{count.unit}，少于要求的 {min}{count.unit}，缺 {count}{count.unit}"
package checks.count_at_least

# METADATA
# description: The count.
requires contains "facts.count"

# METADATA
# description: The count.
observations contains {"code": "seen", "n": input.facts.count}

# METADATA
# description: The count stays below the minimum; counts the units it lacks.
shortfalls contains {
	"code": "short",
	"count": input.params.min - input.facts.count,
	"n": input.facts.count,
} if not _enough

# METADATA
# description: The count against the minimum.
measure := {"value": input.facts.count, "target": input.params.min}

_enough if input.facts.count >= input.params.min

# METADATA
# title: 数量不超过
# description: A count stays within the maximum. The measure is the count against that limit.
# custom:
#   facts:
#     count: {type: integer}
#   params:
#     max: {title: 最多, type: integer, minimum: 0, x-tighter: down}
#   words:
#     seen: "{count.title} {n}{count.unit}"
#     over: "{count.title} {n}{count.unit}，多于上限 {max}{count.unit}，超出 {count}{count.unit}"
package checks.count_at_most

# METADATA
# description: The count.
requires contains "facts.count"

# METADATA
# description: The count.
observations contains {"code": "seen", "n": input.facts.count}

# METADATA
# description: The count exceeds the maximum; counts the units above it.
shortfalls contains {
	"code": "over",
	"count": input.facts.count - input.params.max,
	"n": input.facts.count,
} if not _within

# METADATA
# description: The count against the maximum.
measure := {"value": input.facts.count, "limit": input.params.max}

_within if input.facts.count <= input.params.max

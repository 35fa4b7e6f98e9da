# METADATA
# title: 百分比不超过
# description: A percentage stays within the maximum. The measure is the percentage against that limit.
# custom:
#   facts:
#     percent: {type: number}
#   params:
#     max_percent: {title: 最高百分比, type: number, minimum: 0, exclusiveMaximum: 100, x-tighter: down}
#   words:
#     seen: "{percent.title} {percent}%"
#     above: "{percent.title} {percent}%，高于上限 {max_percent}%"
package checks.percent_at_most

# METADATA
# description: The percentage.
requires contains "facts.percent"

# METADATA
# description: The percentage.
observations contains {"code": "seen", "percent": input.facts.percent}

# METADATA
# description: The percentage exceeds the maximum.
shortfalls contains {"code": "above", "percent": input.facts.percent} if not _within

# METADATA
# description: The percentage against the maximum.
measure := {"value": input.facts.percent, "limit": input.params.max_percent}

_within if input.facts.percent <= input.params.max_percent

# METADATA
# title: 百分比达到
# description: A percentage reaches the minimum. The measure is the percentage against the minimum.
# custom:
#   facts:
#     percent: {type: number}
#   params:
#     min_percent: {title: 最低百分比, type: number, exclusiveMinimum: 0, maximum: 100, x-tighter: up}
#   words:
#     seen: "{percent.title} {percent}%"
#     below: "{percent.title} {percent}%，低于要求的 {min_percent}%"
package checks.percent_at_least

# METADATA
# description: The percentage.
requires contains "facts.percent"

# METADATA
# description: The percentage.
observations contains {"code": "seen", "percent": input.facts.percent}

# METADATA
# description: The percentage stays below the minimum.
shortfalls contains {"code": "below", "percent": input.facts.percent} if not _reached

# METADATA
# description: The percentage against the minimum.
measure := {"value": input.facts.percent, "target": input.params.min_percent}

_reached if input.facts.percent >= input.params.min_percent

# METADATA
# title: 数量随规模增加
# description: |
#   A count reaches a minimum that grows with size: so many up to a base size, and one more
#   for each further step, a part of a step counting as one. The measure is the count
#   against that minimum.
# custom:
#   facts:
#     count: {type: integer}
#     size: {type: integer}
#   params:
#     base_min: {title: 起步最少, type: integer, minimum: 0, x-tighter: up}
#     base_size: {title: 起步规模, type: integer, minimum: 0, x-tighter: down}
#     per: {title: 每多出多少加一, type: integer, minimum: 1, x-tighter: down}
#   words:
#     seen: "{count.title} {n}{count.unit}，{size.title} {size}{size.unit}，应不少于 {min}{count.unit}"
#     short: "{size.title} {size}{size.unit}，{count.title}应不少于 {min}{count.unit}，现有 {n}{count.unit}，缺 {count}{count.unit}"
package checks.scaled_count_at_least

import data.lib.decimal

# METADATA
# description: The count.
requires contains "facts.count"

# METADATA
# description: The size that the minimum grows with.
requires contains "facts.size"

# METADATA
# description: The count and its minimum.
observations contains {"code": "seen", "n": input.facts.count, "size": input.facts.size, "min": _min}

# METADATA
# description: The count falls short; counts the units that lack.
shortfalls contains {
	"code": "short",
	"count": _min - input.facts.count,
	"n": input.facts.count,
	"size": input.facts.size,
	"min": _min,
} if not _enough

# METADATA
# description: The count against its minimum.
measure := {"value": input.facts.count, "target": _min}

_enough if input.facts.count >= _min

_min := input.params.base_min + decimal.steps_up(input.facts.size - input.params.base_size, input.params.per)

# METADATA
# title: 比率不超过
# description: |
#   A part stays within a share of the whole. An empty whole makes the question void; a part
#   larger than the whole contradicts itself. There is no measure, since less is better here.
# custom:
#   facts:
#     part: {type: integer}
#     whole: {type: integer}
#   params:
#     max_percent: {title: 最高百分比, type: number, minimum: 0, exclusiveMaximum: 100, multipleOf: 0.001, x-tighter: down}
#   words:
#     seen: "{part.title} {part}{part.unit}，{whole.title} {whole}{whole.unit}"
#     none_whole: "{whole.title}为 0，无从计算"
#     above: "{part.title} {part}{part.unit}，在{whole.title} {whole}{whole.unit}中的占比高于上限 {max_percent}%"
#     contradictory: "{part.title} {part}{part.unit}多于{whole.title} {whole}{whole.unit}，数据矛盾"
package checks.rate_at_most

import data.lib.ratio

# METADATA
# description: The part.
requires contains "facts.part"

# METADATA
# description: The whole.
requires contains "facts.whole"

# METADATA
# description: The part and the whole.
observations contains {"code": "seen", "part": input.facts.part, "whole": input.facts.whole}

# METADATA
# description: The share exceeds the maximum, or the figures contradict.
# scope: document
shortfalls contains {"code": "above", "part": input.facts.part, "whole": input.facts.whole} if {
	_consistent
	not _within
}

shortfalls contains {"code": "contradictory", "part": input.facts.part, "whole": input.facts.whole} if not _consistent

# METADATA
# description: The whole is empty.
inapplicable contains {"code": "none_whole"} if {
	input.facts.whole == 0
	_consistent
}

_consistent if input.facts.part <= input.facts.whole

_within if ratio.at_most(input.facts.part, input.facts.whole, input.params.max_percent)

# METADATA
# title: 数量满足需要
# description: What there is covers what is needed. The measure is what there is against the need.
# custom:
#   facts:
#     have: {type: number}
#     need: {type: number}
#   words:
#     seen: "{have.title} {have}{have.unit}，{need.title} {need}{need.unit}"
#     short: "{have.title} {have}{have.unit}，少于{need.title} {need}{need.unit}，缺 {count}{need.unit}"
package checks.covers

import data.lib.decimal

# METADATA
# description: What there is.
requires contains "facts.have"

# METADATA
# description: What is needed.
requires contains "facts.need"

# METADATA
# description: What there is and what is needed.
observations contains {"code": "seen", "have": input.facts.have, "need": input.facts.need}

# METADATA
# description: There is less than is needed; counts the units that lack.
shortfalls contains {
	"code": "short",
	"count": decimal.difference(input.facts.need, input.facts.have),
	"have": input.facts.have,
	"need": input.facts.need,
} if not _covered

# METADATA
# description: What there is against what is needed.
measure := {"value": input.facts.have, "target": input.facts.need}

_covered if input.facts.have >= input.facts.need

# METADATA
# title: 与上期相比
# description: |
#   What there is now has changed by at least so much against what there was, or what others
#   have. The measure is the change, negative where it has become less.
# custom:
#   facts:
#     now: {type: number}
#     before: {type: number}
#   params:
#     min: {title: 至少增加, type: number, default: 0, x-tighter: up}
#   words:
#     seen: "{now.title} {now}{now.unit}，{before.title} {before}{before.unit}，相差 {measure}{now.unit}"
#     below: "{now.title} {now}{now.unit}，与{before.title} {before}{before.unit}相差 {measure}{now.unit}，低于要求的 {min}{now.unit}"
package checks.change_at_least

import data.lib.decimal

# METADATA
# description: What there is.
requires contains "facts.now"

# METADATA
# description: What there was.
requires contains "facts.before"

# METADATA
# description: Both, and the change.
observations contains {"code": "seen", "now": input.facts.now, "before": input.facts.before}

# METADATA
# description: The change is less than what is required.
shortfalls contains {"code": "below", "now": input.facts.now, "before": input.facts.before} if not _enough

# METADATA
# description: The change against what is required.
measure := {"value": _change, "target": input.params.min}

_change := decimal.difference(input.facts.now, input.facts.before)

_enough if _change >= input.params.min

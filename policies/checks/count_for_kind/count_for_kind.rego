# METADATA
# title: 数量按类别要求
# description: |
#   A count reaches the minimum of the subject's own kind: the kinds and their minimums are
#   two lists in the same order. A kind that is not listed has no minimum and is no pass.
# custom:
#   facts:
#     count: {type: integer}
#     kind: {type: string}
#   params:
#     kinds: {title: 类别, type: array, minItems: 1, uniqueItems: true, items: {type: string, minLength: 1}, x-enum-of: kind}
#     mins: {title: 各类别最少（顺序与类别相同）, type: array, minItems: 1, items: {type: integer, minimum: 0}}
#   words:
#     seen: "{kind.title}：{kind}，{count.title} {n}{count.unit}"
#     unlisted: "{kind.title}“{kind}”没有规定的数量"
#     short: "{kind}的{count.title}应不少于 {min}{count.unit}，现有 {n}{count.unit}，缺 {count}{count.unit}"
package checks.count_for_kind

# METADATA
# description: The count.
requires contains "facts.count"

# METADATA
# description: The kind that decides the minimum.
requires contains "facts.kind"

# METADATA
# description: The kind and the count.
observations contains {"code": "seen", "kind": input.facts.kind, "n": input.facts.count}

# METADATA
# description: The kind has no minimum, or the count falls short of it; counts the units that lack.
# scope: document
shortfalls contains {"code": "unlisted"} if not _known

shortfalls contains {
	"code": "short",
	"count": _min - input.facts.count,
	"n": input.facts.count,
	"min": _min,
} if not _enough

# METADATA
# description: The count against the minimum of its kind.
measure := {"value": input.facts.count, "target": _min}

_known if is_number(_min)

_enough if input.facts.count >= _min

_min := input.params.mins[i] if {
	some i, kind in input.params.kinds
	kind == input.facts.kind
}

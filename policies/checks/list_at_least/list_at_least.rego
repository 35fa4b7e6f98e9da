# METADATA
# title: 列出的项数达到
# description: |
#   A list names at least so many different things. Where `among` names any, only these count.
#   The measure is how many count against the minimum.
# custom:
#   facts:
#     list: {type: list, of: string}
#   params:
#     min: {title: 最少, type: integer, minimum: 1, x-tighter: up}
#     among:
#       title: 可计入的（不写为不限）
#       type: array
#       uniqueItems: true
#       items: {type: string, minLength: 1}
#       x-enum-of: list
#       default: []
#   words:
#     seen: "{list.title}：{names}"
#     nothing: "{list.title}：无"
#     short: "{list.title}可计入 {n} 项，少于要求的 {min} 项，缺 {count} 项"
package checks.list_at_least

# METADATA
# description: The list; an empty list is an answer.
requires contains "facts.list"

# METADATA
# description: What the list holds.
# scope: document
observations contains {"code": "seen", "names": input.facts.list} if count(input.facts.list) > 0

observations contains {"code": "nothing"} if count(input.facts.list) == 0

# METADATA
# description: Too few things count; counts how many are lacking.
shortfalls contains {"code": "short", "count": input.params.min - _n, "n": _n} if _n < input.params.min

# METADATA
# description: How many things count against the minimum.
measure := {"value": _n, "target": input.params.min} if is_array(input.facts.list)

_n := count(_counted)

_counted contains element if {
	some element in input.facts.list
	_countable(element)
}

_countable(_) if count(input.params.among) == 0

_countable(element) if element in input.params.among

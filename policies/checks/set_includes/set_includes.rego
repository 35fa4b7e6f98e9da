# METADATA
# title: 各项齐全
# description: |
#   A list includes everything required; each element lacking counts on its own. The measure is
#   how many of the required elements are there against how many are required.
# custom:
#   facts:
#     set: {type: list, of: string}
#   params:
#     required:
#       title: 应包含
#       x-tighter: superset
#       type: array
#       minItems: 1
#       uniqueItems: true
#       items: {type: string, minLength: 1}
#       x-enum-of: set
#   words:
#     seen: "{set.title}：{names}"
#     nothing: "{set.title}：无"
#     lacks: "{set.title}缺少“{element}”"
package checks.set_includes

# METADATA
# description: The list; an empty list is an answer.
requires contains "facts.set"

# METADATA
# description: What the list holds.
# scope: document
observations contains {"code": "seen", "names": input.facts.set} if count(input.facts.set) > 0

observations contains {"code": "nothing"} if count(input.facts.set) == 0

# METADATA
# description: Each required element that the list lacks.
shortfalls contains {"code": "lacks", "element": element} if {
	some element in input.params.required
	not element in _present
}

# METADATA
# description: How many required elements are there.
measure := {"value": count(_present), "target": count(input.params.required)} if is_array(input.facts.set)

_present contains element if {
	some element in input.params.required
	element in input.facts.set
}

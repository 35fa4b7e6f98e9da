# METADATA
# title: 属于规定种类
# description: A value is one of those allowed.
# custom:
#   facts:
#     value: {type: string}
#   params:
#     allowed:
#       title: 可以是
#       x-tighter: subset
#       type: array
#       minItems: 1
#       uniqueItems: true
#       items: {type: string, minLength: 1}
#       x-enum-of: value
#   words:
#     seen: "{value.title}：{value}"
#     other: "{value.title}为“{value}”，应为{allowed}之一"
package checks.one_of

# METADATA
# description: The value.
requires contains "facts.value"

# METADATA
# description: The value.
observations contains {"code": "seen", "value": input.facts.value}

# METADATA
# description: The value is none of those allowed.
shortfalls contains {"code": "other", "value": input.facts.value} if not _allowed

_allowed if input.facts.value in input.params.allowed

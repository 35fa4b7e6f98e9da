# METADATA
# title: 所获最高档次
# description: |
#   At least one name of the tiers, which are listed best first, is held. The measure is how
#   high the best tier held stands: the number of tiers for the first, 1 for the last, 0 for none.
# custom:
#   facts:
#     held: {type: list, of: string}
#   params:
#     tiers:
#       title: 档次（从高到低）
#       type: array
#       minItems: 1
#       items: {type: array, minItems: 1, items: {type: string, minLength: 1}}
#       x-enum-of: held
#   words:
#     held: "{held.title}：{names}"
#     nothing: "{held.title}：无"
#     best: "其中最高的是{names}"
#     none: "{held.title}中没有{names}中的任何一项"
package checks.best_tier

# METADATA
# description: The list of what is held; an empty list is an answer.
requires contains "facts.held"

# METADATA
# description: What is held, and which of it stands highest.
# scope: document
observations contains {"code": "held", "names": input.facts.held} if count(input.facts.held) > 0

observations contains {"code": "nothing"} if count(input.facts.held) == 0

observations contains {"code": "best", "names": names} if {
	_one_held
	names := [name |
		some name in input.params.tiers[min(_held_tiers)]
		name in input.facts.held
	]
}

# METADATA
# description: Nothing of any tier is held.
shortfalls contains {"code": "none", "names": names} if {
	not _one_held
	names := [name |
		some tier in input.params.tiers
		some name in tier
	]
}

# METADATA
# description: The height of the best tier held against the number of tiers.
measure := {"value": _height, "target": count(input.params.tiers)} if is_array(input.facts.held)

_one_held if count(_held_tiers) > 0

default _height := 0

_height := count(input.params.tiers) - min(_held_tiers)

_held_tiers contains i if {
	some i, tier in input.params.tiers
	some name in tier
	name in input.facts.held
}

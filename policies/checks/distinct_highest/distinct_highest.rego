# METADATA
# title: 同一事项取最高一次
# description: |
#   Things that are held, each counted once, at the highest of the levels at which it is
#   listed. The merits are the things by their level.
# custom:
#   facts:
#     list: {type: list, of: object}
#   kinds: list
#   params:
#     levels:
#       title: 级别（从高到低）
#       type: array
#       minItems: 1
#       uniqueItems: true
#       description: best first
#       items: {type: string, minLength: 1}
#   words:
#     seen: "{list.title} {n} 条，去掉重复的 {things} 项"
#     none: "{list.title}：无"
#     unknown: "{list.title}第 {n} 条的级别“{level}”不在规定的级别之内"
#     nameless: "{list.title}第 {n} 条没有写名称或级别"
#     held: "{name}（{level}）"
package checks.distinct_highest

# METADATA
# description: The list of what is held, each entry with its name and kind; an empty list is an answer.
requires contains "facts.list"

# METADATA
# description: How much is listed, and how many different things.
observations contains {"code": "seen", "n": count(input.facts.list), "things": count(_things)} if {
	count(input.facts.list) > 0
}

# METADATA
# description: Nothing is held, or an entry cannot be counted.
# scope: document
shortfalls contains {"code": "none"} if not _some

shortfalls contains {"code": "unknown", "n": i + 1, "level": entry.kind} if {
	some i, entry in input.facts.list
	entry.name
	not entry.kind in input.params.levels
}

shortfalls contains {"code": "nameless", "n": i + 1} if {
	some i, entry in input.facts.list
	not _named(entry)
}

# METADATA
# description: Each thing once, at its highest level.
merits contains {"code": "held", "kind": level, "name": name, "level": level} if {
	some name in _things
	level := input.params.levels[min(_places(name))]
}

_some if count(input.facts.list) > 0

_named(entry) if {
	entry.name
	entry.kind
}

_things contains entry.name if {
	some entry in input.facts.list
	entry.kind in input.params.levels
}

_places(name) := {place |
	some entry in input.facts.list
	entry.name == name
	some place, level in input.params.levels
	level == entry.kind
}

# METADATA
# title: 发生的事项
# description: |
#   Nothing of the list happened. Each entry is a shortfall of its own kind, with its count (1
#   where none is given) and the factors that it carries.
# custom:
#   facts:
#     list: {type: list, of: object}
#   kinds: list
#   words:
#     seen: "{list.title} {n} 条"
#     nothing: "{list.title}：无"
#     happened: "{list.title}第 {n} 条：{kind} {count}"
#     carried: "{list.title}第 {n} 条：{kind} {count}（{factors}）"
package checks.occurrences

# METADATA
# description: The list of what happened; an empty list is an answer.
requires contains "facts.list"

# METADATA
# description: How much is listed.
# scope: document
observations contains {"code": "seen", "n": count(input.facts.list)} if count(input.facts.list) > 0

observations contains {"code": "nothing"} if count(input.facts.list) == 0

# METADATA
# description: What happened, entry by entry; the place in the list keeps equal entries apart.
# scope: document
shortfalls contains {"code": "happened", "kind": _kind(entry), "count": _count(entry), "n": i + 1} if {
	some i, entry in input.facts.list
	not entry.factors
}

shortfalls contains {
	"code": "carried",
	"kind": _kind(entry),
	"count": _count(entry),
	"factors": entry.factors,
	"n": i + 1,
} if {
	some i, entry in input.facts.list
	entry.factors
}

_kind(entry) := entry.kind if entry.kind

_kind(entry) := "未分类" if not entry.kind

_count(entry) := entry.count if entry.count

_count(entry) := 1 if not entry.count

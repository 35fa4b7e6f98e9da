# METADATA
# title: 取得的事项
# description: |
#   Something of the list was achieved. Each entry is a merit of its own kind, with its count
#   (1 where none is given) and the factors that it carries.
# custom:
#   facts:
#     list: {type: list, of: object}
#   kinds: list
#   words:
#     seen: "{list.title} {n} 条"
#     none: "{list.title}：无"
#     achieved: "{list.title}第 {n} 条：{kind} {count}"
#     carried: "{list.title}第 {n} 条：{kind} {count}（{factors}）"
package checks.achievements

# METADATA
# description: The list of what was achieved; an empty list is an answer.
requires contains "facts.list"

# METADATA
# description: How much is listed.
observations contains {"code": "seen", "n": count(input.facts.list)} if count(input.facts.list) > 0

# METADATA
# description: Nothing was achieved.
shortfalls contains {"code": "none"} if not _some

# METADATA
# description: What was achieved, entry by entry; the place in the list keeps equal entries apart.
# scope: document
merits contains {"code": "achieved", "kind": _kind(entry), "count": _count(entry), "n": i + 1} if {
	some i, entry in input.facts.list
	not entry.factors
}

merits contains {
	"code": "carried",
	"kind": _kind(entry),
	"count": _count(entry),
	"factors": entry.factors,
	"n": i + 1,
} if {
	some i, entry in input.facts.list
	entry.factors
}

_some if count(input.facts.list) > 0

_kind(entry) := entry.kind if entry.kind

_kind(entry) := "未分类" if not entry.kind

_count(entry) := entry.count if entry.count

_count(entry) := 1 if not entry.count

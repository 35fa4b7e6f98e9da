# METADATA
# title: 各项均为“是”
# description: Every fact of the list is answered yes; each answer of no is lacking on its own.
# custom:
#   facts:
#     each: {type: boolean, many: true}
#   words:
#     affirmed: "{path.title}：是"
#     denied: "{path.title}：否"
#     "no": "{path.title}应为“是”，实际为“否”"
package checks.all_yes

# METADATA
# description: Every fact of the list must be answered.
requires contains "facts.each"

# METADATA
# description: Each answer, by its fact.
# scope: document
observations contains {"code": "affirmed", "path": path} if some path in _yes

observations contains {"code": "denied", "path": e.path} if {
	some e in input.facts.each
	e.value == false
}

# METADATA
# description: Each fact that is not answered yes.
shortfalls contains {"code": "no", "path": e.path} if {
	some e in input.facts.each
	not e.path in _yes
}

_yes contains e.path if {
	some e in input.facts.each
	e.value == true
}

# METADATA
# title: 至少一项为“是”
# description: |
#   At least one fact of the list is answered yes. Every fact must be answered, even where one
#   yes would settle it: an answer that is withheld never helps a station, and taking any
#   required answer away never leaves the item satisfied.
# custom:
#   facts:
#     each: {type: boolean, many: true}
#   words:
#     affirmed: "{path.title}：是"
#     denied: "{path.title}：否"
#     none: "{paths.title}均为“否”，至少应有一项为“是”"
package checks.any_yes

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
# description: No fact of the list is answered yes.
shortfalls contains {"code": "none", "paths": [e.path | some e in input.facts.each]} if not _one_yes

_one_yes if count(_yes) > 0

_yes contains e.path if {
	some e in input.facts.each
	e.value == true
}

# METADATA
# title: 各项都为“否”
# description: Every fact of the list is answered no; each yes is a shortfall of its own.
# custom:
#   facts:
#     each: {type: boolean, many: true}
#   words:
#     affirmed: "{path.title}：是"
#     denied: "{path.title}：否"
#     yes: "{path.title}为“是”"
package checks.none_yes

# METADATA
# description: Every fact of the list must be answered.
requires contains "facts.each"

# METADATA
# description: Each answer, by its fact.
# scope: document
observations contains {"code": "affirmed", "path": e.path} if {
	some e in input.facts.each
	e.value == true
}

observations contains {"code": "denied", "path": e.path} if {
	some e in input.facts.each
	e.value == false
}

# METADATA
# description: A fact of the list is not answered no.
shortfalls contains {"code": "yes", "path": e.path} if {
	some e in input.facts.each
	not e.value == false
}

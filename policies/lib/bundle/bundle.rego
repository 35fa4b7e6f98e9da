# METADATA
# title: 举证
# description: Tells what the bundle leaves unstated. For the judge alone, since it reads any path.
package lib.bundle

# METADATA
# description: |
#   What is not stated of something required: an evidence path, or a bound role
#   ("facts.<role>"); of a role bound to several paths, those paths that have no value.
#   "None", "no" and an empty list are statements; null is not.
# scope: document
absent(path) := {path} if _fact(path) == null

absent(path) := {element.path | some element in fact; _unstated(element)} if {
	fact := _fact(path)
	fact != null
}

_fact(path) := object.get(input.evidence, split(path, "."), null) if not startswith(path, "facts.")

_fact(path) := object.get(input.facts, trim_prefix(path, "facts."), null) if startswith(path, "facts.")

# An element of a role bound to several paths: {"path": …, "value": …}.
_unstated(element) if {
	is_object(element)
	object.get(element, "value", null) == null
}

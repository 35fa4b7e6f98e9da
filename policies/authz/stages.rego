package authz

# When an action may be taken. "any" is bound to no stage and "by_source" to that of the
# finding; "" stands for no open case. What a station shows is not touched while it is judged.
_periods := {
	"no_case": {""},
	"filling": {"", "self", "named", "rectify", "kept", "withdrawn", "refused"},
	"inspecting": {"initial", "onsite", "review"},
	"signing": {"onsite", "review"},
	"checking": {"onsite", "review", "rectify"},
	"reviewing": {"initial", "review", "rectify"},
	"ordering": {"review", "rectify"},
	"rectifying": {"rectify"},
	"told": {"self", "decided", "publicity", "named", "rectify", "kept", "withdrawn", "refused"},
}

_sources := {
	"station": {"self": {"self", "rectify"}},
	"assessor": {"on_site": {"onsite"}, "review": {"review", "rectify"}},
	"bureau": {"review": {"initial", "review", "rectify"}},
}

_timely(role) if _row.roles[role] == "any"

_timely(role) if input.resource.stage in _periods[_row.roles[role]]

_timely(role) if {
	_row.roles[role] == "by_source"
	input.resource.stage in _sources[role][input.resource.source]
}

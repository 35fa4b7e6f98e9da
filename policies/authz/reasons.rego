package authz

# METADATA
# description: Why the request is refused; empty where it is allowed.
# scope: document
reasons contains "unknown_action" if not _row

reasons contains "sign_in" if {
	input.person == null
	_row
	not _granted
}

reasons contains "disabled" if input.person.disabled == true

reasons contains "token_scope" if {
	input.person.token.scopes
	not _in_scope
}

_in_scope if _row.open == "all"

_in_scope if input.action in input.person.token.scopes

_in_scope if {
	some scope in input.person.token.scopes
	endswith(scope, ".*")
	startswith(input.action, trim_suffix(scope, "*"))
}

# No grant reaches the request. What is told is how far the grants come that have the action.
reasons contains code if {
	not _granted
	some code in _short
}

_short contains "not_own" if {
	input.person.id
	_relevant == set()
	_row.own
}

_short contains "no_role" if {
	input.person.id
	_relevant == set()
	_row
	not _row.own
}

_short contains "other_station" if {
	some grant in _relevant
	grant.role == "station"
	not _own_place(grant)
}

_short contains "other_region" if {
	some grant in _relevant
	grant.role != "station"
	not _in_region(grant)
}

_short contains "not_assigned" if {
	some grant in _relevant
	grant.role == "assessor"
	_in_region(grant)
	not _assigned
}

_short contains "wrong_stage" if {
	some grant in _relevant
	_covers(grant)
}

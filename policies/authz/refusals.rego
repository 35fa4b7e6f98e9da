package authz

# A refusal is told to those whom a grant reaches; to others that none does says enough.
reasons contains code if {
	_granted
	some code in _refusals
}

# What no grant overcomes. Which of it bears on an action stands in its row, unless it bears on
# one action alone. Equations come first: by them OPA passes over the rules that cannot hold.
_refusals contains "own_account" if {
	input.action == "people.write"
	input.resource.person == input.person.id
}

_refusals contains "own_set" if {
	input.action == "set.approve"
	input.resource.author in {input.person.id, ""}
}

_refusals contains "own_station" if {
	_row.unless.own_station
	_own_station
	not _of_oneself
}

# The station at which a person works or for which they answer.
_own_station if {
	input.person.station != ""
	input.person.station == input.resource.station
}

_own_station if {
	some grant in input.person.grants
	_own_place(grant)
}

# A station's own word on itself is no scoring, and its clerks share it.
_of_oneself if {
	input.action == "finding.record"
	input.resource.source == "self"
}

_refusals contains "own_region" if {
	_row.unless.own_region
	_is_assessor
	_own_county
	not _of_oneself
	not input.resource.batch.allow_own_region
}

_refusals contains "blind" if {
	input.action == "finding.read_others"
	_is_assessor
	not input.resource.all_signed
	input.resource.recorded_by != input.person.id
}

_refusals contains "others_finding" if {
	_row.unless.others_finding
	not input.resource.recorded_by in {"", input.person.id}
	not _of_oneself
}

_refusals contains "locked" if {
	input.resource.locked == true
	_row.unless.locked
}

_refusals contains "frozen" if {
	input.resource.frozen == true
	_row.unless.frozen
}

_refusals contains "not_third_person" if {
	input.action == "dispute.decide"
	input.person.id in _involved
}

# Those who raised the dispute or had a hand in what it is about.
_involved contains input.resource.raised_by

_involved contains input.resource.recorded_by

_involved contains id if some id in input.resource.assessors

_involved contains id if some id in input.resource.signers

_refusals contains "admin_apart" if {
	_row.unless.admin_apart
	some grant in input.person.grants
	grant.role == "admin"
}

reasons contains "token_process" if {
	input.person.token.scopes
	_row.unless.token_process
}

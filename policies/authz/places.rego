package authz

# Where a grant reaches: its station, the cases assigned in its region, or its region.
_covers(grant) if {
	grant.role == "station"
	_own_place(grant)
}

_covers(grant) if {
	grant.role == "assessor"
	_in_region(grant)
	_assigned
}

_covers(grant) if {
	not grant.role in {"station", "assessor"}
	_in_region(grant)
}

_own_place(grant) if {
	grant.station != ""
	grant.station == input.resource.station
}

_in_region(grant) if _within(input.resource.region, grant.region)

_in_region(grant) if {
	_row.upward
	_within(grant.region, input.resource.region)
}

_assigned if _row.local

_assigned if _is_assessor

_is_assessor if input.person.id in input.resource.assessors

# A region lies within another by the prefix of its code. Codes come without the zeros that say
# nothing: 33 is a province, 3304 a city, 330499 a county, nine digits a town, twelve a village
# and none the whole country.
_within(region, of) if startswith(region, of)

# The county where a person works; those of a city or a province work for all of it.
_own_county if {
	count(input.person.home_region) >= 6
	_within(input.resource.region, substring(input.person.home_region, 0, 6))
}

package judge_test

import data.judge

# Runs every cases.yaml that lies beside a check, as test_case[check][name]. The words
# themselves are made outside Rego; here their number is compared.
test_case[check][name] if {
	some check
	some name, case in data.checks[check].cases

	got := judge.finding(_of(check)) with input as _input(case)

	got.outcome == case.want.outcome
	got.missing == {path | some path in object.get(case.want, "missing", [])}
	count(got.shortfalls) == count(object.get(case.want, "words", got.shortfalls))
	count(got.merits) == count(object.get(case.want, "merits", got.merits))
	count(got.inapplicable) == count(object.get(case.want, "inapplicable", got.inapplicable))
	count(got.observations) == count(object.get(case.want, "seen", got.observations))
	object.get(case.want, "measure", null) in (got.measure | {null})
}

# A test of no cases would pass in silence.
test_every_check_has_cases if {
	every check in object.keys(data.checks) {
		count(data.checks[check].cases) >= 3
	}
}

test_nothing_required_is_not_checked if {
	_outcome({}) == "not_checked"
}

test_nothing_lacking_is_satisfied if {
	_outcome({"requires": {"premises.fixed"}}) == "satisfied"
}

test_a_shortfall_is_not_satisfied if {
	_outcome({"requires": {"premises.fixed"}, "shortfalls": {{"code": "no"}}}) == "not_satisfied"
}

test_missing_evidence_outweighs_shortfalls if {
	_outcome({"requires": {"premises.area_sqm"}, "shortfalls": {{"code": "no"}}}) == "no_evidence"
}

test_missing_evidence_outweighs_inapplicability if {
	_outcome({"requires": {"premises.area_sqm"}, "inapplicable": {{"code": "none_due"}}}) == "no_evidence"
}

test_inapplicability_outweighs_shortfalls if {
	_outcome({
		"requires": {"premises.fixed"},
		"inapplicable": {{"code": "none_due"}},
		"shortfalls": {{"code": "no"}},
	}) == "not_applicable"
}

test_shortfalls_are_kept_back_while_evidence_is_missing if {
	got := _finding({"requires": {"premises.area_sqm"}, "shortfalls": {{"code": "no"}}})
	got.shortfalls == set()
}

test_merits_are_kept_back_while_evidence_is_missing if {
	got := _finding({"requires": {"premises.area_sqm"}, "merits": {{"code": "held"}}})
	got.merits == set()
}

test_merits_decide_no_outcome if {
	got := _finding({"requires": {"premises.fixed"}, "merits": {{"code": "held"}}})
	got.outcome == "satisfied"
	got.merits == {{"code": "held"}}
}

test_observations_are_told_while_evidence_is_missing if {
	got := _finding({"requires": {"premises.area_sqm"}, "observations": {{"code": "seen"}}})
	got.observations == {{"code": "seen"}}
}

_outcome(check) := _finding(check).outcome

_finding(check) := finding if {
	finding := judge.finding(object.union(_nothing, check)) with input as {
		"evidence": {"premises": {"fixed": true}},
		"facts": {},
	}
}

_nothing := {
	"requires": set(),
	"observations": set(),
	"shortfalls": set(),
	"merits": set(),
	"inapplicable": set(),
	"measure": set(),
}

# What a check says, with nothing in the place of a rule it does not have.
_of(name) := {
	"requires": {path | some path in data.checks[name].requires},
	"observations": {seen | some seen in data.checks[name].observations},
	"shortfalls": {lacking | some lacking in data.checks[name].shortfalls},
	"merits": {merit | some merit in data.checks[name].merits},
	"inapplicable": {reason | some reason in data.checks[name].inapplicable},
	"measure": {measure | measure := data.checks[name].measure},
}

_input(case) := {
	"evidence": object.get(case, "evidence", {}),
	"facts": object.get(case, "facts", {}),
	"params": object.get(case, "params", {}),
	"as_of": _as_of(case),
	"reporting_date": object.get(case, "reporting_date", _as_of(case)),
	"subject": object.get(case, "subject", {}),
}

_as_of(case) := object.get(case, "as_of", "2026-06-30")

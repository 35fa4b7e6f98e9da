# What a user of conftest or OPA would write to run the same checks: the catalogue is
# data, one rule walks over its items, and the words are made with sprintf.
package main

import data.catalogue
import data.judge

deny contains message if {
	some item in catalogue.items
	verdict := _verdict(item)
	verdict.outcome != "satisfied"
	some detail in verdict.details
	message := sprintf("%s %s %s：%s", [item.id, verdict.outcome, item.title, detail])
}

_verdict(item) := {"outcome": "not_checked", "details": ["待核查"]} if count(item.parts) == 0

_verdict(item) := {"outcome": "no_evidence", "details": _details(condition)} if {
	condition := _finding(item.when)
	condition.outcome == "no_evidence"
}

_verdict(item) := {"outcome": "not_applicable", "details": ["不适用"]} if {
	_finding(item.when).outcome in {"not_satisfied", "not_applicable"}
}

_verdict(item) := {"outcome": outcome, "details": details} if {
	count(item.parts) > 0
	_applies(item)
	findings := [_finding(part) | some part in item.parts]
	outcome := _outcome({finding.outcome | some finding in findings})
	details := [detail |
		some finding in findings
		finding.outcome == outcome
		some detail in _details(finding)
	]
}

_applies(item) if not item.when

_applies(item) if _finding(item.when).outcome == "satisfied"

_outcome(outcomes) := "no_evidence" if "no_evidence" in outcomes

_outcome(outcomes) := "not_applicable" if outcomes == {"not_applicable"}

_outcome(outcomes) := "not_satisfied" if {
	not "no_evidence" in outcomes
	"not_satisfied" in outcomes
}

_outcome(outcomes) := "satisfied" if {
	"satisfied" in outcomes
	count(outcomes & {"no_evidence", "not_satisfied"}) == 0
}

_details(finding) := [sprintf("缺少 %s", [path]) | some path in finding.missing] if finding.outcome == "no_evidence"

_details(finding) := [sprintf("不足 %v", [shortfall]) | some shortfall in finding.shortfalls] if {
	finding.outcome == "not_satisfied"
}

_details(finding) := [sprintf("不适用 %v", [reason]) | some reason in finding.inapplicable] if {
	finding.outcome == "not_applicable"
}

_finding(part) := finding if {
	finding := judge.finding(_said(part.check)) with input as _input(part)
}

_said(name) := {
	"requires": {path | some path in data.checks[name].requires},
	"observations": {seen | some seen in data.checks[name].observations},
	"shortfalls": {lacking | some lacking in data.checks[name].shortfalls},
	"merits": {merit | some merit in data.checks[name].merits},
	"inapplicable": {reason | some reason in data.checks[name].inapplicable},
	"measure": {measure | measure := data.checks[name].measure},
}

_input(part) := {
	"evidence": input.evidence,
	"facts": object.union(_single(part), _many(part)),
	"params": part.params,
	"as_of": catalogue.as_of,
	"reporting_date": input.reporting_date,
	"subject": input.subject,
}

_single(part) := {role: fact |
	some role, place in part.facts
	fact := object.get(input.evidence, place, null)
	fact != null
}

_many(part) := {role: facts |
	some role, places in part.lists
	facts := [{"path": concat(".", place), "value": object.get(input.evidence, place, null)} | some place in places]
}

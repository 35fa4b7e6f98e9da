package authz

_rows["batch.write"] := {"roles": {"bureau": "any"}, "unless": {"admin_apart", "token_process"}}

_rows["case.open"] := {
	"roles": {"station": "no_case", "bureau": "no_case"},
	"unless": {"admin_apart", "token_process"},
}

_rows["case.declare"] := {"roles": {"station": "any"}, "unless": {"frozen", "admin_apart", "token_process"}}

_rows["case.accept"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.admit"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.return"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.conclude"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.publish"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.name"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.recheck"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.keep"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.order_rectification"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.accept_rectification"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.withdraw"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["case.refuse"] := {"roles": {"bureau": "any"}, "unless": _step}

_rows["award.write"] := {"roles": {"bureau": "any"}, "unless": _step}

# A step with a case as a whole, by those who decide about the station.
_step := {"frozen", "own_station", "own_region", "admin_apart", "token_process"}

_rows["assignment.write"] := {"roles": {"bureau": "inspecting"}, "unless": _content}

_rows["draw.make"] := {"roles": {"assessor": "signing", "bureau": "inspecting"}, "unless": _content}

_rows["difference.settle"] := {"roles": {"assessor": "signing", "bureau": "signing"}, "unless": _content}

_rows["rectification.write"] := {"roles": {"bureau": "ordering"}, "unless": _content}

_rows["rectification.judge"] := {"roles": {"bureau": "rectifying"}, "unless": _content}

# What is written into a case by those who decide about the station, until it is signed.
_content := {"locked", "frozen", "own_station", "own_region", "admin_apart", "token_process"}

_rows["finding.record"] := {
	"roles": {"station": "by_source", "assessor": "by_source", "bureau": "by_source"},
	"unless": _finding,
}

_rows["finding.override"] := {"roles": {"assessor": "by_source", "bureau": "by_source"}, "unless": _finding}

_rows["finding.sign"] := {"roles": {"assessor": "signing"}, "unless": _finding}

_finding := {
	"others_finding", "locked", "frozen", "own_station", "own_region", "admin_apart",
	"token_process",
}

_rows["finding.read_others"] := {
	"roles": {"station": "told", "assessor": "any", "bureau": "any", "auditor": "any"},
}

_rows["rectification.answer"] := {
	"roles": {"station": "rectifying"},
	"unless": {"locked", "frozen", "admin_apart", "token_process"},
}

_rows["dispute.raise"] := {
	"roles": {"station": "any", "bureau": "any"},
	"unless": {"frozen", "admin_apart", "token_process"},
}

_rows["dispute.decide"] := {
	"roles": {"bureau": "any"},
	"unless": {"own_station", "own_region", "admin_apart", "token_process"},
}

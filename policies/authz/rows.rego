package authz

# A row of the table says of an action who may take it and what refuses it all the same:
#   open    who needs no grant for it: "all", or everybody who is "signed_in"
#   own     true where everybody may take it on what is their own
#   roles   which grants carry it, each with the stages at which it may be taken (stages.rego)
#   local   true where an assessor needs no assignment, only the region
#   upward  true where it may also be taken from a region below
#   unless  the reasons that refuse it to whoever has the grant (refusals.rego)
_rows["public.read"] := {"open": "all"}

_rows["card.verify"] := {"open": "all"}

_rows["region.read"] := {"open": "signed_in"}

_rows["standard.read"] := {"open": "signed_in"}

_rows["batch.read"] := {"open": "signed_in"}

_rows["award.read"] := {"open": "signed_in"}

_rows["session.own"] := {"open": "signed_in", "unless": {"token_process"}}

_rows["notice.read"] := {"own": true}

_rows["job.read"] := {"own": true, "roles": {"bureau": "any", "auditor": "any", "admin": "any"}}

_rows["job.cancel"] := {"own": true, "roles": {"admin": "any"}}

_rows["station.read"] := {
	"roles": {
		"station": "any", "assessor": "any", "bureau": "any", "auditor": "any", "admin": "any",
		"integrator": "any",
	},
	"local": true,
}

_rows["station.write"] := {"roles": {"bureau": "any", "integrator": "any"}}

_rows["station.import"] := {"roles": {"bureau": "any", "integrator": "any"}}

_rows["people.read"] := {"roles": {"bureau": "any", "auditor": "any", "admin": "any"}}

_rows["people.write"] := {"roles": {"admin": "any"}, "unless": {"token_process"}}

_rows["token.write"] := {"roles": {"admin": "any"}, "unless": {"token_process"}}

_rows["settings.write"] := {"roles": {"admin": "any"}, "unless": {"token_process"}}

_rows["backup.make"] := {"roles": {"admin": "any"}, "unless": {"token_process"}}

_rows["journal.read"] := {"roles": {"auditor": "any"}}

_rows["journal.checkpoint"] := {"roles": {"auditor": "any"}, "unless": {"token_process"}}

_rows["set.read"] := {
	"roles": {"author": "any", "bureau": "any", "auditor": "any"},
	"upward": true,
}

_rows["set.submit"] := {"roles": {"author": "any"}, "unless": {"admin_apart", "token_process"}}

_rows["set.approve"] := {
	"roles": {"author": "any", "bureau": "any"},
	"unless": {"admin_apart", "token_process"},
}

_rows["ranking.read"] := {"roles": _overview}

_rows["summary.read"] := {"roles": _overview}

_overview := {"bureau": "any", "auditor": "any", "integrator": "any"}

_rows["bundle.read"] := {"roles": _readers}

_rows["attachment.read"] := {"roles": _readers}

_rows["case.read"] := {"roles": _readers}

_rows["export.make"] := {"roles": _readers}

_readers := {"station": "any", "assessor": "any", "bureau": "any", "auditor": "any", "integrator": "any"}

_rows["attachment.read_original"] := {
	"roles": {"station": "any", "assessor": "any", "bureau": "any", "auditor": "any"},
	"unless": {"token_process"},
}

_rows["bundle.score"] := {
	"roles": {"station": "any", "assessor": "any", "bureau": "any", "integrator": "any"},
}

_rows["bundle.save"] := {
	"roles": {"station": "filling", "integrator": "filling"},
	"unless": {"locked", "frozen", "admin_apart"},
}

_rows["attachment.add"] := {
	"roles": {"station": "filling", "integrator": "filling", "assessor": "checking", "bureau": "reviewing"},
	"unless": {"locked", "frozen", "admin_apart"},
}

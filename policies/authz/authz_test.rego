package authz_test

import data.authz

# 示例市 is 3304, its county 330499, a town there 330499101.
_resource := {
	"region": "330499101",
	"station": "st-1",
	"stage": "onsite",
	"frozen": false,
	"locked": false,
	"all_signed": false,
	"assessors": ["p-expert", "p-second"],
	"signers": [],
	"author": "",
	"recorded_by": "",
	"source": "",
	"raised_by": "",
	"person": "",
	"batch": {"allow_own_region": false},
}

_person(id, role, region) := {
	"id": id,
	"grants": [{"role": role, "region": region, "station": ""}],
	"station": "",
	"home_region": "",
	"disabled": false,
	"token": null,
}

_clerk := {
	"id": "p-clerk",
	"grants": [{"role": "station", "region": "", "station": "st-1"}],
	"station": "st-1",
	"home_region": "330499",
	"disabled": false,
	"token": null,
}

_expert := _person("p-expert", "assessor", "3304")

_bureau := _person("p-bureau", "bureau", "330499")

_author := _person("p-author", "author", "3304")

_admin := _person("p-admin", "admin", "")

_machine(scopes) := object.union(_person("p-machine", "integrator", "3304"), {"token": {"scopes": scopes}})

# What is told to a person who takes an action on the resource, but for what is changed.
_told(person, action, changed) := got if {
	got := authz.decision.reasons with input as {
		"person": person,
		"action": action,
		"resource": object.union(_resource, changed),
	}
}

_allowed(person, action, changed) if {
	got := authz.decision with input as {
		"person": person,
		"action": action,
		"resource": object.union(_resource, changed),
	}
	got == {"allow": true, "reasons": set()}
}

test_nothing_is_allowed_without_a_request if {
	got := authz.decision with input as {}
	got == {"allow": false, "reasons": {"unknown_action"}}
}

test_every_row_is_an_action if {"card.verify", "dispute.decide"} - authz.actions == set()

test_the_public_reads_what_is_public if _allowed(null, "public.read", {})

test_the_public_verifies_a_card if _allowed(null, "card.verify", {})

test_the_public_reads_nothing_else if _told(null, "case.read", {}) == {"sign_in"}

test_the_public_owns_nothing if _told(null, "notice.read", {}) == {"sign_in"}

test_an_unknown_action_is_refused if _told(_admin, "case.delete", {}) == {"unknown_action"}

test_everybody_signed_in_reads_regions if _allowed(_author, "region.read", {"region": "44"})

test_a_disabled_account_is_refused if {
	_told(object.union(_bureau, {"disabled": true}), "case.read", {}) == {"disabled"}
}

test_a_notice_is_read_by_whom_it_is_for if _allowed(_clerk, "notice.read", {"person": "p-clerk"})

test_a_notice_is_read_by_nobody_else if _told(_bureau, "notice.read", {"person": "p-clerk"}) == {"not_own"}

test_a_job_of_the_region_is_read if _allowed(_bureau, "job.read", {"person": "p-clerk"})

test_a_role_without_the_action_is_refused if _told(_author, "case.read", {}) == {"no_role"}

test_a_clerk_saves_for_the_own_station if _allowed(_clerk, "bundle.save", {"stage": "self"})

test_a_clerk_saves_where_there_is_no_case if _allowed(_clerk, "bundle.save", {"stage": ""})

test_a_clerk_does_not_save_while_it_is_judged if _told(_clerk, "bundle.save", {}) == {"wrong_stage"}

test_a_clerk_does_not_save_for_another_station if {
	_told(_clerk, "bundle.save", {"stage": "self", "station": "st-2"}) == {"other_station"}
}

test_a_grant_of_no_station_reaches_no_station if {
	clerk := object.union(_clerk, {"grants": [{"role": "station", "region": "", "station": ""}]})
	_told(clerk, "bundle.read", {"station": ""}) == {"other_station"}
}

test_a_clerk_finds_on_the_own_station if _allowed(_clerk, "finding.record", {"stage": "self", "source": "self"})

test_a_clerk_finds_as_nobody_else if {
	_told(_clerk, "finding.record", {"stage": "self", "source": "on_site"}) == {"wrong_stage"}
}

test_a_bureau_reaches_its_region if _allowed(_bureau, "case.accept", {"stage": "declared"})

test_a_bureau_does_not_reach_above if _told(_bureau, "batch.write", {"region": "3304"}) == {"other_region"}

test_a_bureau_does_not_reach_beside if _told(_bureau, "case.read", {"region": "330482"}) == {"other_region"}

test_a_set_is_read_from_below if _allowed(_bureau, "set.read", {"region": "33"})

test_a_set_is_not_read_from_beside if _told(_bureau, "set.read", {"region": "44"}) == {"other_region"}

test_an_assessor_records_where_assigned if _allowed(_expert, "finding.record", {"source": "on_site"})

test_an_assessor_records_nowhere_else if {
	_told(_expert, "finding.record", {"source": "on_site", "assessors": ["p-second"]}) == {"not_assigned"}
}

test_an_assessor_lists_stations_of_the_region if _allowed(_expert, "station.read", {"assessors": []})

test_an_assessor_does_not_record_for_the_review_on_site if {
	_told(_expert, "finding.record", {"source": "review"}) == {"wrong_stage"}
}

test_an_assessor_keeps_off_the_own_county if {
	expert := object.union(_expert, {"home_region": "330499102"})
	_told(expert, "finding.sign", {}) == {"own_region"}
}

test_a_batch_may_allow_the_own_county if {
	expert := object.union(_expert, {"home_region": "330499"})
	_allowed(expert, "finding.sign", {"batch": {"allow_own_region": true}})
}

test_an_assessor_may_work_for_the_whole_city if {
	_allowed(object.union(_expert, {"home_region": "3304"}), "finding.sign", {})
}

test_nobody_judges_where_they_work if {
	_told(object.union(_bureau, {"station": "st-1"}), "case.admit", {"stage": "initial"}) == {"own_station"}
}

test_nobody_judges_what_they_answer_for if {
	grants := array.concat(_expert.grants, _clerk.grants)
	_told(object.union(_expert, {"grants": grants}), "finding.sign", {}) == {"own_station"}
}

test_an_assessor_is_blind_until_all_have_signed if {
	_told(_expert, "finding.read_others", {"recorded_by": "p-second"}) == {"blind"}
}

test_an_assessor_sees_when_all_have_signed if {
	_allowed(_expert, "finding.read_others", {"recorded_by": "p-second", "all_signed": true})
}

test_a_finding_is_changed_by_its_recorder_only if {
	_told(_expert, "finding.record", {"source": "on_site", "recorded_by": "p-second"}) == {"others_finding"}
}

test_clerks_of_a_station_share_its_findings if {
	_allowed(_clerk, "finding.record", {"stage": "self", "source": "self", "recorded_by": "p-colleague"})
}

test_what_is_signed_is_locked if {
	_told(_expert, "finding.record", {"source": "on_site", "locked": true}) == {"locked"}
}

test_a_dispute_freezes if _told(_bureau, "case.name", {"stage": "publicity", "frozen": true}) == {"frozen"}

test_a_third_person_decides if _allowed(_bureau, "dispute.decide", {"frozen": true, "raised_by": "p-clerk"})

test_who_raised_it_does_not_decide if {
	_told(_bureau, "dispute.decide", {"frozen": true, "raised_by": "p-bureau"}) == {"not_third_person"}
}

test_who_checked_does_not_decide if {
	_told(_bureau, "dispute.decide", {"assessors": ["p-bureau"]}) == {"not_third_person"}
}

test_who_signed_does_not_decide if _told(_bureau, "dispute.decide", {"signers": ["p-bureau"]}) == {"not_third_person"}

test_who_recorded_does_not_decide if {
	_told(_bureau, "dispute.decide", {"recorded_by": "p-bureau"}) == {"not_third_person"}
}

test_another_author_approves_a_set if _allowed(_author, "set.approve", {"author": "p-other"})

test_nobody_approves_their_own_set if _told(_author, "set.approve", {"author": "p-author"}) == {"own_set"}

test_a_set_of_nobody_is_not_approved if _told(_author, "set.approve", {"author": ""}) == {"own_set"}

test_an_administrator_manages_people if _allowed(_admin, "people.write", {"person": "p-clerk"})

test_nobody_grants_to_themselves if _told(_admin, "people.write", {"person": "p-admin"}) == {"own_account"}

test_an_administrator_keeps_out_whatever_else_they_are if {
	both := object.union(_bureau, {"grants": array.concat(_bureau.grants, _admin.grants)})
	_told(both, "case.accept", {"stage": "declared"}) == {"admin_apart"}
}

test_a_token_does_what_its_scope_names if _allowed(_machine(["station.write"]), "station.write", {})

test_a_scope_may_be_of_a_whole_resource if _allowed(_machine(["station.*"]), "station.write", {})

test_a_scope_of_all_is_none if _told(_machine(["*", ".*", "stat.*"]), "station.write", {}) == {"token_scope"}

test_a_token_needs_no_scope_for_what_is_public if _allowed(_machine([]), "public.read", {})

test_a_token_takes_no_step if {
	_told(_machine(["case.*"]), "case.accept", {"stage": "declared"}) == {"no_role", "token_process"}
}

test_a_token_carries_no_grant_of_a_person if {
	_told(object.union(_bureau, {"token": {"scopes": ["station.*"]}}), "station.write", {}) == {"no_role"}
}

test_an_integrator_does_nothing_without_a_token if {
	_told(_person("p-machine", "integrator", "3304"), "station.write", {}) == {"no_role"}
}

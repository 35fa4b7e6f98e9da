package lib.bundle_test

import data.lib.bundle

test_absent_is_nothing_for_a_stated_fact if {
	bundle.absent("premises.area_sqm") == set() with input as {"evidence": {"premises": {"area_sqm": 34}}}
}

test_absent_takes_no_for_an_answer if {
	bundle.absent("premises.fixed") == set() with input as {"evidence": {"premises": {"fixed": false}}}
}

test_absent_takes_none_for_an_answer if {
	bundle.absent("facts.document") == set() with input as {"facts": {"document": false}}
}

test_absent_takes_an_empty_list_for_an_answer if {
	bundle.absent("facts.held") == set() with input as {"facts": {"held": []}}
}

test_absent_takes_a_document_for_an_answer if {
	bundle.absent("facts.document") == set() with input as {"facts": {"document": {"date": "2026-03-01"}}}
}

test_absent_treats_null_as_unstated if {
	got := bundle.absent("premises.area_sqm") with input as {"evidence": {"premises": {"area_sqm": null}}}
	got == {"premises.area_sqm"}
}

test_absent_tells_of_a_section_that_is_not_there if {
	bundle.absent("premises.area_sqm") == {"premises.area_sqm"} with input as {"evidence": {}}
}

test_absent_tells_of_a_role_without_a_fact if {
	bundle.absent("facts.done") == {"facts.done"} with input as {"facts": {"due": 20}}
}

test_absent_tells_the_paths_without_a_value if {
	bundle.absent("facts.each") == {"zone.rest", "zone.talk"} with input as {"facts": {"each": [
		{"path": "zone.service", "value": true},
		{"path": "zone.rest", "value": null},
		{"path": "zone.talk"},
	]}}
}

test_absent_is_nothing_when_every_path_has_a_value if {
	bundle.absent("facts.each") == set() with input as {"facts": {"each": [
		{"path": "zone.service", "value": true},
		{"path": "zone.rest", "value": false},
	]}}
}

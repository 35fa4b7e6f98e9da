# METADATA
# title: 条目判定
# description: |
#   Judges what one check found. A check says what it needs and where the station falls
#   short; the outcome is decided here and nowhere else, so that no check can pass for
#   want of evidence.
package judge

import data.lib.bundle

# METADATA
# description: |
#   The finding on one check, given what it "requires", and its "observations",
#   "shortfalls", "merits", "inapplicable" and "measure" (a set of at most one). All but the
#   observations are told only when the evidence is complete.
# entrypoint: true
finding(check) := _finding(check, {path | some required in check.requires; some path in bundle.absent(required)})

_finding(check, missing) := {
	"outcome": "no_evidence",
	"missing": missing,
	"observations": check.observations,
	"inapplicable": set(),
	"shortfalls": set(),
	"merits": set(),
	"measure": set(),
} if {
	missing != set()
}

_finding(check, missing) := {
	"outcome": _outcome(check),
	"missing": missing,
	"observations": check.observations,
	"inapplicable": check.inapplicable,
	"shortfalls": check.shortfalls,
	"merits": check.merits,
	"measure": check.measure,
} if {
	missing == set()
}

# Not checked, until a known check has run on complete evidence.
default _outcome(_) := "not_checked"

_outcome(check) := "not_applicable" if check.inapplicable != set()

_outcome(check) := "not_satisfied" if {
	check.inapplicable == set()
	check.shortfalls != set()
}

_outcome(check) := "satisfied" if {
	check.inapplicable == set()
	check.shortfalls == set()
	check.requires != set()
}

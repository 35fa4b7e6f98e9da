package evidence_test

import (
	"strings"
	"testing"

	"zhanping/evidence"
)

func TestDefectiveRollUpsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, new, want string }{
		{"no object", `{"count": {"kind": "home"}}`, `"count"`, "x-rollup is no object"},
		{"null", `{"count": {"kind": "home"}}`, `null`, "x-rollup is no object"},
		{"an unknown way", `{"count": {"kind": "home"}}`, `{"mean": {"kind": "home"}}`, "is none of count; count and where"},
		{"two ways at once", `"where": "staff.total"`, `"where": "staff.total", "linked": "premises.host"`, "is none of count; count and where"},
		{"members that are no object", `{"count": {"kind": "home"}}`, `{"count": "home"}`, "not an object"},
		{"members of an unknown kind", `{"kind": "home"}`, `{"kind": "person"}`, `kind is station or home, not "person"`},
		{"members of no kind", `{"kind": "home"}`, `{"level": "town"}`, `kind is station or home, not ""`},
		{"members of an unknown level", `"level": "village"`, `"level": "hamlet"`, `there is no level "hamlet"`},
		{"an unknown key for members", `{"kind": "home"}`, `{"kind": "home", "sample": true}`, `keyword "sample" is not supported`},
		{"a fact that is not there", `"staff.total"`, `"staff.totals"`, `there is no fact "staff.totals"`},
		{"a condition on a text", `"staff.total"`, `"premises.host"`, "is of type string, not boolean or integer or number"},
		{"a link by a number", `"linked": "premises.host"`, `"linked": "staff.total"`, "is of type integer, not string"},
		{"a sum of texts", `"sum": "case.closed"`, `"sum": "premises.host"`, "is of type string, not integer or number"},
		{"a sum of another unit", `"sum": "case.closed"`, `"sum": "staff.total"`, "staff.total is of another type or unit"},
		{"a whole sum of numbers", `"title": "总面积", "type": "number"`, `"title": "总面积", "type": "integer"`, "premises.area_sqm is of another type or unit"},
		{"a count that is a number", `"title": "家数", "type": "integer"`, `"title": "家数", "type": "number"`, "a count is an integer"},
		{"a percentage in pieces", `"x-unit": "%"`, `"x-unit": "个"`, "a percentage is a number with the unit %"},
		{"a percentage of a percentage", `"percent": "county.villages"`, `"percent": "county.share"`, "county.share is a percentage itself"},
		{"a roll-up of a text", `"x-rollup": {"count": {"kind": "home"}}`, `"x-rollup": {"count": {"kind": "home"}}}, "note": {"title": "备注", "type": "string", "x-rollup": {"count": {"kind": "home"}}`, `keyword "x-rollup" is not supported`},
		{"a roll-up within a list", `"planned": {`, `"list": {"title": "列", "type": "array", "items": {"type": "integer", "x-rollup": {"count": {"kind": "home"}}}}, "planned": {`, "x-rollup stands where there is no fact"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			section := strings.Replace(countySection, c.old, c.new, 1)
			if section == countySection {
				t.Fatalf("%s is not in the section", c.old)
			}
			data, err := schemaWith(section)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := evidence.ParseSchema(data); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

package policies_test

import (
	"encoding/json"
	"testing"

	"zhanping/evidence"
	"zhanping/policies"
)

func TestAParameterKnowsWhichValueAsksForMore(t *testing.T) {
	t.Parallel()
	engine, err := policies.Load(evidence.DefaultSchema(), policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]*policies.ParamRule{}
	for _, check := range engine.Checks() {
		for _, param := range check.Params {
			if param.Rule.Title == "" {
				t.Errorf("parameter %s of %s has no title", param.Name, check.Name)
			}
			rules[check.Name+"."+param.Name] = param.Rule
		}
	}
	number := func(text string) any { return json.Number(text) }
	list := func(texts ...any) any { return texts }
	for name, test := range map[string]struct {
		param       string
		value, than any
		want        bool
	}{
		"more than the minimum":            {"floor_area.min_m2", number("120"), number("80"), true},
		"the minimum itself":               {"floor_area.min_m2", number("80.0"), number("80"), true},
		"less than the minimum":            {"floor_area.min_m2", number("79.99"), number("80"), false},
		"a lower maximum":                  {"count_at_most.max", number("20"), number("30"), true},
		"a higher maximum":                 {"count_at_most.max", number("31"), number("30"), false},
		"a shorter time":                   {"updated_within.months", number("6"), number("12"), true},
		"one element more":                 {"set_includes.required", list("甲", "乙"), list("乙"), true},
		"another element":                  {"set_includes.required", list("甲"), list("乙"), false},
		"one choice fewer":                 {"one_of.allowed", list("甲"), list("甲", "乙"), true},
		"one choice more":                  {"one_of.allowed", list("甲", "乙", "丙"), list("甲", "乙"), false},
		"a parameter without a direction":  {"document_exists.within_months", number("6"), number("12"), false},
		"a text where a number is due":     {"floor_area.min_m2", "120", number("80"), false},
		"a number where a list is due":     {"one_of.allowed", number("1"), list("甲"), false},
		"a name's ending has no direction": {"name_on_sign.suffix", "站", "站", false},
	} {
		if got := rules[test.param].AsStrict(test.value, test.than); got != test.want {
			t.Errorf("%s: %s: AsStrict(%v, %v) = %v, want %v", name, test.param, test.value, test.than, got, test.want)
		}
	}
}

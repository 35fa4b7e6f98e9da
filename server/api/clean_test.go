package api

import (
	"testing"

	"zhanping/server/casework"
)

func TestTextsOfPeopleAreLookedAtAndWhatWasMadeHereIsNot(t *testing.T) {
	t.Parallel()
	const number = "a13800138000b"
	digest := map[string]map[string]any{"S1": {"sha256": number}}
	for _, c := range []struct {
		says   string
		in     any
		passes bool
	}{
		{"a cursor of the page before", &stationsInput{PageInput: PageInput{After: number}}, true},
		{"a digest among the sources of a form", &struct{ Body casework.Form }{casework.Form{Sources: digest}}, true},
		{"part of a name to look for", &stationsInput{Text: number}, false},
		{"why a case is sent back", &struct{ Body StepBody }{StepBody{Reason: "请联系 13800138000"}}, false},
	} {
		if err := clean(c.in); (err == nil) != c.passes {
			t.Errorf("%s: %v", c.says, err)
		}
	}
}

func TestARefusalNamesTheFieldAsPeopleKnowIt(t *testing.T) {
	t.Parallel()
	type paper struct {
		Contact string `json:"contact" doc:"异议受理方式，写在公示里"`
		Other   string `json:"other"`
	}
	for in, want := range map[paper]string{
		{Contact: "13800138000"}: "“异议受理方式”含有手机号（138********）；这里不得写证件号和电话，请删去",
		{Other: "13800138000"}:   "所填内容含有手机号（138********）；这里不得写证件号和电话，请删去",
	} {
		if err := clean(&struct{ Body paper }{in}); err == nil || err.Error() != "invalid: "+want {
			t.Errorf("%v: got %v, want %s", in, err, want)
		}
	}
}

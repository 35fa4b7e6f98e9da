package server_test

import (
	"os"
	"strings"
	"testing"
)

func TestAFormSaysWhatTheTextSaid(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	text, err := os.ReadFile("../evidence/samples/incomplete-town/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	path := "/stations/" + o.station
	// the form names the station as it is registered
	sample := strings.Replace(string(text), "示例县丙镇退役军人服务站\n  kind", "示例镇退役军人服务站\n  kind", 1)
	before := o.clerk.want(200, "PUT", path+"/bundle", `"0"`, map[string]any{"text": sample})
	form := o.clerk.want(200, "GET", path+"/form", "", nil)
	after := o.clerk.want(200, "PUT", path+"/form", `"1"`, form)
	digest := func(saved map[string]any) any { return saved["revision"].(map[string]any)["digest"] }
	if digest(before) != digest(after) {
		kept := o.clerk.want(200, "GET", path+"/bundle", "", nil)
		t.Errorf("the form says something else than the text:\n%s", kept["text"])
	}
	if facts := form["facts"].(map[string]any); facts["premises.area_sqm"] != 96.0 || facts["village.units"] != 12.0 {
		t.Errorf("facts: %v", facts)
	}
	if backing := form["backing"].(map[string]any); backing["village.units"].([]any)[0] != "S1" {
		t.Errorf("backing: %v", backing)
	}
}

func TestAFaultOfAFormNamesItsFact(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	path := "/stations/" + o.station
	empty := o.clerk.want(200, "GET", path+"/form", "", nil)
	if empty["revision"] != 0.0 {
		t.Errorf("form of a station without evidence: %v", empty)
	}
	told := o.clerk.want(422, "PUT", path+"/form", `"0"`, map[string]any{
		"revision": 0, "reporting_date": "2026-06-30", "sources": map[string]any{}, "backing": map[string]any{},
		"facts": map[string]any{"premises.area_sqm": "很大", "premises.fixed": true, "nonsense.fact": 1},
	})
	fields := map[string]string{}
	for _, fault := range told["errors"].([]any) {
		f := fault.(map[string]any)
		fields[f["field"].(string)] = f["words"].(string)
		if strings.Contains(f["words"].(string), ".yaml") || strings.Contains(f["words"].(string), "佐证材料:") {
			t.Errorf("words name a text that nobody wrote: %v", f["words"])
		}
	}
	for _, want := range []string{"premises.area_sqm", "nonsense"} {
		if fields[want] == "" {
			t.Errorf("no fault at %s: %v", want, fields)
		}
	}
}

func TestAStationIsAskedEachFactOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	groups := o.clerk.want(200, "GET", "/schema?kind=station&level=town&region=330499103000", "", nil)["sections"].([]any)
	asked := map[string]int{}
	shared := 0
	for _, group := range groups {
		for _, question := range group.(map[string]any)["facts"].([]any) {
			q := question.(map[string]any)
			asked[q["path"].(string)]++
			if len(q["readers"].([]any)) > 1 {
				shared++
			}
		}
	}
	for path, times := range asked {
		if times != 1 {
			t.Errorf("%s is asked %d times", path, times)
		}
	}
	if asked["premises.area_sqm"] != 1 || shared == 0 {
		t.Errorf("%d facts are asked, %d of them by several standards", len(asked), shared)
	}
}

func TestAnOldRevisionIsHadAsAFormAndTellsWhoSavedIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	path := "/stations/" + o.station
	form := map[string]any{
		"revision": 0, "reporting_date": "2026-06-30", "sources": map[string]any{}, "backing": map[string]any{},
		"facts": map[string]any{"premises.area_sqm": 96},
	}
	o.clerk.want(200, "PUT", path+"/form", `"0"`, form)
	form["facts"] = map[string]any{"premises.area_sqm": 120}
	o.clerk.want(200, "PUT", path+"/form", `"1"`, form)
	for query, want := range map[string]float64{"?revision=1": 96, "?revision=2": 120, "": 120} {
		got := o.clerk.want(200, "GET", path+"/form"+query, "", nil)
		if area := got["facts"].(map[string]any)["premises.area_sqm"]; area != want {
			t.Errorf("form%s has an area of %v, want %v", query, area, want)
		}
	}
	o.clerk.want(404, "GET", path+"/form?revision=3", "", nil)
	for _, item := range o.clerk.want(200, "GET", path+"/revisions", "", nil)["items"].([]any) {
		if name := item.(map[string]any)["saved_by_name"]; name != "clerk" {
			t.Errorf("the clerk's revision was saved by %v", name)
		}
	}
}

package server_test

import (
	"strings"
	"testing"
	"time"
)

// What is foretold of the days to come is what those days bring: on the day named the item is worth
// less by the points named, and the day before it is not.
func TestWhatRunsOutDoesSoOnTheDayThatWasNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	station := o.bureau.addStation("exemplary-town", "330499101000")
	clerk := o.admin.person("exemplary", map[string]any{"role": "station", "station_id": station})
	path := "/stations/" + station
	text := strings.Replace(sampleOf(t, "exemplary-town", "exemplary-town", "330499101000"), "示例县甲镇退役军人服务站\n", "示例镇退役军人服务站\n", 1)
	clerk.want(200, "PUT", path+"/bundle", `"0"`, map[string]any{"text": text})

	told := clerk.want(200, "GET", path+"/expiries", "", nil)
	if told["as_of"] != "2026-07-15" || told["until"] != "2026-10-13" {
		t.Errorf("looked at %v to %v", told["as_of"], told["until"])
	}
	item := map[string]any{}
	for _, s := range told["standards"].([]any) {
		under := s.(map[string]any)
		if strings.HasPrefix(under["standard"].(string), "fqs-town-76@") {
			item = under["items"].([]any)[0].(map[string]any)
		}
	}
	if len(item) == 0 {
		t.Fatalf("nothing runs out: %v", told)
	}
	day, err := time.Parse(time.DateOnly, item["on"].(string))
	if err != nil {
		t.Fatal(err)
	}
	points := func(on time.Time) any {
		o.now = on.Add(time.Hour)
		clerk.want(200, "POST", "/session", "", map[string]any{"login": "exemplary", "password": "银杏树下的长椅 exemplary"})
		report := clerk.want(200, "GET", path+"/reports?standard=fqs-town-76", "", nil)
		for _, i := range report["reports"].([]any)[0].(map[string]any)["items"].([]any) {
			if i := i.(map[string]any); i["id"] == item["item"] {
				return i["points"].(map[string]any)["certain"]
			}
		}
		return nil
	}
	before, after := points(day.AddDate(0, 0, -1)), points(day)
	if before == after {
		t.Errorf("%v is worth %v on %v and on the day before", item["item"], after, item["on"])
	}
}

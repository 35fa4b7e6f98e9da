package server_test

import (
	"slices"
	"strings"
	"testing"

	"zhanping/assessment/stages"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// stays are actions that a state of the case withholds from everybody.
var stays = []struct {
	says    string
	change  func(*records.Case)
	actions []policies.Action
}{{
	says: "signed and locked",
	change: func(c *records.Case) {
		c.Locked, c.Stage = true, string(stages.Decided)
	},
	actions: []policies.Action{
		policies.ActionFindingRecord, policies.ActionFindingSign, policies.ActionDifferenceSettle, policies.ActionAssignmentWrite,
		policies.ActionRectificationWrite, policies.ActionRectificationAnswer, policies.ActionRectificationJudge,
		policies.ActionCaseDeclare, policies.ActionCaseAccept, policies.ActionCaseAdmit, policies.ActionCaseConclude,
	},
}, {
	says:   "frozen by a dispute",
	change: func(c *records.Case) { c.Frozen = true },
	actions: []policies.Action{
		policies.ActionFindingRecord, policies.ActionFindingSign, policies.ActionDifferenceSettle, policies.ActionAssignmentWrite,
		policies.ActionRectificationWrite, policies.ActionRectificationAnswer, policies.ActionRectificationJudge, policies.ActionDisputeRaise,
		policies.ActionCaseDeclare, policies.ActionCaseAccept, policies.ActionCaseAdmit, policies.ActionCaseConclude, policies.ActionCaseReturn,
		policies.ActionCasePublish, policies.ActionCaseName, policies.ActionCaseRecheck, policies.ActionCaseKeep, policies.ActionCaseWithdraw,
		policies.ActionCaseOrderRectification, policies.ActionCaseAcceptRectification, policies.ActionCaseRefuse,
	},
}}

func TestALockedOrFrozenCaseIsTouchedByNobody(t *testing.T) {
	t.Parallel()
	for _, state := range stays {
		t.Run(state.says, func(t *testing.T) {
			t.Parallel()
			m := newMatrix(t)
			tx := m.db.Read(t.Context())
			held, err := store.Get[records.Case](tx, m.ids["cases"])
			if err != nil {
				t.Fatal(err)
			}
			state.change(&held)
			if err := tx.Update(&held); err != nil {
				t.Fatal(err)
			}
			entries, tried := len(m.noted(t)), map[policies.Action]bool{}
			for _, door := range operations(t, m.admin.ask("GET", "/openapi.json", nil).body) {
				action := policies.Action(door.action)
				if !slices.Contains(state.actions, action) {
					continue
				}
				tried[action] = true
				path, _ := m.address(door)
				for _, name := range strings.Fields("clerk expert bureau insider both machine") {
					got := m.knock(t, name, door, path)
					if got.StatusCode != 403 && got.StatusCode != 409 {
						t.Errorf("%s: %s %s: %d %.300s", name, door.method, path, got.StatusCode, got.body)
					}
				}
			}
			if len(tried) != len(state.actions) {
				t.Errorf("only %v of %v have a door", tried, state.actions)
			}
			if now := m.noted(t); len(now) != entries {
				t.Errorf("the journal has %d new entries", len(now)-entries)
			}
		})
	}
}

// TestWhoIsOfTheStationOrItsCountyDoesNotAssessIt is about people of whom the grants alone say nothing.
func TestWhoIsOfTheStationOrItsCountyDoesNotAssessIt(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	path := "/cases/" + m.ids["cases"] + "/assignments"
	for says, home := range map[string]map[string]any{
		"works at the station": {"home_station": m.ids["stations"]},
		"works in the county":  {"home_region": "330499000000"},
	} {
		login := strings.ReplaceAll("local-"+says, " ", "-")
		m.admin.person(login, map[string]any{"role": "assessor", "region": "330499000000"})
		person := m.admin.called(login)
		home["login"], home["name"] = login, "核查员"
		m.admin.want(200, "PUT", "/people/"+person, `"2"`, home)
		if got := m.bureau.want(422, "POST", path, "", map[string]any{"person_id": person}); got["code"] != "invalid" {
			t.Errorf("an assessor who %s was assigned: %v", says, got)
		}
	}
	// a clerk has no role by which to assess, and the station's own officer takes no step with its case
	m.bureau.want(422, "POST", path, "", map[string]any{"person_id": m.ids["people"]})
	m.people["insider"].want(403, "POST", "/cases/"+m.ids["cases"]+"/return", `"4"`, map[string]any{"reason": "理由充分"})
	// whoever manages people does not raise themselves
	self := m.admin.want(200, "GET", "/session", "", nil)["person"].(map[string]any)["id"].(string)
	m.admin.want(403, "POST", "/people/"+self+"/grants", "", map[string]any{"role": "bureau", "region": "330499000000"})
}

func TestAListBringsStationsOnlyIntoTheOwnRegion(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	const list = "名称,区划代码\n甲镇退役军人服务站,330482101000\n乙镇退役军人服务站,330483101000\n"
	here := o.admin.person("here", map[string]any{"role": "bureau", "region": "330482000000"})
	status, _, text := here.upload("/stations/import", "", "名单.csv", []byte(list))
	if status != 422 || !strings.Contains(string(text), "330483101000") || strings.Contains(string(text), "330482101000") {
		t.Errorf("a list that reaches into the next county: %d %s", status, text)
	}
	if n := len(here.want(200, "GET", "/stations", "", nil)["items"].([]any)); n != 0 {
		t.Errorf("%d stations of the refused list were kept", n)
	}
}

package server_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"slices"
	"strings"
	"testing"
	"time"

	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// Who tries every door. The records are of one station in one county: clerk, expert, bureau, author,
// auditor and machine belong there, far-… to another province. nobody is not signed in, newcomer has
// not changed the one-time password yet, neighbour is the clerk of another station of the county,
// colleague an assessor who is not assigned, insider a bureau's officer who works at the station, both
// one who is an administrator besides, idle an integrator without a token, machine one with a token
// for everything.
var everybody = strings.Fields(`nobody newcomer clerk neighbour far-clerk expert colleague far-expert bureau insider both far-bureau
	author far-author auditor far-auditor admin idle machine far-machine`)

// may says, for every action that there is, who of them may take it on these records. Everybody else
// is to be refused. A new action fails the test until it has a line here.
var may = map[policies.Action]string{
	policies.ActionPublicRead: "all", policies.ActionCardVerify: "all",
	policies.ActionRegionRead: "signed in", policies.ActionStandardRead: "signed in", policies.ActionBatchRead: "signed in",
	policies.ActionAwardRead: "signed in", policies.ActionSessionOwn: "signed in", policies.ActionNoticeRead: "signed in",
	policies.ActionJobRead: "signed in", policies.ActionJobCancel: "signed in",

	policies.ActionStationRead:    "clerk expert colleague bureau insider both auditor admin machine",
	policies.ActionStationWrite:   "bureau insider both machine",
	policies.ActionStationImport:  "bureau insider both machine",
	policies.ActionPeopleRead:     "bureau insider both auditor admin",
	policies.ActionPeopleWrite:    "admin both",
	policies.ActionTokenWrite:     "admin both",
	policies.ActionSettingsWrite:  "admin both",
	policies.ActionBackupMake:     "admin both",
	policies.ActionSetRead:        "author bureau insider both auditor",
	policies.ActionSetSubmit:      "author",
	policies.ActionSetApprove:     "author bureau insider",
	policies.ActionBundleRead:     "clerk expert bureau insider both auditor machine",
	policies.ActionBundleScore:    "clerk expert bureau insider both machine",
	policies.ActionBundleSave:     "clerk machine",
	policies.ActionAttachmentAdd:  "clerk expert bureau insider machine",
	policies.ActionAttachmentRead: "clerk expert bureau insider both auditor machine",

	policies.ActionAttachmentReadOriginal: "clerk expert bureau insider both auditor",

	policies.ActionBatchWrite:              "bureau insider",
	policies.ActionCaseRead:                "clerk expert bureau insider both auditor machine",
	policies.ActionCaseOpen:                "bureau insider",
	policies.ActionCaseDeclare:             "clerk",
	policies.ActionCaseAccept:              "bureau",
	policies.ActionCaseAdmit:               "bureau",
	policies.ActionCaseReturn:              "bureau",
	policies.ActionCaseConclude:            "bureau",
	policies.ActionCasePublish:             "bureau",
	policies.ActionCaseName:                "bureau",
	policies.ActionCaseRecheck:             "bureau",
	policies.ActionCaseKeep:                "bureau",
	policies.ActionCaseOrderRectification:  "bureau",
	policies.ActionCaseAcceptRectification: "bureau",
	policies.ActionCaseWithdraw:            "bureau",
	policies.ActionCaseRefuse:              "bureau",
	policies.ActionAwardWrite:              "bureau",
	policies.ActionAssignmentWrite:         "bureau",
	policies.ActionDrawMake:                "bureau insider",
	policies.ActionFindingRecord:           "expert",
	policies.ActionFindingOverride:         "expert bureau",
	policies.ActionFindingSign:             "expert",
	policies.ActionFindingReadOthers:       "expert bureau insider both auditor",
	policies.ActionDifferenceSettle:        "expert bureau",
	policies.ActionDisputeRaise:            "clerk bureau insider",
	policies.ActionDisputeDecide:           "bureau",
	policies.ActionRectificationWrite:      "bureau",
	policies.ActionRectificationAnswer:     "clerk",
	policies.ActionRectificationJudge:      "bureau",

	policies.ActionRankingRead:       "bureau insider both auditor machine",
	policies.ActionSummaryRead:       "bureau insider both auditor machine",
	policies.ActionExportMake:        "clerk expert bureau insider both auditor machine",
	policies.ActionJournalRead:       "auditor",
	policies.ActionJournalCheckpoint: "auditor",
}

// allowed reports whether somebody may take an action on the records, and for lists on their own.
func allowed(action policies.Action, name string, list bool) bool {
	who := strings.Fields(may[action])
	switch may[action] {
	case "all":
		return true
	case "signed in":
		return name != "nobody" && name != "newcomer"
	}
	if !list {
		return slices.Contains(who, name)
	}
	return slices.Contains(who, strings.TrimPrefix(name, "far-")) || name == "neighbour" && slices.Contains(who, "clerk") ||
		name == "colleague" && slices.Contains(who, "expert")
}

// matrix is the records that everybody tries to reach.
type matrix struct {
	*office
	db      *store.Store
	people  map[string]*client
	headers map[string][]string
	ids     map[string]string // by kind of record, as the address names it
}

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	database := storetest.PostgreSQL(t)
	m := &matrix{office: newOffice(t, database), people: map[string]*client{}, headers: map[string][]string{}, ids: map[string]string{}}
	m.db = opened(t, childConfig{Database: database})
	m.ids["stations"] = m.station
	far := m.admin.person("far-bureau", map[string]any{"role": "bureau", "region": "110199000000"})
	farStation := far.addStation("far-town", "110199101000")
	m.people["nobody"], m.people["far-bureau"] = m.client(), far
	m.people["bureau"], m.people["admin"] = m.bureau, m.admin
	for name, grant := range map[string]map[string]any{
		"clerk-of-it": {"role": "station", "station_id": m.ids["stations"]},
		"neighbour":   {"role": "station", "station_id": m.other},
		"far-clerk":   {"role": "station", "station_id": farStation},
		"expert":      {"role": "assessor", "region": "330499000000"},
		"colleague":   {"role": "assessor", "region": "330499000000"},
		"far-expert":  {"role": "assessor", "region": "110199000000"},
		"insider":     {"role": "bureau", "region": "330499000000"},
		"both":        {"role": "bureau", "region": "330499000000"},
		"author":      {"role": "author", "region": "330499000000"},
		"far-author":  {"role": "author", "region": "110199000000"},
		"auditor":     {"role": "auditor", "region": "330499000000"},
		"far-auditor": {"role": "auditor", "region": "110199000000"},
		"idle":        {"role": "integrator", "region": "330499000000"},
	} {
		m.people[strings.TrimSuffix(name, "-of-it")] = m.admin.person(name, grant)
	}
	m.special()
	m.records()
	return m
}

// special are those who are more than a role.
func (m *matrix) special() {
	m.Helper()
	person := func(login string) map[string]any {
		found := m.admin.want(200, "GET", "/people?text="+login, "", nil)["items"].([]any)
		return found[0].(map[string]any)
	}
	m.ids["people"], m.ids["person"] = person("clerk-of-it")["id"].(string), person("expert")["id"].(string)
	m.ids["grant"] = m.admin.want(200, "GET", "/people/"+m.ids["people"], "", nil)["grants"].([]any)[0].(map[string]any)["id"].(string)
	insider := person("insider")
	m.admin.want(200, "PUT", "/people/"+insider["id"].(string), `"2"`, map[string]any{
		"login": "insider", "name": "insider", "home_station": m.ids["stations"],
	})
	m.admin.want(201, "POST", "/people/"+person("both")["id"].(string)+"/grants", "", map[string]any{"role": "admin"})
	made := m.admin.want(201, "POST", "/people", "", map[string]any{"login": "newcomer", "name": "newcomer"})
	m.admin.want(201, "POST", "/people/"+made["person"].(map[string]any)["id"].(string)+"/grants", "", map[string]any{"role": "bureau", "region": "330499000000"})
	m.people["newcomer"] = m.client()
	m.people["newcomer"].want(200, "POST", "/session", "", map[string]any{"login": "newcomer", "password": made["password"]})
	for name, region := range map[string]string{"machine": "330499000000", "far-machine": "110199000000"} {
		made := m.admin.want(201, "POST", "/people", "", map[string]any{"login": name, "name": name})
		id := made["person"].(map[string]any)["id"].(string)
		m.admin.want(201, "POST", "/people/"+id+"/grants", "", map[string]any{"role": "integrator", "region": region})
		var scopes []string
		for _, action := range policies.Actions() {
			scopes = append(scopes, string(action))
		}
		token, _, err := m.app.Auth.IssueToken(m.Context(), id, "测试", scopes, m.now.Add(time.Hour))
		if err != nil {
			m.Fatal(err)
		}
		m.people[name], m.headers[name] = m.client(), []string{"Authorization: Bearer " + token}
	}
}

// Words that stand in one record each, by which a leak is seen.
const (
	secretFinding = "独有的评定理由"
	secretDispute = "独有的异议理由"
	secretProblem = "独有的整改问题"
)

// records brings a case on site, with everything that can hang on it.
func (m *matrix) records() {
	m.Helper()
	clerk := m.people["clerk"]
	clerk.want(200, "PUT", "/stations/"+m.ids["stations"]+"/bundle", `"0"`, map[string]any{"text": evidenceOf(m, "incomplete-town", 0)})
	m.ids["attachments"] = clerk.send(201, "/stations/"+m.ids["stations"]+"/attachments", "门口.jpg", photo(m.T, 1))["id"].(string)
	input := batchInput("第一批")
	input["rules"].(map[string]any)["blind"] = true
	m.ids["batches"] = m.bureau.want(201, "POST", "/batches", "", input)["id"].(string)
	opened := m.bureau.want(201, "POST", "/batches/"+m.ids["batches"]+"/cases", "", map[string]any{"stations": []string{m.ids["stations"]}})
	m.ids["cases"] = opened["items"].([]any)[0].(map[string]any)["id"].(string)
	path := "/cases/" + m.ids["cases"]
	clerk.want(200, "POST", path+"/declare", `"1"`, map[string]any{})
	m.bureau.want(200, "POST", path+"/accept", `"2"`, map[string]any{})
	m.bureau.want(201, "POST", path+"/assignments", "", map[string]any{"person_id": m.ids["person"]})
	m.bureau.want(200, "POST", path+"/admit", `"3"`, map[string]any{})
	now := records.At(m.now)
	record := func(id string) records.Record {
		return records.Record{ID: id, Version: 1, CreatedAt: now, UpdatedAt: now}
	}
	m.ids["item"], m.ids["disputes"], m.ids["rectifications"] = "E07", "d-1", "r-1"
	for _, row := range []any{
		&records.Finding{ID: "f-1", CaseID: m.ids["cases"], Item: "E07", Source: "on_site", By: m.ids["person"], Number: 1, Outcome: "satisfied", Reason: secretFinding, Shortfalls: []records.Shortfall{}, Photos: []string{}, RecordedAt: now, MadeAt: now},
		&records.Dispute{Record: record("d-1"), CaseID: m.ids["cases"], RaisedBy: m.ids["people"], Reason: secretDispute, State: "open"},
		&records.Rectification{Record: record("r-1"), CaseID: m.ids["cases"], Problem: secretProblem, Proof: []string{}, State: "open", Deadline: "2026-12-01"},
	} {
		if err := m.db.Read(m.Context()).Insert(row); err != nil {
			m.Fatal(err)
		}
	}
}

// address fills the parameters of a path with the records; known is false where one is made up.
func (m *matrix) address(door operation) (path string, known bool) {
	kind := strings.Split(strings.TrimPrefix(door.path, "/"), "/")[0]
	known = true
	path = regexpParameter.ReplaceAllStringFunc(door.path, func(parameter string) string {
		name := strings.Trim(parameter, "{}")
		if name == "id" {
			name = kind
		}
		id, ok := m.ids[name]
		if name == "number" {
			id, ok = "1", true
		}
		if !ok {
			known = false
			return "0190a5f2-7c1e-7abc-8def-0123456789ab"
		}
		return id
	})
	return path, known
}

// knock tries a door as somebody.
func (m *matrix) knock(t *testing.T, name string, door operation, path string) reply {
	t.Helper()
	headers := append([]string{`If-Match: "1"`}, m.headers[name]...)
	var body io.Reader
	switch {
	case door.form:
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		part, _ := w.CreateFormFile("file", "照片.jpg")
		_, _ = part.Write(photo(t, 7)) // into memory
		_ = w.Close()
		body, headers = &form, append(headers, "Content-Type: "+w.FormDataContentType())
	case door.body != nil:
		body = toJSON(t, door.sample(t, door.body, "", map[string]any{
			"region": "330499101000", "stations": []string{m.other}, "station_id": m.ids["stations"], "person_id": m.ids["person"],
			"code": "another-town", "kind": "station", "level": "town", "text": evidenceOf(t, "incomplete-town", 1), "login": "another",
			"standard": "fqs-town-76",
		}))
	}
	return m.people[name].ask(door.method, path, body, headers...)
}

// seen are those who may see each secret of the records.
func (m *matrix) seen() map[string]string {
	return map[string]string{
		m.ids["stations"]:    "clerk expert colleague bureau insider both auditor admin machine",
		m.ids["cases"]:       "clerk expert bureau insider both auditor machine",
		m.ids["attachments"]: "clerk expert bureau insider both auditor machine",
		secretFinding:        "expert bureau insider both auditor",
		secretDispute:        "clerk expert bureau insider both auditor machine",
		secretProblem:        "clerk expert bureau insider both auditor machine",
		"clerk-of-it":        "clerk bureau insider both auditor admin",
	}
}

// TestEveryDoorOpensOnlyToThoseWhoMayPass tries every operation of the contract as everybody.
func TestEveryDoorOpensOnlyToThoseWhoMayPass(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	entries := len(m.noted(t))
	for _, door := range operations(t, m.admin.ask("GET", "/openapi.json", nil).body) {
		action := policies.Action(door.action)
		if action == "" {
			continue // what concerns only the session that asks: security_session_test.go
		}
		if may[action] == "" {
			t.Errorf("%s needs %s: say in the table who may", door.id, action)
			continue
		}
		path, known := m.address(door)
		list := door.method == "GET" && !strings.Contains(door.path, "{")
		for _, name := range everybody {
			if allowed(action, name, list) && door.method != "GET" {
				continue // it would change the records
			}
			m.try(t, name, door, path, known, list)
			if list && strings.Contains(string(mustJSON(t, door.parameters)), `"region"`) {
				m.try(t, name, door, path+"?region=330499000000", known, list)
			}
		}
	}
	if now := m.noted(t); len(now) != entries {
		t.Errorf("those who may not have left %v in the journal", now[entries:])
	}
}

// try tries a door as somebody and compares the answer with the table.
func (m *matrix) try(t *testing.T, name string, door operation, path string, known, list bool) {
	t.Helper()
	got := m.knock(t, name, door, path)
	within := allowed(policies.Action(door.action), name, list)
	switch {
	case got.StatusCode >= 500:
		t.Errorf("%s: %s %s: %d %.300s", name, door.method, path, got.StatusCode, got.body)
	case within && known && !list && got.StatusCode != 200 && !refusedForNow(door, name):
		t.Errorf("%s may %s, but %s %s: %d %.300s", name, door.action, door.method, path, got.StatusCode, got.body)
	case within:
	case name == "nobody" && got.StatusCode != 401:
		t.Errorf("nobody: %s %s: %d %.300s", door.method, path, got.StatusCode, got.body)
	case got.StatusCode != 401 && got.StatusCode != 403 && got.StatusCode != 404:
		t.Errorf("%s must not %s, but %s %s: %d %.300s", name, door.action, door.method, path, got.StatusCode, got.body)
	}
	if got.StatusCode >= 400 && got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: %s %s: refused as %s", name, door.method, path, got.Header.Get("Content-Type"))
	}
	if a := policies.Action(door.action); a == policies.ActionAwardRead || a == policies.ActionBatchRead {
		return // titles and what was drawn are told to all who are signed in
	}
	for secret, readers := range m.seen() {
		if bytes.Contains(got.body, []byte(secret)) && !slices.Contains(strings.Fields(readers), name) && !strings.Contains(path, secret) {
			t.Errorf("%s: %s %s tells of %s: %.600s", name, door.method, path, secret, got.body)
		}
	}
}

// refusedForNow are answers that the table grants and the stage of the case withholds: until all have
// signed, an assessor is blind, and the station and machines are not told.
func refusedForNow(door operation, name string) bool {
	return slices.Contains([]string{"expert", "clerk", "machine"}, name) &&
		(door.action == string(policies.ActionFindingReadOthers) || strings.HasSuffix(door.path, "/report"))
}

// noted is the actions in the journal.
func (m *matrix) noted(t *testing.T) []string {
	t.Helper()
	var actions []string
	for action, subjects := range sound(t, m.db) {
		for range subjects {
			actions = append(actions, action)
		}
	}
	return actions
}

package server_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zhanping/policies"
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
	// everybody lists their own; this one was asked for by the clerk
	policies.ActionJobRead: "clerk bureau insider both auditor admin", policies.ActionJobCancel: "clerk admin both",

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
	if action == policies.ActionJobRead {
		return name != "nobody" && name != "newcomer"
	}
	return slices.Contains(who, strings.TrimPrefix(name, "far-")) || name == "neighbour" && slices.Contains(who, "clerk") ||
		name == "colleague" && slices.Contains(who, "expert")
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
		switch name {
		case "number":
			id, ok = "1", true
		case "file":
			id, ok = "town.xlsx", true
		case "code":
			known = false // the county is made up, the table of regions is not
			return "330499103000"
		}
		if !ok {
			known, id = false, "0190a5f2-7c1e-7abc-8def-0123456789ab"
			for _, p := range door.parameters {
				if p["name"] == name {
					id = made(p["schema"].(map[string]any), id)
				}
			}
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
		body = toJSON(t, m.body(t, door))
	}
	return m.people[name].ask(door.method, path, body, headers...)
}

// body is one that the door takes, about these records.
func (m *matrix) body(t *testing.T, door operation) any {
	t.Helper()
	return door.sample(t, door.body, "", m.named(t))
}

// named is what fields of these names say.
func (m *matrix) named(t *testing.T) map[string]any {
	t.Helper()
	return map[string]any{
		"region": "330499101000", "stations": []any{m.other}, "station_id": m.ids["stations"], "person_id": m.ids["person"],
		"code": "another-town", "kind": "station", "level": "town", "text": evidenceOf(t, "incomplete-town", 1), "login": "another",
		"standard": "fqs-town-76", "batch": m.ids["batches"], "batch_id": m.ids["batches"],
	}
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
		list := door.method == "GET" && !strings.Contains(door.path, "{") ||
			action == policies.ActionStationImport // whose rows say where: TestAListBringsStationsOnlyIntoTheOwnRegion
		for _, name := range everybody {
			if allowed(action, name, list) && door.method != "GET" {
				continue // it would change the records
			}
			for _, query := range m.queries(t, door, list) {
				m.try(t, name, door, path+query, known, list)
			}
		}
	}
	if now := m.noted(t); len(now) != entries {
		t.Errorf("those who may not have left %v in the journal", now[entries:])
	}
}

// made is a value for a parameter of which there is no record.
func made(schema map[string]any, otherwise string) string {
	if enum, ok := schema["enum"].([]any); ok {
		return fmt.Sprint(enum[0])
	}
	return otherwise
}

// queries are the ways to ask: with what must be said, and for lists once more about the county.
func (m *matrix) queries(t *testing.T, door operation, list bool) []string {
	t.Helper()
	said, near := url.Values{}, false
	for _, p := range door.parameters {
		name := p["name"].(string)
		near = near || list && p["in"] == "query" && name == "region"
		if required, _ := p["required"].(bool); required && p["in"] == "query" {
			said.Set(name, fmt.Sprint(door.sample(t, p["schema"].(map[string]any), name, m.named(t))))
		}
	}
	queries := []string{"?" + said.Encode()}
	if near {
		said.Set("region", "330499000000")
		queries = append(queries, "?"+said.Encode())
	}
	return queries
}

// try tries a door as somebody and compares the answer with the table.
func (m *matrix) try(t *testing.T, name string, door operation, path string, known, list bool) {
	t.Helper()
	got := m.knock(t, name, door, path)
	within := allowed(policies.Action(door.action), name, list)
	switch {
	case got.StatusCode >= 500:
		t.Errorf("%s: %s %s: %d %.300s", name, door.method, path, got.StatusCode, got.body)
	case within && known && !list && slices.Contains([]int{401, 403, 404}, got.StatusCode) && !refusedForNow(door, name):
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
		(door.action == string(policies.ActionFindingReadOthers) || strings.HasSuffix(door.path, "/report")) ||
		strings.Contains(door.path, "/conclusions/") || strings.HasSuffix(door.path, "/file") || // there is none yet
		strings.HasSuffix(door.path, "/visit") && name != "expert" // what an assessor takes along
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

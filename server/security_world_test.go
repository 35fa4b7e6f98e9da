package server_test

import (
	"strings"
	"testing"
	"time"

	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

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

// called is the id of the account with that login.
func (c *client) called(login string) string {
	c.Helper()
	for _, found := range c.want(200, "GET", "/people?text="+login, "", nil)["items"].([]any) {
		if person := found.(map[string]any); person["login"] == login {
			return person["id"].(string)
		}
	}
	c.Fatalf("nobody is called %s", login)
	return ""
}

// special are those who are more than a role.
func (m *matrix) special() {
	m.Helper()
	m.ids["people"], m.ids["person"] = m.admin.called("clerk-of-it"), m.admin.called("expert")
	m.ids["grant"] = m.admin.want(200, "GET", "/people/"+m.ids["people"], "", nil)["grants"].([]any)[0].(map[string]any)["id"].(string)
	m.admin.want(200, "PUT", "/people/"+m.admin.called("insider"), `"2"`, map[string]any{
		"login": "insider", "name": "insider", "home_station": m.ids["stations"],
	})
	m.admin.want(201, "POST", "/people/"+m.admin.called("both")+"/grants", "", map[string]any{"role": "admin"})
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
	m.ids["item"], m.ids["disputes"], m.ids["rectifications"], m.ids["jobs"] = "E07", "d-1", "r-1", "j-1"
	for _, row := range []any{
		&records.Finding{ID: "f-1", CaseID: m.ids["cases"], Item: "E07", Source: "on_site", By: m.ids["person"], Number: 1, Outcome: "satisfied", Reason: secretFinding, Shortfalls: []records.Shortfall{}, Photos: []string{}, RecordedAt: now, MadeAt: now},
		&records.Dispute{Record: record("d-1"), CaseID: m.ids["cases"], RaisedBy: m.ids["people"], Reason: secretDispute, State: "open"},
		&records.Job{Record: record("j-1"), Kind: "export", Args: "{}", By: m.ids["people"], Region: "330499103000", State: "done"},
		&records.Rectification{Record: record("r-1"), CaseID: m.ids["cases"], Problem: secretProblem, Proof: []string{}, State: "open", Deadline: "2026-12-01"},
	} {
		if err := m.db.Read(m.Context()).Insert(row); err != nil {
			m.Fatal(err)
		}
	}
}

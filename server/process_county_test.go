package server_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// county is a county whose stations are assessed by different people, each with a browser of their own.
type county struct {
	*world
	admin, bureau, second, auditor *client
	lead, other                    *client // assessors of the city
	towns                          map[string]*town
	ids                            map[string]string // of accounts, by login
}

// town is a station with its clerk.
type town struct {
	code, region, text string
	id                 string
	clerk              *client
	caseID             string
}

// sampleOf is a sample's evidence as a station writes it, without what inspectors found.
func sampleOf(t *testing.T, name, code, region string) string {
	t.Helper()
	text, err := os.ReadFile("../evidence/samples/" + name + "/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	own, _, _ := strings.Cut(string(text), "\nfindings:")
	own = strings.Replace(own, "  id: "+name+"\n", "  id: "+code+"\n", 1)
	return regexp.MustCompile(`region: "\d{12}"`).ReplaceAllString(own, `region: "`+region+`"`)
}

var years = regexp.MustCompile(`\b20\d\d\b`)

// later is the same evidence so many years on.
func later(text string, n int) string {
	return years.ReplaceAllStringFunc(text, func(year string) string {
		y, _ := strconv.Atoi(year)
		return strconv.Itoa(y + n)
	})
}

// newCounty opens the accounts and enters the stations.
func newCounty(t *testing.T, database string) *county {
	t.Helper()
	w := newWorld(t, database)
	c := &county{world: w, towns: map[string]*town{}, ids: map[string]string{}}
	password, err := w.app.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.admin = w.client()
	c.admin.want(200, "POST", "/session", "", map[string]any{"login": "admin", "password": password})
	c.admin.refuse(403, "password_must_change", "GET", "/stations", "", nil)
	c.admin.want(204, "POST", "/session/password", "", map[string]any{"old_password": password, "new_password": secret("admin")})
	c.admin.login, c.admin.since = "admin", c.now
	c.bureau = c.account("bureau", nil, grant("bureau", "330499000000"))
	c.second = c.account("second", nil, grant("bureau", "330499000000"))
	c.auditor = c.account("auditor", nil, grant("auditor", "330499000000"))
	c.lead = c.account("lead", map[string]any{"home_region": "330401000000"}, grant("assessor", "330400000000"))
	c.other = c.account("other", map[string]any{"home_region": "330401000000"}, grant("assessor", "330400000000"))
	for code, of := range map[string][2]string{
		"exemplary-town": {"exemplary-town", "330499101000"}, "lacking-town": {"lacking-town", "330499102000"},
		"incomplete-town": {"incomplete-town", "330499103000"}, "contradictory-town": {"contradictory-town", "330499104000"},
		"second-town": {"exemplary-town", "330499105000"}, "third-town": {"exemplary-town", "330499106000"},
		"fourth-town": {"exemplary-town", "330499107000"},
	} {
		c.enter(code, of[1], sampleOf(t, of[0], code, of[1]))
	}
	return c
}

func (c *county) enter(code, region, text string) {
	c.Helper()
	station := c.bureau.want(201, "POST", "/stations", "", map[string]any{
		"code": code, "name": "示例" + code, "kind": "station", "level": "town", "region": region, "sample": true,
	})
	s := &town{code: code, region: region, text: text, id: station["id"].(string)}
	s.clerk = c.account("clerk-"+code, nil, map[string]any{"role": "station", "station_id": s.id})
	c.towns[code] = s
}

func grant(role, region string) map[string]any { return map[string]any{"role": role, "region": region} }

func secret(login string) string { return "银杏树下的长椅 " + login }

// account opens an account, gives it roles and changes its first password.
func (c *county) account(login string, more map[string]any, grants ...map[string]any) *client {
	c.Helper()
	in := map[string]any{"login": login, "name": login}
	for field, value := range more {
		in[field] = value
	}
	made := c.admin.want(201, "POST", "/people", "", in)
	id := made["person"].(map[string]any)["id"].(string)
	for _, g := range grants {
		c.admin.want(201, "POST", "/people/"+id+"/grants", "", g)
	}
	c.ids[login] = id
	p := c.client()
	p.want(200, "POST", "/session", "", map[string]any{"login": login, "password": made["password"]})
	p.refuse(403, "password_must_change", "GET", "/batches", "", nil)
	p.want(204, "POST", "/session/password", "", map[string]any{"old_password": made["password"], "new_password": secret(login)})
	p.login, p.since = login, c.now
	return p
}

// moveTo puts the clock on, to nine o'clock in China. Sessions have ended by then.
func (c *county) moveTo(day string) {
	c.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		c.Fatal(err)
	}
	c.now = at.Add(time.Hour)
}

// refuse wants a refusal with this code and gives its faults, by field.
func (c *client) refuse(status int, code, method, path, etag string, in any) map[string]string {
	c.Helper()
	out := c.want(status, method, path, etag, in)
	if out["code"] != code {
		c.Fatalf("%s %s: code %v, want %s: %v", method, path, out["code"], code, out["detail"])
	}
	faults := map[string]string{}
	list, _ := out["errors"].([]any)
	for _, f := range list {
		fault := f.(map[string]any)
		faults[fault["field"].(string)] = fault["words"].(string)
	}
	if text, _ := out["detail"].(string); text == "" || strings.ContainsAny(text[:1], "abcdefghijklmnopqrstuvwxyz") {
		c.Errorf("%s %s: the refusal says %q to a person", method, path, text)
	}
	return faults
}

// version is the ETag of a record.
func version(record map[string]any) string { return fmt.Sprintf(`"%v"`, record["version"]) }

// step takes a step with a case as it stands.
func (c *client) step(caseID, verb string, in map[string]any) map[string]any {
	c.Helper()
	if in == nil {
		in = map[string]any{}
	}
	now := c.want(200, "GET", "/cases/"+caseID, "", nil)
	return c.want(200, "POST", "/cases/"+caseID+"/"+verb, version(now), in)
}

// unmet wants a step to be refused because exactly these conditions do not hold.
func (c *client) unmet(caseID, verb string, in map[string]any, guards ...string) {
	c.Helper()
	if in == nil {
		in = map[string]any{}
	}
	now := c.want(200, "GET", "/cases/"+caseID, "", nil)
	faults := c.refuse(409, "unmet", "POST", "/cases/"+caseID+"/"+verb, version(now), in)
	got := map[string]bool{}
	for field := range faults {
		got[field] = true
	}
	want := map[string]bool{}
	for _, guard := range guards {
		want[guard] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		c.Fatalf("%s waits for other conditions (-want +got):\n%s", verb, diff)
	}
}

// forbidden wants a step to be refused to this person, with these words.
func (c *client) forbidden(caseID, verb, words string, in map[string]any) {
	c.Helper()
	if in == nil {
		in = map[string]any{}
	}
	now := c.want(200, "GET", "/cases/"+caseID, "", nil)
	c.says(words, 403, "POST", "/cases/"+caseID+"/"+verb, version(now), in)
}

// says wants a refusal whose words hold these.
func (c *client) says(words string, status int, method, path, etag string, in any) {
	c.Helper()
	out := c.want(status, method, path, etag, in)
	if text, _ := out["detail"].(string); !strings.Contains(text, words) {
		c.Fatalf("%s %s: refused with %q, want %q: %v", method, path, text, words, out["errors"])
	}
}

// items is the list in an answer.
func items(out map[string]any) []map[string]any {
	list := out["items"].([]any)
	found := make([]map[string]any, len(list))
	for i, item := range list {
		found[i] = item.(map[string]any)
	}
	return found
}

// bytesOf is an answer as it was sent.
func (c *client) bytesOf(path string) string {
	c.Helper()
	status, text := c.exchange(http.MethodGet, path, "", nil)
	if status != http.StatusOK {
		c.Fatalf("GET %s: status %d: %s", path, status, text)
	}
	return string(text)
}

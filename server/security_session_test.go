package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// cookies are what a client's browser would send.
func (c *client) cookies() []*http.Cookie {
	c.Helper()
	u, err := url.Parse(c.url)
	if err != nil {
		c.Fatal(err)
	}
	return c.http.Jar.Cookies(u)
}

// with sends a request with this cookie and no other.
func (w *world) with(cookie *http.Cookie, method, path string) reply {
	return w.client().ask(method, path, nil, "Cookie: "+cookie.Name+"="+cookie.Value)
}

func TestASessionIsNewWheneverItComesToMeanMore(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	made := o.admin.want(201, "POST", "/people", "", map[string]any{"login": "fresh", "name": "新人"})
	c := o.client()
	u, _ := url.Parse(o.url)
	planted := &http.Cookie{Name: "zhanping", Value: strings.Repeat("A", 43), Path: "/"}
	c.http.Jar.SetCookies(u, []*http.Cookie{planted})
	signedIn := c.ask("POST", "/session", toJSON(t, map[string]any{"login": "fresh", "password": made["password"]}))
	set := signedIn.Cookies()
	if signedIn.StatusCode != 200 || len(set) != 1 || set[0].Value == planted.Value {
		t.Fatalf("signed in with a planted session: %d %v", signedIn.StatusCode, set)
	}
	if s := set[0]; !s.HttpOnly || s.SameSite != http.SameSiteLaxMode && s.SameSite != http.SameSiteStrictMode || s.Path != "/" || s.Domain != "" {
		t.Errorf("flags of the cookie: %v", s)
	}
	if got := o.with(planted, "GET", "/notices"); got.StatusCode != 401 {
		t.Errorf("the planted session means somebody: %d", got.StatusCode)
	}
	before := c.cookies()[0]
	c.want(204, "POST", "/session/password", "", map[string]any{"old_password": made["password"], "new_password": "银杏树下的长椅 fresh"})
	after := c.cookies()[0]
	if after.Value == before.Value {
		t.Error("the session did not change with the password")
	}
	if got := o.with(before, "GET", "/notices"); got.StatusCode != 401 {
		t.Errorf("the session from before the change holds: %d", got.StatusCode)
	}
	c.want(204, "DELETE", "/session", "", nil)
	if got := o.with(after, "GET", "/notices"); got.StatusCode != 401 {
		t.Errorf("the session holds after signing out: %d", got.StatusCode)
	}
}

func TestAPageOfAnotherSiteChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for _, headers := range [][]string{
		{"Sec-Fetch-Site: cross-site"},
		{"Sec-Fetch-Site: same-site"},
		{"Origin: https://elsewhere.example"},
		{"Origin: null"},
	} {
		for _, door := range operations(t, o.admin.ask("GET", "/openapi.json", nil).body) {
			if door.method == "GET" {
				continue
			}
			got := o.admin.ask(door.method, regexpParameter.ReplaceAllString(door.path, o.station), strings.NewReader("{}"), append(headers, `If-Match: "1"`)...)
			if code, _ := got.problem(); got.StatusCode != 403 || code != "cross_origin" {
				t.Errorf("%v: %s %s: %d %.200s", headers, door.method, door.path, got.StatusCode, got.body)
			}
		}
	}
	if got := o.admin.ask("GET", "/session", nil, "Sec-Fetch-Site: cross-site"); got.StatusCode != 200 || got.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("reading from elsewhere: %d %v", got.StatusCode, got.Header)
	}
}

func TestRightsThatAreTakenEndAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	id := o.admin.called("clerk")
	path := "/stations/" + o.station + "/bundle"
	o.clerk.want(200, "GET", "/stations/"+o.station, "", nil)
	grant := o.admin.want(200, "GET", "/people/"+id, "", nil)["grants"].([]any)[0].(map[string]any)["id"].(string)
	o.admin.want(204, "DELETE", "/people/"+id+"/grants/"+grant, "", nil)
	o.clerk.want(403, "PUT", path, `"0"`, map[string]any{"text": evidenceOf(t, "incomplete-town", 0)})
	o.admin.want(200, "PUT", "/people/"+id, `"2"`, map[string]any{"login": "clerk", "name": "clerk", "disabled": true})
	o.clerk.want(401, "GET", "/stations/"+o.station, "", nil)
	o.client().want(401, "POST", "/session", "", map[string]any{"login": "clerk", "password": "银杏树下的长椅 clerk"})
}

func TestEveryAnswerTellsBrowsersToBeCareful(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for path, status := range map[string]int{"/session": 200, "/stations/none": 404, "/no/such/door": 404, "/../../etc/passwd": 404} {
		got := o.bureau.ask("GET", path, nil)
		if got.StatusCode != status {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got.Header.Get(name), want)
			}
		}
		if policy := got.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "'unsafe-") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if !strings.HasSuffix(strings.Split(got.Header.Get("Content-Type"), ";")[0], "json") {
			t.Errorf("%s: answered as %s", path, got.Header.Get("Content-Type"))
		}
	}
}

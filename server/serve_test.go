package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"zhanping/server"
	"zhanping/server/auth"
	"zhanping/server/store/storetest"
)

func TestMain(m *testing.M) {
	serveAsChild()
	storetest.Main(m)
}

// world is a running server with a clock of its own.
type world struct {
	*testing.T
	app *server.App
	// config is what the server was opened with, so that it can be opened again
	config server.Config
	front  *httptest.Server
	url    string
	now    time.Time
}

// client is one person's browser.
type client struct {
	*world
	http  *http.Client
	login string    // with which to sign in again once time has passed
	since time.Time // of the last sign-in
}

func newWorld(t *testing.T, database string) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 7, 15, 1, 0, 0, 0, time.UTC)}
	w.config = server.Config{
		Data: t.TempDir(), Database: database, Version: "test", Clock: func() time.Time { return w.now },
		Password: argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		Log:      slog.New(slog.NewJSONHandler(io.Discard, nil)), PerAddress: auth.Rate{PerSecond: 1e6, AtOnce: 1e6}, PerPerson: auth.Rate{PerSecond: 1e6, AtOnce: 1e6},
	}
	w.front = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.app.Handler.ServeHTTP(rw, r) }))
	w.url = w.front.URL
	w.open()
	t.Cleanup(func() {
		w.front.Close()
		w.shut()
	})
	return w
}

func (w *world) open() {
	w.Helper()
	var err error
	if w.app, err = server.Open(w.Context(), w.config); err != nil {
		w.Fatal(err)
	}
}

func (w *world) shut() {
	w.Helper()
	if err := w.app.Close(); err != nil {
		w.Error(err)
	}
}

// restart closes the server and opens it again on the same data.
func (w *world) restart() {
	w.Helper()
	w.shut()
	w.open()
}

func (w *world) client() *client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	return &client{world: w, http: &http.Client{Jar: jar}}
}

// do sends a request and gives the answer's status and body.
func (c *client) do(method, path, etag string, in any) (int, map[string]any) {
	c.Helper()
	status, text := c.exchange(method, path, etag, in)
	out := map[string]any{}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &out); err != nil {
			c.Fatalf("%s %s: %s: %s", method, path, err, text)
		}
	}
	return status, out
}

// exchange sends a request and gives the answer's status and body, which must be what the contract describes.
func (c *client) exchange(method, path, etag string, in any) (int, []byte) {
	c.Helper()
	if c.login != "" && c.now.Sub(c.since) > time.Hour {
		c.since = c.now
		c.want(http.StatusOK, "POST", "/session", "", map[string]any{"login": c.login, "password": secret(c.login)})
	}
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			c.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, c.url+"/api/v1"+path, body)
	if err != nil {
		c.Fatal(err)
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if etag != "" {
		r.Header.Set("If-Match", etag)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		c.Fatal(err)
	}
	if err := fits(r, answer, text); err != nil {
		c.Errorf("%s %s: the answer is not what the contract describes: %s\n%s", method, path, err, text)
	}
	return answer.StatusCode, text
}

func (c *client) want(status int, method, path, etag string, in any) map[string]any {
	c.Helper()
	got, out := c.do(method, path, etag, in)
	if got != status {
		text, _ := json.MarshalIndent(out, "", " ")
		c.Fatalf("%s %s: status %d, want %d: %s", method, path, got, status, text)
	}
	return out
}

func TestSmoke(t *testing.T) {
	w := newWorld(t, "")
	password, err := w.app.FirstAdministrator(t.Context())
	if err != nil || password == "" {
		t.Fatal(err)
	}
	admin := w.client()
	admin.want(401, "GET", "/stations", "", nil)
	admin.want(200, "POST", "/session", "", map[string]any{"login": "admin", "password": password})
	admin.want(403, "GET", "/stations", "", nil)
	admin.want(204, "POST", "/session/password", "", map[string]any{"old_password": password, "new_password": "银杏树下的长椅 2026"})
	admin.want(200, "GET", "/stations", "", nil)
	bureau := admin.person("bureau", map[string]any{"role": "bureau", "region": "330499000000"})
	sample, err := os.ReadFile("../evidence/samples/incomplete-town/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	station := bureau.want(201, "POST", "/stations", "", map[string]any{"code": "incomplete-town", "name": "示例镇退役军人服务站", "kind": "station", "level": "town", "region": "330499103000", "sample": true})
	clerk := admin.person("clerk", map[string]any{"role": "station", "station_id": station["id"]})
	id := station["id"].(string)
	saved := clerk.want(200, "PUT", "/stations/"+id+"/bundle", `"0"`, map[string]any{"text": string(sample)})
	text, _ := json.MarshalIndent(saved, "", " ")
	t.Logf("%s", text)
	clerk.want(409, "PUT", "/stations/"+id+"/bundle", `"0"`, map[string]any{"text": string(sample)})
	bureau.want(403, "PUT", "/stations/"+id+"/bundle", `"1"`, map[string]any{"text": string(sample)})
}

func (c *client) person(login string, grant map[string]any) *client {
	c.Helper()
	made := c.want(201, "POST", "/people", "", map[string]any{"login": login, "name": login})
	id := made["person"].(map[string]any)["id"].(string)
	c.want(201, "POST", "/people/"+id+"/grants", "", grant)
	p := c.client()
	p.want(200, "POST", "/session", "", map[string]any{"login": login, "password": made["password"]})
	p.want(204, "POST", "/session/password", "", map[string]any{"old_password": made["password"], "new_password": "银杏树下的长椅 " + login})
	return p
}

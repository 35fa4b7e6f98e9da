package auth_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/auth"
)

func serve(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// lines are the access log, without what differs from run to run.
func (w *world) lines(t *testing.T) []string {
	t.Helper()
	var all []string
	for line := range strings.Lines(w.log.String()) {
		var l map[string]any
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if l["msg"] == "request" {
			all = append(all, fmt.Sprint(l["level"], " ", l["method"], " ", l["route"], " ", l["status"], " ", l["person"]))
		}
	}
	return all
}

func TestTheAccessLogNamesTheRouteAndThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	w.me(t, client)
	w.signIn(t, client, login, password)
	w.me(t, client)
	send(t, client, "POST", w.server.URL+"/stations/330482?name=x", "")
	send(t, client, "GET", w.server.URL+"/nowhere/330482", "")
	send(t, client, "STEAL", w.server.URL+"/me", "")
	send(t, client, "POST", w.server.URL+"/broken/1", "")
	want := []string{
		"INFO GET /me 401 <nil>",
		"INFO POST /sign-in 200 person-1",
		"INFO GET /me 200 person-1",
		"INFO POST /stations/:id 200 person-1",
		"INFO GET unmatched 404 person-1",
		"INFO other unmatched 404 person-1",
		"ERROR POST /broken/:id 500 person-1",
	}
	if diff := cmp.Diff(want, w.lines(t)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestHalfAnAnswerIsNotTakenForAWholeOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	response := must(w.server.Client().Get(w.server.URL + "/half"))(t)
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("got %q and a proper end", body)
	}
}

// Personal data is sent in every place that a client can fill, to routes that work, fail,
// refuse and break down; then the log is searched for it, and for anything of its kind.
func TestNothingPersonalReachesTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	seeds := []string{"330482198001011234", "33048219800101123X", "13812345678", "王建国"}
	for _, seed := range seeds {
		client := w.browser(t)
		w.signIn(t, client, seed, seed)
		w.signIn(t, client, login, password)
		send(t, client, "POST", w.server.URL+"/password", form("old", seed, "new", seed))
		for _, route := range []string{"/stations/", "/broken/", "/nowhere/"} {
			path := w.server.URL + route + url.PathEscape(seed) + "?q=" + url.QueryEscape(seed)
			send(t, client, "POST", path, form("text", seed),
				"X-Request-Id", "request-"+seed, "User-Agent", seed, "Referer", "https://example.cn/"+seed,
				"X-Forwarded-For", seed, "Cookie", "name="+url.QueryEscape(seed), "Host", "h"+url.QueryEscape(seed[:3]))
			send(t, client, "POST", path, form("text", seed), "Authorization", "Bearer zp_"+seed)
			send(t, client, "POST", path, form("text", seed), "Authorization", "Basic "+seed)
			send(t, client, "POST", path, form("text", seed), "Origin", "https://"+url.QueryEscape(seed)+".example")
		}
		if seed[0] < 0x80 {
			send(t, client, seed, w.server.URL+"/me", "") // any word is a method
		}
	}
	w.change(func() { w.down = true })
	w.me(t, w.browser(t))
	log := w.log.String()
	if lines := len(w.lines(t)); lines < 50 || !strings.Contains(log, "broke down") {
		t.Fatalf("only %d lines to search: %s", lines, log)
	}
	for _, seed := range append(seeds, login, password, url.PathEscape("王建国")) {
		if at := strings.Index(log, seed); at >= 0 {
			t.Errorf("%s is in the log: …%s", seed, log[max(0, at-200):at+50])
		}
	}
	numbers := regexp.MustCompile(`\b(1[3-9]\d{9}|\d{17}[\dXx])\b`)
	if found := numbers.FindString(log); found != "" {
		t.Errorf("the log holds %s, which looks like a phone or identity number", found)
	}
}

func TestGuardsWorkWithoutTheFront(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := serve(t, w.service.Identify(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		p, err := w.service.SignIn(r.Context(), login, password)
		if err != nil {
			answer(rw, http.StatusUnauthorized, map[string]any{"code": err.Error()})
			return
		}
		answer(rw, http.StatusOK, map[string]any{"person": p.PersonID})
	})))
	got := send(t, server.Client(), "POST", server.URL, "")
	if got.status != 200 || len(cookies(got)) != 1 {
		t.Errorf("got %+v, want a session", got)
	}
	if _, err := w.service.SignIn(t.Context(), login, password); err == nil {
		t.Error("a session without a request")
	}
	if p, ok := auth.From(auth.With(t.Context(), nil)); ok || p != nil {
		t.Error("nobody counts as somebody")
	}
}

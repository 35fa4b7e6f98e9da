package auth_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhanping/server/auth"
)

func form(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values.Encode()
}

func cookies(r reply) []*http.Cookie {
	return (&http.Response{Header: r.header}).Cookies()
}

func TestASessionOpensWithThePasswordAndEndsWithSigningOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	expect(t, "before", w.me(t, client), 401, auth.CodeNotSignedIn)
	expect(t, "wrong password", w.signIn(t, client, login, "wrong"), 401, auth.CodeWrongCredentials)
	expect(t, "full-width and upper case", w.signIn(t, client, " ＺＨＯＵmin ", password), 200, "")
	got := w.me(t, client)
	expect(t, "after", got, 200, "")
	if got.body["person"] != person {
		t.Errorf("got %v, want %s", got.body, person)
	}
	expect(t, "out", send(t, client, "POST", w.server.URL+"/sign-out", ""), 200, "")
	expect(t, "afterwards", w.me(t, client), 401, auth.CodeNotSignedIn)
	if ids := w.ids(); len(ids) != 0 {
		t.Errorf("sessions left behind: %v", ids)
	}
}

func TestTheStoreHoldsNothingThatOpensASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	cookie := cookies(w.signIn(t, client, login, password))[0]
	sum := sha256.Sum256([]byte(cookie.Value))
	if ids := w.ids(); len(ids) != 1 || ids[0] != base64.RawURLEncoding.EncodeToString(sum[:]) {
		t.Fatalf("got ids %v, want the hash of the cookie", ids)
	}
	for _, s := range w.sessions {
		if strings.Contains(string(s.Data), cookie.Value) {
			t.Errorf("the data %s contains the token", s.Data)
		}
		thief := send(t, w.server.Client(), "GET", w.server.URL+"/me", "", "Cookie", "zhanping="+s.ID)
		expect(t, "a thief with the stored id", thief, 401, auth.CodeNotSignedIn)
	}
}

func TestTheTokenChangesWhenTheSessionComesToMeanMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	planted := "zhanping=" + strings.Repeat("A", 43)
	got := send(t, w.server.Client(), "POST", w.server.URL+"/sign-in", form("login", login, "password", password), "Cookie", planted)
	expect(t, "sign-in over a planted cookie", got, 200, "")
	first := cookies(got)[0].Value
	if strings.Contains(planted, first) {
		t.Error("the planted token was taken over")
	}
	again := send(t, w.server.Client(), "POST", w.server.URL+"/sign-in", form("login", login, "password", password),
		"Cookie", "zhanping="+first)
	expect(t, "second sign-in", again, 200, "")
	old := send(t, client, "GET", w.server.URL+"/me", "", "Cookie", "zhanping="+first)
	expect(t, "the token before the second sign-in", old, 401, auth.CodeNotSignedIn)

	w.signIn(t, client, login, password)
	before := w.me(t, client)
	w.turn(time.Hour / 4)
	expect(t, "rotation", send(t, client, "POST", w.server.URL+"/rotate", ""), 200, "")
	after := w.me(t, client)
	if after.status != 200 || after.body["session"] == before.body["session"] {
		t.Errorf("after rotation: got %v, want another session than %v", after.body, before.body)
	}
	id, _ := after.body["session"].(string)
	if s := w.sessions[id]; s.Expires.Sub(s.Created) != 12*time.Hour {
		t.Errorf("rotation moved the end of the session to %s after its start", s.Expires.Sub(s.Created))
	}
}

func TestSigningOutEverywhereCannotBeUndoneByARequestUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, there := w.browser(t), w.browser(t)
	w.signIn(t, here, login, password)
	w.signIn(t, there, login, password)
	expect(t, "rotation after signing out everywhere",
		send(t, here, "POST", w.server.URL+"/rotate-late", ""), 401, auth.CodeNotSignedIn)
	expect(t, "here", w.me(t, here), 401, auth.CodeNotSignedIn)
	expect(t, "there", w.me(t, there), 401, auth.CodeNotSignedIn)
	if ids := w.ids(); len(ids) != 0 {
		t.Errorf("sessions left behind: %v", ids)
	}
}

func TestSessionsEndByThemselves(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		turns []time.Duration
		want  int
	}{
		"used now and then":            {[]time.Duration{20 * time.Minute, 20 * time.Minute, 20 * time.Minute}, 200},
		"just before the idle timeout": {[]time.Duration{30*time.Minute - time.Second}, 200},
		"at the idle timeout":          {[]time.Duration{30 * time.Minute}, 401},
		"twelve hours of use":          {slicesOf(25*time.Minute, 29), 401},
		"clock a little behind":        {[]time.Duration{-2 * time.Minute}, 200},
		"clock set back by a day":      {[]time.Duration{-24 * time.Hour}, 401},
		"clock set back and put right": {[]time.Duration{-24 * time.Hour, 24 * time.Hour}, 200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			client := w.browser(t)
			w.signIn(t, client, login, password)
			var got reply
			for _, by := range tt.turns {
				w.turn(by)
				got = w.me(t, client)
			}
			if got.status != tt.want {
				t.Errorf("got %d, want %d", got.status, tt.want)
			}
		})
	}
}

func slicesOf(d time.Duration, n int) []time.Duration {
	all := make([]time.Duration, n)
	for i := range all {
		all[i] = d
	}
	return all
}

func TestASwitchedOffAccountLosesItsSessionAndCannotSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	w.signIn(t, client, login, password)
	w.change(func() {
		a := w.accounts[person]
		a.Active = false
		w.accounts[person] = a
	})
	expect(t, "its session", w.me(t, client), 401, auth.CodeNotSignedIn)
	expect(t, "its password", w.signIn(t, client, login, password), 401, auth.CodeWrongCredentials)
}

func TestCookiesAreForTLSExceptOnThisMachine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tls    bool
		host   string
		config func(*auth.Config)
		want   string
	}{
		"http on loopback":                 {want: "zhanping"},
		"http on localhost":                {host: "localhost:8080", want: "zhanping"},
		"http behind a proxy nobody named": {host: "zp.example.cn", want: "__Host-zhanping"},
		"https":                            {tls: true, want: "__Host-zhanping"},
		"a proxy that hides the public name": {
			host: "localhost", want: "__Host-zhanping",
			config: func(c *auth.Config) { c.PublicURL = "https://zp.example.cn" },
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(c *auth.Config) {
				if tt.config != nil {
					tt.config(c)
				}
			})
			server := w.server
			if tt.tls {
				server = httptest.NewTLSServer(w.handler())
				t.Cleanup(server.Close)
			}
			headers := []string{}
			if tt.host != "" {
				headers = []string{"Host", tt.host}
			}
			got := send(t, server.Client(), "POST", server.URL+"/sign-in", form("login", login, "password", password), headers...)
			expect(t, "sign-in", got, 200, "")
			c := cookies(got)[0]
			if c.Name != tt.want || c.Secure != (tt.want != "zhanping") {
				t.Errorf("got %s, want %s", c, tt.want)
			}
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 {
				t.Errorf("got %s, want HttpOnly, SameSite=Lax, Path=/, until the browser is closed", c)
			}
			if sts := got.header.Get("Strict-Transport-Security"); (sts != "") != tt.tls {
				t.Errorf("Strict-Transport-Security %q, over TLS: %t", sts, tt.tls)
			}
		})
	}
}

func TestWithoutTheDatabaseNobodyIsMistakenForSomebody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	w.signIn(t, client, login, password)
	w.change(func() { w.down = true })
	got := w.me(t, client)
	expect(t, "database down", got, 503, auth.CodeUnavailable)
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	w.change(func() { w.down, w.full = false, true })
	w.turn(10 * time.Minute)
	expect(t, "disk full", w.me(t, client), 200, "")
	failed := send(t, client, "POST", w.server.URL+"/sign-out", "")
	if failed.status != 500 {
		t.Errorf("signing out with a full disk: got %d, want an error rather than a false promise", failed.status)
	}
}

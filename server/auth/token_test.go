package auth_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/auth"
)

func (w *world) issue(t *testing.T) (string, auth.Token) {
	t.Helper()
	text, token, err := w.service.IssueToken(t.Context(), person, "县数据共享平台",
		[]string{"ranking.read", "case.read", "case.read"}, w.Now().Add(30*24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return text, token
}

func (w *world) meByToken(t *testing.T, text string) reply {
	t.Helper()
	return send(t, w.server.Client(), "GET", w.server.URL+"/me", "", "Authorization", "Bearer "+text)
}

func TestATokenSaysWhoAsksAndForWhatAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text, token := w.issue(t)
	got := w.meByToken(t, text)
	expect(t, "token", got, 200, "")
	want := map[string]any{
		"person": person, "session": "", "token": token.ID, "scopes": []any{"case.read", "ranking.read"}, "must": false,
	}
	if diff := cmp.Diff(want, got.body); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	p := auth.Principal{TokenID: token.ID, Scopes: token.Scopes}
	if !p.Allows("case.read") || p.Allows("case.declare") || !(&auth.Principal{SessionID: "s"}).Allows("case.declare") {
		t.Error("scopes bound tokens, and tokens only")
	}
	for id, stored := range w.tokens {
		if strings.Contains(stored.Hash, text) || strings.Contains(stored.Name+id, text[3:12]) {
			t.Errorf("the store holds the secret: %+v", stored)
		}
	}
	if cookie := got.header.Get("Set-Cookie"); cookie != "" {
		t.Errorf("a token was answered with a cookie: %s", cookie)
	}
}

func TestTokensThatDoNotHold(t *testing.T) {
	t.Parallel()
	flipped := func(text string, at int) string {
		other := byte('a')
		if text[at] == other {
			other = 'b'
		}
		return text[:at] + string(other) + text[at+1:]
	}
	tests := map[string]func(*testing.T, *world, string, auth.Token) string{
		"one character off":       func(_ *testing.T, _ *world, s string, _ auth.Token) string { return flipped(s, 10) },
		"a wrong checksum":        func(_ *testing.T, _ *world, s string, _ auth.Token) string { return flipped(s, len(s)-1) },
		"cut short":               func(_ *testing.T, _ *world, s string, _ auth.Token) string { return s[:len(s)-1] },
		"empty":                   func(*testing.T, *world, string, auth.Token) string { return "" },
		"the stored hash":         func(_ *testing.T, _ *world, _ string, k auth.Token) string { return k.Hash },
		"of another installation": func(t *testing.T, _ *world, _ string, _ auth.Token) string { s, _ := newWorld(t).issue(t); return s },
		"expired":                 func(_ *testing.T, w *world, s string, _ auth.Token) string { w.turn(30 * 24 * time.Hour); return s },
		"from a clock set back":   func(_ *testing.T, w *world, s string, _ auth.Token) string { w.turn(-time.Hour); return s },
		"of a switched-off person": func(_ *testing.T, w *world, s string, _ auth.Token) string {
			w.change(func() { delete(w.accounts, person) })
			return s
		},
		"revoked": func(t *testing.T, w *world, s string, k auth.Token) string {
			if revoked, err := w.service.RevokeToken(t.Context(), k.ID); !revoked || err != nil {
				t.Fatal(revoked, err)
			}
			if again, err := w.service.RevokeToken(t.Context(), k.ID); again || err != nil {
				t.Errorf("revoked twice: %t %v", again, err)
			}
			return s
		},
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			text, token := w.issue(t)
			expect(t, "as issued", w.meByToken(t, text), 200, "")
			got := w.meByToken(t, spoil(t, w, text, token))
			expect(t, "spoilt", got, 401, auth.CodeInvalidToken)
			if got.header.Get("WWW-Authenticate") == "" {
				t.Error("no WWW-Authenticate")
			}
		})
	}
}

func TestABadTokenIsNotSavedByAGoodCookie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	w.signIn(t, client, login, password)
	got := send(t, client, "GET", w.server.URL+"/me", "", "Authorization", "bearer zp_nonsense")
	expect(t, "both", got, 401, auth.CodeInvalidToken)
}

func TestTheLastUseOfATokenIsKeptToTheHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text, token := w.issue(t)
	start := w.Now()
	last := func() (used time.Time) {
		w.change(func() { used = w.tokens[token.ID].LastUsed })
		return used
	}
	w.meByToken(t, text)
	if !last().Equal(start) {
		t.Errorf("got %s, want %s", last(), start)
	}
	w.change(func() { w.full = true })
	w.turn(59 * time.Minute)
	expect(t, "within the hour", w.meByToken(t, text), 200, "")
	w.turn(time.Hour)
	expect(t, "with a full disk", w.meByToken(t, text), 200, "")
	w.change(func() { w.full = false })
	w.meByToken(t, text)
	if want := start.Add(time.Hour); !last().Equal(want) {
		t.Errorf("got %s, want %s", last(), want)
	}
}

func TestTokensThatAreNotIssued(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name    string
		scopes  []string
		lasting time.Duration
		want    string
	}{
		"without a name":     {"  ", []string{"case.read"}, time.Hour, "name"},
		"with a long name":   {strings.Repeat("长", 61), []string{"case.read"}, time.Hour, "name"},
		"without scopes":     {"平台", nil, time.Hour, "scopes"},
		"for everything":     {"平台", []string{"*"}, time.Hour, "scopes"},
		"already over":       {"平台", []string{"case.read"}, 0, "expires"},
		"for more than year": {"平台", []string{"case.read"}, 367 * 24 * time.Hour, "expires"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, _, err := w.service.IssueToken(t.Context(), person, tt.name, tt.scopes, w.Now().Add(tt.lasting))
			var problem *auth.Problem
			if !errors.As(err, &problem) || problem.Field != tt.want || problem.Code != auth.CodeTokenUnfit {
				t.Errorf("got %v, want a problem with %s", err, tt.want)
			}
			if len(w.tokens) != 0 {
				t.Error("it was stored")
			}
		})
	}
}

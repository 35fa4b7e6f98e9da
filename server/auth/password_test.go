package auth_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"zhanping/server/auth"
)

func TestNewPasswords(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ password, want string }{
		"a sentence of words":        {"梧桐树下有三只旧水壶和一把伞", ""},
		"words and figures":          {"kettle-47-harbor", ""},
		"exactly twelve":             {"kV7#tr2Qz!mB", ""},
		"eleven":                     {"kV7#tr2Qz!m", "只有 11 个字符"},
		"empty":                      {"", "只有 0 个字符"},
		"129":                        {strings.Repeat("kV7#tr2Qz!mB", 11)[:129], "超过 128 个字符"},
		"an identity number":         {"330482198001011234", "不能只用数字"},
		"a phone number, spaced":     {"138 0000 1111 22", "不能只用数字"},
		"full-width figures":         {"１３８００００１１１１２３", "不能只用数字"},
		"four kinds of characters":   {"xk9mxk9mk9xm", "不同的字符不足 5 个"},
		"one piece again":            {"harbor!harbor!", "同一段反复"},
		"the alphabet":               {"abcdefghijklm", "连续的字符"},
		"a common word and figures":  {"Password123456", "太常见"},
		"several common words":       {"admin888woaini", "太常见"},
		"the keyboard":               {"1qaz@WSX3edc4rfv", "太常见"},
		"the office and the year":    {"tuiyijunren2026!", "太常见"},
		"the login and a little":     {"lin.xiaoyan01", "登录名"},
		"the login in capitals":      {"LIN.XIAOYAN!!", "登录名"},
		"the login and a lot":        {"lin.xiaoyan-kettle-47", ""},
		"a common word among others": {"admin-kettle-47-harbor", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := auth.CheckNewPassword(tt.password, "lin.xiaoyan")
			var problem *auth.Problem
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want == "":
			case !errors.As(err, &problem):
				t.Errorf("not refused, want %q", tt.want)
			case problem.Code != auth.CodePasswordUnfit || !strings.Contains(problem.Words, tt.want):
				t.Errorf("got %s %q, want %q", problem.Code, problem.Words, tt.want)
			}
		})
	}
}

func TestOneTimePasswordsCanBeReadOutAndNeverRepeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shape := regexp.MustCompile(`^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$`)
	seen := map[string]bool{}
	for range 200 {
		text, hash, err := w.service.OneTimePassword(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !shape.MatchString(text) || seen[text] {
			t.Fatalf("got %q, seen before: %t", text, seen[text])
		}
		if ok, err := argon2id.ComparePasswordAndHash(text, hash); !ok || err != nil {
			t.Fatalf("the hash is not that of %q: %v", text, err)
		}
		seen[text] = true
	}
}

func TestAOneTimePasswordOpensNothingButItsOwnChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.browser(t)
	w.signIn(t, old, login, password)
	for range 7 {
		w.signIn(t, w.browser(t), login, "wrong") // locked
	}
	oneTime := must(w.service.ResetPassword(t.Context(), person))(t)
	expect(t, "the session from before the reset", w.me(t, old), 401, auth.CodeNotSignedIn)

	client, other := w.browser(t), w.browser(t)
	expect(t, "sign-in, the lock lifted", w.signIn(t, client, login, oneTime), 200, "")
	w.signIn(t, other, login, oneTime)
	expect(t, "anything else", w.me(t, client), 401, auth.CodePasswordMustChange)
	change := func(from, to string) reply {
		return send(t, client, "POST", w.server.URL+"/password", form("old", from, "new", to))
	}
	next := "梧桐-kettle-47-harbor"
	expect(t, "too short", change(oneTime, "short"), 401, auth.CodePasswordUnfit)
	expect(t, "the same again", change(oneTime, oneTime), 401, auth.CodePasswordUnfit)
	wrong := change("wrong", next)
	expect(t, "wrong old password", wrong, 401, auth.CodeWrongCredentials)
	if wrong.body["field"] != "old_password" {
		t.Errorf("got field %v, want old_password", wrong.body["field"])
	}
	before := w.ids()
	expect(t, "change", change(oneTime, next), 200, "")
	expect(t, "everything", w.me(t, client), 200, "")
	expect(t, "the other browser", w.me(t, other), 401, auth.CodeNotSignedIn)
	for _, id := range w.ids() {
		for _, was := range before {
			if id == was {
				t.Errorf("session %s kept its token over the change", id)
			}
		}
	}
	expect(t, "the one-time password again", w.signIn(t, w.browser(t), login, oneTime), 401, auth.CodeWrongCredentials)
	expect(t, "the new password", w.signIn(t, w.browser(t), login, next), 200, "")
}

func TestACheapHashIsRenewedAtSignIn(t *testing.T) {
	t.Parallel()
	dearer := cheap
	dearer.Iterations, dearer.Memory = 2, 128
	w := newWorld(t, func(c *auth.Config) { c.Password = dearer })
	stored := func() string { a, _, _ := w.AccountByPerson(t.Context(), person); return a.PasswordHash }
	before := stored()
	w.signIn(t, w.browser(t), login, "wrong")
	if stored() != before {
		t.Error("a wrong password renewed the hash")
	}
	expect(t, "sign-in", w.signIn(t, w.browser(t), login, password), 200, "")
	params, _, _, err := argon2id.DecodeHash(stored())
	if err != nil || params.Iterations != 2 || params.Memory != 128 {
		t.Errorf("got %+v %v, want today's price", params, err)
	}
	renewed := stored()
	expect(t, "sign-in again", w.signIn(t, w.browser(t), login, password), 200, "")
	if stored() != renewed {
		t.Error("a hash at today's price was renewed")
	}
}

// Whether a login exists must not show in the work done: without a turn to hash, known,
// unknown and switched-off logins all have to wait.
func TestEveryLoginCostsAHash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.change(func() {
		w.accounts["off"] = auth.Account{PersonID: "off", Login: "off", PasswordHash: hashed(t, password, cheap)}
		w.accounts["sso"] = auth.Account{PersonID: "sso", Login: "sso", Active: true}
	})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, login := range []string{login, "nobody", "off", "sso", ""} {
		_, err := w.service.SignIn(gone, login, password)
		var problem *auth.Problem
		if !errors.As(err, &problem) || problem.Code != auth.CodeBusy {
			t.Errorf("login %q: got %v, want to wait for a hash", login, err)
		}
	}
	if counts := w.failed(); len(counts) != 0 {
		t.Errorf("attempts that were never checked count as failures: %v", counts)
	}
}

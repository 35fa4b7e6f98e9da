package server_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"zhanping/server"
	"zhanping/server/auth"
)

// TestABrowserIsSentToTheIdentityProvider follows a sign-in to the provider's door, with what it needs
// to come back, and a return that nobody began. The exchange itself is tested in server/auth.
func TestABrowserIsSentToTheIdentityProvider(t *testing.T) {
	t.Parallel()
	var idp *httptest.Server
	idp = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": idp.URL, "authorization_endpoint": idp.URL + "/authorize", "token_endpoint": idp.URL + "/token", "jwks_uri": idp.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	}))
	defer idp.Close()
	app, err := server.Open(t.Context(), server.Config{
		Data: t.TempDir(), Version: "test", Clock: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Provider: &auth.ProviderConfig{Issuer: idp.URL, ClientID: "zp", ClientSecret: "s", RedirectURL: "http://localhost/api/v1/session/provider/return"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.Close() }()
	s := httptest.NewServer(app.Handler)
	defer s.Close()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(s.URL + "/api/v1/session/provider")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	place, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusSeeOther || place.Path != "/authorize" || len(answer.Cookies()) != 1 {
		t.Fatalf("%s to %s with %d cookies, %v", answer.Status, place, len(answer.Cookies()), err)
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if place.Query().Get(name) == "" {
			t.Errorf("the provider is not told the %s", name)
		}
	}
	if got := place.Query().Get("redirect_uri"); got != "http://localhost/api/v1/session/provider/return" {
		t.Errorf("to come back to %s", got)
	}
	var asked struct{ Provider bool }
	session, err := client.Get(s.URL + "/api/v1/session")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = session.Body.Close() }()
	if err := json.NewDecoder(session.Body).Decode(&asked); err != nil || !asked.Provider {
		t.Errorf("nobody is told of the provider: %v", err)
	}
	back, err := client.Get(s.URL + "/api/v1/session/provider/return?state=x&code=y&session_state=z")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Body.Close() }()
	if got, want := back.Header.Get("Location"), "/sign-in?refused="+string(auth.CodeSignInStale); back.StatusCode != http.StatusSeeOther || got != want {
		t.Errorf("a return that nobody began: %s to %s, want %s", back.Status, got, want)
	}
}

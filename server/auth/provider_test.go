package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"zhanping/server/auth"
)

// idp is an identity provider in this process. What the person does at its pages is in consent.
type idp struct {
	*httptest.Server
	key *ecdsa.PrivateKey

	mu      sync.Mutex
	granted map[string]grant
	claims  func(map[string]any) // spoils what is signed
}

type grant struct{ challenge, nonce, subject string }

func newIDP(t *testing.T) *idp {
	t.Helper()
	p := &idp{key: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t), granted: map[string]grant{}}
	keys := &oidctest.Server{
		PublicKeys: []oidctest.PublicKey{{PublicKey: p.key.Public(), KeyID: "k", Algorithm: oidc.ES256}},
		Algorithms: []string{oidc.ES256},
	}
	mux := http.NewServeMux()
	mux.Handle("/", keys)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	keys.SetIssuer(p.URL)
	return p
}

func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, found := p.granted[r.FormValue("code")]
	delete(p.granted, r.FormValue("code"))
	proof := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !found || id != "zhanping" || secret != "s" || base64.RawURLEncoding.EncodeToString(proof[:]) != g.challenge {
		answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "李某 13812345678"})
		return
	}
	claims := map[string]any{
		"iss": p.URL, "aud": "zhanping", "sub": g.subject, "nonce": g.nonce,
		"exp": time.Date(2026, 11, 2, 9, 5, 0, 0, time.UTC).Unix(),
	}
	if p.claims != nil {
		p.claims(claims)
	}
	raw, _ := json.Marshal(claims)
	answer(w, http.StatusOK, map[string]any{
		"access_token": "a", "token_type": "Bearer",
		"id_token": oidctest.SignIDToken(p.key, "k", oidc.ES256, string(raw)),
	})
}

// consent signs subject in at the page that to leads to, and returns the query of the way back.
func (p *idp) consent(t *testing.T, to, subject string) url.Values {
	t.Helper()
	u := must(url.Parse(to))(t)
	q := u.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("redirect_uri") != "https://zp.example.cn/finish" {
		t.Fatalf("the provider was asked %v", q)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := rand.Text()
	p.granted[code] = grant{q.Get("code_challenge"), q.Get("nonce"), subject}
	return url.Values{"code": {code}, "state": {q.Get("state")}}
}

func newLinkedWorld(t *testing.T) (*world, *idp) {
	t.Helper()
	p := newIDP(t)
	w := newWorld(t, func(c *auth.Config) {
		c.Provider = &auth.ProviderConfig{
			Issuer: p.URL, ClientID: "zhanping", ClientSecret: "s", Client: p.Client(),
			RedirectURL: "https://zp.example.cn/finish",
		}
	})
	w.change(func() {
		w.accounts["person-2"] = auth.Account{PersonID: "person-2", Active: true, MustChange: true}
		w.accounts["off"] = auth.Account{PersonID: "off"}
		w.subjects[p.URL+" s-2"], w.subjects[p.URL+" s-off"] = "person-2", "off"
	})
	return w, p
}

func (w *world) start(t *testing.T, client *http.Client) string {
	t.Helper()
	got := send(t, client, "GET", w.server.URL+"/start", "")
	expect(t, "start", got, 200, "")
	to, _ := got.body["to"].(string)
	return to
}

func (w *world) finish(t *testing.T, client *http.Client, query url.Values) reply {
	t.Helper()
	return send(t, client, "GET", w.server.URL+"/finish?"+query.Encode(), "")
}

func TestALinkedPersonSignsInThroughTheProvider(t *testing.T) {
	t.Parallel()
	w, p := newLinkedWorld(t)
	client := w.browser(t)
	to := w.start(t, client)
	expect(t, "on the way", w.me(t, client), 401, auth.CodeNotSignedIn)
	way := p.consent(t, to, "s-2")
	under := w.ids()
	expect(t, "back", w.finish(t, client, way), 200, "")
	got := w.me(t, client)
	expect(t, "signed in, no password to change", got, 200, "")
	if ids := w.ids(); got.body["person"] != "person-2" || len(ids) != 1 || ids[0] == under[0] {
		t.Errorf("got %v under %v, want person-2 under a new token, before %v", got.body, ids, under)
	}
	expect(t, "the same way back again", w.finish(t, client, way), 401, auth.CodeSignInStale)
	expect(t, "start while signed in", send(t, client, "GET", w.server.URL+"/start", ""), 401, auth.CodeAlreadySignedIn)
}

func TestSignInsThroughTheProviderThatFail(t *testing.T) {
	t.Parallel()
	claim := func(name string, value any) func(*world, *idp, url.Values) {
		return func(_ *world, p *idp, _ url.Values) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.claims = func(c map[string]any) { c[name] = value }
		}
	}
	tests := map[string]struct {
		subject string
		spoil   func(*world, *idp, url.Values)
		want    auth.Code
	}{
		"nobody is linked":     {"s-1", nil, auth.CodeNotLinked},
		"the account is off":   {"s-off", nil, auth.CodeNotLinked},
		"the person cancelled": {"s-2", func(_ *world, _ *idp, q url.Values) { q.Set("error", "access_denied") }, auth.CodeProviderRefused},
		"another state":        {"s-2", func(_ *world, _ *idp, q url.Values) { q.Set("state", "x") }, auth.CodeSignInStale},
		"no state":             {"s-2", func(_ *world, _ *idp, q url.Values) { q.Del("state") }, auth.CodeSignInStale},
		"another code":         {"s-2", func(_ *world, _ *idp, q url.Values) { q.Set("code", "x") }, auth.CodeProviderFailed},
		"too late":             {"s-2", func(w *world, _ *idp, _ url.Values) { w.turn(11 * time.Minute) }, auth.CodeSignInStale},
		"an expired statement": {"s-2", func(w *world, _ *idp, _ url.Values) { w.turn(6 * time.Minute) }, auth.CodeProviderFailed},
		"another nonce":        {"s-2", claim("nonce", "x"), auth.CodeProviderFailed},
		"another audience":     {"s-2", claim("aud", "mail"), auth.CodeProviderFailed},
		"another issuer":       {"s-2", claim("iss", "https://example.cn"), auth.CodeProviderFailed},
		"no subject":           {"s-2", claim("sub", ""), auth.CodeProviderFailed},
		"the provider is down": {"s-2", func(_ *world, p *idp, _ url.Values) { p.Close() }, auth.CodeProviderFailed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, p := newLinkedWorld(t)
			client := w.browser(t)
			way := p.consent(t, w.start(t, client), tt.subject)
			if tt.spoil != nil {
				tt.spoil(w, p, way)
			}
			expect(t, "back", w.finish(t, client, way), 401, tt.want)
			expect(t, "afterwards", w.me(t, client), 401, auth.CodeNotSignedIn)
			if strings.Contains(w.log.String(), "13812345678") {
				t.Errorf("what the provider sent was logged: %s", w.log)
			}
		})
	}
}

func TestAWayBackIsGoodInTheBrowserThatSetOutOnly(t *testing.T) {
	t.Parallel()
	w, p := newLinkedWorld(t)
	attacker, victim := w.browser(t), w.browser(t)
	w.start(t, victim)
	way := p.consent(t, w.start(t, attacker), "s-2")
	expect(t, "in another browser", w.finish(t, victim, way), 401, auth.CodeSignInStale)
	expect(t, "without a cookie", w.finish(t, w.server.Client(), way), 401, auth.CodeSignInStale)
	expect(t, "where it belongs", w.finish(t, attacker, way), 200, "")
}

func TestThePasswordWorksWhileTheProviderIsDown(t *testing.T) {
	t.Parallel()
	w, p := newLinkedWorld(t)
	p.Close()
	client := w.browser(t)
	expect(t, "start", send(t, client, "GET", w.server.URL+"/start", ""), 401, auth.CodeProviderFailed)
	expect(t, "password", w.signIn(t, client, login, password), 200, "")
}

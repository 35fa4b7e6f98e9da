package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// ProviderConfig is an identity provider that speaks OpenID Connect (统一身份认证).
type ProviderConfig struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	RedirectURL  string       // the full address of the route that calls FinishProvider
	Client       *http.Client // default: one that gives up after ten seconds
}

// signInPatience is how long a person may take at the provider.
const signInPatience = 10 * time.Minute

// provider looks its addresses and keys up when they are first needed, so that the server
// starts, and takes passwords, while the provider is down.
type provider struct {
	config ProviderConfig
	now    func() time.Time
	turn   chan struct{}
	found  *oidc.Provider
}

func newProvider(config ProviderConfig, now func() time.Time) *provider {
	if config.Client == nil {
		config.Client = &http.Client{Timeout: 10 * time.Second}
	}
	return &provider{config: config, now: now, turn: make(chan struct{}, 1)}
}

// HasProvider reports whether people may sign in through an identity provider.
func (s *Service) HasProvider() bool { return s.provider != nil }

// discovered is the provider once it has been reached.
func (p *provider) discovered(ctx context.Context) (*oidc.Provider, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if p.found != nil {
		return p.found, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.config.Client), p.config.Issuer)
	if err != nil {
		return nil, err
	}
	p.found = found
	return found, nil
}

func (p *provider) oauth(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, RedirectURL: p.config.RedirectURL,
		Endpoint: found.Endpoint(), Scopes: []string{oidc.ScopeOpenID},
	}
}

// StartProvider begins a sign-in at the provider and returns where to send the browser. What
// ties the answer to this browser (state, nonce, PKCE) waits in a session without a person.
func (s *Service) StartProvider(ctx context.Context) (string, error) {
	if s.provider == nil {
		return "", &Problem{Code: CodeProviderFailed, Words: "本系统没有启用统一身份认证，请用登录名和密码登录。"}
	}
	if e := exchangeOf(ctx); e != nil && e.principal != nil {
		return "", &Problem{Code: CodeAlreadySignedIn, Words: "您已经登录；如需换人，请先退出登录。"}
	}
	found, err := s.provider.discovered(ctx)
	if err != nil {
		return "", s.providerFailed(ctx, "discovery", err)
	}
	now := s.now()
	state, nonce, verifier := secret(), secret(), oauth2.GenerateVerifier()
	values := map[string]string{
		keyState: state, keyNonce: nonce, keyVerifier: verifier, keyCreated: now.Format(time.RFC3339Nano),
	}
	if err := s.sessions.begin(ctx, values, now.Add(signInPatience), false); err != nil {
		return "", err
	}
	challenge := oauth2.S256ChallengeOption(verifier)
	return s.provider.oauth(found).AuthCodeURL(state, oidc.Nonce(nonce), challenge), nil
}

// FinishProvider ends a sign-in with the query that the provider sent the browser back with.
// Only people whom an administrator has linked to the identity get a session. Whatever comes
// of it, the attempt is used up.
func (s *Service) FinishProvider(ctx context.Context, query url.Values) (*Principal, error) {
	stale := &Problem{Code: CodeSignInStale, Words: "登录请求已过期，或不是从本浏览器发起的，请重新登录。"}
	e := exchangeOf(ctx)
	if s.provider == nil || e == nil || !e.loaded || e.session == nil || e.session.PersonID != "" {
		return nil, stale
	}
	manager := s.sessions.manager(e)
	state, nonce := manager.GetString(ctx, keyState), manager.GetString(ctx, keyNonce)
	verifier := manager.GetString(ctx, keyVerifier)
	if state == "" || !same(state, query.Get("state")) {
		return nil, stale // and leave the sign-in that is under way alone
	}
	existed, err := s.sessions.drop(ctx, e)
	if err != nil {
		return nil, err
	}
	if !existed {
		return nil, stale // another answer was quicker
	}
	s.sessions.forget(ctx, e)
	if query.Has("error") {
		return nil, &Problem{Code: CodeProviderRefused, Words: "统一身份认证没有完成，可能是取消了登录，请重新登录。"}
	}
	subject, err := s.subject(ctx, query.Get("code"), nonce, verifier)
	if err != nil {
		return nil, err
	}
	account, found, err := s.stores.Accounts.AccountByIdentity(ctx, s.provider.config.Issuer, subject)
	if err != nil {
		return nil, fmt.Errorf("read an account: %w", err)
	}
	if !found || !account.Active {
		return nil, &Problem{Code: CodeNotLinked, Words: "您的统一身份还没有与本系统的人员关联，或账号已停用，请联系系统管理员。"}
	}
	return s.admit(ctx, account, MethodProvider)
}

// subject trades the code for the identity of the person at the provider.
func (s *Service) subject(ctx context.Context, code, nonce, verifier string) (string, error) {
	found, err := s.provider.discovered(ctx)
	if err != nil {
		return "", s.providerFailed(ctx, "discovery", err)
	}
	ctx = oidc.ClientContext(ctx, s.provider.config.Client)
	answer, err := s.provider.oauth(found).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return "", s.providerFailed(ctx, "exchange", err)
	}
	raw, ok := answer.Extra("id_token").(string)
	if !ok {
		return "", s.providerFailed(ctx, "exchange", errors.New("no id_token in the answer"))
	}
	check := found.VerifierContext(ctx, &oidc.Config{ClientID: s.provider.config.ClientID, Now: s.provider.now})
	token, err := check.Verify(ctx, raw)
	if err != nil {
		return "", s.providerFailed(ctx, "verification", err)
	}
	if !same(token.Nonce, nonce) || token.Subject == "" {
		return "", s.providerFailed(ctx, "verification", errors.New("the nonce or the subject is not right"))
	}
	return token.Subject, nil
}

// same compares secrets in a time that tells nothing of them.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// providerFailed logs for the operator at which step the provider failed, and tells the
// person that it did. The answer of a token request is not logged, since it is about a person.
func (s *Service) providerFailed(ctx context.Context, step string, err error) error {
	attributes := []any{"request", RequestID(ctx), "step", step}
	var refused *oauth2.RetrieveError
	var address *url.Error
	switch {
	case errors.As(err, &refused):
		attributes = append(attributes, "code", refused.ErrorCode, "status", refused.Response.StatusCode)
	case errors.As(err, &address):
		attributes = append(attributes, "error", address.Err.Error())
	default:
		attributes = append(attributes, "error", err.Error())
	}
	s.config.Log.WarnContext(ctx, "the identity provider failed", attributes...)
	return &Problem{Code: CodeProviderFailed, Words: "统一身份认证暂时不可用，请稍后再试，或用登录名和密码登录。"}
}

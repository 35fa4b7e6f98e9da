package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Principal is who is asking (请求人): a person, by a session or by an API token.
type Principal struct {
	PersonID   string
	SessionID  string   // "" for a token
	TokenID    string   // "" for a session
	Scopes     []string // of the token, sorted; a session has none and is not limited by any
	MustChange bool     // signed in with a one-time password: see Settled
}

// Allows says whether the scopes of a token cover an action. For sessions it is always
// true. It never grants: authz decides besides.
func (p *Principal) Allows(action string) bool {
	return p.TokenID == "" || slices.Contains(p.Scopes, action)
}

type principalKey struct{}

// From is who is asking; false when nobody has signed in.
func From(ctx context.Context) (*Principal, bool) {
	p, ok := ctx.Value(principalKey{}).(*Principal)
	return p, ok && p != nil
}

// With is a context in which p is asking.
func With(ctx context.Context, p *Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// Settled is who is asking, or the Problem that stops everything but signing in, signing
// out and changing one's own password.
func Settled(ctx context.Context) (*Principal, error) {
	p, ok := From(ctx)
	if !ok {
		return nil, signedOut()
	}
	if p.MustChange {
		return nil, &Problem{Code: CodePasswordMustChange, Words: "您正在使用一次性密码，请先修改密码。"}
	}
	return p, nil
}

func principalOf(session Session, account Account) *Principal {
	return &Principal{
		PersonID: session.PersonID, SessionID: session.ID,
		MustChange: account.MustChange && session.Method == MethodPassword,
	}
}

// Identify finds out who is asking and lets everybody pass, nobody included; an API token
// that does not hold is refused, and so is whoever asks too often.
func (s *Service) Identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e, r := s.open(w, r)
		w.Header().Add("Vary", "Cookie, Authorization")
		ctx, principal, err := s.identify(e, r)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		if principal != nil {
			e.principal = principal
			ctx = With(ctx, principal)
			if !s.pass(w, r, s.people, principal.PersonID) {
				return
			}
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Service) identify(e *exchange, r *http.Request) (context.Context, *Principal, error) {
	ctx := r.Context()
	scheme, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		principal, err := s.byToken(ctx, strings.TrimSpace(credentials))
		if err != nil {
			return nil, nil, err
		}
		ctx, err = s.sessions.load(ctx, e, "")
		return ctx, principal, err
	}
	value := ""
	if cookie, err := r.Cookie(s.sessions.manager(e).Cookie.Name); err == nil {
		value = cookie.Value
	}
	ctx, err := s.sessions.load(ctx, e, value)
	if err != nil {
		return nil, nil, err
	}
	s.tolerate(ctx, "note the use of a session", s.sessions.touch(ctx, e))
	if e.session == nil || e.session.PersonID == "" {
		return ctx, nil, nil
	}
	account, found, err := s.stores.Accounts.AccountByPerson(ctx, e.session.PersonID)
	if err != nil {
		return nil, nil, fmt.Errorf("read an account: %w", err)
	}
	if !found || !account.Active {
		return ctx, nil, nil
	}
	return ctx, principalOf(*e.session, account), nil
}

// tolerate logs what could not be noted but is no reason to send a person away: with a full
// disk they can still read.
func (s *Service) tolerate(ctx context.Context, what string, err error) {
	if err != nil {
		s.config.Log.WarnContext(ctx, "cannot "+what, "request", RequestID(ctx), "error", err.Error())
	}
}

// refuse answers a request whose sender could not be made out.
func (s *Service) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var problem *Problem
	if errors.As(err, &problem) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="zhanping"`)
		s.config.Deny(w, r, problem.Code, http.StatusUnauthorized, problem.Words)
		return
	}
	s.config.Log.ErrorContext(r.Context(), "cannot tell who is asking",
		"request", RequestID(r.Context()), "error", err.Error())
	w.Header().Set("Retry-After", "5")
	s.config.Deny(w, r, CodeUnavailable, http.StatusServiceUnavailable, "暂时无法核对登录状态，请稍后再试。")
}

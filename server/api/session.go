package api

import (
	"context"
	"errors"
	"net/http"

	"zhanping/server/auth"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// Self is who is signed in.
type Self struct {
	Person     records.Person  `json:"person" doc:"本人"`
	Grants     []records.Grant `json:"grants" doc:"本人的角色" nullable:"false"`
	MustChange bool            `json:"must_change" doc:"须先改密码"`
	Provider   bool            `json:"provider" doc:"可以用统一身份认证登录"`
}

func (h *Handlers) self(who casework.Actor, mustChange bool) *Answer[Self] {
	grants := who.Grants
	if grants == nil {
		grants = []records.Grant{}
	}
	return &Answer[Self]{Body: Self{Person: who.Person, Grants: grants, MustChange: mustChange, Provider: h.auth.HasProvider()}}
}

// signIn has no action to decide on: it is how somebody comes to be anybody.
func (h *Handlers) signIn(ctx context.Context, in *struct {
	Body struct {
		Login    string `json:"login" maxLength:"80" doc:"登录名"`
		Password string `json:"password" maxLength:"200" verbatim:"password" doc:"密码"`
	}
},
) (*Answer[Self], error) {
	principal, err := h.auth.SignIn(ctx, in.Body.Login, in.Body.Password)
	if err != nil {
		return nil, err
	}
	who, err := h.work.Actor(ctx, principal.PersonID)
	return h.self(who, principal.MustChange), err
}

func (h *Handlers) signOut(ctx context.Context, _ *struct{}) (*Nothing, error) {
	return &Nothing{}, h.auth.SignOut(ctx)
}

// session answers with an empty person where nobody is signed in, and also while a one-time password is
// in use, so that the application can ask for a new one.
func (h *Handlers) session(ctx context.Context, _ *struct{}) (*Answer[Self], error) {
	principal, known := auth.From(ctx)
	if !known {
		return h.self(casework.Actor{}, false), nil
	}
	who, err := h.work.Actor(ctx, principal.PersonID)
	return h.self(who, principal.MustChange), err
}

func (h *Handlers) changePassword(ctx context.Context, in *struct {
	Body struct {
		Old string `json:"old_password" maxLength:"200" verbatim:"password" doc:"原密码"`
		New string `json:"new_password" maxLength:"200" verbatim:"password" doc:"新密码，至少 12 个字符"`
	}
},
) (*Nothing, error) {
	_, err := h.auth.ChangePassword(ctx, in.Body.Old, in.Body.New)
	return &Nothing{}, err
}

// authStatuses is the one place where a code of server/auth becomes a status.
var authStatuses = map[auth.Code]int{
	auth.CodeNotSignedIn: http.StatusUnauthorized, auth.CodeWrongCredentials: http.StatusUnauthorized,
	auth.CodeInvalidToken: http.StatusUnauthorized, auth.CodePasswordMustChange: http.StatusForbidden,
	auth.CodeTooManyAttempts: http.StatusTooManyRequests, auth.CodeTooManyRequests: http.StatusTooManyRequests,
	auth.CodeAlreadySignedIn: http.StatusConflict, auth.CodePasswordMoved: http.StatusConflict,
	auth.CodeSignInStale: http.StatusConflict, auth.CodePasswordUnfit: http.StatusUnprocessableEntity,
	auth.CodeTokenUnfit: http.StatusUnprocessableEntity, auth.CodeNoPassword: http.StatusConflict,
	auth.CodeProviderFailed: http.StatusBadGateway, auth.CodeProviderRefused: http.StatusForbidden,
	auth.CodeNotLinked: http.StatusForbidden, auth.CodeBodyTooLarge: http.StatusRequestEntityTooLarge,
	auth.CodeCrossOrigin: http.StatusForbidden, auth.CodeBusy: http.StatusServiceUnavailable,
	auth.CodeUnavailable: http.StatusServiceUnavailable, auth.CodeInternal: http.StatusInternalServerError,
}

// signInProblem is a refusal of server/auth as a problem.
func signInProblem(ctx context.Context, err error) (*Problem, bool) {
	var told *auth.Problem
	if !errors.As(err, &told) {
		return nil, false
	}
	p := NewProblem(authStatuses[told.Code], string(told.Code), told.Words)
	if told.Field != "" {
		p.Errors = []casework.Fault{{Field: told.Field, Words: told.Words, Code: string(told.Code)}}
	}
	p.Request = auth.RequestID(ctx)
	return p, true
}

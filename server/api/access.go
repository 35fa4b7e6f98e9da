package api

import (
	"context"
	"slices"
	"time"

	"zhanping/policies"
	"zhanping/server/auth"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// NewPassword is a one-time password, which is shown this once.
type NewPassword struct {
	Password string `json:"password" doc:"一次性密码，只显示这一次；下次登录须改密码"`
}

func (h *Handlers) resetPassword(ctx context.Context, in *ID) (*Answer[NewPassword], error) {
	out := &Answer[NewPassword]{}
	err := h.work.ManageAccess(ctx, actor(ctx), policies.ActionPeopleWrite, in.ID, func() (string, error) {
		var err error
		out.Body.Password, err = h.auth.ResetPassword(ctx, in.ID)
		return "password", err
	})
	return out, err
}

// Token is a token of an integrator, without its secret.
type Token struct {
	ID       string       `json:"id" doc:"编号"`
	Name     string       `json:"name" doc:"用途"`
	Scopes   []string     `json:"scopes" doc:"权限范围" nullable:"false"`
	Created  records.Time `json:"created" doc:"签发时间"`
	Expires  records.Time `json:"expires" doc:"到期时间"`
	LastUsed records.Time `json:"last_used" nullable:"true" doc:"最近使用"`
	Revoked  records.Time `json:"revoked" nullable:"true" doc:"吊销时间"`
}

func tokenOf(t auth.Token) Token {
	return Token{
		ID: t.ID, Name: t.Name, Scopes: append([]string{}, t.Scopes...), Created: records.At(t.Created),
		Expires: records.At(t.Expires), LastUsed: records.At(t.LastUsed), Revoked: records.At(t.Revoked),
	}
}

func (h *Handlers) tokens(ctx context.Context, in *ID) (*Listing[Token], error) {
	found, err := h.work.Tokens(ctx, actor(ctx), in.ID)
	items := make([]Token, len(found))
	for i, t := range found {
		items[i] = tokenOf(t)
	}
	return listing(items, err)
}

// NewToken is a token with its secret, which is shown this once.
type NewToken struct {
	Secret string `json:"secret" doc:"令牌，只显示这一次"`
	Token  Token  `json:"token" doc:"令牌的登记"`
}

func (h *Handlers) issueToken(ctx context.Context, in *struct {
	ID
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"60" doc:"用途"`
		Scopes []string `json:"scopes" minItems:"1" maxItems:"60" doc:"权限范围，如 case.read"`
		Days   int      `json:"days" minimum:"1" maximum:"366" doc:"几天后到期"`
	}
},
) (*Answer[NewToken], error) {
	out := &Answer[NewToken]{}
	err := h.work.ManageAccess(ctx, actor(ctx), policies.ActionTokenWrite, in.ID.ID, func() (string, error) {
		for _, scope := range in.Body.Scopes {
			if !policies.Action(scope).Known() {
				return "", &casework.Problem{
					Code: casework.Invalid, Words: "没有操作 " + scope,
					Faults: []casework.Fault{{Field: "body.scopes", Code: "invalid", Words: "没有操作 " + scope + "；请核对"}},
				}
			}
		}
		expires := h.work.Now().Add(time.Duration(in.Body.Days) * 24 * time.Hour)
		text, token, err := h.auth.IssueToken(ctx, in.ID.ID, in.Body.Name, in.Body.Scopes, expires)
		out.Body = NewToken{Secret: text, Token: tokenOf(token)}
		return token.ID, err
	})
	return out, err
}

func (h *Handlers) revokeToken(ctx context.Context, in *struct {
	ID
	Token string `path:"token" maxLength:"64" doc:"令牌编号"`
},
) (*Nothing, error) {
	none := &casework.Problem{Code: casework.NotFound, Words: "没有这个令牌，或已经吊销"}
	held, err := h.work.Tokens(ctx, actor(ctx), in.ID.ID)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(held, func(t auth.Token) bool { return t.ID == in.Token }) {
		return nil, none
	}
	return &Nothing{}, h.work.ManageAccess(ctx, actor(ctx), policies.ActionTokenWrite, in.ID.ID, func() (string, error) {
		ended, err := h.auth.RevokeToken(ctx, in.Token)
		if err == nil && !ended {
			err = none
		}
		return in.Token, err
	})
}

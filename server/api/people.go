package api

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

// NewAccount is an account and its first password, which is shown this once.
type NewAccount struct {
	Person   records.Person `json:"person" doc:"账号"`
	Password string         `json:"password" doc:"一次性密码，只显示这一次"`
}

func (h *Handlers) people(ctx context.Context, in *struct {
	PageInput
	Text string `query:"text" maxLength:"40" doc:"登录名或姓名里的字"`
	Role string `query:"role" doc:"角色"`
},
) (*Page[records.Person], error) {
	found, err := h.work.People(ctx, actor(ctx), in.Text, in.Role, in.After, in.Limit+1)
	return page(found, in.Limit, func(p records.Person) string { return p.ID }), err
}

func (h *Handlers) addPerson(ctx context.Context, in *struct{ Body casework.PersonInput }) (*Answer[NewAccount], error) {
	password, hash, err := h.auth.OneTimePassword(ctx)
	if err != nil {
		return nil, err
	}
	person, err := h.work.AddPerson(ctx, actor(ctx), in.Body, hash)
	return &Answer[NewAccount]{ETag: etag(person.Version), Body: NewAccount{Person: person, Password: password}}, err
}

func (h *Handlers) person(ctx context.Context, in *ID) (*Answer[Self], error) {
	found, err := h.work.Person(ctx, actor(ctx), in.ID)
	out := h.self(found, found.Person.MustChange)
	out.ETag = etag(found.Person.Version)
	return out, err
}

func (h *Handlers) changePerson(ctx context.Context, in *struct {
	ID
	BasedOn
	Body casework.PersonInput
},
) (*Answer[records.Person], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	person, err := h.work.ChangePerson(ctx, actor(ctx), in.ID.ID, version, in.Body)
	if err == nil && person.Disabled {
		_, err = h.auth.SignOutEverywhere(ctx, person.ID)
	}
	return answer(person, err)
}

func (h *Handlers) give(ctx context.Context, in *struct {
	ID
	Body casework.GrantInput
},
) (*Answer[records.Grant], error) {
	return answer(h.work.Give(ctx, actor(ctx), in.ID.ID, in.Body))
}

func (h *Handlers) take(ctx context.Context, in *struct {
	ID
	Grant string `path:"grant" doc:"授权编号"`
},
) (*Nothing, error) {
	return &Nothing{}, h.work.Take(ctx, actor(ctx), in.ID.ID, in.Grant)
}

package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/internal/engine"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// submitting lets a request bring an archive, which base64 makes longer by a third.
func submitting(o *huma.Operation) {
	created(o)
	o.MaxBodyBytes = engine.MaxArchive/3*4 + 64<<10
}

func (h *Handlers) ruleSets(ctx context.Context, in *struct {
	PageInput
	Kind  string `query:"kind" enum:"standard,policies" doc:"种类"`
	State string `query:"state" enum:"builtin,draft,approved,withdrawn" doc:"状态"`
},
) (*Page[records.RuleSet], error) {
	found, err := h.work.RuleSets(ctx, actor(ctx), casework.SetFilter{Kind: in.Kind, State: in.State, After: in.After, Limit: in.Limit + 1})
	return page(found, in.Limit, func(set records.RuleSet) string { return set.ID }), err
}

// SubmittedBody is a draft and what was noticed about it.
type SubmittedBody struct {
	Set   records.RuleSet `json:"set" doc:"草案"`
	Notes []string        `json:"notes" doc:"提请注意，不是错误" nullable:"false"`
	Cases int             `json:"cases" doc:"运行了几个例子，都如所写"`
}

func (h *Handlers) submitSet(ctx context.Context, in *struct{ Body casework.SetInput }) (*Answer[SubmittedBody], error) {
	submitted, err := h.work.SubmitSet(ctx, actor(ctx), in.Body)
	body := SubmittedBody{Set: submitted.Set, Notes: submitted.Notes, Cases: submitted.Cases}
	if body.Notes == nil {
		body.Notes = []string{}
	}
	return &Answer[SubmittedBody]{ETag: etag(submitted.Set.Version), Body: body}, err
}

func (h *Handlers) ruleSet(ctx context.Context, in *ID) (*Answer[records.RuleSet], error) {
	return answer(h.work.RuleSet(ctx, actor(ctx), in.ID))
}

func (h *Handlers) approveSet(ctx context.Context, in *struct {
	ID
	BasedOn
},
) (*Answer[records.RuleSet], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.ApproveSet(ctx, actor(ctx), in.ID.ID, version))
}

func (h *Handlers) withdrawSet(ctx context.Context, in *struct {
	ID
	BasedOn
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"300" doc:"理由"`
	}
},
) (*Answer[records.RuleSet], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.WithdrawSet(ctx, actor(ctx), in.ID.ID, version, in.Body.Reason))
}

func (h *Handlers) setImpact(ctx context.Context, in *struct {
	ID
	Stations int `query:"stations" minimum:"1" maximum:"100" default:"20" doc:"试算最近保存的几个单位"`
},
) (*Answer[casework.Impact], error) {
	return answer(h.work.SetImpact(ctx, actor(ctx), in.ID.ID, in.Stations))
}

// Bytes is a small file, sent whole.
type Bytes struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Cache       string `header:"Cache-Control"`
	Body        []byte
}

func (h *Handlers) setArchive(ctx context.Context, in *ID) (*Bytes, error) {
	set, err := h.work.RuleSet(ctx, actor(ctx), in.ID)
	name := strings.NewReplacer(":", "-", "@", "-").Replace(set.Digest)
	if set.Ref != "" {
		name = set.Ref
	}
	return &Bytes{Type: "application/zip", Disposition: `attachment; filename="` + name + `.zip"`, Body: set.Archive}, err
}

package api

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

type itemInput struct {
	ID
	Item string `path:"item" maxLength:"40" doc:"条目编号"`
	Body casework.FindingInput
}

func (h *Handlers) findings(ctx context.Context, in *struct {
	ID
	History bool `query:"history" doc:"连被后来的评定取代的"`
},
) (*Listing[records.Finding], error) {
	return listing(h.work.Findings(ctx, actor(ctx), in.ID.ID, in.History))
}

func (h *Handlers) recordFinding(ctx context.Context, in *itemInput) (*Answer[records.Finding], error) {
	return answer(h.work.RecordFinding(ctx, actor(ctx), in.ID.ID, in.Item, in.Body))
}

func (h *Handlers) differences(ctx context.Context, in *ID) (*Listing[casework.Difference], error) {
	return listing(h.work.Differences(ctx, actor(ctx), in.ID))
}

func (h *Handlers) settle(ctx context.Context, in *itemInput) (*Answer[records.Finding], error) {
	return answer(h.work.Settle(ctx, actor(ctx), in.ID.ID, in.Item, in.Body))
}

func (h *Handlers) sign(ctx context.Context, in *struct {
	ID
	Body struct {
		Drawing string `json:"drawing,omitempty" maxLength:"64" doc:"手写签名图片的附件编号"`
	}
},
) (*Answer[records.Assignment], error) {
	return answer(h.work.Sign(ctx, actor(ctx), in.ID.ID, in.Body.Drawing))
}

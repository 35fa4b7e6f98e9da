package api

import (
	"context"

	"zhanping/server/casework"
)

func (h *Handlers) publicBatches(ctx context.Context, in *struct {
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码；空为全部"`
	Year   int    `query:"year" doc:"年度；0 为全部"`
},
) (*Listing[casework.PublicBatch], error) {
	return listing(h.work.PublicBatches(ctx, actor(ctx), in.Region, in.Year))
}

func (h *Handlers) publicBatch(ctx context.Context, in *ID) (*Answer[casework.PublicBatch], error) {
	return answer(h.work.PublicBatch(ctx, actor(ctx), in.ID))
}

type publicListInput struct {
	ID
	PageInput
}

func (h *Handlers) publicity(ctx context.Context, in *publicListInput) (*Page[casework.PublicStation], error) {
	found, err := h.work.Publicity(ctx, actor(ctx), in.ID.ID, in.After, in.Limit+1)
	return page(found, in.Limit, casework.PublicStation.Place), err
}

func (h *Handlers) named(ctx context.Context, in *publicListInput) (*Page[casework.PublicStation], error) {
	found, err := h.work.Named(ctx, actor(ctx), in.ID.ID, in.After, in.Limit+1)
	return page(found, in.Limit, casework.PublicStation.Place), err
}

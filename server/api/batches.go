package api

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

func (h *Handlers) batches(ctx context.Context, in *struct {
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码"`
	Year   int    `query:"year" doc:"年度；0 为全部"`
},
) (*Listing[records.Batch], error) {
	return listing(h.work.Batches(ctx, actor(ctx), in.Region, in.Year))
}

func (h *Handlers) addBatch(ctx context.Context, in *struct{ Body casework.BatchInput }) (*Answer[records.Batch], error) {
	return answer(h.work.AddBatch(ctx, actor(ctx), in.Body))
}

func (h *Handlers) batch(ctx context.Context, in *ID) (*Answer[records.Batch], error) {
	return answer(h.work.Batch(ctx, actor(ctx), in.ID))
}

func (h *Handlers) changeBatch(ctx context.Context, in *struct {
	ID
	BasedOn
	Body casework.BatchInput
},
) (*Answer[records.Batch], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.ChangeBatch(ctx, actor(ctx), in.ID.ID, version, in.Body))
}

func (h *Handlers) openCases(ctx context.Context, in *struct {
	ID
	Body struct {
		Stations []string `json:"stations" minItems:"1" maxItems:"1000" doc:"单位编号"`
	}
},
) (*Listing[records.Case], error) {
	return listing(h.work.OpenCases(ctx, actor(ctx), in.ID.ID, in.Body.Stations))
}

func (h *Handlers) draws(ctx context.Context, in *ID) (*Listing[records.Draw], error) {
	return listing(h.work.Draws(ctx, actor(ctx), in.ID))
}

func (h *Handlers) draw(ctx context.Context, in *struct {
	ID
	Body struct {
		Size int `json:"size" minimum:"1" doc:"抽取几件"`
	}
},
) (*Answer[records.Draw], error) {
	return answer(h.work.Draw(ctx, actor(ctx), in.ID.ID, in.Body.Size))
}

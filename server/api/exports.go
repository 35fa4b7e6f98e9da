package api

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

func (h *Handlers) export(ctx context.Context, in *struct{ Body casework.ExportInput }) (*Answer[records.Job], error) {
	return answer(h.work.AskExport(ctx, actor(ctx), in.Body))
}

func (h *Handlers) rescore(ctx context.Context, in *RegionCode) (*Answer[records.Job], error) {
	return answer(h.work.Rescore(ctx, actor(ctx), in.Code))
}

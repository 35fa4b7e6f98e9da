package api

import (
	"context"

	"zhanping/server/casework"
)

// OfBatch is a batch, or what of it lies in a region.
type OfBatch struct {
	ID
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码；空为整个批次"`
}

func (h *Handlers) ranking(ctx context.Context, in *struct {
	OfBatch
	From  int `query:"from" minimum:"0" doc:"从第几位起，0 为第一位；取下一页时为上一页的 next"`
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"每页几项"`
},
) (*Answer[casework.RankingPage], error) {
	return answer(h.work.Ranking(ctx, actor(ctx), in.ID.ID, in.Region, in.From, in.Limit))
}

func (h *Handlers) batchSummary(ctx context.Context, in *OfBatch) (*Answer[casework.Summary], error) {
	return answer(h.work.BatchSummary(ctx, actor(ctx), in.ID.ID, in.Region))
}

func (h *Handlers) heat(ctx context.Context, in *struct {
	OfBatch
	By string `query:"by" enum:"region,station" default:"region" doc:"各列是下一级区划，还是逐个单位（至多 200 个）"`
},
) (*Answer[casework.HeatTable], error) {
	return answer(h.work.Heat(ctx, actor(ctx), in.ID.ID, in.Region, in.By == "station"))
}

func (h *Handlers) workload(ctx context.Context, in *OfBatch) (*Listing[casework.Workload], error) {
	return listing(h.work.Workloads(ctx, actor(ctx), in.ID.ID, in.Region))
}

// ofRegion is a standard and a region.
type ofRegion struct {
	Region   string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码；空为全国"`
	Standard string `query:"standard" required:"true" doc:"标准，写作 编号 或 编号@版本"`
}

func (h *Handlers) selfSummary(ctx context.Context, in *ofRegion) (*Answer[casework.Summary], error) {
	return answer(h.work.SelfSummary(ctx, actor(ctx), in.Region, in.Standard))
}

func (h *Handlers) trends(ctx context.Context, in *ofRegion) (*Listing[casework.Trend], error) {
	return listing(h.work.Trends(ctx, actor(ctx), in.Region, in.Standard))
}

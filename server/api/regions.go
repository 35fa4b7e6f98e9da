package api

import (
	"context"

	"zhanping/internal/regions"
)

// RegionCode names a region.
type RegionCode struct {
	Code string `path:"code" pattern:"^[0-9]{12}$" doc:"12 位区划代码"`
}

// Region is a region of the packaged table.
type Region struct {
	Code   string `json:"code" doc:"12 位区划代码"`
	Name   string `json:"name" doc:"名称"`
	Level  string `json:"level" enum:"province,city,county,town,village" doc:"层级"`
	Kind   string `json:"kind" enum:"ordinary,nominal,similar" doc:"ordinary 一般，nominal 只作归并，similar 类似乡级、村级单位"`
	Parent string `json:"parent" doc:"上级区划代码；省级为空"`
	Around string `json:"around" doc:"上级各区划的名称，连写；省级为空"`
}

func (h *Handlers) regionList(found []regions.Region, err error) (*Listing[Region], error) {
	list := make([]Region, len(found))
	for i, r := range found {
		list[i] = Region{Code: r.Code, Name: r.Name, Level: string(r.Level), Kind: string(r.Kind), Parent: r.Parent, Around: h.work.RegionsAround(r.Code)}
	}
	return listing(list, err)
}

func (h *Handlers) regions(ctx context.Context, in *struct {
	Text   string `query:"text" maxLength:"40" doc:"名称里的字；空为列出省级"`
	Within string `query:"within" pattern:"^([0-9]{12})?$" doc:"只在这个区划里找"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"查找时最多几个"`
},
) (*Listing[Region], error) {
	within := in.Within
	if in.Text == "" {
		within = ""
	}
	return h.regionList(h.work.Regions(ctx, actor(ctx), within, in.Text, in.Limit))
}

func (h *Handlers) region(ctx context.Context, in *RegionCode) (*Listing[Region], error) {
	return h.regionList(h.work.Region(ctx, actor(ctx), in.Code))
}

func (h *Handlers) regionChildren(ctx context.Context, in *RegionCode) (*Listing[Region], error) {
	return h.regionList(h.work.Regions(ctx, actor(ctx), in.Code, "", 0))
}

package api

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

// ID names the record that an operation is about.
type ID struct {
	ID string `path:"id" maxLength:"64" doc:"编号"`
}

type stationsInput struct {
	PageInput
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码；空为本人权限范围"`
	Level  string `query:"level" enum:"province,city,county,town,village" doc:"层级"`
	Text   string `query:"text" maxLength:"60" doc:"名称或编号里的字"`
	Closed bool   `query:"closed" doc:"连已撤并的"`
}

func (h *Handlers) stations(ctx context.Context, in *stationsInput) (*Page[records.Station], error) {
	found, err := h.work.Stations(ctx, actor(ctx), casework.StationFilter{
		Region: in.Region, Level: in.Level, Text: in.Text, Closed: in.Closed, After: in.After, Limit: in.Limit + 1,
	})
	return page(found, in.Limit, casework.StationPlace), err
}

func (h *Handlers) station(ctx context.Context, in *ID) (*Answer[records.Station], error) {
	return answer(h.work.Station(ctx, actor(ctx), in.ID))
}

func (h *Handlers) addStation(ctx context.Context, in *struct{ Body casework.StationInput }) (*Answer[records.Station], error) {
	return answer(h.work.AddStation(ctx, actor(ctx), in.Body))
}

type changeStationInput struct {
	ID
	BasedOn
	Body casework.StationInput
}

func (h *Handlers) changeStation(ctx context.Context, in *changeStationInput) (*Answer[records.Station], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.ChangeStation(ctx, actor(ctx), in.ID.ID, version, in.Body))
}

package api

import (
	"context"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/internal/workbook"
	"zhanping/server/casework"
)

// listingStations lets a request bring a list of stations.
func listingStations(o *huma.Operation) {
	o.MaxBodyBytes = casework.MaxStationList + frame
	o.BodyReadTimeout = -1 // as for attachments
}

// csvType is the media type of CSV files, which begin with a byte order mark.
const csvType = "text/csv; charset=utf-8"

type importInput struct {
	SkipFaulty bool `query:"skip_faulty" doc:"跳过有误的行，导入其余的；否则有一行有误就都不导入"`
	upload
}

func (h *Handlers) importStations(ctx context.Context, in *importInput) (*Answer[casework.Imported], error) {
	data, err := in.content(casework.MaxStationList)
	if err != nil {
		return nil, err
	}
	imported, err := h.work.ImportStations(ctx, actor(ctx), data, in.SkipFaulty)
	return &Answer[casework.Imported]{Body: imported}, err
}

type stationListInput struct {
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码；空为本人权限范围"`
	Level  string `query:"level" enum:"province,city,county,town,village" doc:"层级"`
	Text   string `query:"text" maxLength:"60" doc:"名称或编号里的字"`
	Closed bool   `query:"closed" doc:"连已撤并的"`
}

func (in *stationListInput) filter() casework.StationFilter {
	return casework.StationFilter{Region: in.Region, Level: in.Level, Text: in.Text, Closed: in.Closed}
}

const stationListName = "单位名单"

func (h *Handlers) stationSheet(ctx context.Context, in *stationListInput) (*Paper, error) {
	data, err := h.work.StationList(ctx, actor(ctx), in.filter(), workbook.XLSX)
	return spreadsheet(stationListName, data, err)
}

func (h *Handlers) stationCSV(ctx context.Context, in *stationListInput) (*Paper, error) {
	data, err := h.work.StationList(ctx, actor(ctx), in.filter(), workbook.CSV)
	return &Paper{
		Status: http.StatusOK, Type: csvType, Body: data,
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": stationListName + ".csv"}),
	}, err
}

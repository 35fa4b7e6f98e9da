package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/internal/attachment"
	"zhanping/server/casework"
)

// frame is what a form adds to the file in it.
const frame = 1 << 20

// filling lets a request bring a filled-in workbook.
func filling(o *huma.Operation) {
	o.MaxBodyBytes = casework.MaxWorkbook + frame
	o.BodyReadTimeout = -1 // as for attachments
}

// sheetType is the media type of .xlsx files.
var sheetType = attachment.XLSX.MediaType()

// orNothing tells the contract that there may be no file to answer with.
func orNothing(o *huma.Operation) { o.Responses["204"] = &huma.Response{Description: "没有错"} }

// Paper is a file that was made for the answer.
type Paper struct {
	Status      int
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	ETag        string `header:"ETag"`
	Body        []byte
}

// spreadsheet is an .xlsx file as an answer.
func spreadsheet(name string, data []byte, err error) (*Paper, error) {
	return &Paper{
		Status: http.StatusOK, Type: attachment.XLSX.MediaType(), Body: data,
		Disposition: attachment.Disposition(name, attachment.XLSX, false),
	}, err
}

// content reads the file of a form, at most as many bytes as given.
func (u *upload) content(most int64) ([]byte, error) {
	file, err := u.file()
	if err != nil {
		return nil, err
	}
	defer closeUpload(u.RawBody.Form)
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, fmt.Errorf("read the upload: %w", err)
	}
	if int64(len(data)) > most {
		return nil, &casework.Problem{Code: casework.TooLarge, Words: "文件超过 " + strconv.FormatInt(most>>20, 10) + " MB；请删去图片和多余的表后再上传"}
	}
	return data, nil
}

type blankWorkbookInput struct {
	File string `path:"file" enum:"province.xlsx,city.xlsx,county.xlsx,town.xlsx,village.xlsx" doc:"层级，加 .xlsx"`
	Kind string `query:"kind" default:"station" doc:"类型，同佐证材料 subject.kind"`
}

func (h *Handlers) blankWorkbook(ctx context.Context, in *blankWorkbookInput) (*Paper, error) {
	level := strings.TrimSuffix(in.File, ".xlsx")
	data, err := h.work.BlankWorkbook(ctx, actor(ctx), in.Kind, level)
	return spreadsheet("填报表-"+level, data, err)
}

func (h *Handlers) workbook(ctx context.Context, in *ID) (*Paper, error) {
	station, data, err := h.work.Workbook(ctx, actor(ctx), in.ID)
	paper, err := spreadsheet("填报表-"+station.Name, data, err)
	paper.ETag = etag(station.Revision)
	return paper, err
}

type saveWorkbookInput struct {
	ID
	BasedOn
	upload
}

func (h *Handlers) saveWorkbook(ctx context.Context, in *saveWorkbookInput) (*Answer[SavedBody], error) {
	base, err := in.version()
	if err != nil {
		return nil, err
	}
	data, err := in.content(casework.MaxWorkbook)
	if err != nil {
		return nil, err
	}
	return savedAnswer(h.work.SaveWorkbook(ctx, actor(ctx), in.ID.ID, base, data))
}

func (h *Handlers) markedWorkbook(ctx context.Context, in *attachInput) (*Paper, error) {
	data, err := in.content(casework.MaxWorkbook)
	if err != nil {
		return nil, err
	}
	marked, err := h.work.MarkedWorkbook(ctx, actor(ctx), in.ID.ID, data)
	if err != nil || marked == nil {
		return &Paper{Status: http.StatusNoContent}, err
	}
	return spreadsheet("填报表-有误", marked, nil)
}

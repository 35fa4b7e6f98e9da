package api

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/assessment"
	"zhanping/internal/report"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// maxBundle bounds the evidence that is taken: the largest of the samples has 40 kB.
const maxBundle = 4 << 20

// large lets a request bring evidence, also over a line that is slow.
func large(o *huma.Operation) { o.MaxBodyBytes, o.BodyReadTimeout = maxBundle, time.Minute }

// BundleText is evidence as people write it.
type BundleText struct {
	Text string `json:"text" maxLength:"4000000" verbatim:"evidence" doc:"佐证材料，YAML"`
}

// SavedBody is what saving came to.
type SavedBody struct {
	Revision records.Revision `json:"revision" doc:"这一版"`
	Results  []records.Result `json:"results" doc:"各标准下的得分" nullable:"false"`
	Notes    []string         `json:"notes" doc:"提请注意，不是错误" nullable:"false"`
	Same     bool             `json:"same" doc:"与上一版相同，没有另存"`
}

func (h *Handlers) bundle(ctx context.Context, in *ID) (*Answer[records.Revision], error) {
	return revisionAnswer(h.work.Bundle(ctx, actor(ctx), in.ID, 0))
}

func revisionAnswer(revision records.Revision, err error) (*Answer[records.Revision], error) {
	return &Answer[records.Revision]{ETag: etag(revision.Number), Body: revision}, err
}

type saveBundleInput struct {
	ID
	BasedOn
	Body BundleText
}

func (h *Handlers) saveBundle(ctx context.Context, in *saveBundleInput) (*Answer[SavedBody], error) {
	base, err := in.version()
	if err != nil {
		return nil, err
	}
	return savedAnswer(h.work.SaveBundle(ctx, actor(ctx), in.ID.ID, base, []byte(in.Body.Text)))
}

func savedAnswer(saved casework.Saved, err error) (*Answer[SavedBody], error) {
	body := SavedBody{Revision: saved.Revision, Results: saved.Results, Notes: saved.Notes, Same: saved.Same}
	body.Revision.Text = "" // the sender has it
	if body.Notes == nil {
		body.Notes = []string{}
	}
	return &Answer[SavedBody]{ETag: etag(saved.Revision.Number), Body: body}, err
}

func (h *Handlers) revisions(ctx context.Context, in *ID) (*Listing[records.Revision], error) {
	return listing(h.work.Revisions(ctx, actor(ctx), in.ID))
}

func (h *Handlers) revision(ctx context.Context, in *struct {
	ID
	Number int `path:"number" minimum:"1" doc:"第几版"`
},
) (*Answer[records.Revision], error) {
	return revisionAnswer(h.work.Bundle(ctx, actor(ctx), in.ID.ID, in.Number))
}

// Reports is the document of docs/report.schema.json.
type Reports struct {
	Body json.RawMessage
}

func reportsOf(asOf string, reports []*assessment.Report, err error) (*Reports, error) {
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := report.Write(&text, "json", report.Set{AsOf: asOf, Reports: reports}); err != nil {
		return nil, err
	}
	return &Reports{Body: text.Bytes()}, nil
}

func (h *Handlers) score(ctx context.Context, in *struct {
	ID
	Body BundleText
},
) (*Reports, error) {
	reports, _, err := h.work.Score(ctx, actor(ctx), in.ID.ID, []byte(in.Body.Text))
	return reportsOf(h.work.Today(), reports, err)
}

func (h *Handlers) results(ctx context.Context, in *ID) (*Listing[records.Result], error) {
	return listing(h.work.Results(ctx, actor(ctx), in.ID))
}

func (h *Handlers) reports(ctx context.Context, in *struct {
	ID
	Standard string `query:"standard" doc:"标准，写作 编号 或 编号@版本；空为全部适用的"`
},
) (*Reports, error) {
	reports, err := h.work.Reports(ctx, actor(ctx), in.ID.ID, in.Standard)
	return reportsOf(h.work.Today(), reports, err)
}

package api

import (
	"context"

	"zhanping/server/casework"
)

func (h *Handlers) form(ctx context.Context, in *struct {
	ID
	Revision int `query:"revision" minimum:"0" doc:"第几版；0 或不写为现在的一版"`
},
) (*Answer[casework.Form], error) {
	form, err := h.work.Form(ctx, actor(ctx), in.ID.ID, in.Revision)
	return &Answer[casework.Form]{ETag: etag(form.Revision), Body: form}, err
}

func (h *Handlers) saveForm(ctx context.Context, in *struct {
	ID
	BasedOn
	Body casework.Form
},
) (*Answer[SavedBody], error) {
	base, err := in.version()
	if err != nil {
		return nil, err
	}
	in.Body.Revision = base
	return savedAnswer(h.work.SaveForm(ctx, actor(ctx), in.ID.ID, in.Body))
}

func (h *Handlers) scoreForm(ctx context.Context, in *struct {
	ID
	Body casework.Form
},
) (*Reports, error) {
	reports, err := h.work.ScoreForm(ctx, actor(ctx), in.ID.ID, in.Body)
	return reportsOf(h.work.Today(), reports, err)
}

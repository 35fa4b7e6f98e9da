package api

import (
	"context"

	"zhanping/internal/explain"
	"zhanping/internal/report"
	"zhanping/server/casework"
)

func (h *Handlers) plan(ctx context.Context, in *struct {
	ID
	Standard string `query:"standard" required:"true" minLength:"1" maxLength:"120" doc:"标准，写作 编号 或 编号@版本"`
	Grade    string `query:"grade" required:"true" minLength:"1" maxLength:"60" doc:"要达到的等级"`
},
) (*Answer[report.OnePlan], error) {
	return answer(h.work.PlanDocument(ctx, actor(ctx), in.ID.ID, in.Standard, in.Grade))
}

func (h *Handlers) expiries(ctx context.Context, in *ID) (*Answer[casework.Expiries], error) {
	return answer(h.work.Expiries(ctx, actor(ctx), in.ID))
}

func (h *Handlers) explain(ctx context.Context, in *struct {
	ID
	Standard string `query:"standard" required:"true" minLength:"1" maxLength:"120" doc:"标准，写作 编号 或 编号@版本"`
	Item     string `query:"item" required:"true" minLength:"1" maxLength:"40" doc:"条目编号"`
},
) (*Answer[explain.Explanation], error) {
	return answer(h.work.Explain(ctx, actor(ctx), in.ID.ID, in.Standard, in.Item))
}

func (h *Handlers) template(ctx context.Context, in *ID) (*Bytes, error) {
	name, text, err := h.work.Template(ctx, actor(ctx), in.ID)
	return &Bytes{Type: "application/yaml; charset=utf-8", Disposition: `attachment; filename="` + name + `"`, Body: text}, err
}

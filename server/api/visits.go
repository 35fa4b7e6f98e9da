package api

import (
	"context"

	"zhanping/server/casework"
)

func (h *Handlers) visit(ctx context.Context, in *ID) (*Answer[casework.Visit], error) {
	return answer(h.work.Visit(ctx, actor(ctx), in.ID))
}

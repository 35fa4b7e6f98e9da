package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/server/auth"
)

// ProviderReturn is where the identity provider sends browsers back to, below Base.
const ProviderReturn = "/session/provider/return"

// Redirect sends a browser on.
type Redirect struct {
	Location string `header:"Location" doc:"接着打开的地址"`
}

// elsewhere is the status of an operation that sends the browser on.
func elsewhere(o *huma.Operation) { o.DefaultStatus = http.StatusSeeOther }

// startProvider begins a sign-in at the identity provider; browsers are led here by a link.
func (h *Handlers) startProvider(ctx context.Context, _ *struct{}) (*Redirect, error) {
	address, err := h.auth.StartProvider(ctx)
	return sentOn(address, err)
}

// finishProvider ends it; what the provider adds beside these is of no use to us.
func (h *Handlers) finishProvider(ctx context.Context, in *struct {
	State   string `query:"state" maxLength:"200" doc:"登录请求的标记"`
	Code    string `query:"code" maxLength:"4096" doc:"换取身份的代码"`
	Refused string `query:"error" maxLength:"200" doc:"没有完成时的代码"`
},
) (*Redirect, error) {
	query := url.Values{"state": {in.State}, "code": {in.Code}}
	if in.Refused != "" {
		query.Set("error", in.Refused)
	}
	_, err := h.auth.FinishProvider(ctx, query)
	return sentOn("/", err)
}

// sentOn sends the browser to an address or, where a person is refused, back to the page for signing in,
// which tells the code in words: a browser that follows a link shows nobody a problem document.
func sentOn(address string, err error) (*Redirect, error) {
	if p, refused := errors.AsType[*auth.Problem](err); refused {
		return &Redirect{"/sign-in?" + url.Values{"refused": {string(p.Code)}}.Encode()}, nil
	}
	return &Redirect{address}, err
}

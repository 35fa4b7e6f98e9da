// Package api puts the use cases of server/casework on HTTP: one operation a use case, with an
// OpenAPI 3.1 contract made from the types. It decides nothing; routes.go lists every door.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"zhanping/policies"
	"zhanping/server/auth"
	"zhanping/server/casework"
)

// Base is where the API lies.
const Base = "/api/v1"

// Parts are what the operations work with.
type Parts struct {
	Work    *casework.Service
	Auth    *auth.Service
	Log     *slog.Logger
	Version string
}

// Handlers are the operations.
type Handlers struct {
	work *casework.Service
	auth *auth.Service
	log  *slog.Logger
}

// Mount adds the API to the engine and gives its contract.
func Mount(engine *gin.Engine, p Parts) *huma.OpenAPI {
	speakChinese()
	h := &Handlers{work: p.Work, auth: p.Auth, log: p.Log}
	config := huma.DefaultConfig("站评", p.Version)
	config.Info.Description = "退役军人服务中心（站）评定：填报、评定、办理、结果。错误按 RFC 9457 返回，含代码、中文说明和字段。"
	config.CreateHooks = nil // no "$schema" in bodies
	config.DocsPath = ""     // its page loads from outside hosts
	config.OpenAPIPath = "/openapi"
	config.Formats = map[string]huma.Format{"application/json": strictJSON, "json": strictJSON}
	config.Servers = []*huma.Server{{URL: Base}}
	group := engine.Group(Base, newOnce(p.Work, p.Log).handle)
	api := humagin.NewWithGroup(engine, group, config)
	for _, r := range routes(h) {
		r.register(api)
	}
	return api.OpenAPI()
}

// unguarded marks what concerns only the session that asks, by which somebody comes to be anybody.
const unguarded policies.Action = ""

// open are the actions for which nobody has to be signed in.
var open = []policies.Action{unguarded, policies.ActionPublicRead, policies.ActionCardVerify}

// route is one operation with the action that its caller must be allowed.
type route struct {
	operation huma.Operation
	action    policies.Action
	register  func(huma.API)
}

// op is an operation whose answer is held back unless the decision on its action was made.
func op[I, O any](h *Handlers, method, path string, action policies.Action, summary string, handle func(context.Context, *I) (*O, error), more ...func(*huma.Operation)) route {
	operation := huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: path, Summary: summary,
		Tags:       []string{strings.Split(strings.TrimPrefix(path, "/"), "/")[0]},
		Extensions: map[string]any{"x-action": string(action)},
	}
	if method == http.MethodPost && action != unguarded {
		takesKey(&operation)
	}
	for _, change := range more {
		change(&operation)
	}
	guarded := func(ctx context.Context, in *I) (*O, error) {
		if !slices.Contains(open, action) && actor(ctx).Public() {
			// whoever is nobody does not even learn what there is
			return nil, h.problem(ctx, &casework.Problem{Code: casework.NotSignedIn, Words: "请先登录"})
		}
		if err := clean(in); err != nil {
			return nil, h.problem(ctx, err)
		}
		if operation.Extensions[secretAnswer] != nil {
			casework.ShownOnce(ctx)
		}
		ctx, decisions := casework.Watch(ctx)
		out, err := handle(ctx, in)
		if err != nil {
			return nil, h.problem(ctx, err)
		}
		if action != unguarded && !slices.Contains(decisions.Made(), string(action)) {
			return nil, h.problem(ctx, errors.New("answered without a decision on "+string(action)))
		}
		return out, nil
	}
	return route{operation, action, func(api huma.API) { huma.Register(api, operation, guarded) }}
}

// operationID is the operation's name in the contract: get-stations-id-bundle.
func operationID(method, path string) string {
	name := strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-", "_", "-").Replace(strings.Trim(path, "/"))
	return strings.ToLower(method) + "-" + name
}

// created is the status of an operation that makes a record.
func created(o *huma.Operation) { o.DefaultStatus = http.StatusCreated }

// Page is a page of a list and where the next one begins.
type Page[T any] struct {
	Body struct {
		Items []T    `json:"items" doc:"本页各项" nullable:"false"`
		Next  string `json:"next" doc:"取下一页时作 after；空为没有了"`
	}
}

// PageInput asks for a page.
type PageInput struct {
	After string `query:"after" made:"cursor" doc:"上一页的 next；空为第一页"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"每页几项"`
}

// page cuts a list that was asked for with one item more than the page holds.
func page[T any](items []T, limit int, id func(T) string) *Page[T] {
	p := &Page[T]{}
	if len(items) > limit {
		items = items[:limit]
		p.Body.Next = id(items[limit-1])
	}
	p.Body.Items = items
	if items == nil {
		p.Body.Items = []T{}
	}
	return p
}

// Listing is a list that is given whole.
type Listing[T any] struct {
	Body struct {
		Items []T `json:"items" doc:"各项" nullable:"false"`
	}
}

func listing[T any](items []T, err error) (*Listing[T], error) {
	l := &Listing[T]{}
	l.Body.Items = items
	if items == nil {
		l.Body.Items = []T{}
	}
	return l, err
}

// Answer is one record, with its version as ETag where it has one.
type Answer[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// BatchAnswer and the like are Answers of a Versioned record.
func answer[T any](body T, err error) (*Answer[T], error) {
	a := &Answer[T]{Body: body}
	if v, ok := any(&body).(interface{ Revised() *int }); ok {
		a.ETag = etag(*v.Revised())
	}
	return a, err
}

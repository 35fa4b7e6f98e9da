package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/gin-gonic/gin"

	"zhanping/server/auth"
	"zhanping/server/casework"
)

// Problem is a refusal as RFC 9457 has it.
type Problem struct {
	Type    string           `json:"type" doc:"问题种类的标识"`
	Title   string           `json:"title" doc:"一句话"`
	Status  int              `json:"status" doc:"HTTP 状态码"`
	Detail  string           `json:"detail" doc:"发现了什么、应为什么、怎么办"`
	Code    string           `json:"code" doc:"代码，供程序判断"`
	Errors  []casework.Fault `json:"errors,omitempty" doc:"逐处错误"`
	Current any              `json:"current,omitempty" doc:"别人已改成的内容（stale 时）"`
	Request string           `json:"request_id,omitempty" doc:"请求编号，报障时请提供"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statuses is the one place where a code becomes a status.
var statuses = map[casework.Code]int{
	casework.NotSignedIn: http.StatusUnauthorized,
	casework.Forbidden:   http.StatusForbidden,
	casework.NotFound:    http.StatusNotFound,
	casework.Invalid:     http.StatusUnprocessableEntity,
	casework.Stale:       http.StatusConflict,
	casework.Exists:      http.StatusConflict,
	casework.WrongStage:  http.StatusConflict,
	casework.Unmet:       http.StatusConflict,
	casework.TooLarge:    http.StatusRequestEntityTooLarge,
	casework.Unsupported: http.StatusUnsupportedMediaType,
	casework.Unavailable: http.StatusServiceUnavailable,
	casework.Repeated:    http.StatusConflict,
}

// titles are the first lines, by status.
var titles = map[int]string{
	http.StatusBadRequest:            "请求写得不对",
	http.StatusUnauthorized:          "没有登录",
	http.StatusForbidden:             "无权办理",
	http.StatusNotFound:              "没有找到",
	http.StatusMethodNotAllowed:      "这个地址不接受这种请求",
	http.StatusNotAcceptable:         "不提供所要的格式",
	http.StatusRequestTimeout:        "等待请求内容超时",
	http.StatusConflict:              "与现状冲突",
	http.StatusPreconditionFailed:    "与现状冲突",
	http.StatusRequestEntityTooLarge: "内容太大",
	http.StatusUnsupportedMediaType:  "不接受这种内容",
	http.StatusUnprocessableEntity:   "内容有误",
	http.StatusTooManyRequests:       "请求太频繁",
	http.StatusInternalServerError:   "系统出错",
	http.StatusServiceUnavailable:    "暂时不能办理",
}

// NewProblem is a problem in our form.
func NewProblem(status int, code, detail string) *Problem {
	title, known := titles[status]
	if !known {
		title = "请求没有办成"
	}
	return &Problem{Type: "urn:zhanping:problem:" + code, Title: title, Status: status, Detail: detail, Code: code}
}

// problem puts an error into words for who asked. What is not made for people is logged and not told.
func (h *Handlers) problem(ctx context.Context, err error) error { return toldProblem(ctx, h.log, err) }

func toldProblem(ctx context.Context, log *slog.Logger, err error) huma.StatusError {
	if p, ok := signInProblem(ctx, err); ok {
		return p
	}
	var told *casework.Problem
	var status huma.StatusError
	p := NewProblem(http.StatusInternalServerError, "internal", "系统出错，没有办成；请稍后再试，仍不行请把请求编号告诉管理员")
	switch {
	case errors.As(err, &told):
		p = NewProblem(statuses[told.Code], string(told.Code), told.Words)
		p.Errors, p.Current, p.Request = told.Faults, told.Current, auth.RequestID(ctx)
		return p
	case errors.As(err, &status):
		return status
	case errors.Is(err, context.Canceled):
		return NewProblem(http.StatusServiceUnavailable, "cancelled", "请求已取消")
	case errors.Is(err, casework.ErrUnavailable):
		p = NewProblem(http.StatusServiceUnavailable, string(casework.Unavailable),
			"数据库暂时不能用，这次多半没有办成；请稍后再试，先看一下是否已经办成")
	}
	log.LogAttrs(ctx, slog.LevelError, "request failed", slog.String("request_id", auth.RequestID(ctx)), slog.String("error", err.Error()))
	p.Request = auth.RequestID(ctx)
	return p
}

// GetHeaders tells when it makes sense to try again.
func (p *Problem) GetHeaders() http.Header {
	switch {
	case p.Status == http.StatusServiceUnavailable:
		return http.Header{"Retry-After": {"5"}}
	case p.Code == string(casework.Repeated):
		return http.Header{"Retry-After": {"1"}}
	}
	return nil
}

// writeProblem ends a request with a problem where no operation was reached.
func writeProblem(c *gin.Context, p huma.StatusError) {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // a struct of texts
	}
	if more, ok := p.(huma.HeadersError); ok {
		for name, values := range more.GetHeaders() {
			c.Header(name, values[0])
		}
	}
	c.Data(p.GetStatus(), "application/problem+json", text)
}

// speakChinese makes the library's own refusals ours: once, since they are variables of its package.
var speakChinese = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true // "Login" is not "login": two readers must not see two values
	huma.NewErrorWithContext = func(c huma.Context, status int, _ string, errs ...error) huma.StatusError {
		p := refusedByShape(status, errs)
		if c != nil {
			p.Request = auth.RequestID(c.Context())
		}
		return p
	}
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError { return refusedByShape(status, errs) }
	validation.MsgExpectedRequiredProperty = "缺少必填项 %s"
	validation.MsgUnexpectedProperty = "不认识这一项"
	validation.MsgExpectedString, validation.MsgExpectedBoolean = "应为文字", "应为是或否（true、false）"
	validation.MsgExpectedNumber, validation.MsgExpectedInteger = "应为数", "应为整数"
	validation.MsgExpectedArray, validation.MsgExpectedObject = "应为列表", "应为一组项目"
	validation.MsgExpectedMinLength, validation.MsgExpectedMaxLength = "至少 %d 个字符", "至多 %d 个字符"
	validation.MsgExpectedMinimumNumber, validation.MsgExpectedMaximumNumber = "不得小于 %v", "不得大于 %v"
	validation.MsgExpectedMatchPattern = "写法不对，应符合 %s"
	validation.MsgExpectedMinItems, validation.MsgExpectedMaxItems = "至少 %d 项", "至多 %d 项"
	validation.MsgExpectedOneOf = "应为 %s 之一"
})

// refusedByShape is a problem with the request's form. The library's details echo what was sent,
// which may be personal; only the place and the words go back.
func refusedByShape(status int, errs []error) *Problem {
	for _, err := range errs {
		if status == http.StatusInternalServerError || strings.Contains(err.Error(), "multipart") {
			var cut *casework.Problem
			if errors.As(unread(err), &cut) {
				return NewProblem(statuses[cut.Code], string(cut.Code), cut.Words)
			}
		}
	}
	code := "invalid"
	switch status {
	case http.StatusNotFound:
		code = "not_found"
	case http.StatusRequestEntityTooLarge:
		code = "too_large"
	case http.StatusUnsupportedMediaType:
		code = "unsupported"
	case http.StatusInternalServerError:
		code = "internal"
	}
	p := NewProblem(status, code, "")
	for _, err := range errs {
		fault := casework.Fault{Words: "内容写法不对", Code: "invalid"}
		if detailer, ok := err.(huma.ErrorDetailer); ok {
			detail := detailer.ErrorDetail()
			fault.Field, fault.Words = detail.Location, inChinese(detail.Message)
		}
		p.Errors = append(p.Errors, fault)
	}
	p.Detail = titles[status]
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Field + "：" + p.Errors[0].Words
	}
	return p
}

// inChinese replaces the library's own words, which are only partly for us to set, and those of
// parsers, which repeat what was sent.
func inChinese(words string) string {
	first, _ := utf8.DecodeRuneInString(words)
	switch {
	case unicode.Is(unicode.Han, first):
		return words
	case strings.HasPrefix(words, "required "):
		return "缺少必填项"
	}
	return "写法不对"
}

// unread is what to tell a sender whose request could not be read to its end.
func unread(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) || strings.Contains(err.Error(), "request body too large") { // the library passes on the words only
		return &casework.Problem{Code: casework.TooLarge, Words: "提交的内容过大，请压缩或分次提交"}
	}
	return &casework.Problem{Code: casework.Invalid, Words: "请求的内容没有收完，或格式已损坏；请重新提交"}
}

package auth

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"
)

// logged writes one line per request. It names the route by its pattern and the person by
// id; paths, queries, bodies, headers and addresses are left out, since any of them can
// tell who somebody is.
func (s *Service) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.config.Now()
		answer := &recorder{ResponseWriter: w}
		exchangeOf(r.Context()).answer = answer
		defer func() {
			s.line(answer, r, s.config.Now().Sub(start))
			if answer.broken {
				panic(http.ErrAbortHandler) // the client must not take half an answer for a whole one
			}
		}()
		defer s.recovered(answer, r)
		next.ServeHTTP(answer, r)
	})
}

func (s *Service) line(answer *recorder, r *http.Request, took time.Duration) {
	e := exchangeOf(r.Context())
	route := e.route
	if route == "" {
		route = "unmatched"
	}
	attributes := []slog.Attr{
		slog.String("request", e.request), slog.String("method", method(r)), slog.String("route", route),
		slog.Int("status", answer.code()), slog.Int64("bytes", answer.bytes),
		slog.Int64("took_us", max(0, took.Microseconds())),
	}
	if e.principal != nil {
		attributes = append(attributes, slog.String("person", e.principal.PersonID))
	}
	level := slog.LevelInfo
	if answer.code() >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.config.Log.LogAttrs(r.Context(), level, "request", attributes...)
}

// recovered turns a panic into an answer. The value of the panic is logged by its type
// only, since it may hold what somebody sent.
func (s *Service) recovered(answer *recorder, r *http.Request) {
	value := recover()
	if value == nil {
		return
	}
	if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		answer.broken = true
		return
	}
	what := fmt.Sprintf("%T", value)
	if fault, ok := value.(runtime.Error); ok {
		what = fault.Error()
	}
	s.config.Log.ErrorContext(r.Context(), "a handler broke down",
		"request", RequestID(r.Context()), "panic", what, "stack", string(debug.Stack()))
	if answer.status != 0 {
		answer.broken = true
		return
	}
	s.config.Deny(answer, r, CodeInternal, http.StatusInternalServerError,
		"系统出错，请稍后再试；如果仍然出错，请把请求编号告诉系统管理员。")
}

// method is the method where it is one; any word would pass the parser.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	broken bool
}

func (a *recorder) code() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}

// WriteHeader notes the status; informational ones are not the answer.
func (a *recorder) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write counts what was written.
func (a *recorder) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Flush lets server-sent events through.
func (a *recorder) Flush() {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	_ = http.NewResponseController(a.ResponseWriter).Flush() // a writer that cannot has nothing to flush
}

// Unwrap is for http.ResponseController.
func (a *recorder) Unwrap() http.ResponseWriter { return a.ResponseWriter }

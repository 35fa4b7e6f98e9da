// Package server puts the casework before people: it joins sign-in, API and web application into one
// handler and runs it. What may happen is decided in server/casework.
package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"zhanping/server/api"
	"zhanping/server/auth"
	"zhanping/server/casework"
	"zhanping/server/web"
)

// Parts are what the handler is made of.
type Parts struct {
	Work    *casework.Service
	Auth    *auth.Service
	Ready   func(context.Context) error // whether the database answers; without attachments the rest still works
	Log     *slog.Logger
	Version string
}

// New is the whole server as one handler, and the contract of its API.
func New(p Parts) (http.Handler, *huma.OpenAPI) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	_ = engine.SetTrustedProxies(nil) // whom to believe is auth's to decide; none cannot fail
	metrics := newMetrics()
	engine.Use(metrics.count, noteRoute)
	application := web.Handler()
	engine.NoRoute(func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, "/api/") {
			Deny(c.Writer, c.Request, "not_found", http.StatusNotFound, "没有这个地址；请核对")
			return
		}
		application.ServeHTTP(c.Writer, c.Request)
	})
	engine.NoMethod(func(c *gin.Context) {
		Deny(c.Writer, c.Request, "method_not_allowed", http.StatusMethodNotAllowed, "这个地址不接受这种请求")
	})
	engine.GET("/live", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	engine.GET("/ready", ready(p.Ready))
	engine.GET("/metrics", gin.WrapH(promhttp.HandlerFor(metrics.registry, promhttp.HandlerOpts{})))
	engine.Use(api.Recognise(p.Work, refuse))
	contract := api.Mount(engine, api.Parts{Work: p.Work, Auth: p.Auth, Log: p.Log, Version: p.Version})
	return p.Auth.Front(p.Auth.Identify(engine)), contract
}

// Deny answers with a problem where no operation was reached.
func Deny(w http.ResponseWriter, r *http.Request, code auth.Code, status int, words string) {
	problem := api.NewProblem(status, string(code), words)
	problem.Request = auth.RequestID(r.Context())
	text, err := json.Marshal(problem)
	if err != nil {
		panic(err) // a struct of texts
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // whoever asked has gone, if this fails
}

// refuse ends a request that a guard of ours turned away.
func refuse(c *gin.Context, err error) {
	var told *auth.Problem
	var problem *casework.Problem
	switch {
	case errors.As(err, &told):
		status := http.StatusUnauthorized
		if told.Code == auth.CodePasswordMustChange {
			status = http.StatusForbidden
		}
		Deny(c.Writer, c.Request, told.Code, status, told.Words)
	case errors.As(err, &problem):
		Deny(c.Writer, c.Request, auth.Code(problem.Code), http.StatusUnauthorized, problem.Words)
	default:
		c.Header("Retry-After", "5")
		Deny(c.Writer, c.Request, auth.CodeUnavailable, http.StatusServiceUnavailable, "系统暂时不能办理，请稍后再试")
	}
	c.Abort()
}

// noteRoute tells the access log the pattern of the address, which holds no identifiers.
func noteRoute(c *gin.Context) {
	auth.NoteRoute(c.Request.Context(), c.FullPath())
	c.Next()
}

func ready(check func(context.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
		defer cancel()
		if err := check(ctx); err != nil {
			c.String(http.StatusServiceUnavailable, "not ready\n")
			return
		}
		c.String(http.StatusOK, "ready\n")
	}
}

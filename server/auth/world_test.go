package auth_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gin-gonic/gin"
	"go.uber.org/goleak"

	"zhanping/server/auth"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	goleak.VerifyTestMain(m)
}

// Cheap, since these tests are about who gets in and not about the price.
var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	login    = "zhoumin"
	password = "春风-stove-梧桐-27-kettle"
	person   = "person-1"
)

// world is one server on loopback, with everything behind it.
type world struct {
	*memory
	*clock
	service *auth.Service
	server  *httptest.Server
	log     *lockedBuffer
}

type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

func hashed(t testing.TB, password string, params argon2id.Params) string {
	t.Helper()
	return must(argon2id.CreateHash(password, &params))(t)
}

func newWorld(t *testing.T, change ...func(*auth.Config)) *world {
	t.Helper()
	w := &world{
		memory: newMemory(auth.Account{
			PersonID: person, Login: login, PasswordHash: hashed(t, password, cheap), Active: true,
		}),
		clock: &clock{now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)},
		log:   &lockedBuffer{},
	}
	w.service = w.replica(t, change...)
	w.server = httptest.NewServer(w.handler())
	t.Cleanup(w.server.Close)
	return w
}

// replica is one more service over the same stores.
func (w *world) replica(t *testing.T, change ...func(*auth.Config)) *auth.Service {
	t.Helper()
	config := auth.Config{
		Now: w.Now, Log: slog.New(slog.NewJSONHandler(w.log, nil)), Password: cheap,
		Deny: func(rw http.ResponseWriter, _ *http.Request, code auth.Code, status int, words string) {
			answer(rw, status, map[string]any{"code": code, "words": words})
		},
	}
	for _, c := range change {
		c(&config)
	}
	return must(auth.New(w.stores(), config))(t)
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// handler is a small server of the kind that this package is made for.
func (w *world) handler() http.Handler {
	engine := gin.New()
	_ = engine.SetTrustedProxies(nil)
	engine.Use(func(c *gin.Context) {
		auth.NoteRoute(c.Request.Context(), c.FullPath())
	})
	tell := func(c *gin.Context, p *auth.Principal, err error) {
		var problem *auth.Problem
		switch {
		case errors.As(err, &problem):
			answer(c.Writer, http.StatusUnauthorized, map[string]any{
				"code": problem.Code, "words": problem.Words, "wait": problem.Wait.Seconds(), "field": problem.Field,
			})
		case err != nil:
			answer(c.Writer, http.StatusInternalServerError, map[string]any{"code": "error"})
		case p == nil:
			answer(c.Writer, http.StatusOK, map[string]any{})
		default:
			answer(c.Writer, http.StatusOK, map[string]any{
				"person": p.PersonID, "session": p.SessionID, "token": p.TokenID, "scopes": p.Scopes, "must": p.MustChange,
			})
		}
	}
	engine.POST("/sign-in", func(c *gin.Context) {
		p, err := w.service.SignIn(c.Request.Context(), c.PostForm("login"), c.PostForm("password"))
		tell(c, p, err)
	})
	engine.POST("/sign-out", func(c *gin.Context) { tell(c, nil, w.service.SignOut(c.Request.Context())) })
	engine.POST("/rotate", func(c *gin.Context) {
		p, err := w.service.Rotate(c.Request.Context())
		tell(c, p, err)
	})
	engine.POST("/rotate-late", func(c *gin.Context) {
		_, _ = w.service.SignOutEverywhere(c.Request.Context(), person)
		p, err := w.service.Rotate(c.Request.Context())
		tell(c, p, err)
	})
	engine.POST("/password", func(c *gin.Context) {
		p, err := w.service.ChangePassword(c.Request.Context(), c.PostForm("old"), c.PostForm("new"))
		tell(c, p, err)
	})
	engine.GET("/me", func(c *gin.Context) {
		p, err := auth.Settled(c.Request.Context())
		tell(c, p, err)
	})
	engine.GET("/start", func(c *gin.Context) {
		to, err := w.service.StartProvider(c.Request.Context())
		if err != nil {
			tell(c, nil, err)
			return
		}
		answer(c.Writer, http.StatusOK, map[string]any{"to": to})
	})
	engine.GET("/finish", func(c *gin.Context) {
		p, err := w.service.FinishProvider(c.Request.Context(), c.Request.URL.Query())
		tell(c, p, err)
	})
	engine.POST("/stations/:id", func(c *gin.Context) {
		if _, err := io.ReadAll(c.Request.Body); err != nil {
			tell(c, nil, &auth.Problem{Code: auth.CodeBodyTooLarge})
			return
		}
		tell(c, nil, nil)
	})
	engine.GET("/events", func(c *gin.Context) {
		_, _ = io.WriteString(c.Writer, "data: 1\n\n")
		c.Writer.Flush()
		<-c.Request.Context().Done()
	})
	engine.POST("/broken/:id", func(c *gin.Context) { panic(c.Param("id") + c.PostForm("text")) })
	engine.GET("/half", func(c *gin.Context) {
		_, _ = io.WriteString(c.Writer, "half")
		c.Writer.Flush()
		panic("the rest is lost")
	})
	return w.service.Front(w.service.Identify(engine))
}

// reply is an answer that has been read.
type reply struct {
	status int
	header http.Header
	body   map[string]any
}

func (r reply) code() string { code, _ := r.body["code"].(string); return code }

// browser keeps cookies.
func (w *world) browser(t *testing.T) *http.Client {
	t.Helper()
	return &http.Client{Transport: w.server.Client().Transport, Jar: must(cookiejar.New(nil))(t)}
}

func send(t *testing.T, client *http.Client, method, url, body string, headers ...string) reply {
	t.Helper()
	request := must(http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body)))(t)
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			request.Host = headers[i+1]
			continue
		}
		request.Header.Add(headers[i], headers[i+1])
	}
	response := must(client.Do(request))(t)
	defer func() { _ = response.Body.Close() }()
	r := reply{status: response.StatusCode, header: response.Header}
	_ = json.NewDecoder(response.Body).Decode(&r.body)
	return r
}

func (w *world) signIn(t *testing.T, client *http.Client, login, password string) reply {
	t.Helper()
	return send(t, client, "POST", w.server.URL+"/sign-in", form("login", login, "password", password))
}

func (w *world) me(t *testing.T, client *http.Client) reply {
	t.Helper()
	return send(t, client, "GET", w.server.URL+"/me", "")
}

// expect fails unless the answer has this status and code.
func expect(t *testing.T, what string, got reply, status int, code auth.Code) {
	t.Helper()
	if got.status != status || got.code() != string(code) {
		t.Errorf("%s: got %d %v, want %d %q", what, got.status, got.body, status, code)
	}
}

package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"zhanping/server/auth"
	"zhanping/server/casework"
)

// keyHeader names a request, so that sending it again does not do it again.
const keyHeader = "Idempotency-Key"

const keyPattern = `^[A-Za-z0-9_.:-]{8,128}$`

var keyForm = regexp.MustCompile(keyPattern)

// largestKept bounds an answer that is kept; what creates answers with less.
const largestKept = 1 << 20

// keptHeaders are the headers that an answer is kept with.
var keptHeaders = []string{"Content-Type", "Etag", "Location"}

// once answers a POST that was sent before under the same key with the answer it got then. It stands
// behind Recognise: keys belong to the person who uses them.
type once struct {
	work    *casework.Service
	log     *slog.Logger
	process string // tells the requests of this process from others'

	mu      sync.Mutex
	running map[[2]string]bool
}

func newOnce(work *casework.Service, log *slog.Logger) *once {
	return &once{work: work, log: log, process: uuid.NewString(), running: map[[2]string]bool{}}
}

// takesKey documents the header for what creates.
func takesKey(o *huma.Operation) {
	o.Parameters = append(o.Parameters, &huma.Param{
		Name: keyHeader, In: "header", Schema: &huma.Schema{Type: "string", Pattern: keyPattern},
		Description: "给这次请求起的名字，如一个 UUID。网络中断后用同一个名字、同样的内容重发，不会办两次，得到的是第一次的回答；保留两天",
	})
}

// shownOnce marks an operation whose answer holds a secret, which is kept nowhere.
func shownOnce(o *huma.Operation) { o.Extensions[secretAnswer] = true }

const secretAnswer = "x-shown-once"

func (o *once) handle(c *gin.Context) {
	key, person := c.GetHeader(keyHeader), actor(c.Request.Context()).Person.ID
	if c.Request.Method != http.MethodPost || key == "" || person == "" {
		c.Next()
		return
	}
	defer c.Abort()
	if !keyForm.MatchString(key) {
		o.refuse(c, &casework.Problem{
			Code: casework.Invalid, Words: "Idempotency-Key 应为 8 至 128 个字母、数字或 _ . : -",
			Faults: []casework.Fault{{Field: "header." + keyHeader, Code: "invalid", Words: "应为 8 至 128 个字母、数字或 _ . : -"}},
		})
		return
	}
	if !o.begin(person, key) {
		o.refuse(c, &casework.Problem{Code: casework.Repeated, Words: "同一请求正在办理；请稍后再试，会得到它的结果"})
		return
	}
	defer o.end(person, key)
	body := newHashed(c.Request)
	c.Request.Body = body
	claim := &casework.Claim{Key: key, Person: person, Server: o.process, Request: body.digest}
	kept, err := o.work.Answered(c.Request.Context(), claim)
	switch {
	case err != nil:
		o.refuse(c, err)
	case kept != nil:
		o.again(c, kept)
	default:
		o.first(c, claim)
	}
}

// begin notes that a request is under way here; false where it already was.
func (o *once) begin(person, key string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.running[[2]string{person, key}] {
		return false
	}
	o.running[[2]string{person, key}] = true
	return true
}

func (o *once) end(person, key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.running, [2]string{person, key})
}

// again sends a kept answer.
func (o *once) again(c *gin.Context, kept *casework.KeptAnswer) {
	header := map[string]string{}
	if err := json.Unmarshal([]byte(kept.Header), &header); err != nil {
		o.refuse(c, err)
		return
	}
	for name, value := range header {
		c.Header(name, value)
	}
	c.Header("Idempotent-Replayed", "true")
	c.Status(kept.Status)
	_, _ = c.Writer.Write(kept.Body) // whoever asked has gone, if this fails
}

// first does the request and keeps its answer before it is sent.
func (o *once) first(c *gin.Context, claim *casework.Claim) {
	c.Request = c.Request.WithContext(casework.Claiming(c.Request.Context(), claim))
	answer := &held{ResponseWriter: c.Writer, status: http.StatusOK}
	c.Writer = answer
	c.Next()
	if !answer.sent {
		header := map[string]string{}
		for _, name := range keptHeaders {
			if value := answer.Header().Get(name); value != "" {
				header[name] = value
			}
		}
		text, err := json.Marshal(header)
		if err == nil {
			// also where the sender has gone: it will ask again
			err = o.work.KeepAnswer(context.WithoutCancel(c.Request.Context()), claim, casework.KeptAnswer{
				Status: answer.status, Header: string(text), Body: answer.body.Bytes(),
			})
		}
		if err != nil {
			o.log.LogAttrs(c.Request.Context(), slog.LevelError, "cannot keep the answer to a request",
				slog.String("request_id", auth.RequestID(c.Request.Context())), slog.String("error", err.Error()))
		}
	}
	answer.send()
}

func (o *once) refuse(c *gin.Context, err error) {
	writeProblem(c, toldProblem(c.Request.Context(), o.log, err))
}

// held is an answer that is held back until it is kept; one that grows too long is sent and not kept.
type held struct {
	gin.ResponseWriter
	status int
	body   bytes.Buffer
	sent   bool
}

// WriteHeader notes the status.
func (h *held) WriteHeader(status int) { h.status = status }

// WriteHeaderNow waits for send.
func (h *held) WriteHeaderNow() {}

// Status is the status as it will be sent.
func (h *held) Status() int { return h.status }

// Written reports whether something was answered.
func (h *held) Written() bool { return h.sent || h.body.Len() > 0 }

// Write holds the bytes back.
func (h *held) Write(data []byte) (int, error) {
	if !h.sent && h.body.Len()+len(data) > largestKept {
		h.send()
	}
	if h.sent {
		return h.ResponseWriter.Write(data)
	}
	return h.body.Write(data)
}

// WriteString holds the text back.
func (h *held) WriteString(text string) (int, error) { return h.Write([]byte(text)) }

// Flush sends what there is, since somebody waits for it piece by piece.
func (h *held) Flush() {
	h.send()
	h.ResponseWriter.Flush()
}

// send lets go what was held back.
func (h *held) send() {
	if h.sent {
		return
	}
	h.sent = true
	h.ResponseWriter.WriteHeader(h.status)
	h.ResponseWriter.WriteHeaderNow()
	_, _ = h.ResponseWriter.Write(h.body.Bytes()) // whoever asked has gone, if this fails
}

// hashed is a body that is digested while it is read.
type hashed struct {
	io.ReadCloser
	sum hash.Hash
	err error
}

func newHashed(r *http.Request) *hashed {
	h := &hashed{ReadCloser: r.Body, sum: sha256.New()}
	h.sum.Write([]byte(r.Method + " " + r.URL.RequestURI() + "\n"))
	return h
}

// Read digests what it reads.
func (h *hashed) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	h.sum.Write(p[:n])
	if err != nil && err != io.EOF {
		h.err = err
	}
	return n, err
}

// Close leaves the body open: the digest reads what the handler left.
func (h *hashed) Close() error { return nil }

// digest is that of the whole request: what was not read of the body yet is read and thrown away.
func (h *hashed) digest() (string, error) {
	if h.err == nil {
		_, _ = io.Copy(io.Discard, h) // the error stays in h
	}
	if h.err != nil {
		return "", unread(h.err)
	}
	return hex.EncodeToString(h.sum.Sum(nil)), nil
}

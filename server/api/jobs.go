package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/server/records"
)

// accepted is the status of an operation whose work begins later.
func accepted(o *huma.Operation) { o.DefaultStatus = http.StatusAccepted }

func (h *Handlers) jobs(ctx context.Context, in *PageInput) (*Page[records.Job], error) {
	found, err := h.work.Jobs(ctx, actor(ctx), in.After, in.Limit+1)
	return page(found, in.Limit, func(j records.Job) string { return j.ID }), err
}

func (h *Handlers) job(ctx context.Context, in *ID) (*Answer[records.Job], error) {
	return answer(h.work.Job(ctx, actor(ctx), in.ID))
}

func (h *Handlers) cancelJob(ctx context.Context, in *ID) (*Answer[records.Job], error) {
	return answer(h.work.CancelJob(ctx, actor(ctx), in.ID))
}

// wordType is the media type of .docx files.
const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// pageType is the media type of .html files, which are saved and not shown here.
const pageType = "text/html; charset=utf-8"

// download says in the contract that the answer is a file of one of the kinds that jobs make.
func download(o *huma.Operation) {
	sending(sheetType, wordType, "application/zip", pageType, csvType)(o)
	o.Responses["200"].Description = "文件；名称见 Content-Disposition"
}

// fileType is the media type of a file by its name.
func fileType(name string) string {
	switch path.Ext(name) {
	case ".xlsx":
		return sheetType
	case ".docx":
		return wordType
	case ".zip":
		return "application/zip"
	case ".html":
		return pageType
	case ".csv":
		return csvType
	}
	return "application/octet-stream"
}

// jobFile breaks the connection off where the file turns out to be damaged, so that nobody takes half of
// it for the whole.
func (h *Handlers) jobFile(ctx context.Context, in *ID) (*huma.StreamResponse, error) {
	job, file, err := h.work.JobFile(ctx, actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer file.Close() //nolint:errcheck // it was read; nothing can be told any more
		c.SetHeader("Content-Type", fileType(job.Name))
		c.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": job.Name}))
		c.SetHeader("Content-Length", strconv.FormatInt(file.Size(), 10))
		c.SetHeader("Cache-Control", "private, no-store")
		c.SetStatus(http.StatusOK)
		if _, err := io.Copy(c.BodyWriter(), file); err != nil {
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

// How a stream of events goes on.
const (
	eventPause = 300 * time.Millisecond // between two looks at the job
	eventLast  = 15 * time.Second       // after which the reader asks again, and is asked for its rights again; a server that stops waits longer
)

// eventStream says in the contract that the answer is a stream of events.
func eventStream(o *huma.Operation) {
	o.Responses = map[string]*huma.Response{"200": {
		Description: "事件流：progress 是任务的现状，ended 是办完后的最后一条。没有 ended 而断开的，带 Last-Event-ID 再取",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
}

// jobEvents tells how a job goes on until it has ended. With Last-Event-ID only what happened since.
func (h *Handlers) jobEvents(ctx context.Context, in *struct {
	ID
	Since string `header:"Last-Event-ID" doc:"上次收到的最后一个事件的 id"`
},
) (*huma.StreamResponse, error) {
	who := actor(ctx)
	job, err := h.work.Job(ctx, who, in.ID.ID)
	if err != nil {
		return nil, err
	}
	since, err := strconv.ParseInt(in.Since, 10, 64)
	if err != nil {
		since = -1
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/event-stream")
		c.SetHeader("Cache-Control", "no-store")
		c.SetHeader("X-Accel-Buffering", "no")
		c.SetStatus(http.StatusOK)
		stream := &events{to: c.BodyWriter()}
		ctx, end := context.WithTimeout(c.Context(), eventLast)
		defer end()
		stream.follow(ctx, job, since, func() (records.Job, error) { return h.work.Job(ctx, who, in.ID.ID) })
	}}, nil
}

// events is a stream of server-sent events.
type events struct{ to io.Writer }

// follow sends a job whenever it has changed, until it has ended, the time is over or nobody listens.
func (e *events) follow(ctx context.Context, job records.Job, since int64, look func() (records.Job, error)) {
	if e.write("retry: 500\n\n") != nil {
		return
	}
	ticker := time.NewTicker(eventPause)
	defer ticker.Stop()
	for {
		var err error
		switch {
		case job.Ended():
			_ = e.send("ended", job) // the reader has gone, if this fails
			return
		case job.Beat > since:
			since = job.Beat
			err = e.send("progress", job)
		}
		if err != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if job, err = look(); err != nil {
			return // the reader asks again and is told why
		}
	}
}

func (e *events) send(name string, job records.Job) error {
	text, err := json.Marshal(job)
	if err != nil {
		return err
	}
	return e.write(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", job.Beat, name, text))
}

// write sends at once.
func (e *events) write(text string) error {
	if _, err := io.WriteString(e.to, text); err != nil {
		return err
	}
	if w, ok := e.to.(http.ResponseWriter); ok {
		return http.NewResponseController(w).Flush()
	}
	return nil
}

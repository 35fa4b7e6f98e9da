package api

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"zhanping/internal/attachment"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// upload is a form with one file, kept on disk while it is read.
type upload struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true" doc:"文件；照片用 JPEG 或 PNG"`
	}]
}

func (u *upload) file() (huma.FormFile, error) {
	file := u.RawBody.Data().File
	if !file.IsSet {
		return file, &casework.Problem{
			Code: casework.Invalid, Words: "没有文件；请在表单的 file 一项放入文件",
			Faults: []casework.Fault{{Field: "body.file", Code: "invalid", Words: "没有文件"}},
		}
	}
	return file, nil
}

// uploading lets a request bring a file and its frame.
func uploading(o *huma.Operation) {
	o.MaxBodyBytes = casework.MaxAttachment + 1<<20
	o.BodyReadTimeout = -1 // a phone with bad reception takes minutes; the server's own limits hold
	o.DefaultStatus = http.StatusCreated
}

func (h *Handlers) attachments(ctx context.Context, in *ID) (*Listing[records.Attachment], error) {
	return listing(h.work.Attachments(ctx, actor(ctx), in.ID, ""))
}

func (h *Handlers) caseAttachments(ctx context.Context, in *ID) (*Listing[records.Attachment], error) {
	return listing(h.work.Attachments(ctx, actor(ctx), "", in.ID))
}

type attachInput struct {
	ID
	upload
}

func (h *Handlers) addAttachment(ctx context.Context, in *attachInput) (*Answer[casework.Added], error) {
	return h.attach(ctx, in, in.ID.ID, "")
}

func (h *Handlers) addCaseAttachment(ctx context.Context, in *attachInput) (*Answer[casework.Added], error) {
	return h.attach(ctx, in, "", in.ID.ID)
}

func (h *Handlers) attach(ctx context.Context, in *attachInput, station, caseID string) (*Answer[casework.Added], error) {
	file, err := in.file()
	if err != nil {
		return nil, err
	}
	defer closeUpload(in.RawBody.Form)
	added, err := h.work.AddAttachment(ctx, actor(ctx), station, caseID, file.Filename, file)
	return &Answer[casework.Added]{Body: added}, err
}

// closeUpload removes the temporary files of a form.
func closeUpload(form *multipart.Form) {
	if form != nil {
		_ = form.RemoveAll() // temporary files of the system's folder
	}
}

// sending tells the contract that an operation answers with a file.
func sending(types ...string) func(*huma.Operation) {
	return func(o *huma.Operation) {
		content := map[string]*huma.MediaType{}
		for _, t := range types {
			content[t] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
		}
		o.Responses = map[string]*huma.Response{"200": {Description: "文件", Content: content}}
	}
}

// attachmentTypes are the media types of attachments.
func attachmentTypes() []string {
	var types []string
	for _, kind := range attachment.Kinds() {
		types = append(types, kind.MediaType())
	}
	return types
}

// File is a file as it is sent.
type File struct {
	Type        string `header:"Content-Type"`
	Length      string `header:"Content-Length"`
	Disposition string `header:"Content-Disposition"`
	Body        func(huma.Context)
}

func (h *Handlers) attachmentContent(ctx context.Context, in *struct {
	ID
	Form string `query:"form" enum:"shown,thumbnail" default:"shown" doc:"shown 供查看（不含拍摄地点），thumbnail 缩略图"`
},
) (*File, error) {
	return h.content(ctx, in.ID.ID, casework.Rendition(in.Form))
}

func (h *Handlers) attachmentOriginal(ctx context.Context, in *ID) (*File, error) {
	return h.content(ctx, in.ID, casework.Original)
}

func (h *Handlers) content(ctx context.Context, id string, form casework.Rendition) (*File, error) {
	a, object, err := h.work.AttachmentContent(ctx, actor(ctx), id, form)
	if err != nil {
		return nil, err
	}
	kind := attachment.Kind(a.Type)
	if form == casework.Thumbnail {
		kind = attachment.JPEG
	}
	return &File{
		Type: kind.MediaType(), Length: strconv.FormatInt(object.Size(), 10),
		Disposition: attachment.Disposition(a.Name, kind, form != casework.Original),
		Body: func(c huma.Context) {
			defer object.Close() //nolint:errcheck // reading
			if _, err := io.Copy(c.BodyWriter(), object); err != nil {
				panic(http.ErrAbortHandler) // what was sent is not what was kept, or the reader has gone
			}
		},
	}, nil
}

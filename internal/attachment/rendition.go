package attachment

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
)

// Long sides of the two forms, in pixels.
const (
	publicSide    = 2048
	thumbnailSide = 320
)

// Rendition is a form of an attachment that was made to be seen by others.
type Rendition struct {
	Kind   Kind
	Bytes  []byte
	Width  int
	Height int
	// MetadataRemains says that the bytes are the original's, with whatever author or device they name (PDF).
	MetadataRemains bool
}

// Public makes the form that others may see. A picture is drawn anew: place, time, device, embedded previews, colour
// profile and whatever was hung on behind are gone, it stands upright, and its long side is at most 2048. A PDF passes
// unchanged, its author and producer with it. Office documents have no such form and give a *Refusal.
func (e *Examiner) Public(ctx context.Context, r io.ReaderAt, size int64) (Rendition, error) {
	kind, err := e.identify(ctx, r, size)
	if err != nil {
		return Rendition{}, err
	}
	switch kind {
	case JPEG:
		return e.redraw(ctx, r, size, JPEG, form{JPEG, publicSide, encodeJPEG(85)})
	case PNG:
		return e.redraw(ctx, r, size, PNG, form{PNG, publicSide, encodePNG})
	case PDF:
		content := make([]byte, size)
		if err := readFull(r, content, 0); err != nil {
			return Rendition{}, fmt.Errorf("read attachment: %w", err)
		}
		return Rendition{Kind: PDF, Bytes: content, MetadataRemains: true}, nil
	case XLSX, DOCX, XLS, DOC:
	}
	return Rendition{}, refuse(NotForShow, "Word、Excel 文档带有作者等信息，不能公开展示", "请另存为 PDF 后重新上传")
}

// Thumbnail makes a small JPEG of a picture, upright and without metadata, its long side at most 320. What is no
// picture gives a *Refusal.
func (e *Examiner) Thumbnail(ctx context.Context, r io.ReaderAt, size int64) (Rendition, error) {
	kind, err := e.identify(ctx, r, size)
	if err != nil {
		return Rendition{}, err
	}
	if !kind.Image() {
		return Rendition{}, refuse(NotForShow, "这种文件没有缩略图", "请打开文件查看")
	}
	return e.redraw(ctx, r, size, kind, form{JPEG, thumbnailSide, encodeJPEG(80)})
}

// form is what a picture is drawn as.
type form struct {
	kind   Kind
	side   int
	encode func(io.Writer, *image.RGBA) error
}

func (e *Examiner) redraw(ctx context.Context, r io.ReaderAt, size int64, kind Kind, as form) (Rendition, error) {
	told := readExif(r, size, kind)
	out := Rendition{Kind: as.kind}
	err := e.develop(ctx, r, size, kind, func(picture image.Image) error {
		upright := orient(shrink(picture, as.side), told.orientation)
		out.Width, out.Height = upright.Bounds().Dx(), upright.Bounds().Dy()
		var buffer bytes.Buffer
		if err := as.encode(&buffer, upright); err != nil {
			return fmt.Errorf("draw attachment anew: %w", err)
		}
		out.Bytes = buffer.Bytes()
		return nil
	})
	if err != nil {
		return Rendition{}, err
	}
	return out, nil
}

func encodeJPEG(quality int) func(io.Writer, *image.RGBA) error {
	return func(w io.Writer, picture *image.RGBA) error {
		if !picture.Opaque() {
			paper := image.NewRGBA(picture.Bounds())
			draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
			draw.Draw(paper, paper.Bounds(), picture, image.Point{}, draw.Over)
			picture = paper
		}
		return jpeg.Encode(w, picture, &jpeg.Options{Quality: quality})
	}
}

func encodePNG(w io.Writer, picture *image.RGBA) error { return png.Encode(w, picture) }

package attachment

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
)

// maxScans is how many passes a JPEG picture and its previews may have; a dozen is usual. Each pass goes over the whole
// picture and may cost a few bytes only.
const maxScans = 100

// develop decodes a picture and hands it to use, within the examiner's memory. How much a picture takes is known from
// its header, before a single pixel is decoded: a small file may unfold into gigabytes.
func (e *Examiner) develop(ctx context.Context, r io.ReaderAt, size int64, kind Kind, use func(image.Image) error) error {
	reader := func() *bufio.Reader { return bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 1<<16) }
	need, err := memoryFor(reader, kind)
	if err != nil {
		return refuseBroken("图片")
	}
	if kind == JPEG {
		scans, err := count(r, size, []byte("\xff\xda"))
		if err != nil {
			return fmt.Errorf("inspect attachment: %w", err)
		}
		if scans > maxScans {
			return refuse(Oversized, "图片的编码过于复杂，不是普通照片", "请重新拍摄，或用看图软件另存为 JPG 后上传")
		}
	}
	if need > e.memory {
		return refuse(Oversized, "图片尺寸过大，不是普通照片", "请把照片缩小到 5000 万像素以内，再重新上传")
	}
	return e.within(ctx, need, func() error {
		decode := png.Decode
		if kind == JPEG {
			decode = jpeg.Decode
		}
		picture, err := decode(reader())
		if err != nil {
			return refuseBroken("图片")
		}
		return use(picture)
	})
}

// memoryFor is how many bytes a picture takes while it is decoded and shrunk.
func memoryFor(reader func() *bufio.Reader, kind Kind) (int64, error) {
	if kind == JPEG {
		f, err := readFrame(reader())
		if err != nil {
			return 0, err
		}
		c, err := jpeg.DecodeConfig(reader())
		if err != nil {
			return 0, err
		}
		if c.Width != f.width || c.Height != f.height {
			return 0, jpeg.FormatError("two frame headers")
		}
		return f.memory() + shrinkMemory(c.Width, c.Height), nil
	}
	c, err := png.DecodeConfig(reader())
	if err != nil {
		return 0, err
	}
	pixels := int64(c.Width) * int64(c.Height)
	return pixels*pixelBytes(c.ColorModel)*3/2 + shrinkMemory(c.Width, c.Height), nil // a half more when interlaced
}

func pixelBytes(model color.Model) int64 {
	switch model {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := model.(color.Palette); ok {
		return 1
	}
	return 4
}

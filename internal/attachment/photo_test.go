package attachment_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"

	"zhanping/internal/attachment"
)

// scene draws a picture as varied as a photo, another one for each seed.
func scene(seed uint64, width, height int) *image.RGBA {
	random := rand.New(rand.NewPCG(seed, 1))
	small := image.NewRGBA(image.Rect(0, 0, 12, 9))
	for i := range small.Pix {
		small.Pix[i] = byte(random.IntN(256))
		if i%4 == 3 {
			small.Pix[i] = 255
		}
	}
	large := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(large, large.Bounds(), small, small.Bounds(), draw.Src, nil)
	return large
}

func asJPEG(t testing.TB, picture image.Image, quality int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// camera is what the test's own camera writes beside a picture. Zero values are left out.
type camera struct {
	order             binary.AppendByteOrder
	orientation       uint16
	maker, model      string
	taken, offset     string
	latitude          [3]uint32 // degrees, minutes, hundredths of seconds
	longitude         [3]uint32
	northSouth, eWest string
}

type tag struct {
	id, kind uint16
	count    uint32
	value    []byte
}

// exif is a TIFF structure: the first directory, one with the times and one with the place.
func (c camera) exif() []byte {
	if c.order == nil {
		c.order = binary.BigEndian
	}
	text := func(id uint16, s string) []tag {
		if s == "" {
			return nil
		}
		return []tag{{id, 2, uint32(len(s) + 1), append([]byte(s), 0)}}
	}
	angle := func(id uint16, a [3]uint32) []tag {
		if a == [3]uint32{} {
			return nil
		}
		var v []byte
		for i, n := range a {
			v = c.order.AppendUint32(c.order.AppendUint32(v, n), []uint32{1, 1, 100}[i])
		}
		return []tag{{id, 5, 3, v}}
	}
	times := append(text(0x9003, c.taken), text(0x9011, c.offset)...)
	place := append(text(1, c.northSouth), angle(2, c.latitude)...)
	place = append(append(place, text(3, c.eWest)...), angle(4, c.longitude)...)

	first := append(text(0x010f, c.maker), text(0x0110, c.model)...)
	if c.orientation != 0 {
		first = append(first, tag{0x0112, 3, 1, c.order.AppendUint16(nil, c.orientation)})
	}
	build := func(timesAt, placeAt int) []byte {
		pointers := append(bytesOf(first),
			tag{0x8769, 4, 1, c.order.AppendUint32(nil, uint32(timesAt))},
			tag{0x8825, 4, 1, c.order.AppendUint32(nil, uint32(placeAt))})
		out := []byte("MM\x00*\x00\x00\x00\x08")
		if c.order == binary.AppendByteOrder(binary.LittleEndian) {
			out = []byte("II*\x00\x08\x00\x00\x00")
		}
		return c.directory(out, pointers)
	}
	timesAt := len(build(0, 0))
	placeAt := len(c.directory(build(0, 0), times))
	return c.directory(c.directory(build(timesAt, placeAt), times), place)
}

func bytesOf(tags []tag) []tag { return append([]tag(nil), tags...) }

// directory appends one directory and, behind it, the values that are too long to stand in it.
func (c camera) directory(out []byte, tags []tag) []byte {
	behind := len(out) + 2 + 12*len(tags) + 4
	var long []byte
	out = c.order.AppendUint16(out, uint16(len(tags)))
	for _, t := range tags {
		out = c.order.AppendUint16(c.order.AppendUint16(out, t.id), t.kind)
		out = c.order.AppendUint32(out, t.count)
		if len(t.value) <= 4 {
			out = append(out, append(t.value, 0, 0, 0, 0)[:4]...)
			continue
		}
		out = c.order.AppendUint32(out, uint32(behind+len(long)))
		long = append(long, t.value...)
	}
	return append(c.order.AppendUint32(out, 0), long...)
}

// shoot puts the camera's notes into a JPEG file, as its first segment.
func (c camera) shoot(plain []byte) []byte {
	return segment(plain, 0xe1, append([]byte("Exif\x00\x00"), c.exif()...))
}

// segment puts one segment behind the start of a JPEG file.
func segment(plain []byte, marker byte, content []byte) []byte {
	out := append([]byte{}, plain[:2]...)
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(content)+2))
	return append(append(out, content...), plain[2:]...)
}

// chunk puts one chunk behind the header of a PNG file.
func chunk(plain []byte, name string, content []byte) []byte {
	const header = 8 + 4 + 4 + 13 + 4
	body := append([]byte(name), content...)
	out := append([]byte{}, plain[:header]...)
	out = append(binary.BigEndian.AppendUint32(out, uint32(len(content))), body...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	return append(out, plain[header:]...)
}

func inspect(t *testing.T, content []byte) (attachment.Info, error) {
	t.Helper()
	return attachment.NewExaminer(attachment.DefaultMemory).Inspect(t.Context(), bytes.NewReader(content), int64(len(content)))
}

func mustInspect(t *testing.T, content []byte) attachment.Info {
	t.Helper()
	info, err := inspect(t, content)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// corners are the colours near the four corners, clockwise from the upper left, by their strongest part.
func corners(t *testing.T, content []byte) string {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	b := picture.Bounds().Inset(min(picture.Bounds().Dx(), picture.Bounds().Dy()) / 8)
	out := ""
	for _, p := range []image.Point{b.Min, {b.Max.X, b.Min.Y}, b.Max, {b.Min.X, b.Max.Y}} {
		c := color.RGBAModel.Convert(picture.At(p.X, p.Y)).(color.RGBA)
		switch {
		case c.R > 200 && c.G > 200:
			out += "Y"
		case c.R > 200:
			out += "R"
		case c.G > 200:
			out += "G"
		case c.B > 200:
			out += "B"
		default:
			out += "?"
		}
	}
	return out
}

// quarters draws a picture whose quarters are red, green, blue and yellow, clockwise from the upper left.
func quarters(width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for _, q := range []struct {
		c    color.RGBA
		area image.Rectangle
	}{
		{color.RGBA{255, 0, 0, 255}, image.Rect(0, 0, width/2, height/2)},
		{color.RGBA{0, 255, 0, 255}, image.Rect(width/2, 0, width, height/2)},
		{color.RGBA{0, 0, 255, 255}, image.Rect(width/2, height/2, width, height)},
		{color.RGBA{255, 255, 0, 255}, image.Rect(0, height/2, width/2, height)},
	} {
		draw.Draw(out, q.area, image.NewUniform(q.c), image.Point{}, draw.Src)
	}
	return out
}

package attachment_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhanping/internal/attachment"
)

func TestInspectReadsWhatTheCameraWrote(t *testing.T) {
	t.Parallel()
	plain := asJPEG(t, scene(1, 640, 480), 90)
	morning := time.Date(2026, 5, 4, 1, 30, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		content []byte
		want    attachment.Info
	}{
		"a picture without notes is upright and tells nothing": {
			plain,
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1},
		},
		"a time without an offset is China's": {
			camera{taken: "2026:05:04 09:30:00"}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1, Taken: morning},
		},
		"a time with an offset is taken at its word": {
			camera{taken: "2026:05:04 03:30:00", offset: "+02:00"}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1, Taken: morning, ZoneTold: true},
		},
		"a time with an unreadable offset is China's": {
			camera{taken: "2026:05:04 09:30:00", offset: "   :  "}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1, Taken: morning},
		},
		"a clock that was never set tells nothing": {
			camera{taken: "0000:00:00 00:00:00"}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1},
		},
		"a phone held upright, with place and device": {
			camera{
				order: binary.LittleEndian, orientation: 6, maker: "HUAWEI", model: "HUAWEI P60",
				taken: "2026:05:04 09:30:00", offset: "+08:00",
				northSouth: "N", latitude: [3]uint32{30, 15, 0}, eWest: "E", longitude: [3]uint32{120, 9, 3600},
			}.shoot(plain),
			attachment.Info{
				Kind: attachment.JPEG, Width: 480, Height: 640, Orientation: 6, Taken: morning, ZoneTold: true,
				Camera: "HUAWEI P60", Place: &attachment.Place{Latitude: 30.25, Longitude: 120.16},
			},
		},
		"south and west are negative": {
			camera{northSouth: "S", latitude: [3]uint32{33, 30, 0}, eWest: "W", longitude: [3]uint32{70, 45, 0}}.shoot(plain),
			attachment.Info{
				Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1,
				Place: &attachment.Place{Latitude: -33.5, Longitude: -70.75},
			},
		},
		"half a place is none, and an impossible orientation is upright": {
			camera{orientation: 9, northSouth: "N", latitude: [3]uint32{30, 15, 0}}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1},
		},
		"an impossible place is none": {
			camera{northSouth: "N", latitude: [3]uint32{95, 0, 0}, eWest: "E", longitude: [3]uint32{120, 0, 0}}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1},
		},
		"what cannot be seen in a maker's name is dropped": {
			camera{maker: "M\u202ei\x01", model: "13\nPro"}.shoot(plain),
			attachment.Info{Kind: attachment.JPEG, Width: 640, Height: 480, Orientation: 1, Camera: "Mi 13Pro"},
		},
		"a PNG file carries the same notes": {
			chunk(asPNG(t, scene(1, 640, 480)), "eXIf", camera{orientation: 8, taken: "2026:05:04 09:30:00"}.exif()),
			attachment.Info{Kind: attachment.PNG, Width: 480, Height: 640, Orientation: 8, Taken: morning},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := mustInspect(t, test.content)
			if len(got.Fingerprint) != 16 {
				t.Errorf("fingerprint %q has not 16 digits", got.Fingerprint)
			}
			ignore := cmp.Options{
				cmpopts.IgnoreFields(attachment.Info{}, "Fingerprint"),
				cmpopts.EquateApprox(0, 1e-6),
			}
			if diff := cmp.Diff(test.want, got, ignore); diff != "" {
				t.Errorf("info (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInspectRefuses(t *testing.T) {
	t.Parallel()
	photo := asJPEG(t, scene(2, 320, 240), 85)
	script := []byte("<script>alert(1)</script>")
	for name, test := range map[string]struct {
		content []byte
		reason  attachment.Reason
		says    string
	}{
		"nothing":                              {nil, attachment.Empty, "空"},
		"an iPhone photo, with what to do":     {[]byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"), attachment.Foreign, "兼容性最佳"},
		"a film":                               {[]byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2"), attachment.Foreign, "视频"},
		"a WebP picture":                       {[]byte("RIFF\x24\x00\x00\x00WEBPVP8 \x00\x00\x00\x00"), attachment.Foreign, "另存为 JPG"},
		"a GIF picture":                        {[]byte("GIF89a\x01\x00\x01\x00"), attachment.Foreign, "另存为 JPG"},
		"a page":                               {[]byte("<!DOCTYPE html><html><body>1</body></html>"), attachment.Foreign, "网页"},
		"a drawing with scripts":               {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), attachment.Foreign, "矢量图"},
		"a drawing without an XML header":      {[]byte(`  <svg onload="x"/>`), attachment.Foreign, "矢量图"},
		"a Windows program":                    {[]byte("MZ\x90\x00\x03\x00\x00\x00"), attachment.Foreign, "程序"},
		"a Linux program":                      {[]byte("\x7fELF\x02\x01\x01"), attachment.Foreign, "程序"},
		"plain text":                           {[]byte("站长：张三"), attachment.Foreign, "不能作为附件"},
		"an archive with a program":            {archive(t, map[string]string{"a.exe": "MZ"}), attachment.Foreign, "解压"},
		"an OFD document":                      {archive(t, map[string]string{"OFD.xml": "<ofd/>"}), attachment.Foreign, "PDF"},
		"a RAR archive":                        {[]byte("Rar!\x1a\x07\x01\x00"), attachment.Foreign, "解压"},
		"a photo cut off on the way":           {photo[:len(photo)/2], attachment.Broken, "打不开"},
		"a photo of which only the start came": {photo[:3], attachment.Broken, "打不开"},
		"a photo with a page in its comment":   {segment(photo, 0xfe, script), attachment.Disguised, "网页"},
		"a photo with an archive behind it": {
			append(bytes.Clone(photo), archive(t, map[string]string{"Main.class": "x"})...), attachment.Disguised, "压缩包",
		},
		"a photo with a PDF in its comment": {segment(photo, 0xfe, []byte("%PDF-1.7\n")), attachment.Disguised, "藏有"},
		"a PDF that does not end":           {[]byte("%PDF-1.7\n1 0 obj\n"), attachment.Broken, "PDF"},
		"a PDF with a script":               {[]byte("%PDF-1.7\n<</S/JavaScript/JS(x)>>\n%%EOF\n"), attachment.Active, "脚本"},
		"a PDF that starts a program":       {[]byte("%PDF-1.7\n<</S/Launch>>\n%%EOF\n"), attachment.Active, "可启动"},
		"a PDF that carries a file":         {[]byte("%PDF-1.7\n<</Type/EmbeddedFile>>\n%%EOF\n"), attachment.Active, "夹带"},
		"a PDF with an archive behind it": {
			append([]byte("%PDF-1.7\n%%EOF\n"), archive(t, map[string]string{"x": "x"})...), attachment.Disguised, "压缩包",
		},
		"a picture that unfolds into gigabytes": {bomb(t), attachment.Oversized, "5000 万像素"},
		"a picture of ten thousand passes": {
			segment(photo, 0xfe, bytes.Repeat([]byte("\xff\xda"), 10_000)), attachment.Oversized, "编码",
		},
		"a broken compound file": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\xff", 600)), attachment.Broken, "文档"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info, err := inspect(t, test.content)
			var refusal *attachment.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("got %+v, %v, want a refusal", info, err)
			}
			if refusal.Reason != test.reason || !strings.Contains(refusal.Error(), test.says) || refusal.Hint == "" {
				t.Errorf("got %s %q, want %s and words with %q", refusal.Reason, refusal.Error(), test.reason, test.says)
			}
		})
	}
}

func TestInspectTakesWhatPhonesAppend(t *testing.T) {
	t.Parallel()
	photo := asJPEG(t, scene(2, 320, 240), 85)
	for name, behind := range map[string][]byte{
		"a short film":                     []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"),
		"a second picture":                 photo,
		"four bytes that end an archive":   []byte("....PK\x05\x06...."),
		"a maker's own notes":              []byte("SEFHe\x00\x00\x00\x01\x00\x00\x00SEFT"),
		"an end of archive without a list": append([]byte("PK\x05\x06"), make([]byte, 18)...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if info := mustInspect(t, append(bytes.Clone(photo), behind...)); info.Kind != attachment.JPEG {
				t.Errorf("got %+v", info)
			}
		})
	}
}

// bomb is a small PNG file that says it holds 30,000 × 30,000 pixels.
func bomb(t *testing.T) []byte {
	t.Helper()
	small := asPNG(t, image.NewGray16(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(small[16:], 30_000)
	binary.BigEndian.PutUint32(small[20:], 30_000)
	binary.BigEndian.PutUint32(small[29:], crc32.ChecksumIEEE(small[12:29]))
	return small
}

func TestColourModelsAreDecoded(t *testing.T) {
	t.Parallel()
	area := image.Rect(0, 0, 64, 48)
	paletted := image.NewPaletted(area, color.Palette{color.Black, color.White})
	for i := range paletted.Pix {
		paletted.Pix[i] = byte(i / 7 % 2)
	}
	for name, picture := range map[string]image.Image{
		"grey": image.NewGray(area), "deep grey": image.NewGray16(area), "colour with transparency": image.NewNRGBA(area),
		"deep colour": image.NewNRGBA64(area), "a palette": paletted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info := mustInspect(t, asPNG(t, picture))
			if info.Width != 64 || info.Height != 48 {
				t.Errorf("got %+v", info)
			}
		})
	}
}

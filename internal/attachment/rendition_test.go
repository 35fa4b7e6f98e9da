package attachment_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhanping/internal/attachment"
)

type showing func(*attachment.Examiner, []byte) (attachment.Rendition, error)

func public(ctx context.Context) showing {
	return func(e *attachment.Examiner, content []byte) (attachment.Rendition, error) {
		return e.Public(ctx, bytes.NewReader(content), int64(len(content)))
	}
}

func thumbnail(ctx context.Context) showing {
	return func(e *attachment.Examiner, content []byte) (attachment.Rendition, error) {
		return e.Thumbnail(ctx, bytes.NewReader(content), int64(len(content)))
	}
}

func TestWhatOthersSeeTellsNothingOfPlaceAndDevice(t *testing.T) {
	t.Parallel()
	secret := camera{
		order: binary.LittleEndian, orientation: 6, maker: "SECRETMAKER", model: "SECRETMODEL", taken: "2026:05:04 09:30:00",
		northSouth: "N", latitude: [3]uint32{30, 15, 0}, eWest: "E", longitude: [3]uint32{120, 9, 3600},
	}
	photo := secret.shoot(asJPEG(t, scene(1, 640, 480), 90))
	photo = segment(photo, 0xfe, []byte("SECRETCOMMENT"))
	photo = segment(photo, 0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>SECRETXMP</x:xmpmeta>"))
	photo = append(photo, "SECRETTRAILER"...)
	drawing := chunk(asPNG(t, scene(1, 640, 480)), "eXIf", secret.exif())
	drawing = chunk(drawing, "tEXt", []byte("Author\x00SECRETAUTHOR"))
	for name, content := range map[string][]byte{"a photo": photo, "a drawing": drawing} {
		for form, show := range map[string]showing{"in public": public(t.Context()), "as a thumbnail": thumbnail(t.Context())} {
			t.Run(name+" "+form, func(t *testing.T) {
				t.Parallel()
				if !bytes.Contains(content, []byte("SECRETMODEL")) {
					t.Fatal("the original should name the device")
				}
				got, err := show(attachment.NewExaminer(attachment.DefaultMemory), content)
				if err != nil {
					t.Fatal(err)
				}
				for _, mark := range []string{"SECRET", "Exif", "eXIf", "GPS", "2026", "xmp", "Adobe", "tEXt"} {
					if bytes.Contains(got.Bytes, []byte(mark)) {
						t.Errorf("still carries %q", mark)
					}
				}
				info := mustInspect(t, got.Bytes)
				want := attachment.Info{Kind: got.Kind, Width: got.Width, Height: got.Height, Orientation: 1}
				if diff := cmp.Diff(want, info, cmpopts.IgnoreFields(attachment.Info{}, "Fingerprint")); diff != "" {
					t.Errorf("info (-want +got):\n%s", diff)
				}
				if got.Width >= got.Height || got.MetadataRemains {
					t.Errorf("got %d × %d, metadata remains: %v", got.Width, got.Height, got.MetadataRemains)
				}
			})
		}
	}
}

func TestPicturesStandUpright(t *testing.T) {
	t.Parallel()
	// Where the colours of an upright picture "RGBY" lie in the file, for each orientation.
	for orientation, want := range []string{1: "RGBY", 2: "GRYB", 3: "BYRG", 4: "YBGR", 5: "RYBG", 6: "YRGB", 7: "BGRY", 8: "GBYR"} {
		if want == "" {
			continue
		}
		content := camera{orientation: uint16(orientation)}.shoot(asJPEG(t, quarters(400, 240), 95))
		got, err := public(t.Context())(attachment.NewExaminer(attachment.DefaultMemory), content)
		if err != nil {
			t.Fatal(err)
		}
		if seen := corners(t, got.Bytes); seen != want {
			t.Errorf("orientation %d: corners %s, want %s", orientation, seen, want)
		}
		if sideways := got.Height > got.Width; sideways != (orientation >= 5) {
			t.Errorf("orientation %d: %d × %d", orientation, got.Width, got.Height)
		}
	}
}

func TestSizesAreBounded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		width, height     int
		show              showing
		wantWide, wantTop int
	}{
		"a large photo in public":              {5000, 3000, public(t.Context()), 2048, 1228},
		"a photo a little too large in public": {2100, 700, public(t.Context()), 2048, 682},
		"a small photo stays as it is":         {300, 200, public(t.Context()), 300, 200},
		"a small photo is its own thumbnail":   {300, 200, thumbnail(t.Context()), 300, 200},
		"a thumbnail of a large photo":         {3000, 5000, thumbnail(t.Context()), 191, 320},
		"a thumbnail of a line":                {4000, 2, thumbnail(t.Context()), 320, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := asJPEG(t, quarters(test.width, test.height), 80)
			got, err := test.show(attachment.NewExaminer(attachment.DefaultMemory), content)
			if err != nil {
				t.Fatal(err)
			}
			shown, _, err := image.DecodeConfig(bytes.NewReader(got.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			if shown.Width != test.wantWide || shown.Height != test.wantTop || got.Width != shown.Width || got.Height != shown.Height {
				t.Errorf("got %d × %d (says %d × %d), want %d × %d",
					shown.Width, shown.Height, got.Width, got.Height, test.wantWide, test.wantTop)
			}
			if test.height > 2 && corners(t, got.Bytes) != "RGBY" {
				t.Errorf("corners %s", corners(t, got.Bytes))
			}
		})
	}
}

func TestTransparencyIsKeptInPublicAndWhiteOnThumbnails(t *testing.T) {
	t.Parallel()
	content := asPNG(t, image.NewNRGBA(image.Rect(0, 0, 64, 64)))
	examiner := attachment.NewExaminer(attachment.DefaultMemory)
	for name, test := range map[string]struct {
		show showing
		want color.Color
	}{
		"public":    {public(t.Context()), color.NRGBA{}},
		"thumbnail": {thumbnail(t.Context()), color.White},
	} {
		got, err := test.show(examiner, content)
		if err != nil {
			t.Fatal(err)
		}
		picture, _, err := image.Decode(bytes.NewReader(got.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		r, g, b, a := picture.At(9, 9).RGBA()
		wr, wg, wb, wa := test.want.RGBA()
		if [4]uint32{r, g, b, a} != [4]uint32{wr, wg, wb, wa} {
			t.Errorf("%s: got %v", name, picture.At(9, 9))
		}
	}
}

func TestDocumentsInPublic(t *testing.T) {
	t.Parallel()
	examiner := attachment.NewExaminer(attachment.DefaultMemory)
	pdf := []byte("%PDF-1.4\n<</Author(x)>>\n%%EOF\n")
	got, err := public(t.Context())(examiner, pdf)
	want := attachment.Rendition{Kind: attachment.PDF, Bytes: pdf, MetadataRemains: true}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("a PDF passes as it is: %v\n%s", err, diff)
	}
	for name, show := range map[string]func() error{
		"a workbook in public":  func() error { _, err := public(t.Context())(examiner, compound("Workbook")); return err },
		"a thumbnail of a PDF":  func() error { _, err := thumbnail(t.Context())(examiner, pdf); return err },
		"a thumbnail of a text": func() error { _, err := thumbnail(t.Context())(examiner, compound("WordDocument")); return err },
	} {
		var refusal *attachment.Refusal
		if err := show(); !errors.As(err, &refusal) || refusal.Reason != attachment.NotForShow {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestPicturesBeyondTheMemoryAreRefusedAndOthersWait(t *testing.T) {
	t.Parallel()
	content := asJPEG(t, quarters(1000, 1000), 80)
	small := attachment.NewExaminer(1 << 20)
	var refusal *attachment.Refusal
	if _, err := public(t.Context())(small, content); !errors.As(err, &refusal) || refusal.Reason != attachment.Oversized {
		t.Errorf("got %v, want a refusal", err)
	}
	tight := attachment.NewExaminer(30 << 20) // room for one at a time
	failures := make(chan error, 8)
	for range cap(failures) {
		go func() {
			_, err := public(context.Background())(tight, content)
			failures <- err
		}()
	}
	for range cap(failures) {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := public(gone)(tight, content); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

package attachment_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"zhanping/internal/attachment"
)

// examine tries everything that is done with an upload. Whatever the bytes, it must end with an answer or a refusal in
// words, and what others are shown must itself be taken.
func examine(ctx context.Context, content []byte) error {
	examiner := attachment.NewExaminer(32 << 20)
	r, size := bytes.NewReader(content), int64(len(content))
	info, err := examiner.Inspect(ctx, r, size)
	var refusal *attachment.Refusal
	if err != nil {
		if !errors.As(err, &refusal) || refusal.Words == "" || refusal.Hint == "" {
			return fmt.Errorf("neither an answer nor a refusal: %w", err)
		}
		return nil
	}
	for name, show := range map[string]showing{"public": public(ctx), "thumbnail": thumbnail(ctx)} {
		shown, err := show(examiner, content)
		if errors.As(err, &refusal) && refusal.Reason == attachment.NotForShow && !info.Kind.Image() {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s of what was taken: %w", name, err)
		}
		again, err := examiner.Inspect(ctx, bytes.NewReader(shown.Bytes), int64(len(shown.Bytes)))
		if err != nil || again.Place != nil || again.Camera != "" || !again.Taken.IsZero() {
			return fmt.Errorf("%s is not fit to be shown: %+v, %w", name, again, err)
		}
	}
	return nil
}

// samples are sound files of every kind.
func samples(t testing.TB) [][]byte {
	t.Helper()
	told := camera{
		orientation: 6, maker: "HUAWEI", model: "P60", taken: "2026:05:04 09:30:00", offset: "+08:00",
		northSouth: "N", latitude: [3]uint32{30, 15, 0}, eWest: "E", longitude: [3]uint32{120, 9, 3600},
	}
	little := told
	little.order = binary.LittleEndian
	photo := asJPEG(t, scene(3, 48, 32), 70)
	return [][]byte{
		told.shoot(photo), little.shoot(photo), chunk(asPNG(t, scene(3, 48, 32)), "eXIf", told.exif()),
		[]byte("%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"),
		archive(t, map[string]string{"[Content_Types].xml": excelMain, "xl/workbook.xml": "<x/>"}),
		compound("Workbook", "SummaryInformation", "a", "b", "c"),
	}
}

func FuzzInspect(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add(sample)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := examine(t.Context(), content); err != nil {
			t.Error(err)
		}
	})
}

func TestBrokenHeadersGiveAnAnswer(t *testing.T) {
	t.Parallel()
	sound := samples(t)
	rapid.Check(t, func(r *rapid.T) {
		content := bytes.Clone(rapid.SampledFrom(sound).Draw(r, "sample"))
		for range rapid.IntRange(0, 12).Draw(r, "changes") {
			at := rapid.IntRange(0, min(len(content), 700)-1).Draw(r, "at")
			content[at] = rapid.SampledFrom([]byte{0, 1, 0x7f, 0x80, 0xff, content[at] + 1, content[at] ^ 0x10}).Draw(r, "byte")
		}
		if rapid.Bool().Draw(r, "cut off") {
			content = content[:len(content)-rapid.IntRange(0, len(content)).Draw(r, "lost")]
		}
		if err := examine(t.Context(), content); err != nil {
			r.Fatal(err)
		}
	})
}

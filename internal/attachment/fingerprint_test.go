package attachment_test

import (
	"fmt"
	"image"
	"testing"

	"golang.org/x/image/draw"
	"pgregory.net/rapid"

	"zhanping/internal/attachment"
)

func TestTheSamePhotoIsFoundAgain(t *testing.T) {
	t.Parallel()
	original := scene(7, 800, 600)
	first := mustInspect(t, asJPEG(t, original, 95)).Fingerprint
	half := image.NewRGBA(image.Rect(0, 0, 400, 300))
	draw.BiLinear.Scale(half, half.Bounds(), original, original.Bounds(), draw.Src, nil)
	upright := image.NewRGBA(image.Rect(0, 0, 600, 800)) // turned clockwise
	lying := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for y := range 600 {
		for x := range 800 {
			lying.Set(x, y, original.At(x, y))
			upright.Set(599-y, x, original.At(x, y))
		}
	}
	turned := mustInspect(t, camera{orientation: 6}.shoot(asJPEG(t, lying, 95))).Fingerprint
	for name, test := range map[string]struct{ one, other attachment.Fingerprint }{
		"compressed harder":                 {first, mustInspect(t, asJPEG(t, original, 35)).Fingerprint},
		"half as large":                     {first, mustInspect(t, asJPEG(t, half, 60)).Fingerprint},
		"as another kind of file":           {first, mustInspect(t, asPNG(t, original)).Fingerprint},
		"sent through a messenger, upright": {turned, mustInspect(t, asJPEG(t, upright, 50)).Fingerprint},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d := test.one.Distance(test.other); d > 3 {
				t.Errorf("distance of %s and %s is %d", test.one, test.other, d)
			}
		})
	}
	if d := first.Distance(turned); d <= attachment.NearlySame {
		t.Errorf("turned on its side it should look different, distance is %d", d)
	}
}

func TestDifferentPhotosAreApart(t *testing.T) {
	t.Parallel()
	var seen []attachment.Fingerprint
	for seed := range uint64(40) {
		next := mustInspect(t, asJPEG(t, scene(seed, 160, 120), 80)).Fingerprint
		for i, other := range seen {
			if d := next.Distance(other); d <= attachment.NearlySame {
				t.Errorf("photos %d and %d: distance %d", i, seed, d)
			}
		}
		seen = append(seen, next)
	}
}

func TestPlainOrTinyPicturesHaveNoFingerprint(t *testing.T) {
	t.Parallel()
	white := image.NewRGBA(image.Rect(0, 0, 300, 200))
	draw.Draw(white, white.Bounds(), image.White, image.Point{}, draw.Src)
	for name, picture := range map[string]image.Image{
		"a white page": white, "an icon": scene(1, 8, 8), "a picture one sees through": image.NewNRGBA(image.Rect(0, 0, 90, 80)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info := mustInspect(t, asPNG(t, picture))
			if info.Fingerprint != "" || info.Fingerprint.Bands() != nil || info.Fingerprint.Distance(info.Fingerprint) != 64 {
				t.Errorf("got %q", info.Fingerprint)
			}
		})
	}
}

func TestBandsFindEveryPairWithinThree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		hash := rapid.Uint64().Draw(t, "hash")
		near := hash
		for _, bit := range rapid.SliceOfN(rapid.IntRange(0, 63), 0, 3).Draw(t, "flipped") {
			near ^= 1 << bit
		}
		a, b := attachment.Fingerprint(fmt.Sprintf("%016x", hash)), attachment.Fingerprint(fmt.Sprintf("%016x", near))
		if a.Distance(b) > 3 {
			t.Fatalf("distance %d", a.Distance(b))
		}
		for i, band := range a.Bands() {
			if band == b.Bands()[i] {
				return
			}
		}
		t.Fatalf("%s and %s share no band", a, b)
	})
}

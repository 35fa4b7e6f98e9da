package attachment

import (
	"fmt"
	"image"
	"math/bits"
	"strconv"
)

// Fingerprint is what a picture looks like in 64 bits (a difference hash), as 16 hexadecimal digits. The same photo
// sent again through a messenger (smaller, re-compressed, turned upright) has nearly the same one; cropping and
// mirroring change it. Pages of text look much alike, so a small distance asks for a person's look and proves nothing.
type Fingerprint string

// NearlySame is the distance up to which two photos are worth a look. Look-ups by Bands find every pair within 3.
const NearlySame = 6

const (
	fingerprintSide = 256 // a picture is shrunk to this before its fingerprint is taken
	plainest        = 10  // of 255: less contrast than this tells nothing apart
)

// fingerprint compares the brightness of each of 9 × 8 fields with that of its right neighbour.
func fingerprint(picture *image.RGBA) Fingerprint {
	size := picture.Bounds().Size()
	if size.X < 9 || size.Y < 8 {
		return ""
	}
	hash, darkest, brightest := uint64(0), 255, 0
	for y := range 8 {
		left := 0
		for x := range 9 {
			field := image.Rect(x*size.X/9, y*size.Y/8, (x+1)*size.X/9, (y+1)*size.Y/8)
			light := brightness(picture, field)
			darkest, brightest = min(darkest, light), max(brightest, light)
			if x > 0 {
				hash <<= 1
				if left < light {
					hash |= 1
				}
			}
			left = light
		}
	}
	if brightest-darkest < plainest {
		return ""
	}
	return Fingerprint(fmt.Sprintf("%016x", hash))
}

// brightness is the mean luma of a field, 0 to 255; what shines through is white.
func brightness(picture *image.RGBA, field image.Rectangle) int {
	sum := 0
	for y := field.Min.Y; y < field.Max.Y; y++ {
		row := picture.Pix[picture.PixOffset(field.Min.X, y):][:4*field.Dx()]
		for i := 0; i < len(row); i += 4 {
			sum += (299*int(row[i])+587*int(row[i+1])+114*int(row[i+2]))/1000 + 255 - int(row[i+3])
		}
	}
	return sum / (field.Dx() * field.Dy())
}

// Distance is in how many of the 64 bits two fingerprints differ. A missing or unreadable one is as far as can be.
func (f Fingerprint) Distance(other Fingerprint) int {
	a, errA := strconv.ParseUint(string(f), 16, 64)
	b, errB := strconv.ParseUint(string(other), 16, 64)
	if errA != nil || errB != nil {
		return 64
	}
	return bits.OnesCount64(a ^ b)
}

// Bands are the four quarters of a fingerprint, for indexes: two fingerprints with a distance of at most 3 have at
// least one quarter in common, in the same position. Nil where there is no fingerprint.
func (f Fingerprint) Bands() []string {
	if len(f) != 16 {
		return nil
	}
	return []string{string(f[:4]), string(f[4:8]), string(f[8:12]), string(f[12:])}
}

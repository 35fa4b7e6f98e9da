package attachment

import (
	"context"
	"fmt"
	"image"
	"io"
	"time"

	"golang.org/x/sync/semaphore"
)

// DefaultMemory lets the photos of today's phones through (50 megapixels, progressive) and decodes ordinary ones side
// by side.
const DefaultMemory = 512 << 20

// Examiner looks into files. All its work together takes no more memory than it was given; what comes meanwhile
// waits. It may be used from many goroutines.
type Examiner struct {
	memory int64
	room   *semaphore.Weighted
}

// NewExaminer returns an examiner that opens pictures and documents within so many bytes of memory.
func NewExaminer(memory int64) *Examiner {
	return &Examiner{memory: memory, room: semaphore.NewWeighted(memory)}
}

// Info is what a file says of itself. Time, place and camera are what the device wrote: easy to change, so a hint and
// never proof. Place and camera are for those who may see the original.
type Info struct {
	Kind        Kind        `json:"kind"`
	Width       int         `json:"width,omitempty"`       // of the picture held upright
	Height      int         `json:"height,omitempty"`      // of the picture held upright
	Orientation int         `json:"orientation,omitempty"` // as stored, 1 to 8; 1 is upright
	Taken       time.Time   `json:"taken,omitzero"`        // when the photo was taken, UTC; zero where it is not told
	ZoneTold    bool        `json:"zone_told,omitempty"`   // false: the time carried no offset and is read as China's
	Place       *Place      `json:"place,omitempty"`       // where the photo was taken; nil where it is not told
	Camera      string      `json:"camera,omitempty"`      // maker and model
	Fingerprint Fingerprint `json:"fingerprint,omitempty"` // "" where the picture is too small or too plain to tell apart
}

// Place is a position in degrees, WGS 84, north and east positive.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Inspect says what the file of size bytes is. Its name plays no part. A file that is not taken gives a *Refusal;
// any other error is that of the reader or of ctx. A picture is decoded whole, so one that was cut off is found.
func (e *Examiner) Inspect(ctx context.Context, r io.ReaderAt, size int64) (Info, error) {
	kind, err := e.identify(ctx, r, size)
	if err != nil {
		return Info{}, err
	}
	info := Info{Kind: kind}
	if !kind.Image() {
		return info, nil
	}
	told := readExif(r, size, kind)
	err = e.develop(ctx, r, size, kind, func(picture image.Image) error {
		upright := orient(shrink(picture, fingerprintSide), told.orientation)
		info.Fingerprint = fingerprint(upright)
		info.Width, info.Height = picture.Bounds().Dx(), picture.Bounds().Dy()
		return nil
	})
	if err != nil {
		return Info{}, err
	}
	if sideways(told.orientation) {
		info.Width, info.Height = info.Height, info.Width
	}
	info.Orientation, info.Taken, info.ZoneTold = told.orientation, told.taken, told.zoneTold
	info.Place, info.Camera = told.place, told.camera
	return info, nil
}

// identify says what kind a file is and refuses what is not taken, pictures undecoded.
func (e *Examiner) identify(ctx context.Context, r io.ReaderAt, size int64) (Kind, error) {
	ends, err := readEnds(r, size)
	if err != nil {
		return "", fmt.Errorf("inspect attachment: %w", err)
	}
	kind, refusal := sniff(r, size, ends)
	if refusal != nil {
		return "", refusal
	}
	switch kind {
	case JPEG, PNG:
		return kind, nil
	case PDF:
		refusal, err = checkPDF(r, size, ends)
		if err != nil {
			return "", fmt.Errorf("inspect attachment: %w", err)
		}
	case XLSX, DOCX:
		err = e.within(ctx, min(8*size, e.memory), func() error { kind, refusal = openOffice(r, size); return nil })
	case XLS, DOC:
		err = e.within(ctx, min(8*size, e.memory), func() error { kind, refusal = openCompound(r, size); return nil })
	}
	if err != nil {
		return "", err
	}
	if refusal != nil {
		return "", refusal
	}
	return kind, nil
}

// within runs work as soon as there is room for so many bytes.
func (e *Examiner) within(ctx context.Context, need int64, work func() error) error {
	if err := e.room.Acquire(ctx, need); err != nil {
		return fmt.Errorf("wait for room to open an attachment: %w", err)
	}
	defer e.room.Release(need)
	return work()
}

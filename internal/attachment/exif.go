package attachment

import (
	"io"
	"math"
	"strings"
	"time"
	_ "time/tzdata" // fresh machines have no zone files, and a photo's time is China's unless it says otherwise

	"github.com/bep/imagemeta"
)

// exif is what a camera wrote beside the picture.
type exif struct {
	orientation int
	taken       time.Time
	zoneTold    bool
	place       *Place
	camera      string
}

// wanted are the only tags that are read; nothing else of what a file carries is interpreted.
var wanted = map[string]bool{
	"Orientation": true, "Make": true, "Model": true,
	"DateTimeOriginal": true, "OffsetTimeOriginal": true, "CreateDate": true, "OffsetTimeDigitized": true,
	"GPSLatitude": true, "GPSLatitudeRef": true, "GPSLongitude": true, "GPSLongitudeRef": true,
}

// readExif reads what can be read. Broken metadata is common and no reason to refuse a photo: what came before the
// break counts.
func readExif(r io.ReaderAt, size int64, kind Kind) exif {
	format := imagemeta.JPEG
	if kind == PNG {
		format = imagemeta.PNG
	}
	tags := map[string]any{}
	_, _ = imagemeta.Decode(imagemeta.Options{
		R:           io.NewSectionReader(r, 0, size),
		ImageFormat: format,
		Sources:     imagemeta.EXIF,
		// Small bounds: a directory may point to others in thousands, and none of what is wanted is long.
		LimitNumTags: 1000,
		LimitTagSize: 256,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool {
			return wanted[tag.Tag] && strings.HasPrefix(tag.Namespace, "IFD0") // IFD1 is the thumbnail
		},
		HandleTag: func(tag imagemeta.TagInfo) error {
			if _, twice := tags[tag.Tag]; !twice {
				tags[tag.Tag] = tag.Value
			}
			return nil
		},
	})
	told := exif{orientation: 1, place: readPlace(tags), camera: readCamera(tags)}
	if n, ok := tags["Orientation"].(uint16); ok && n >= 1 && n <= 8 {
		told.orientation = int(n)
	}
	told.taken, told.zoneTold = readTaken(tags)
	return told
}

// readTaken puts the time and its offset together, which the library does not. The digitising time stands in where
// the original one is missing; the time of the last change never does.
func readTaken(tags map[string]any) (taken time.Time, zoneTold bool) {
	for _, names := range [][2]string{{"DateTimeOriginal", "OffsetTimeOriginal"}, {"CreateDate", "OffsetTimeDigitized"}} {
		local, _ := tags[names[0]].(string)
		offset, _ := tags[names[1]].(string)
		if taken, zoneTold = parseTaken(strings.TrimSpace(local), strings.TrimSpace(offset)); !taken.IsZero() {
			return taken, zoneTold
		}
	}
	return time.Time{}, false
}

// parseTaken reads "2026:05:04 09:30:00" with "+08:00"; without a readable offset the time is China's.
func parseTaken(local, offset string) (time.Time, bool) {
	const layout = "2006:01:02 15:04:05"
	taken, err := time.Parse(layout+"Z07:00", local+offset)
	told := err == nil
	if !told {
		china, err := time.LoadLocation("Asia/Shanghai")
		if err != nil {
			return time.Time{}, false
		}
		if taken, err = time.ParseInLocation(layout, local, china); err != nil {
			return time.Time{}, false
		}
	}
	if taken.Year() < 1980 { // no digital camera; clocks that were never set say 1970 or less
		return time.Time{}, false
	}
	return taken.UTC(), told
}

// readPlace is nil unless both coordinates are possible; 0°, 0° is what devices write that know nothing.
func readPlace(tags map[string]any) *Place {
	latitude, okLatitude := degrees(tags, "GPSLatitude", "S", 90)
	longitude, okLongitude := degrees(tags, "GPSLongitude", "W", 180)
	if !okLatitude || !okLongitude || latitude == 0 && longitude == 0 {
		return nil
	}
	return &Place{Latitude: latitude, Longitude: longitude}
}

func degrees(tags map[string]any, name, negative string, most float64) (float64, bool) {
	value, ok := tags[name].(float64)
	if !ok || math.IsNaN(value) || value < 0 || value > most {
		return 0, false
	}
	if side, _ := tags[name+"Ref"].(string); strings.TrimSpace(side) == negative {
		value = -value
	}
	return value, true
}

func readCamera(tags map[string]any) string {
	maker, _ := tags["Make"].(string)
	model, _ := tags["Model"].(string)
	maker, model = clean(maker), clean(model)
	if strings.HasPrefix(strings.ToLower(model), strings.ToLower(maker)) {
		maker = "" // many models carry the maker's name already
	}
	return cut(strings.TrimSpace(maker+" "+model), 64)
}

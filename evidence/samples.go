package evidence

import (
	"embed"
	"io/fs"
)

//go:embed samples/*/bundle.yaml samples/*/stations
var samples embed.FS

// Samples are the samples that come with the program, one folder each: invented stations, which say so
// of themselves, and real ones with what is printed of them and no more.
func Samples() fs.FS {
	folder, err := fs.Sub(samples, "samples")
	if err != nil {
		panic(err) // the folder is named above
	}
	return folder
}

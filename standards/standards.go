package standards

import (
	"embed"
	"io/fs"
)

//go:embed */standard.yaml */[0-9][0-9]-*.yaml
var catalogues embed.FS

// Embedded is the file system of the standards that come with the program, one folder
// for each standard and edition.
func Embedded() fs.FS { return catalogues }

package policies_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// archive is a source of checks of one's own. They lie in archives, so that stock tools do
// not take them for part of the folder.
func archive(t *testing.T, name string) fs.FS {
	t.Helper()
	files, _ := archiveOf(t, name)
	return files
}

func archiveOf(t *testing.T, name string) (fstest.MapFS, string) {
	t.Helper()
	parsed, err := txtar.ParseFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	want := ""
	for _, file := range parsed.Files {
		if file.Name == "want" {
			want = string(file.Data)
			continue
		}
		files[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	return files, want
}

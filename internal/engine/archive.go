package engine

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"zhanping/internal/yamltext"
)

// Files is the files of a set, by their path with slashes.
type Files map[string][]byte

// Bounds of an archive that somebody hands in: an honest set stays far below, a bomb does not.
const (
	MaxArchive  = 4 << 20  // bytes of the zip
	maxUnpacked = 24 << 20 // bytes of all its files
	maxOneFile  = 1 << 20
	maxFiles    = 1500
	maxDepth    = 6
)

// Pack is the files as a zip. The same files give the same bytes.
func (f Files) Pack() ([]byte, error) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = file.Write(f[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return packed.Bytes(), nil
}

// FS is the files as a file system.
func (f Files) FS() (fs.FS, error) {
	packed, err := f.Pack()
	if err != nil {
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("read back: %w", err)
	}
	return r, nil
}

// Under is the files below a folder, without its name.
func (f Files) Under(folder string) Files {
	under := Files{}
	for name, data := range f {
		if rest, ok := strings.CutPrefix(name, folder+"/"); ok {
			under[rest] = data
		}
	}
	return under
}

// In is the files put into a folder.
func (f Files) In(folder string) Files {
	in := make(Files, len(f))
	for name, data := range f {
		in[folder+"/"+name] = data
	}
	return in
}

// Unpack reads a zip that somebody handed in. Its error is everything that is wrong with it, as
// yamltext.Faults: a name that leads out of the folder, a link, a file or a whole that is too large,
// one name twice. What a computer adds by itself (__MACOSX, .DS_Store) is passed over.
func Unpack(packed []byte) (Files, error) {
	if len(packed) > MaxArchive {
		return nil, archiveFault("", fmt.Sprintf("压缩包有 %d KiB", len(packed)>>10), fmt.Sprintf("不超过 %d KiB", MaxArchive>>10), "只打包标准或规则的文件")
	}
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, archiveFault("", "压缩包损坏，或不是 zip 格式", "zip 压缩包", "用系统自带的压缩功能重新打包")
	}
	if len(r.File) > maxFiles {
		return nil, archiveFault("", fmt.Sprintf("压缩包里有 %d 个文件", len(r.File)), fmt.Sprintf("不超过 %d 个", maxFiles), "只打包标准或规则的文件")
	}
	u := unpacking{files: Files{}, folded: map[string]bool{}}
	for _, entry := range r.File {
		u.take(entry)
	}
	if err := u.faults.Err(); err != nil {
		return nil, err
	}
	if len(u.files) == 0 {
		return nil, archiveFault("", "压缩包里没有文件", "标准或规则的文件", "重新打包")
	}
	return u.files, nil
}

// Check refuses files that were handed in one by one, for the same reasons as Unpack.
func (f Files) Check() error {
	u := unpacking{files: Files{}, folded: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if found := u.nameTrouble(name); found != "" {
			u.refuse(name, found)
		}
		if len(f[name]) > maxOneFile {
			u.refuse(name, fmt.Sprintf("文件超过 %d KiB", maxOneFile>>10))
		}
		u.total += int64(len(f[name]))
	}
	if len(f) > maxFiles || u.total > MaxArchive {
		u.refuse("", "文件太多或太大")
	}
	return u.faults.Err()
}

type unpacking struct {
	files  Files
	folded map[string]bool // names without regard to letter case
	total  int64
	faults yamltext.Faults
}

func (u *unpacking) refuse(name, found string) {
	u.faults = append(u.faults, archiveFault(name, found, "", "改正后重新打包")...)
}

func archiveFault(name, found, expected, fix string) yamltext.Faults {
	if name == "" {
		name = "压缩包"
	}
	return yamltext.Faults{{At: yamltext.Position{File: yamltext.Shown(name)}, Code: "bad_archive", Found: found, Expected: expected, Fix: fix}}
}

func (u *unpacking) take(entry *zip.File) {
	name := entry.Name
	if base := path.Base(name); strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" {
		return
	}
	if found := u.nameTrouble(strings.TrimSuffix(name, "/")); found != "" {
		u.refuse(name, found)
		return
	}
	if entry.FileInfo().IsDir() {
		return
	}
	if !entry.Mode().IsRegular() {
		u.refuse(name, "不是普通文件（链接、设备等）")
		return
	}
	data, err := u.read(entry)
	switch {
	case errors.Is(err, errTooMuch):
		u.refuse(name, fmt.Sprintf("解压后太大：一个文件不超过 %d KiB，合计不超过 %d KiB", maxOneFile>>10, maxUnpacked>>10))
	case err != nil:
		u.refuse(name, "文件损坏、已加密或压缩方式不认识")
	default:
		u.files[name] = data
	}
}

// nameTrouble is what is wrong with a file's name, "" where nothing is.
func (u *unpacking) nameTrouble(name string) string {
	if !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00") || !fs.ValidPath(name) || name == "." {
		return "路径不合规则；不能有 ..、反斜杠，不能以 / 开头，文件名请用英文"
	}
	if strings.Count(name, "/") >= maxDepth {
		return "文件夹套得太深"
	}
	folded := strings.ToLower(name)
	if u.folded[folded] {
		return "重名（大小写不计）"
	}
	u.folded[folded] = true
	return ""
}

var errTooMuch = errors.New("too much")

// read bounds what is really unpacked, whatever the header says.
func (u *unpacking) read(entry *zip.File) ([]byte, error) {
	if u.total > maxUnpacked {
		return nil, errTooMuch
	}
	file, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	data, err := io.ReadAll(io.LimitReader(file, maxOneFile+1))
	if u.total += int64(len(data)); err == nil && (len(data) > maxOneFile || u.total > maxUnpacked) {
		return nil, errTooMuch
	}
	return data, err
}

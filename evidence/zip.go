package evidence

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhanping/internal/yamltext"
)

// Bounds of a zip: an honest bundle stays far below, a bomb does not.
const (
	maxPacked   = 256 << 20 // bytes of the zip itself, and of everything in it unpacked
	maxEntries  = 2000 + 2*maxMembers
	maxRatio    = 200     // unpacked to packed bytes of one entry …
	ratioExempt = 1 << 20 // … where it is larger than this
)

// openZip reads a bundle out of a zip: bundle.yaml, or else the only YAML file, at its root
// or in its one top folder.
// Nothing is unpacked to disk.
func openZip(fsys fs.FS, name string, size int64, options Options) (*Bundle, error) {
	if size > maxPacked {
		return nil, archiveFaults(options.Name, fmt.Sprintf("压缩包有 %d MiB，太大", (size+1<<20-1)>>20), fmt.Sprintf("不超过 %d MiB", maxPacked>>20), "缩小图片后再打包").Err()
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(fsys, name, options.Name, err, "核对文件")
	}
	defer func() { _ = file.Close() }() // nothing was written
	at, ok := file.(io.ReaderAt)
	if !ok {
		var data bytes.Buffer
		n, err := data.ReadFrom(io.LimitReader(file, maxPacked))
		if err != nil {
			return nil, unreadable(fsys, name, options.Name, err, "核对文件")
		}
		at, size = bytes.NewReader(data.Bytes()), n
	}
	files, text, faults := unpack(at, size, options.Name)
	if err := maskAll(faults).Err(); err != nil {
		return nil, err
	}
	options.Name += "/" + text
	return openText(files, text, options)
}

const packAgain = "用系统自带的压缩功能重新打包材料包文件夹"

func archiveFaults(file, found, expected, fix string) yamltext.Faults {
	return yamltext.Faults{{At: yamltext.Position{File: file}, Code: codeArchive, Found: found, Expected: expected, Fix: fix}}
}

// unpack checks every entry by its header and gives the files of the bundle by their
// path in it, and which of them is its text.
func unpack(at io.ReaderAt, size int64, file string) (archive, string, yamltext.Faults) {
	reader, err := zip.NewReader(at, size)
	if err != nil {
		return nil, "", archiveFaults(file, "压缩包损坏，或不是 zip 格式", "zip 压缩包", packAgain)
	}
	if len(reader.File) > maxEntries {
		return nil, "", archiveFaults(file, fmt.Sprintf("压缩包里有 %d 个文件，太多", len(reader.File)), fmt.Sprintf("不超过 %d 个", maxEntries), "只留下用作依据的附件，重新打包")
	}
	var faults yamltext.Faults
	files := archive{}
	folded := map[string]string{}
	var total uint64
	for _, entry := range reader.File {
		name, found := entryName(entry)
		label := "压缩包里的“" + shown(name) + "”"
		if found == "" && skipped(name) {
			continue
		}
		fix := packAgain
		if found == "" {
			found, fix = entryTrouble(entry, &total)
		}
		if twin, twice := folded[strings.ToLower(name)]; found == "" && twice {
			found = "与“" + shown(twin) + "”重名"
		}
		if found != "" {
			faults = append(faults, archiveFaults(file, label+found, "", fix)...)
			continue
		}
		folded[strings.ToLower(name)] = name
		if !strings.HasSuffix(name, "/") {
			files[name] = entry
		}
	}
	if len(faults) > 0 {
		return nil, "", faults
	}
	return files.bundle(file)
}

// entryName is the name of an entry as UTF-8 and why it is refused, in Chinese.
func entryName(entry *zip.File) (name, found string) {
	name = entry.Name
	if !utf8.ValidString(name) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name)
		if err != nil || strings.ContainsRune(decoded, utf8.RuneError) {
			return strings.ToValidUTF8(name, "?"), "的文件名编码无法识别"
		}
		name = decoded
	}
	if found := badPath(strings.TrimSuffix(name, "/")); found != "" {
		return name, found
	}
	return name, ""
}

// skipped says whether an entry is what operating systems add by themselves.
func skipped(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// entryTrouble says why an entry is refused, and what to do; both are empty for a good one.
func entryTrouble(entry *zip.File, total *uint64) (found, fix string) {
	const smaller = "缩小图片后再打包"
	mode := entry.Mode()
	unpacked := entry.UncompressedSize64
	*total += min(unpacked, maxPacked+1)
	switch {
	case mode&fs.ModeSymlink != 0:
		return "是符号链接", "放入文件本身，重新打包"
	case !mode.IsDir() && !mode.IsRegular():
		return "不是普通文件", packAgain
	case entry.Flags&1 != 0:
		return "加了密码", "不加密码，重新打包"
	case entry.Method != zip.Store && entry.Method != zip.Deflate:
		return "用了不支持的压缩方法", packAgain
	case unpacked > maxAttachment:
		return fmt.Sprintf("解压后超过 %d MiB", maxAttachment>>20), smaller
	case unpacked > ratioExempt && unpacked/max(entry.CompressedSize64, 1) > maxRatio:
		return "压缩比异常，像是压缩炸弹", packAgain
	case *total > maxPacked:
		return fmt.Sprintf("使解压后的总量超过 %d MiB", maxPacked>>20), smaller
	}
	return "", packAgain
}

// archive is the files of a zip by their path; it is an fs.FS that reads what is asked
// for and never more than the header of an entry declares.
type archive map[string]*zip.File

// bundle finds the text of the bundle, bundle.yaml or else the only YAML file, and gives
// the files of its folder with its name.
func (a archive) bundle(file string) (archive, string, yamltext.Faults) {
	tops := a.texts(func(base string) bool { return base == BundleFile })
	if len(tops) == 0 {
		tops = a.texts(func(base string) bool {
			extension := strings.ToLower(path.Ext(base))
			return (extension == ".yaml" || extension == ".yml") && !strings.HasPrefix(base, ".")
		})
	}
	const oneText = "根目录或唯一的顶层文件夹里有 " + BundleFile
	switch {
	case len(tops) == 0:
		return nil, "", archiveFaults(file, "压缩包里没有 "+BundleFile, oneText, "把材料的 YAML 文本改名为 "+BundleFile+"，与附件一起重新打包")
	case path.Dir(tops[0]) == "." && (len(tops) == 1 || path.Base(tops[0]) == BundleFile):
		return a, tops[0], nil
	case len(tops) > 1 && path.Base(tops[0]) != BundleFile:
		return nil, "", archiveFaults(file, fmt.Sprintf("压缩包里没有 %s，而有 %d 个 YAML 文件（%s）", BundleFile, len(tops), shown(strings.Join(tops, "、"))),
			oneText, "把材料的那一个改名为 "+BundleFile)
	case len(tops) > 1:
		folders := make([]string, len(tops))
		for i, top := range tops {
			folders[i] = path.Dir(top)
		}
		return nil, "", archiveFaults(file, fmt.Sprintf("压缩包里有 %d 份材料（%s）", len(tops), shown(strings.Join(folders, "、"))), "一个压缩包一份材料", "每站打一个包")
	}
	files := archive{}
	for name, entry := range a {
		if inside, ok := strings.CutPrefix(name, path.Dir(tops[0])+"/"); ok {
			files[inside] = entry
		}
	}
	return files, path.Base(tops[0]), nil
}

// texts are the files of that name at the root or in a folder there, the root's first.
func (a archive) texts(named func(base string) bool) []string {
	var found []string
	for name := range a {
		if named(path.Base(name)) && strings.Count(name, "/") <= 1 {
			found = append(found, name)
		}
	}
	slices.SortFunc(found, func(a, b string) int {
		return cmp.Or(strings.Count(a, "/")-strings.Count(b, "/"), strings.Compare(a, b))
	})
	return found
}

// Open opens one file.
func (a archive) Open(name string) (fs.File, error) {
	entry, ok := a[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	content, err := entry.Open()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &entryFile{content, entryInfo{name: path.Base(name), size: int64(entry.UncompressedSize64)}}, nil //nolint:gosec // bounded by entryTrouble
}

// ReadDir lists a folder, in the order of the names.
func (a archive) ReadDir(name string) ([]fs.DirEntry, error) {
	below := map[string]fs.DirEntry{}
	for file, entry := range a {
		rest, inside := strings.CutPrefix(file, name+"/")
		if name == "." {
			rest, inside = file, true
		}
		if !inside {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		info := entryInfo{name: first, folder: deeper}
		if !deeper {
			info.size = int64(entry.UncompressedSize64) //nolint:gosec // bounded by entryTrouble
		}
		below[first] = fs.FileInfoToDirEntry(info)
	}
	if len(below) == 0 {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return slices.SortedFunc(maps.Values(below), func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }), nil
}

type entryFile struct {
	io.ReadCloser
	info entryInfo
}

func (f *entryFile) Stat() (fs.FileInfo, error) { return f.info, nil }

type entryInfo struct {
	name   string
	size   int64
	folder bool
}

func (i entryInfo) Name() string     { return i.name }
func (i entryInfo) Size() int64      { return i.size }
func (entryInfo) ModTime() time.Time { return time.Time{} }
func (i entryInfo) IsDir() bool      { return i.folder }
func (entryInfo) Sys() any           { return nil }

func (i entryInfo) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

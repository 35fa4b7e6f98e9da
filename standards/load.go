package standards

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"zhanping/internal/yamltext"
)

const (
	headFile     = "standard.yaml"
	maxFileBytes = 1 << 20
)

var chapterFile = regexp.MustCompile(`^[0-9]{2}-[a-z0-9][a-z0-9-]*\.yaml$`)

// Load reads the standard in a folder: standard.yaml and the chapters NN-name.yaml in
// the order of their names. It returns a complete, validated standard or every fault at
// once as yamltext.Faults, and messages name files as dir joined with their names.
func Load(fsys fs.FS, dir string) (*Standard, error) { return LoadAs(fsys, dir, dir) }

// LoadAs is Load with messages that name the folder as display, so that a person can
// click on them.
func LoadAs(fsys fs.FS, dir, display string) (*Standard, error) {
	r, faults := reviewAll(fsys, dir, display)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return r.std, nil
}

func reviewAll(fsys fs.FS, dir, display string) (*review, yamltext.Faults) {
	files, faults := readFiles(fsys, dir, display)
	r := &review{}
	for i, page := range readPages(files) {
		if files[i].name == headFile {
			r.head = page
		} else {
			r.chapters = append(r.chapters, page)
		}
	}
	if r.head == nil || len(r.chapters) == 0 || len(faults) > 0 {
		r.incomplete = true
	}
	r.std = decode(r.head, r.chapters)
	r.std.Digest = digest(files)
	r.run()
	return r, append(faults, r.allFaults()...)
}

// readPages parses the files side by side: parsing is most of what loading costs, and
// the first score should not wait for it.
func readPages(files []sourceFile) []*page {
	pages := make([]*page, len(files))
	var wait sync.WaitGroup
	for i, file := range files {
		def := "chapter"
		if file.name == headFile {
			def = "standard"
		}
		wait.Go(func() { pages[i] = readPage(file.display, file.data, def) })
	}
	wait.Wait()
	return pages
}

// sourceFile is one file of a standard as it lies on disk.
type sourceFile struct {
	name, display string
	data          []byte
}

// readFiles reads the files of a standard, sorted by name, and refuses what looks like
// a chapter and would be passed over.
func readFiles(fsys fs.FS, dir, display string) ([]sourceFile, yamltext.Faults) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, yamltext.Faults{fileFault(display, "打不开文件夹", "存放标准的文件夹", "核对路径和权限")}
	}
	var files []sourceFile
	var faults yamltext.Faults
	hasHead, hasChapter := false, false
	for _, entry := range entries {
		name := entry.Name()
		shown := path.Join(display, name)
		ext := strings.ToLower(path.Ext(name))
		if entry.IsDir() || (ext != ".yaml" && ext != ".yml") || strings.HasPrefix(name, ".") {
			continue
		}
		if name != headFile && !chapterFile.MatchString(name) {
			faults = append(faults, fileFault(shown, "文件名不合规则，不会被读入",
				"standard.yaml，或两位数字、连字符和小写英文名，如 05-rules.yaml", "改文件名，或移出这个文件夹"))
			continue
		}
		hasHead = hasHead || name == headFile
		hasChapter = hasChapter || name != headFile
		data, fault := readFile(fsys, path.Join(dir, name), shown)
		if fault != nil {
			faults = append(faults, *fault)
			continue
		}
		files = append(files, sourceFile{name: name, display: shown, data: data})
	}
	if !hasHead {
		faults = append(faults, fileFault(path.Join(display, headFile), "没有这个文件", "标准的总则", "补上 standard.yaml"))
	}
	if !hasChapter {
		faults = append(faults, fileFault(display, "没有章文件", "至少一个 NN-名称.yaml，如 01-organization.yaml", "补上各章"))
	}
	slices.SortFunc(files, func(a, b sourceFile) int { return strings.Compare(a.name, b.name) })
	return files, faults
}

func readFile(fsys fs.FS, name, display string) ([]byte, *yamltext.Fault) {
	data, err := readLimited(fsys, name)
	if errors.Is(err, errTooLarge) {
		fault := fileFault(display, fmt.Sprintf("文件超过 %d KiB", maxFileBytes>>10), "一章一个小文件", "拆成几章")
		return nil, &fault
	}
	if err != nil {
		fault := fileFault(display, "读不了文件", "可读的文本文件", "核对权限")
		return nil, &fault
	}
	return data, nil
}

var errTooLarge = errors.New("file too large")

func readLimited(fsys fs.FS, name string) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	data, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxFileBytes {
		return nil, errTooLarge
	}
	return data, nil
}

func fileFault(file, found, expected, fix string) yamltext.Fault {
	return yamltext.Fault{At: yamltext.Position{File: file}, Code: "bad_file", Found: found, Expected: expected, Fix: fix}
}

// digest is over names and bytes, each with its length before it, so that no two
// different sets of files give the same stream.
func digest(files []sourceFile) string {
	hash := sha256.New()
	write := func(data []byte) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(data)))
		hash.Write(length[:])
		hash.Write(data)
	}
	for _, file := range files {
		write([]byte(file.name))
		write(file.data)
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"zhanping/internal/yamltext"
)

// maxAttachment is how large one attachment may be.
const maxAttachment = 32 << 20

// digests are of one attachment, in lower-case hex.
type digests struct{ sha256, sm3 string }

// checkFiles looks up every attachment that is mentioned and compares the digests that
// are given.
func (r *reader) checkFiles() {
	if len(r.files) == 0 {
		return
	}
	known := map[string]digests{}
	unchecked := 0
	for _, ref := range r.files {
		if fault := badPath(ref.name); fault != "" {
			r.faultAt(ref.at, codeAttachment, fmt.Sprintf("附件“%s”%s", shown(ref.name), fault),
				"材料包里的相对路径，如 attachments/plate.jpg", "把附件放进材料包，写它在包里的路径")
			continue
		}
		if r.attachments == nil {
			unchecked++
			continue
		}
		d, seen := known[ref.name]
		if !seen {
			var err error
			d, err = hashFile(r.attachments, ref.name)
			if err != nil {
				found, fix := fileTrouble(r.attachments, ref.name, err)
				if fix == "" {
					fix = "放入这个文件，或改正路径"
				}
				r.faultAt(ref.at, codeAttachment, fmt.Sprintf("附件“%s”%s", shown(ref.name), found), "材料包里的文件", fix)
				continue
			}
			known[ref.name] = d
		}
		if ref.source != nil {
			r.compareDigests(ref, d)
		}
	}
	if unchecked > 0 {
		r.note(yamltext.Position{File: r.file}, fmt.Sprintf("没有附件文件夹，%d 处附件没有核对", unchecked))
	}
}

func (r *reader) compareDigests(ref fileRef, d digests) {
	s := ref.source
	for _, given := range []struct{ name, want, got string }{{"SHA-256", s.SHA256, d.sha256}, {"SM3", s.SM3, d.sm3}} {
		if given.want != "" && given.want != given.got {
			r.faultAt(ref.at, codeAttachment, fmt.Sprintf("附件“%s”与登记的 %s 摘要不符，文件可能被改动", shown(ref.name), given.name),
				given.want, "找回原来的文件；确认要换文件的，把摘要改为 "+given.got)
		}
	}
	var missing []string
	if s.SHA256 == "" {
		missing = append(missing, "sha256: "+d.sha256)
	}
	if s.SM3 == "" {
		missing = append(missing, "sm3: "+d.sm3)
	}
	if len(missing) > 0 {
		r.note(ref.at, fmt.Sprintf("依据 %s 的附件没有登记摘要，可补上 %s", s.ID, strings.Join(missing, ", ")))
	}
}

// badPath says why a text is no path inside the bundle, in Chinese.
func badPath(name string) string {
	switch {
	case strings.Contains(name, `\`):
		return "的路径用了反斜杠"
	case strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':':
		return "是绝对路径"
	case strings.HasPrefix(path.Clean(name), ".."):
		return "指到了材料包之外"
	case !fs.ValidPath(name) || name == ".":
		return "不是规范的路径"
	}
	return ""
}

var errTooLarge = errors.New("attachment too large")

func hashFile(files fs.FS, name string) (digests, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return digests{}, err
	}
	if !info.Mode().IsRegular() {
		return digests{}, errNotRegular
	}
	if info.Size() > maxAttachment {
		return digests{}, errTooLarge
	}
	file, err := files.Open(name)
	if err != nil {
		return digests{}, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	first, second := sha256.New(), sm3.New()
	n, err := io.Copy(io.MultiWriter(first, second), io.LimitReader(file, maxAttachment+1))
	if err != nil {
		return digests{}, err
	}
	if n > maxAttachment {
		return digests{}, errTooLarge
	}
	return digests{hex.EncodeToString(first.Sum(nil)), hex.EncodeToString(second.Sum(nil))}, nil
}

var errNotRegular = errors.New("no regular file")

// fileTrouble is why a file could not be read, in Chinese, and what to do where that is
// not plain.
func fileTrouble(files fs.FS, name string, err error) (found, fix string) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "不存在", ""
	case errors.Is(err, fs.ErrPermission):
		return "没有读取权限", "改文件的权限"
	case errors.Is(err, errTooLarge):
		return fmt.Sprintf("超过 %d MiB", maxAttachment>>20), "缩小图片后再放入"
	case errors.Is(err, errNotRegular):
		return "不是普通文件", ""
	case isLink(files, name):
		// An os.Root refuses a link that leads out of it, and has no name for that error.
		return "是指向材料包之外的链接", "把文件本身放进材料包"
	}
	return "读不出来（内容损坏或无法访问）", ""
}

// isLink says whether a file, or a folder on the way to it, is a symbolic link.
func isLink(files fs.FS, name string) bool {
	for ; name != "." && name != "/"; name = path.Dir(name) {
		if info, err := fs.Lstat(files, name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

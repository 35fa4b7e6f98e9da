package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// maxLinks bounds a chain of symbolic links.
const maxLinks = 40

// target is a file to write, found before there is anything to write.
type target struct {
	path   string      // with symbolic links followed
	info   fs.FileInfo // nil while there is no such file
	direct bool        // a device or a pipe: written in place
	open   io.Writer   // the standard output itself, when the path leads there
}

// targetOf says where a path leads, or in Chinese why it cannot be written.
func (p *program) targetOf(path string) (target, error) {
	t := target{path: path}
	info, err := os.Stat(path)
	switch {
	case err == nil:
		return p.existing(t, info)
	case !errors.Is(err, fs.ErrNotExist):
		return t, writeTrouble(err)
	}
	if t.path, err = followed(path); err != nil {
		return t, err
	}
	dir := filepath.Dir(t.path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return t, fmt.Errorf("目录 %s 不存在；请先建目录", dir)
	case err != nil:
		return t, writeTrouble(err)
	case !info.IsDir():
		return t, fmt.Errorf("%s 不是目录；请核对路径", dir)
	}
	return t, nil
}

func (p *program) existing(t target, info fs.FileInfo) (target, error) {
	t.info = info
	if info.IsDir() {
		return t, errors.New("是目录；请写文件名")
	}
	if stdout, ok := p.stdout.(*os.File); ok {
		if own, err := stdout.Stat(); err == nil && os.SameFile(own, info) {
			t.open = stdout
			return t, nil
		}
	}
	if !info.Mode().IsRegular() || isDescriptor(t.path) {
		t.direct = true
		return t, nil
	}
	if info.Mode().Perm()&0o222 == 0 {
		return t, errors.New("这个文件是只读的，没有写；请换一个文件名")
	}
	file, err := os.OpenFile(t.path, os.O_WRONLY, 0)
	if err != nil {
		return t, writeTrouble(err)
	}
	_ = file.Close()
	t.path, err = followed(t.path)
	return t, err
}

// isDescriptor reports whether a path names an open file of the process, as the shell's
// <(…) and >(…) do.
func isDescriptor(path string) bool {
	path = filepath.ToSlash(filepath.Clean(path))
	for _, root := range []string{"/dev/fd/", "/dev/std", "/proc/self/fd/"} {
		if strings.HasPrefix(path, root) {
			return true
		}
	}
	return false
}

// followed is the path at the end of a chain of symbolic links, which need not exist.
func followed(path string) (string, error) {
	for range maxLinks {
		link, err := os.Readlink(path)
		if err != nil {
			return path, nil //nolint:nilerr // no link, or nothing there yet
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return "", errors.New("符号链接绕成了圈；请换一个文件名")
}

// same reports whether two targets are one regular file.
func (t target) same(other target) bool {
	if t.direct || other.direct {
		return false
	}
	if t.info != nil && other.info != nil {
		return os.SameFile(t.info, other.info)
	}
	return t.info == nil && other.info == nil && place(t.path) == place(other.path)
}

// place is a path that does not exist yet, in the one form of its folder.
func place(path string) string {
	dir := filepath.Dir(path)
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved
	}
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	return filepath.Join(dir, filepath.Base(path))
}

// replaces reports whether writing takes the place of a file.
func (t target) replaces() bool { return t.info != nil && !t.direct && t.open == nil }

// write writes a whole regular file or leaves the old one as it was; a device or a pipe
// is written in place.
func (t target) write(write func(io.Writer) error) (err error) {
	switch {
	case t.open != nil:
		return write(t.open)
	case t.direct:
		file, err := os.OpenFile(t.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(file), file.Close())
	}
	mode := fs.FileMode(0o644)
	if t.info != nil {
		mode = t.info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(t.path), ".zhanping-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err = write(file); err != nil {
		return err
	}
	if err = file.Chmod(mode); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), t.path)
}

// writeTrouble says in Chinese why a file could not be written.
func writeTrouble(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return errors.New("没有写的权限；请换一个位置或核对权限")
	case errors.Is(err, syscall.ENOSPC):
		return errors.New("存储空间已满；请腾出空间后再试")
	case errors.Is(err, syscall.ENAMETOOLONG):
		return errors.New("文件名太长；请换一个短的")
	case errors.Is(err, syscall.ENOTDIR):
		return errors.New("路径中间有一段不是目录；请核对路径")
	case errors.Is(err, syscall.ELOOP):
		return errors.New("符号链接绕成了圈；请换一个文件名")
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("所在的目录不存在；请先建目录")
	case errors.Is(err, syscall.EPIPE):
		return errors.New("对方没有读完就关闭了管道")
	case errors.As(err, &path):
		return fmt.Errorf("写不了（%w）", path.Err)
	case errors.As(err, &link):
		return fmt.Errorf("写不了（%w）", link.Err)
	}
	return err
}

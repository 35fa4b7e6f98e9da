package attachment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Staged is an upload that has arrived whole and is not kept yet: its bytes can be read at any place, so that they can
// be inspected first, and its digests are known, so that a record can be written first. Close drops it.
type Staged struct {
	Stored
	file *os.File
}

// Stage reads an upload to its end into a temporary file that no name leads to, so that it vanishes with the program.
// It never writes more than limit bytes and holds only a small buffer in memory; one byte more gives ErrTooLarge.
func (v *Vault) Stage(ctx context.Context, upload io.Reader, limit int64) (*Staged, error) {
	dir := ""
	if v.dir != "" {
		dir = filepath.Join(v.dir, stagingDir)
	}
	file, err := os.CreateTemp(dir, "upload-*")
	if err != nil {
		return nil, unavailable("建立暂存文件", err)
	}
	_ = os.Remove(file.Name()) // some systems refuse while it is open; Close removes it there
	s := &Staged{file: file}
	if err := s.fill(ctx, upload, limit); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Staged) fill(ctx context.Context, upload io.Reader, limit int64) error {
	in := &source{ctx: ctx, r: upload}
	sums := newDigests()
	size, err := io.Copy(io.MultiWriter(s.file, sums), io.LimitReader(in, limit))
	switch {
	case in.err != nil:
		return fmt.Errorf("接收上传: %w", in.err)
	case err != nil:
		return unavailable("写入暂存文件", err)
	}
	if size == limit {
		switch n, err := io.ReadFull(in, make([]byte, 1)); {
		case n > 0:
			return fmt.Errorf("%w：上限 %s", ErrTooLarge, megabytes(limit))
		case !errors.Is(err, io.EOF):
			return fmt.Errorf("接收上传: %w", err)
		}
	}
	s.Stored = sums.stored(size)
	return nil
}

// ReadAt makes the staged bytes an io.ReaderAt of Size bytes.
func (s *Staged) ReadAt(p []byte, off int64) (int, error) { return s.file.ReadAt(p, off) }

// Close drops the staged bytes; what Keep has put into the vault stays there.
func (s *Staged) Close() {
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}

// source remembers whether it was the upload that broke, not the disk, and stops when the request has ended.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d 字节", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

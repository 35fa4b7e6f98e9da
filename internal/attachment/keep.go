package attachment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// Put keeps an upload of at most limit bytes. After it has returned without an error, the bytes are on the disk, not
// only in its cache, and Open gives them. A program that is killed leaves either the whole object or none.
func (v *Vault) Put(ctx context.Context, upload io.Reader, limit int64) (Stored, error) {
	staged, err := v.Stage(ctx, upload, limit)
	if err != nil {
		return Stored{}, err
	}
	defer staged.Close()
	return staged.Stored, v.Keep(ctx, staged)
}

// Keep puts staged bytes into the vault, with the promises of Put. Bytes that are there already are read again and
// left alone; if they have been damaged, the good ones take their place.
func (v *Vault) Keep(ctx context.Context, s *Staged) error {
	key, _ := keyOf(s.Digest)
	_, err := v.Verify(ctx, s.Digest)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNotFound):
		err = v.write(ctx, key, io.NewSectionReader(s, 0, s.Size), true)
		if gcerrors.Code(err) == gcerrors.FailedPrecondition {
			return nil // someone put the same bytes in this moment
		}
	case errors.Is(err, ErrCorrupt):
		err = v.write(ctx, key, io.NewSectionReader(s, 0, s.Size), false)
	default:
		return err
	}
	if err != nil {
		return v.fault(ctx, "写入附件", err)
	}
	return nil
}

// write makes one object visible all at once, and on a disk makes sure that it outlives a loss of power.
func (v *Vault) write(ctx context.Context, key string, content io.Reader, once bool) error {
	ctx, abandon := context.WithCancel(ctx)
	defer abandon()
	var file *os.File // the temporary file behind the writer, where the store is a disk
	w, err := v.bucket.NewWriter(ctx, key, &blob.WriterOptions{
		ContentType: "application/octet-stream", // whatever it is, no browser shall show it straight from the store
		IfNotExist:  once,
		BeforeWrite: func(as func(any) bool) error { as(&file); return nil },
	})
	if err != nil {
		return err
	}
	if _, err = io.Copy(w, content); err == nil && file != nil {
		err = file.Sync()
	}
	if err != nil {
		abandon()
		return errors.Join(err, ignoreCancelled(w.Close()))
	}
	if err := w.Close(); err != nil {
		return err
	}
	if file == nil {
		return nil
	}
	return v.syncFolders(filepath.Dir(file.Name()))
}

// syncFolders makes the new name, and new folders on the way to it, outlive a loss of power.
func (v *Vault) syncFolders(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there; NTFS journals names
	}
	for ; len(dir) >= len(v.dir); dir = filepath.Dir(dir) {
		folder, err := os.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
			return fmt.Errorf("sync %s: %w", dir, err)
		}
	}
	return nil
}

func ignoreCancelled(err error) error {
	if errors.Is(err, context.Canceled) || gcerrors.Code(err) == gcerrors.Canceled {
		return nil
	}
	return err
}

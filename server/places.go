package server

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
)

// DatabaseAt is the connection string of the database.
func (c Config) DatabaseAt() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "zhanping.db")
}

// AttachmentsAt is the address of the store of attachments.
func (c Config) AttachmentsAt() string {
	if c.Attachments != "" {
		return c.Attachments
	}
	folder := filepath.ToSlash(filepath.Join(c.Data, "attachments"))
	if filepath.IsAbs(folder) {
		return (&url.URL{Scheme: "file", Path: folder}).String()
	}
	return (&url.URL{Scheme: "file", Host: ".", Path: "/" + folder}).String()
}

// KeysAt is the folder of the secret keys.
func (c Config) KeysAt() string { return filepath.Join(c.Data, "keys") }

// ErrRestoring says that the database is being filled from a backup, or that filling it was broken off.
var ErrRestoring = errors.New("数据库正在从备份恢复，或上次恢复没有完成；请重新运行 zhanping restore，完成后再启动")

// whole refuses a database that a restore left half filled.
func (a *App) whole(ctx context.Context) error {
	restoring, err := a.store.Restoring(ctx)
	if err == nil && restoring {
		return ErrRestoring
	}
	return err
}

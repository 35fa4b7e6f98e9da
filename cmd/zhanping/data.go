package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"zhanping/internal/attachment"
	"zhanping/server"
	"zhanping/server/store"
)

// openTrouble says in Chinese why a database or the attachments could not be opened.
func openTrouble(err error) error {
	if words := store.Trouble(err); words != "" {
		return errors.New(words)
	}
	var path *fs.PathError
	switch {
	case errors.Is(err, store.ErrNoDatabase):
		return errors.New("这里没有站评的数据库；请核对 --data 和 --database")
	case errors.As(err, &path):
		return fmt.Errorf("%s：%w", path.Path, writeTrouble(err))
	}
	return err
}

// peek opens the data that a command looks at, while a server may be working on them.
func peek(ctx context.Context, config server.Config) (*store.Store, error) {
	db, err := store.Peek(ctx, config.DatabaseAt(), time.Now)
	if err != nil {
		return nil, openTrouble(err)
	}
	return db, nil
}

// existingVault opens the attachments of an installation; an empty store cannot be theirs.
func existingVault(ctx context.Context, config server.Config) (*attachment.Vault, error) {
	vault, err := attachment.OpenVault(ctx, config.AttachmentsAt())
	if err != nil {
		return nil, openTrouble(err)
	}
	if vault.Created() {
		return nil, errors.Join(
			fmt.Errorf("附件存储 %s 是空的，不是这个系统的附件；请核对 --attachments，或磁盘是否已挂载", maskedURL(config.AttachmentsAt())), vault.Close())
	}
	return vault, nil
}

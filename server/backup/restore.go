package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"zhanping/internal/attachment"
	"zhanping/server/store"
)

// ErrNotEmpty says that there is something already where a backup is to be put back.
var ErrNotEmpty = errors.New("目标数据库里已有数据，没有恢复；请改用空的数据目录或空的数据库，原有的数据没有改动")

// Target is where a backup is put back. Nothing else may use the database meanwhile.
type Target struct {
	Store *store.Store
	Vault *attachment.Vault
}

// Restore puts a backup back into an empty database. Whatever stops it, the database is marked as
// unfinished, which no server starts on, until Restore has run to its end; running it again with the
// same backup goes on. Attachments come first and the rows of all tables in one transaction, so that
// there is never a record without its file. Examine what was restored afterwards.
func Restore(ctx context.Context, a *Archive, t Target) error {
	if _, err := t.Store.Migrate(ctx); err != nil {
		return err
	}
	m := Manifest{}
	if err := sameSchema(ctx, t.Store, &m); err != nil {
		return err
	}
	if m.Schema != a.Manifest.Schema {
		return fmt.Errorf("备份的数据结构是第 %d 版，本程序是第 %d 版；请先用写出备份的程序（%s）恢复，再换用本程序启动，数据会自动升级",
			a.Manifest.Schema, m.Schema, a.Manifest.Program)
	}
	tables, err := a.tables()
	if err != nil {
		return err
	}
	if vacant, err := t.Store.Read(ctx).Vacant(); err != nil {
		return err
	} else if !vacant {
		return ErrNotEmpty
	}
	if err := t.Store.StartRestore(ctx); err != nil {
		return err
	}
	for _, digest := range a.blobs {
		if err := a.putAttachment(ctx, t.Vault, digest); err != nil {
			return err
		}
	}
	// One transaction also takes the mark away: there is no moment at which all is there and nobody may use it.
	return t.Store.Within(ctx, func(tx *store.Tx) error {
		for _, table := range tables {
			if err := a.putTable(tx, table); err != nil {
				return err
			}
		}
		return tx.FinishRestore()
	})
}

// tables are the tables of the backup in the order of the schema; all of them have to be there.
func (a *Archive) tables() ([]Table, error) {
	names, err := store.Tables()
	if err != nil {
		return nil, err
	}
	held := map[string]Table{}
	for _, t := range a.Manifest.Tables {
		held[t.Name] = t
	}
	tables := make([]Table, len(names))
	for i, name := range names {
		var ok bool
		if tables[i], ok = held[name]; !ok {
			return nil, damaged("缺少数据表 %s", name)
		}
	}
	if len(held) != len(names) {
		return nil, damaged("有 %d 个数据表，应为 %d 个", len(held), len(names))
	}
	return tables, nil
}

func (a *Archive) putTable(tx *store.Tx, t Table) error {
	return a.read(tableName(t.Name), func(r io.Reader) error {
		rows, err := tx.Load(t.Name, r)
		if err == nil && rows != t.Rows {
			err = fmt.Errorf("%d rows found, %d expected", rows, t.Rows)
		}
		return err
	})
}

func (a *Archive) putAttachment(ctx context.Context, vault *attachment.Vault, digest string) error {
	return a.read(blobName(digest), func(r io.Reader) error {
		stored, err := vault.Put(ctx, r, math.MaxInt64)
		if err == nil && stored.Digest != "sha256:"+digest {
			err = fmt.Errorf("digest %s", stored.Digest)
		}
		return err
	})
}

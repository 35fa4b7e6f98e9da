package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
)

// ErrNoDatabase says that there is no database of ours at a connection string.
var ErrNoDatabase = errors.New("no database of zhanping")

// Peek opens the database at a connection string to look at it: nothing is made, migrated or changed,
// and a server that is running on it is not held up. Where there is none, it is ErrNoDatabase.
func Peek(ctx context.Context, dsn string, clock func() time.Time) (*Store, error) {
	dialect, dialector, err := peekAt(dsn)
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, dialect, dialector, clock)
	if err != nil {
		return nil, err
	}
	if _, err := s.Schema(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrNoDatabase, err), s.Close())
	}
	return s, nil
}

func peekAt(dsn string) (Dialect, gorm.Dialector, error) {
	if isPostgres(dsn) {
		return dial(dsn)
	}
	if _, err := os.Stat(dsn); errors.Is(err, fs.ErrNotExist) {
		return "", nil, ErrNoDatabase
	}
	return SQLite, sqlite.Open("file:" + dsn + "?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(1)"), nil
}

// Snapshot passes the database as it stands at one moment, to read only. It holds up no writer.
func (s *Store) Snapshot(ctx context.Context, f func(*Tx) error) error {
	options := &sql.TxOptions{ReadOnly: true} // a transaction of SQLite always sees one moment
	if s.dialect == PostgreSQL {
		options.Isolation = sql.LevelRepeatableRead
	}
	return outage(s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error { return f(&Tx{db: db, store: s}) }, options))
}

// Schema is the number of the last migration that the database went through.
func (s *Store) Schema(ctx context.Context) (int64, error) {
	var version int64
	err := s.db.WithContext(ctx).Raw("SELECT max(version_id) FROM goose_db_version WHERE is_applied").Row().Scan(&version)
	return version, told(err)
}

// CurrentSchema is the number of the last migration that this program knows.
func (s *Store) CurrentSchema() (int64, error) {
	pool, err := s.db.DB()
	if err != nil {
		return 0, err
	}
	provider, err := s.provider(pool)
	if err != nil {
		return 0, fmt.Errorf("read the migrations: %w", err)
	}
	sources := provider.ListSources()
	return sources[len(sources)-1].Version, nil
}

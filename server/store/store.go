// Package store keeps the server's records in SQLite or PostgreSQL, by one code path. It is the only
// folder that knows GORM; what it takes and returns are the plain structs of server/records. It
// decides nothing about who may do what.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/glebarez/sqlite"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// What a caller may tell apart, besides ErrUnavailable; every other error is a fault of this program.
var (
	ErrNotFound = errors.New("record not found")
	ErrExists   = errors.New("record exists already")
	ErrStale    = errors.New("record was changed by another request")
)

// Dialect names the kind of database.
type Dialect string

// The databases.
const (
	SQLite     Dialect = "sqlite"
	PostgreSQL Dialect = "postgres"
)

// Store is an open database with the schema this program expects. It is safe for concurrent use.
type Store struct {
	db      *gorm.DB
	dialect Dialect
	clock   func() time.Time
	// writing holds a value while a transaction runs on SQLite, which has one writer at a time: whoever
	// waits here is served in turn, whoever waits inside SQLite sleeps and tries again, at times for seconds.
	writing chan struct{}
}

// Open opens the database at a connection string: "postgres://…" or a key=value string of PostgreSQL,
// else the path of a SQLite file, which is made where it is missing. It does not migrate: call Migrate.
func Open(ctx context.Context, dsn string, clock func() time.Time) (*Store, error) {
	dialect, dialector, err := dial(dsn)
	if err != nil {
		return nil, err
	}
	return open(ctx, dialect, dialector, clock)
}

func open(ctx context.Context, dialect Dialect, dialector gorm.Dialector, clock func() time.Time) (*Store, error) {
	db, err := gorm.Open(dialector, &gorm.Config{
		Logger:                 logger.Discard,
		NowFunc:                clock,
		SkipDefaultTransaction: true,
		TranslateError:         true,
	})
	if err != nil {
		return nil, fmt.Errorf("open the %s database: %w", dialect, err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open the %s database: %w", dialect, err)
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("reach the %s database: %w", dialect, errors.Join(err, pool.Close()))
	}
	s := &Store{db: db, dialect: dialect, clock: clock}
	if dialect == SQLite {
		s.writing = make(chan struct{}, 1)
	}
	return s, nil
}

// connections bounds the pool: more would only queue inside the database.
const connections = 16

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") || strings.Contains(dsn, "dbname=")
}

func dial(dsn string) (Dialect, gorm.Dialector, error) {
	if isPostgres(dsn) {
		return PostgreSQL, postgres.Open(dsn), nil
	}
	if strings.Contains(dsn, "://") {
		return "", nil, fmt.Errorf("数据库连接串 %q 不认识；应为 postgres://… 或 SQLite 文件的路径", dsn)
	}
	if err := os.MkdirAll(filepath.Dir(dsn), 0o700); err != nil {
		return "", nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	// SQLite would make the file readable by everybody; what it puts beside it takes after the file.
	file, err := os.OpenFile(dsn, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return "", nil, fmt.Errorf("make the database: %w", err)
	}
	// Without an immediate lock, a transaction that reads before it writes fails as "locked". NORMAL would
	// lose nothing to kill -9 either, but a power cut could take back what was answered as saved.
	return SQLite, sqlite.Open("file:" + dsn + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"), nil
}

// Dialect is the kind of database behind the store.
func (s *Store) Dialect() Dialect { return s.dialect }

// Close ends every connection.
func (s *Store) Close() error {
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return pool.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.db.DB()
	if err != nil {
		return err
	}
	return outage(pool.PingContext(ctx))
}

// Now is the moment by the store's clock.
func (s *Store) Now() time.Time { return s.clock() }

// Read answers queries outside a transaction.
func (s *Store) Read(ctx context.Context) *Tx {
	return &Tx{db: s.db.WithContext(ctx), store: s}
}

// Within runs f in one transaction: all that f does happens, or nothing of it. Where the database
// refuses a transaction only because another one came between, f runs again, so it must change
// nothing outside the transaction.
func (s *Store) Within(ctx context.Context, f func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, f)
		if err == nil || attempt == retries || !collided(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(attempt) * 20 * time.Millisecond):
		}
	}
}

// once runs f in a transaction, in its turn.
func (s *Store) once(ctx context.Context, f func(*Tx) error) error {
	if s.writing != nil {
		select {
		case s.writing <- struct{}{}:
			defer func() { <-s.writing }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	var own error
	err := s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		own = f(&Tx{db: db, store: s})
		return own
	})
	if own == nil {
		err = outage(err) // to begin or to commit
	}
	return err
}

const retries = 5

// collided reports whether PostgreSQL gave up a transaction for the sake of another.
func collided(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

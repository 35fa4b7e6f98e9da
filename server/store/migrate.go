package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema to what this program expects and tells how many steps it took. Several
// servers may start at once: one migrates, the others wait. A step is one transaction, so that a
// process killed in the middle leaves the schema before or after it.
func (s *Store) Migrate(ctx context.Context) (int, error) {
	pool, err := s.db.DB()
	if err != nil {
		return 0, err
	}
	provider, err := s.provider(pool)
	if err != nil {
		return 0, fmt.Errorf("read the migrations: %w", err)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate the %s database: %w", s.dialect, err)
	}
	queue, err := rivermigrate.New(s.driver(pool), nil)
	if err != nil {
		return len(done), fmt.Errorf("read the migrations of the job queue: %w", err)
	}
	result, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return len(done), fmt.Errorf("migrate the job queue: %w", err)
	}
	return len(done) + len(result.Versions), nil
}

func (s *Store) provider(pool *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithGoMigrations(s.appendOnly())}
	dialect := goose.DialectSQLite3
	if s.dialect == PostgreSQL {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, pool, folder, options...)
}

func (s *Store) driver(pool *sql.DB) riverdriver.Driver[*sql.Tx] {
	if s.dialect == PostgreSQL {
		return riverdatabasesql.New(pool)
	}
	return riversqlite.New(pool)
}

// kept are the tables whose rows are never changed and never removed.
var kept = []string{"revisions", "findings", "draws", "conclusions", "journal_entries", "journal_hashes"}

// appendOnly makes the database itself refuse to change what has to stay.
func (s *Store) appendOnly() *goose.Migration {
	return goose.NewGoMigration(2, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		for _, statement := range guards(s.dialect, kept) {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	}}, &goose.GoFunc{RunTx: func(context.Context, *sql.Tx) error {
		return errors.New("append-only tables stay so")
	}})
}

// guards are the triggers that refuse UPDATE and DELETE on the tables.
func guards(dialect Dialect, tables []string) []string {
	var statements []string
	if dialect == PostgreSQL {
		statements = append(statements, `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
			BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$ LANGUAGE plpgsql`)
	}
	for _, table := range tables {
		if dialect == PostgreSQL {
			statements = append(statements, fmt.Sprintf(
				`CREATE TRIGGER %[1]s_stay BEFORE UPDATE OR DELETE ON %[1]s FOR EACH ROW EXECUTE FUNCTION refuse_change()`, table))
			continue
		}
		for _, change := range []string{"UPDATE", "DELETE"} {
			statements = append(statements, fmt.Sprintf(
				`CREATE TRIGGER %[1]s_stay_%[2]s BEFORE %[2]s ON %[1]s BEGIN SELECT RAISE(ABORT, 'rows of %[1]s are never changed'); END`,
				table, change))
		}
	}
	return statements
}

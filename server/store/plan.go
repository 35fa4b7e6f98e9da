package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Statement is a query as it went to the database.
type Statement struct {
	SQL  string
	Args []any
}

// Watch passes every query that reads rows to f before it runs, so that somebody can ask for its
// Plan. It is meant for tests and measuring and must be called before the store is used.
func (s *Store) Watch(f func(Statement)) error {
	tell := func(db *gorm.DB) {
		if db.Statement.SQL.Len() > 0 {
			f(Statement{db.Statement.SQL.String(), db.Statement.Vars})
		}
	}
	if err := s.db.Callback().Query().After("gorm:query").Register("zhanping:watch", tell); err != nil {
		return fmt.Errorf("watch queries: %w", err)
	}
	if err := s.db.Callback().Row().After("gorm:row").Register("zhanping:watch", tell); err != nil {
		return fmt.Errorf("watch queries: %w", err)
	}
	return nil
}

// Plan is how the database would find the rows of a query, a line a step. PostgreSQL is asked for its
// plan without sequential scans, which it would prefer for a few rows: what is then still scanned
// has no index.
func (s *Store) Plan(ctx context.Context, q Statement) ([]string, error) {
	var lines []string
	err := s.Within(ctx, func(tx *Tx) error {
		explain := "EXPLAIN QUERY PLAN "
		if s.dialect == PostgreSQL {
			explain = "EXPLAIN "
			if err := tx.db.Exec("SET LOCAL enable_seqscan = off").Error; err != nil {
				return err
			}
		}
		rows, err := tx.db.Statement.ConnPool.QueryContext(ctx, explain+q.SQL, q.Args...)
		if err != nil {
			return err
		}
		defer rows.Close() //nolint:errcheck // reading; what matters comes out of rows.Err
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		line := make([]any, len(columns))
		for i := range line {
			line[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(line...); err != nil {
				return err
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprint(*line[len(line)-1].(*any))))
		}
		return rows.Err()
	})
	return lines, told(err)
}

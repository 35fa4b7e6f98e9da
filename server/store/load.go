package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"zhanping/server/records"
)

// seeded are the tables into which a migration puts a row.
var seeded = []string{"journal_heads"}

// What one statement puts in at most: the databases bound the number of values, memory bounds the bytes.
const (
	mostValues = 30_000
	mostBytes  = 1 << 20
)

// Load puts the rows that Dump wrote into an empty table and tells how many there were. A line that
// does not have exactly the columns of the table is refused.
func (tx *Tx) Load(table string, r io.Reader) (int64, error) {
	if slices.Contains(seeded, table) {
		if err := tx.db.Exec(`DELETE FROM "` + table + `"`).Error; err != nil {
			return 0, told(err)
		}
	}
	rows, err := tx.db.Raw(`SELECT * FROM "` + table + `" LIMIT 0`).Rows()
	if err != nil {
		return 0, told(err)
	}
	columns, err := columnsOf(rows, table)
	if err := errors.Join(err, rows.Close()); err != nil {
		return 0, err
	}
	l := loader{tx: tx, table: table, columns: columns}
	lines := json.NewDecoder(r)
	lines.UseNumber()
	var n int64
	for ; ; n++ {
		var line map[string]any
		err := lines.Decode(&line)
		if errors.Is(err, io.EOF) {
			return n, l.flush()
		}
		if err == nil {
			err = l.add(line, lines.InputOffset())
		}
		if err != nil {
			return n, fmt.Errorf("table %s, row %d: %w", table, n+1, err)
		}
	}
}

// loader gathers rows for one statement.
type loader struct {
	tx      *Tx
	table   string
	columns []field
	values  []any
	flushed int64 // offset in the input up to which rows were put in
}

func (l *loader) add(line map[string]any, offset int64) error {
	if len(line) != len(l.columns) {
		return fmt.Errorf("%d columns found, %d expected", len(line), len(l.columns))
	}
	for _, c := range l.columns {
		found, ok := line[c.name]
		if !ok {
			return fmt.Errorf("column %s is missing", c.name)
		}
		value, err := c.value(found)
		if err != nil {
			return fmt.Errorf("column %s: %w", c.name, err)
		}
		l.values = append(l.values, value)
	}
	if len(l.values)+len(l.columns) <= mostValues && offset-l.flushed < mostBytes {
		return nil
	}
	l.flushed = offset
	return l.flush()
}

// value is a value of the column out of JSON.
func (c field) value(found any) (any, error) {
	switch v := found.(type) {
	case nil:
		return nil, nil
	case string:
		switch c.kind {
		case kindText:
			return v, nil
		case kindBytes:
			return base64.StdEncoding.DecodeString(v)
		case kindWhole, kindBoolean:
		}
	case bool:
		if c.kind == kindBoolean {
			return v, nil
		}
	case json.Number:
		if c.kind == kindWhole {
			return strconv.ParseInt(v.String(), 10, 64)
		}
	}
	return nil, fmt.Errorf("%T found, %s expected", found, c.kind)
}

func (l *loader) flush() error {
	if len(l.values) == 0 {
		return nil
	}
	names := make([]string, len(l.columns))
	for i, c := range l.columns {
		names[i] = `"` + c.name + `"`
	}
	var statement strings.Builder
	fmt.Fprintf(&statement, `INSERT INTO "%s" (%s) VALUES `, l.table, strings.Join(names, ", "))
	for i := range l.values {
		switch {
		case i == 0:
			statement.WriteString("(")
		case i%len(l.columns) == 0:
			statement.WriteString("), (")
		default:
			statement.WriteString(", ")
		}
		if l.tx.store.dialect == PostgreSQL {
			fmt.Fprintf(&statement, "$%d", i+1)
		} else {
			statement.WriteString("?")
		}
	}
	statement.WriteString(")")
	// Not by GORM, which takes empty bytes for NULL.
	_, err := l.tx.db.Statement.ConnPool.ExecContext(l.tx.Context(), statement.String(), l.values...)
	l.values = l.values[:0]
	return told(err)
}

// columnsOf is what the columns of a table hold.
func columnsOf(rows *sql.Rows, table string) ([]field, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, told(err)
	}
	columns := make([]field, len(types))
	for i, t := range types {
		known, ok := kinds[strings.ToUpper(t.DatabaseTypeName())]
		if !ok {
			return nil, fmt.Errorf("table %s, column %s: type %q is not one of text, bigint, boolean, bytea", table, t.Name(), t.DatabaseTypeName())
		}
		columns[i] = field{t.Name(), known}
	}
	return columns, nil
}

// Vacant reports whether no table holds anything but what the migrations put there.
func (tx *Tx) Vacant() (bool, error) {
	tables, err := Tables()
	if err != nil {
		return false, err
	}
	for _, table := range tables {
		if slices.Contains(seeded, table) {
			continue
		}
		var one int
		err := tx.db.Raw(`SELECT 1 FROM "` + table + `" LIMIT 1`).Row().Scan(&one)
		if err == nil {
			return false, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return false, told(err)
		}
	}
	return true, nil
}

// restore is the mark of a database that is being filled from a backup.
type restore struct {
	ID        string `gorm:"primaryKey"`
	StartedAt records.Time
}

const onlyRestore = "1"

// StartRestore marks the database as not to be used until FinishRestore was committed.
func (s *Store) StartRestore(ctx context.Context) error {
	return s.Read(ctx).Put(&restore{ID: onlyRestore, StartedAt: records.At(s.clock())}, "id")
}

// FinishRestore takes the mark away.
func (tx *Tx) FinishRestore() error {
	_, err := Delete[restore](tx, Equal("id", onlyRestore))
	return err
}

// Restoring reports whether filling the database from a backup was begun and not finished.
func (s *Store) Restoring(ctx context.Context) (bool, error) {
	_, err := Get[restore](s.Read(ctx), onlyRestore)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

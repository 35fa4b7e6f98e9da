package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"zhanping/server/records"
)

// Tx reads and writes records, inside a transaction where it comes from Within.
type Tx struct {
	db    *gorm.DB
	store *Store
}

// Context is the context that the records are read and written in.
func (tx *Tx) Context() context.Context { return tx.db.Statement.Context }

// Condition narrows a query to some rows; the conditions of a query all hold.
type Condition struct {
	sql  string
	args []any
}

var columnForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func column(name string) string {
	if !columnForm.MatchString(name) {
		panic("not a column: " + name)
	}
	return `"` + name + `"`
}

// Equal holds where the column has the value.
func Equal(name string, value any) Condition { return Condition{column(name) + " = ?", []any{value}} }

// Unequal holds where the column has another value.
func Unequal(name string, value any) Condition {
	return Condition{column(name) + " <> ?", []any{value}}
}

// Among holds where the column has one of the values; of none, nowhere.
func Among[T any](name string, values []T) Condition {
	if len(values) == 0 {
		return Condition{sql: "1 = 0"}
	}
	return Condition{column(name) + " IN ?", []any{values}}
}

// After holds where the column sorts behind the value.
func After(name string, value any) Condition { return Condition{column(name) + " > ?", []any{value}} }

// Before holds where the column sorts before the value.
func Before(name string, value any) Condition { return Condition{column(name) + " < ?", []any{value}} }

// AtMost holds where the column sorts before the value or is it.
func AtMost(name string, value any) Condition { return Condition{column(name) + " <= ?", []any{value}} }

// StartsWith holds where a column of digits begins so; it uses the column's index on every database.
func StartsWith(name, digits string) Condition {
	if digits == "" {
		return Condition{sql: "1 = 1"}
	}
	return Condition{column(name) + " >= ? AND " + column(name) + " < ?", []any{digits, digits + ":"}}
}

// Contains holds where the text occurs in the column.
func Contains(name, text string) Condition {
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
	return Condition{column(name) + ` LIKE ? ESCAPE '\'`, []any{"%" + escaped + "%"}}
}

// AnyOf holds where at least one of the conditions does; of none, nowhere.
func AnyOf(conditions ...Condition) Condition {
	if len(conditions) == 0 {
		return Condition{sql: "1 = 0"}
	}
	return joined(" OR ", conditions)
}

// All holds where every one of the conditions does; of none, everywhere.
func All(conditions ...Condition) Condition {
	if len(conditions) == 0 {
		return Condition{sql: "1 = 1"}
	}
	return joined(" AND ", conditions)
}

func joined(by string, conditions []Condition) Condition {
	var parts []string
	var args []any
	for _, c := range conditions {
		parts = append(parts, "("+c.sql+")")
		args = append(args, c.args...)
	}
	return Condition{"(" + strings.Join(parts, by) + ")", args}
}

// Query asks for some rows of a table. Order names columns, "-" before one for falling order; without
// an order rows come by id. Limit 0 means all.
type Query struct {
	Where []Condition
	Order []string
	Limit int
}

func (q Query) on(db *gorm.DB) *gorm.DB {
	for _, c := range q.Where {
		db = db.Where(c.sql, c.args...)
	}
	order := q.Order
	if len(order) == 0 {
		order = []string{"id"}
	}
	for _, name := range order {
		falling := strings.HasPrefix(name, "-")
		name = strings.TrimPrefix(name, "-")
		if !columnForm.MatchString(name) {
			panic("not a column: " + name)
		}
		db = db.Order(clause.OrderByColumn{Column: clause.Column{Name: name}, Desc: falling})
	}
	if q.Limit > 0 {
		db = db.Limit(q.Limit)
	}
	return db
}

// Get is the record of that id, or ErrNotFound.
func Get[T any](tx *Tx, id string) (T, error) {
	return First[T](tx, Query{Where: []Condition{Equal("id", id)}})
}

// First is the first row that a query finds, or ErrNotFound.
func First[T any](tx *Tx, q Query) (T, error) {
	var found T
	q.Limit = 1
	err := q.on(tx.db).Take(&found).Error
	return found, told(err)
}

// List is what a query finds.
func List[T any](tx *Tx, q Query) ([]T, error) {
	var found []T
	err := q.on(tx.db).Find(&found).Error
	return found, told(err)
}

// Count is how many rows a query finds.
func Count[T any](tx *Tx, where ...Condition) (int64, error) {
	var n int64
	db := tx.db.Model(new(T))
	for _, c := range where {
		db = db.Where(c.sql, c.args...)
	}
	return n, told(db.Count(&n).Error)
}

// Each passes every row that a query finds to f, one at a time, without holding them all.
func Each[T any](tx *Tx, q Query, f func(*T) error) error {
	rows, err := q.on(tx.db.Model(new(T))).Rows()
	if err != nil {
		return told(err)
	}
	defer rows.Close() //nolint:errcheck // reading; what matters comes out of rows.Err
	for rows.Next() {
		var row T
		if err := tx.db.ScanRows(rows, &row); err != nil {
			return told(err)
		}
		if err := f(&row); err != nil {
			return err
		}
	}
	return told(rows.Err())
}

// Insert keeps new records (a pointer to one, or a slice); it is ErrExists where one of them breaks a unique index.
func (tx *Tx) Insert(rows any) error { return told(tx.db.CreateInBatches(rows, 200).Error) }

// Update keeps a changed record under the next version. It is ErrStale where the record is no longer
// at the version that it was read with.
func (tx *Tx) Update(row records.Versioned) error {
	version := row.Revised()
	before := *version
	*version = before + 1
	done := tx.db.Model(row).Where(`"version" = ?`, before).Select("*").Omit("id", "created_at").Updates(row)
	if done.Error == nil && done.RowsAffected == 1 {
		return nil
	}
	*version = before
	if done.Error != nil {
		return told(done.Error)
	}
	return ErrStale
}

// Put keeps a row whatever stood there before, found by the columns of a unique index.
func (tx *Tx) Put(row any, unique ...string) error {
	on := clause.OnConflict{UpdateAll: true}
	for _, name := range unique {
		on.Columns = append(on.Columns, clause.Column{Name: name})
	}
	return told(tx.db.Clauses(on).Create(row).Error)
}

// Delete removes the rows of a table that meet the conditions, and tells how many.
func Delete[T any](tx *Tx, where ...Condition) (int64, error) {
	if len(where) == 0 {
		return 0, errors.New("delete without a condition")
	}
	db := tx.db
	for _, c := range where {
		db = db.Where(c.sql, c.args...)
	}
	done := db.Delete(new(T))
	return done.RowsAffected, told(done.Error)
}

// told puts what a caller may tell apart into this package's words.
func told(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fmt.Errorf("%w: %w", ErrExists, err)
	default:
		return fmt.Errorf("database: %w", outage(err))
	}
}

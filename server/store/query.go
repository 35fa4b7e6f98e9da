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

// Filled holds where a column of text is not empty. It is spelled so that an index of such rows alone
// can serve it.
func Filled(name string) Condition { return Condition{sql: column(name) + " <> ''"} }

// Empty holds where a column of text is empty, and is spelled likewise.
func Empty(name string) Condition { return Condition{sql: column(name) + " = ''"} }

// Among holds where the column has one of the values; of none, nowhere.
func Among[T any](name string, values []T) Condition {
	if len(values) == 0 {
		return Condition{sql: nowhere}
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
		return Condition{sql: everywhere}
	}
	return Condition{column(name) + " >= ? AND " + column(name) + " < ?", []any{digits, digits + ":"}}
}

// wide is how many digits of a code still name a region so large that walking in the wanted order
// until a page is full takes less than sorting all of the region's rows.
const wide = 4

// InRegion holds where StartsWith does, for a query in another order than by region: it leaves the
// index by region aside where the region is wide.
func InRegion(name, digits string) Condition {
	if digits == "" || len(digits) > wide {
		return StartsWith(name, digits)
	}
	return Condition{fmt.Sprintf("substr(%s, 1, %d) = ?", column(name), len(digits)), []any{digits}}
}

// Contains holds where the text occurs in the column.
func Contains(name, text string) Condition {
	return Condition{column(name) + ` LIKE ? ESCAPE '\'`, []any{"%" + escaped(text) + "%"}}
}

// Whose holds where the column is the id of a row of the other table, in which that column does not
// occur, for which all of the conditions hold. The rows stay in the order in which they are walked.
func Whose(name, table string, where ...Condition) Condition {
	of := All(where...)
	return Condition{fmt.Sprintf("EXISTS (SELECT 1 FROM %s WHERE %[1]s.id = %s AND %s)", column(table), column(name), of.sql), of.args}
}

// escaped is text that LIKE takes literally.
func escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// Conditions without a column. They are known here, since SQLite gives up an index for the sake of
// an OR with them.
const (
	nowhere    = "1 = 0"
	everywhere = "1 = 1"
)

// AnyOf holds where at least one of the conditions does; of none, nowhere.
func AnyOf(conditions ...Condition) Condition { return joined(" OR ", nowhere, everywhere, conditions) }

// All holds where every one of the conditions does; of none, everywhere.
func All(conditions ...Condition) Condition { return joined(" AND ", everywhere, nowhere, conditions) }

// joined leaves out the neutral conditions; where one of them settles the whole, it stands alone.
func joined(by, neutral, settles string, conditions []Condition) Condition {
	var kept []Condition
	for _, c := range conditions {
		switch c.sql {
		case neutral:
		case settles:
			return c
		default:
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		return Condition{sql: neutral}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	parts := make([]string, len(kept))
	var args []any
	for i, c := range kept {
		parts[i] = "(" + c.sql + ")"
		args = append(args, c.args...)
	}
	return Condition{"(" + strings.Join(parts, by) + ")", args}
}

// Query asks for some rows of a table. Order names columns, "-" before one for falling order; without
// an order rows come by id. After is a row's values of the columns of Order: only the rows behind it
// are found, so that a page deep in a list is found as fast as the first. Limit 0 means all.
type Query struct {
	Where []Condition
	Order []string
	After []any
	Limit int
}

func (q Query) on(db *gorm.DB) *gorm.DB {
	order := q.Order
	if len(order) == 0 {
		order = []string{"id"}
	}
	if len(q.After) > 0 {
		behind := behind(order, q.After)
		db = db.Where(behind.sql, behind.args...)
	}
	for _, c := range q.Where {
		db = db.Where(c.sql, c.args...)
	}
	for _, name := range order {
		name, falling := strings.CutPrefix(name, "-")
		column(name) // refuses what is none
		db = db.Order(clause.OrderByColumn{Column: clause.Column{Name: name}, Desc: falling})
	}
	if q.Limit > 0 {
		db = db.Limit(q.Limit)
	}
	return db
}

// behind holds for the rows that come after one with these values. It begins with the first column
// alone, which is what an index can start from on both databases.
func behind(order []string, values []any) Condition {
	if len(order) != len(values) {
		panic(fmt.Sprintf("%d values for the order %v", len(values), order))
	}
	name, falling := strings.CutPrefix(order[0], "-")
	further, reached := column(name)+" > ?", column(name)+" >= ?"
	if falling {
		further, reached = column(name)+" < ?", column(name)+" <= ?"
	}
	if len(order) == 1 {
		return Condition{further, values}
	}
	rest := behind(order[1:], values[1:])
	return Condition{
		reached + " AND (" + further + " OR (" + rest.sql + "))",
		append([]any{values[0], values[0]}, rest.args...),
	}
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

// insertedAtOnce is how many rows one statement inserts: the time that SQLite's driver takes to bind
// values rises with the square of their number.
const insertedAtOnce = 40

// Insert keeps new records (a pointer to one, or a slice); it is ErrExists where one of them breaks a unique index.
func (tx *Tx) Insert(rows any) error { return told(tx.db.CreateInBatches(rows, insertedAtOnce).Error) }

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

// Put keeps a row, or each of a slice in one statement, whatever stood there before, found by the
// columns of a unique index.
func (tx *Tx) Put(rows any, unique ...string) error {
	on := clause.OnConflict{UpdateAll: true}
	for _, name := range unique {
		on.Columns = append(on.Columns, clause.Column{Name: name})
	}
	return told(tx.db.Clauses(on).Create(rows).Error)
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

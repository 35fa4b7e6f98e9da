package store

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"unicode/utf8"
)

// leftOut are the tables that a backup does not hold, each with its reason.
var leftOut = map[string]string{
	"sessions": "a session that was restored would undo a sign-out",
	"restores": "it tells of this database only: that filling it is not finished",
}

var createTable = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// Tables are the tables that a backup holds, every one behind those that its rows refer to.
func Tables() ([]string, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var tables []string
	for _, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, match := range createTable.FindAllSubmatch(text, -1) {
			if name := string(match[1]); leftOut[name] == "" {
				tables = append(tables, name)
			}
		}
	}
	return tables, nil
}

// kind is what a column holds, by the name that the databases give its type.
type kind string

const (
	kindText    kind = "text"
	kindWhole   kind = "bigint"
	kindBoolean kind = "boolean"
	kindBytes   kind = "bytea"
)

var kinds = map[string]kind{
	"TEXT": kindText, "BIGINT": kindWhole, "INT8": kindWhole, "BOOLEAN": kindBoolean, "BOOL": kindBoolean, "BYTEA": kindBytes,
}

type field struct {
	name string
	kind kind
}

// Dump writes every row of a table as one line of JSON, the same for every database: text as it is,
// whole numbers, booleans, bytes in base64, null. It tells how many rows there were.
func (tx *Tx) Dump(table string, w io.Writer) (int64, error) {
	rows, err := tx.db.Raw(`SELECT * FROM "` + table + `" ORDER BY 1, 2`).Rows()
	if err != nil {
		return 0, told(err)
	}
	defer rows.Close() //nolint:errcheck // reading; what matters comes out of rows.Err
	columns, err := columnsOf(rows, table)
	if err != nil {
		return 0, err
	}
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	var n int64
	for ; rows.Next(); n++ {
		if err := rows.Scan(places...); err != nil {
			return n, told(err)
		}
		line := make(map[string]any, len(columns))
		for i, c := range columns {
			if line[c.name], err = c.plain(values[i]); err != nil {
				return n, fmt.Errorf("table %s, row %d, column %s: %w", table, n+1, c.name, err)
			}
		}
		if err := out.Encode(line); err != nil {
			return n, fmt.Errorf("write table %s: %w", table, err)
		}
	}
	return n, told(rows.Err())
}

// plain is a value of the column as it goes into JSON.
func (c field) plain(value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case string:
		if c.kind == kindText && utf8.ValidString(v) {
			return v, nil
		}
	case []byte:
		if c.kind == kindBytes {
			return append([]byte{}, v...), nil // SQLite's driver gives no bytes as nil, which is not NULL
		}
	case bool:
		if c.kind == kindBoolean {
			return v, nil
		}
	case int64:
		switch {
		case c.kind == kindWhole:
			return v, nil
		case c.kind == kindBoolean && (v == 0 || v == 1):
			return v == 1, nil
		}
	}
	return nil, fmt.Errorf("%T found, %s expected", value, c.kind)
}

package store

import "errors"

// Columns are the columns of a table and what each holds, for tests that fill every table.
func Columns(tx *Tx, table string) (map[string]string, error) {
	rows, err := tx.db.Raw(`SELECT * FROM "` + table + `" LIMIT 0`).Rows()
	if err != nil {
		return nil, err
	}
	fields, err := columnsOf(rows, table)
	columns := map[string]string{}
	for _, f := range fields {
		columns[f.name] = string(f.kind)
	}
	return columns, errors.Join(err, rows.Close())
}

// LiveTables are the tables that the database has.
func LiveTables(s *Store) ([]string, error) { return s.db.Migrator().GetTables() }

// LeftOut are the tables that no backup holds.
func LeftOut() map[string]string { return leftOut }

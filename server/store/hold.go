package store

import "gorm.io/gorm/clause"

// Hold is the record of that id, or ErrNotFound. Until the transaction ends, nobody else holds or
// changes it, so that what is decided on it stays true.
func Hold[T any](tx *Tx, id string) (T, error) {
	held := &Tx{db: tx.db, store: tx.store}
	if tx.store.dialect == PostgreSQL { // SQLite lets one transaction write at a time anyway
		held.db = tx.db.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	return Get[T](held, id)
}

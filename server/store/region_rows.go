package store

import "gorm.io/gorm/clause"

// Behind holds where the columns, taken together, sort behind the values: how a page goes on where
// another one ended.
func Behind(names []string, values ...any) Condition { return behind(names, values) }

// ListHeld is what a query finds, none of which others can change until the transaction ends.
func ListHeld[T any](tx *Tx, q Query) ([]T, error) {
	var found []T
	err := q.on(tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})).Find(&found).Error
	return found, told(err)
}

// NextRegion is the code of the first region with a station from one code on and before another, ""
// where there is none.
func (tx *Tx) NextRegion(from, before string) (string, error) {
	var found []string
	err := tx.db.Raw(`SELECT region FROM stations WHERE region >= ? AND region < ? ORDER BY region LIMIT 1`, from, before).Scan(&found).Error
	if err != nil || len(found) == 0 {
		return "", told(err)
	}
	return found[0], nil
}

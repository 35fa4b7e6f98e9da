package store

import "zhanping/server/records"

// RuleSets is what a query finds of the sets of standards and policies, without their archives, which
// are large.
func (tx *Tx) RuleSets(q Query) ([]records.RuleSet, error) {
	var found []records.RuleSet
	err := q.on(tx.db.Omit("archive")).Find(&found).Error
	return found, told(err)
}

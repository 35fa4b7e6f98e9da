package store

import (
	"database/sql"
	"errors"

	"github.com/riverqueue/river/riverdriver"
	"gorm.io/gorm"

	"zhanping/server/records"
)

// Queue is what the job queue drives this database with.
func (s *Store) Queue() (riverdriver.Driver[*sql.Tx], error) {
	pool, err := s.db.DB()
	if err != nil {
		return nil, err
	}
	return s.driver(pool), nil
}

// SQL is the transaction as the job queue needs it, so that what is queued is queued with the rest
// of the transaction or not at all.
func (tx *Tx) SQL() (*sql.Tx, error) {
	if pool, ok := tx.db.Statement.ConnPool.(*sql.Tx); ok {
		return pool, nil
	}
	return nil, errors.New("not inside a transaction")
}

// TakeJob makes a worker the holder of a job, unless its row was changed since it was read; then
// false. A job that has ended is never taken.
func (tx *Tx) TakeJob(read records.Job, holder string) (bool, error) {
	return tx.changeJob(read.ID, map[string]any{"holder": holder, "state": records.JobRunning},
		Equal("holder", read.Holder), Equal("beat", read.Beat), Among("state", []string{records.JobWaiting, records.JobRunning}))
}

// HeldJob changes columns of a job as long as the worker holds it; false where another one took over.
func (tx *Tx) HeldJob(id, holder string, change map[string]any) (bool, error) {
	return tx.changeJob(id, change, Equal("holder", holder), Equal("state", records.JobRunning))
}

// CancelJob asks a job to stop; false where it has ended.
func (tx *Tx) CancelJob(id string) (bool, error) {
	return tx.changeJob(id, map[string]any{"cancel": true}, Among("state", []string{records.JobWaiting, records.JobRunning}))
}

// changeJob changes a job's row where the conditions hold. It does not touch the version: progress is
// no change that anybody edits against.
func (tx *Tx) changeJob(id string, change map[string]any, where ...Condition) (bool, error) {
	all := map[string]any{"beat": gorm.Expr("beat + 1"), "updated_at": records.At(tx.store.clock())}
	for name, value := range change {
		all[name] = value
	}
	db := tx.db.Model(&records.Job{}).Where("id = ?", id)
	for _, c := range where {
		db = db.Where(c.sql, c.args...)
	}
	done := db.UpdateColumns(all)
	return done.RowsAffected == 1, told(done.Error)
}

package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"zhanping/server/records"
	"zhanping/server/store"
)

// Run is one job being done.
type Run struct {
	Job   records.Job // as it was when this worker took it, with the cursor to go on from
	queue *Queue
	// holder is this worker among all, for this job and this time
	holder string

	done, total atomic.Int64
}

// Why the context of a run ends before the work does.
var (
	errCancelled = errors.New("the job was cancelled")
	errLost      = errors.New("another worker took the job over")
)

// Total says how many items there are.
func (r *Run) Total(n int) { r.total.Store(int64(n)) }

// Done says how many items are done. It costs nothing: what it says is written five times a second.
func (r *Run) Done(n int) { r.done.Store(int64(n)) }

// Keep notes, in the transaction that does the work up to there, where to go on after an
// interruption. It fails where another worker took the job over, and with it the transaction.
func (r *Run) Keep(tx *store.Tx, cursor string) error {
	held, err := tx.HeldJob(r.Job.ID, r.holder, map[string]any{
		"cursor": cursor, "done": r.done.Load(), "total": r.total.Load(),
	})
	if err == nil && !held {
		return errLost
	}
	return err
}

// guarded runs the job's kind while a companion writes the progress, shows that the worker lives, and
// ends the context where the job is cancelled or lost.
func (r *Run) guarded(ctx context.Context) (Result, error) {
	inner, end := context.WithCancelCause(ctx)
	var companion sync.WaitGroup
	companion.Go(func() { r.accompany(inner, end) })
	result, err := r.kind(inner)
	cause := context.Cause(inner)
	end(nil)
	companion.Wait()
	if err != nil && (errors.Is(cause, errCancelled) || errors.Is(cause, errLost)) {
		err = cause
	}
	return result, err
}

// kind calls the job's kind; a panic is an error like others.
func (r *Run) kind(ctx context.Context) (result Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	do, known := r.queue.work.Kinds[r.Job.Kind]
	if !known {
		return result, &Refusal{Words: "这个版本的程序不会做“" + r.Job.Kind + "”"}
	}
	if r.Job.Cancel {
		return result, errCancelled
	}
	return do(ctx, r)
}

// accompany looks at the job until the context ends.
func (r *Run) accompany(ctx context.Context, end context.CancelCauseFunc) {
	ticker := time.NewTicker(beats)
	defer ticker.Stop()
	every := max(1, int(r.queue.config.Lapse/4/beats))
	written := [2]int64{r.done.Load(), r.total.Load()}
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := [2]int64{r.done.Load(), r.total.Load()}
		if now == written && n%every != 0 {
			continue
		}
		held, cancel, err := r.beat(ctx, now)
		switch {
		case err != nil: // the work itself meets what is wrong with the database
		case !held:
			end(errLost)
		case cancel:
			end(errCancelled)
		default:
			written = now
		}
	}
}

// beat writes the progress and tells whether the job is still this worker's and still wanted.
func (r *Run) beat(ctx context.Context, progress [2]int64) (held, cancel bool, err error) {
	tx := r.queue.store.Read(ctx)
	held, err = tx.HeldJob(r.Job.ID, r.holder, map[string]any{"done": progress[0], "total": progress[1]})
	if err != nil || !held {
		return held, false, err
	}
	job, err := store.Get[records.Job](tx, r.Job.ID)
	return held, job.Cancel, err
}

// release lets anybody go on with the job at once.
func (r *Run) release(ctx context.Context) error {
	_, err := r.queue.store.Read(ctx).HeldJob(r.Job.ID, r.holder, map[string]any{
		"holder": "", "state": records.JobWaiting, "done": r.done.Load(), "total": r.total.Load(),
	})
	return err
}

// end keeps what the job came to, once.
func (r *Run) end(ctx context.Context, state string, result Result) error {
	return r.queue.store.Within(ctx, func(tx *store.Tx) error {
		change := map[string]any{
			"state": state, "holder": "", "words": result.Words, "file": result.File, "name": result.Name,
			"done": r.done.Load(), "total": r.total.Load(),
		}
		held, err := tx.HeldJob(r.Job.ID, r.holder, change)
		if err != nil || !held || r.queue.work.Ended == nil {
			return err
		}
		job, err := store.Get[records.Job](tx, r.Job.ID)
		if err != nil {
			return err
		}
		return r.queue.work.Ended(tx, job)
	})
}

// Within is one transaction of the store, in which Keep notes how far the work is.
func (r *Run) Within(ctx context.Context, f func(*store.Tx) error) error {
	return r.queue.store.Within(ctx, f)
}

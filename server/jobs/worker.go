package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"zhanping/server/records"
	"zhanping/server/store"
)

// taskWorker does what River hands out.
type taskWorker struct {
	river.WorkerDefaults[task]
	queue *Queue
}

// Work does a job, unless it has ended or somebody else is at it.
func (w *taskWorker) Work(ctx context.Context, given *river.Job[task]) error {
	q := w.queue
	run, err := q.take(ctx, given.Args.JobID)
	switch {
	case errors.Is(err, errBusy):
		return river.JobSnooze(2 * q.config.Lapse)
	case err != nil || run == nil:
		return err
	}
	err = run.do(ctx, given.Attempt >= given.MaxAttempts)
	if err != nil && ctx.Err() != nil {
		return river.JobSnooze(0) // the server ends; whoever starts next goes on
	}
	return err
}

// errBusy says that a worker that lives does the job.
var errBusy = errors.New("another worker does it")

// take makes this worker the holder of a job, and is nil where the job has ended. One that seems to be
// held is watched: only while its beat stands still is it taken over, so that no clock is compared
// with another one's.
func (q *Queue) take(ctx context.Context, id string) (*Run, error) {
	tx := q.store.Read(ctx)
	job, err := store.Get[records.Job](tx, id)
	if err != nil || job.Ended() {
		return nil, err
	}
	if job.Holder != "" {
		if err := pause(ctx, q.config.Lapse); err != nil {
			return nil, err
		}
	}
	holder := rand.Text()
	taken, err := tx.TakeJob(job, holder)
	if err != nil {
		return nil, err
	}
	job, err = store.Get[records.Job](tx, id)
	switch {
	case err != nil || job.Ended():
		return nil, err
	case !taken:
		return nil, errBusy
	}
	run := &Run{Job: job, queue: q, holder: holder}
	run.done.Store(int64(job.Done))
	run.total.Store(int64(job.Total))
	return run, nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// do does the job and keeps what it came to.
func (r *Run) do(ctx context.Context, last bool) error {
	result, err := r.guarded(ctx)
	var refusal *Refusal
	state := records.JobDone
	switch {
	case errors.Is(err, errLost):
		return nil
	case errors.Is(err, errCancelled):
		state, result = records.JobCancelled, Result{Words: "已取消"}
	case errors.As(err, &refusal):
		state, result = records.JobFailed, Result{Words: refusal.Words}
	case err != nil && ctx.Err() != nil:
		return errors.Join(err, r.release(context.WithoutCancel(ctx)))
	case err != nil:
		r.queue.log.LogAttrs(ctx, slog.LevelError, "job met an error",
			slog.String("job", r.Job.ID), slog.String("kind", r.Job.Kind), slog.Bool("last", last), slog.String("error", err.Error()))
		if !last {
			return errors.Join(err, r.release(ctx))
		}
		state, result = records.JobFailed, Result{Words: "系统出错，没有办成；请稍后再试，仍不行请把任务编号告诉管理员"}
	}
	return r.end(context.WithoutCancel(ctx), state, result)
}

// retries spaces the attempts at what failed for a reason that may pass: soon at first, then every minute.
type retries struct{}

// NextRetry is when a job is tried again.
func (retries) NextRetry(job *rivertype.JobRow) time.Time {
	wait := min(time.Duration(job.Attempt*job.Attempt)*time.Second, time.Minute)
	if job.AttemptedAt == nil {
		return job.ScheduledAt.Add(wait)
	}
	return job.AttemptedAt.Add(wait)
}

// nightWorker does what is to be done every night.
type nightWorker struct {
	river.WorkerDefaults[night]
	queue *Queue
}

// Work calls what was given to Start.
func (w *nightWorker) Work(ctx context.Context, _ *river.Job[night]) error {
	if w.queue.work.Nightly == nil {
		return nil
	}
	return w.queue.work.Nightly(ctx)
}

// nights is every day at 18:00 UTC, two in the morning in China.
type nights struct{}

// Next is the night after a moment.
func (nights) Next(after time.Time) time.Time {
	after = after.UTC()
	next := time.Date(after.Year(), after.Month(), after.Day(), 18, 0, 0, 0, time.UTC)
	if !next.After(after) {
		next = next.AddDate(0, 0, 1)
	}
	return next
}

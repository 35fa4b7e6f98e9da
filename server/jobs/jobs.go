// Package jobs drives long work. What is to be done and how far it is stands in a row of ours
// (records.Job); River, on the same database, only sees to it that somebody does it. A job is done
// by one worker at a time, goes on where it was interrupted, and may be killed at any moment.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/riverqueue/river"

	"zhanping/server/records"
	"zhanping/server/store"
)

// Kind does the jobs of one kind. It is called again after every interruption, with the cursor that
// it kept last, and must come to the same end. It looks at ctx between items: a job that is
// cancelled, lost to another worker or interrupted by the server's end has its context ended.
type Kind func(ctx context.Context, run *Run) (Result, error)

// Result is what a job came to.
type Result struct {
	Words string // for people
	File  string // digest of what it made; "" for nothing
	Name  string // the file's name
}

// Refusal ends a job as failed, with words for people; any other error is tried again.
type Refusal struct{ Words string }

func (r *Refusal) Error() string { return r.Words }

// Work is what a Queue does once it is started.
type Work struct {
	Kinds map[string]Kind
	// Ended is called once for every job that ends, in the transaction that says so.
	Ended func(tx *store.Tx, job records.Job) error
	// Nightly is called every night on one of the servers.
	Nightly func(ctx context.Context) error
}

// Config is what a Queue may be told; the zero value is right outside of tests.
type Config struct {
	Workers int           // jobs at a time; 0 is as many as there are cores
	Lapse   time.Duration // how long a worker may give no sign of life before another takes over; 0 is 15 s
	Poll    time.Duration // how often is looked for jobs; 0 is half a second
}

// Queue holds jobs and, once started, does them. It is safe for concurrent use.
type Queue struct {
	store  *store.Store
	client *river.Client[*sql.Tx]
	log    *slog.Logger
	work   Work
	config Config
}

// task is what River knows of a job.
type task struct {
	JobID string `json:"job_id"`
}

// Kind is River's name of all our jobs; ours stands in the row.
func (task) Kind() string { return "work" }

// night is River's name of the nightly call.
type night struct{}

// Kind is how River knows it.
func (night) Kind() string { return "night" }

const (
	attempts = 25          // of a job that meets errors that may pass
	rescue   = time.Minute // after which River offers a job again whose worker gave no answer
	beats    = 200 * time.Millisecond
)

// New makes a queue on the database.
func New(db *store.Store, log *slog.Logger, c Config) (*Queue, error) {
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Lapse == 0 {
		c.Lapse = 15 * time.Second
	}
	if c.Poll == 0 {
		c.Poll = 500 * time.Millisecond
	}
	q := &Queue{store: db, log: log, config: c}
	driver, err := db.Queue()
	if err != nil {
		return nil, err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &taskWorker{queue: q})
	river.AddWorker(workers, &nightWorker{queue: q})
	q.client, err = river.NewClient(driver, &river.Config{
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: c.Workers}},
		Workers:      workers,
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(nights{}, func() (river.JobArgs, *river.InsertOpts) { return night{}, nil }, nil)},
		Logger:       slog.New(slog.DiscardHandler), // it writes of every job that is to be tried again; we do where one fails
		PollOnly:     true, FetchPollInterval: c.Poll, JobTimeout: -1, RescueStuckJobsAfter: rescue, MaxAttempts: attempts,
		RetryPolicy: retries{},
	})
	if err != nil {
		return nil, fmt.Errorf("set up the job queue: %w", err)
	}
	return q, nil
}

// Add keeps a new job in the transaction of the use case that asks for it.
func (q *Queue) Add(tx *store.Tx, job *records.Job) error {
	job.State = records.JobWaiting
	if err := tx.Insert(job); err != nil {
		return err
	}
	return q.offer(tx, job.ID)
}

func (q *Queue) offer(tx *store.Tx, id string) error {
	pool, err := tx.SQL()
	if err != nil {
		return err
	}
	if _, err := q.client.InsertTx(tx.Context(), pool, task{JobID: id}, nil); err != nil {
		return fmt.Errorf("queue a job: %w", err)
	}
	return nil
}

// Start begins to do jobs, also those that were interrupted when a server was killed.
func (q *Queue) Start(ctx context.Context, work Work) error {
	q.work = work
	if err := q.resume(ctx); err != nil {
		return fmt.Errorf("look for interrupted jobs: %w", err)
	}
	return q.client.Start(context.WithoutCancel(ctx))
}

// resume offers again what is not ended: River notices only after a while that a worker is gone, and
// knows nothing of jobs that came out of a backup. A job that is offered twice is done once.
func (q *Queue) resume(ctx context.Context) error {
	return q.store.Within(ctx, func(tx *store.Tx) error {
		open, err := store.List[records.Job](tx, store.Query{Where: []store.Condition{
			store.Among("state", []string{records.JobWaiting, records.JobRunning}),
		}})
		for _, job := range open {
			err = errors.Join(err, q.offer(tx, job.ID))
		}
		return err
	})
}

// Stop interrupts what is being done; the next start goes on with it.
func (q *Queue) Stop(ctx context.Context) error {
	if q.work.Kinds == nil {
		return nil
	}
	return q.client.StopAndCancel(ctx)
}

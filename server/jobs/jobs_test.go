package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhanping/server/jobs"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var quick = jobs.Config{Workers: 2, Lapse: 1200 * time.Millisecond, Poll: 100 * time.Millisecond}

func queue(t *testing.T, s *store.Store) *jobs.Queue {
	t.Helper()
	q, err := jobs.New(s, slog.New(slog.DiscardHandler), quick)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func start(t *testing.T, q *jobs.Queue, work jobs.Work) {
	t.Helper()
	if err := q.Start(t.Context(), work); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func add(t *testing.T, s *store.Store, q *jobs.Queue, id, kind string) {
	t.Helper()
	if err := s.Within(t.Context(), func(tx *store.Tx) error {
		return q.Add(tx, &records.Job{Record: records.Record{ID: id, Version: 1}, Kind: kind})
	}); err != nil {
		t.Fatal(err)
	}
}

// until waits until the job is as wanted.
func until(t *testing.T, s *store.Store, id string, wanted func(records.Job) bool) records.Job {
	t.Helper()
	var job records.Job
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var err error
		if job, err = store.Get[records.Job](s.Read(t.Context()), id); err != nil {
			t.Fatal(err)
		}
		if wanted(job) {
			return job
		}
	}
	t.Fatalf("the job did not come that far: %+v", job)
	return job
}

func ended(job records.Job) bool { return job.Ended() }

// stations is a kind that enters stations, which fails where one is entered twice.
func stations(n int, each time.Duration) jobs.Kind {
	return func(ctx context.Context, run *jobs.Run) (jobs.Result, error) {
		run.Total(n)
		from, _ := strconv.Atoi(run.Job.Cursor)
		for i := from; i < n; i++ {
			select {
			case <-ctx.Done():
				return jobs.Result{}, ctx.Err()
			case <-time.After(each):
			}
			run.Done(i + 1)
			id := fmt.Sprintf("%s-%03d", run.Job.ID, i)
			if err := run.Within(ctx, func(tx *store.Tx) error {
				if err := tx.Insert(&records.Station{Record: records.Record{ID: id}, Code: id}); err != nil {
					return err
				}
				return run.Keep(tx, strconv.Itoa(i+1))
			}); err != nil {
				return jobs.Result{}, err
			}
		}
		return jobs.Result{Words: fmt.Sprintf("%d 个", n)}, nil
	}
}

// work enters stations and counts the ends it is told of.
func work(n int, each time.Duration, ends *atomic.Int64) jobs.Work {
	return jobs.Work{Kinds: map[string]jobs.Kind{"stations": stations(n, each)}, Ended: func(*store.Tx, records.Job) error {
		ends.Add(1)
		return nil
	}}
}

func count(t *testing.T, s *store.Store) int64 {
	t.Helper()
	n, err := store.Count[records.Station](s.Read(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAJobIsQueuedWithItsTransactionOrNotAtAll(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		q, stop := queue(t, s), errors.New("stop")
		err := s.Within(t.Context(), func(tx *store.Tx) error {
			if err := q.Add(tx, &records.Job{Record: records.Record{ID: "lost"}, Kind: "stations"}); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		add(t, s, q, "kept", "stations")
		var ends atomic.Int64
		start(t, q, work(3, 0, &ends))
		job := until(t, s, "kept", ended)
		if job.State != records.JobDone || job.Words != "3 个" || job.Done != 3 || job.Total != 3 || job.Holder != "" {
			t.Errorf("ended as %+v", job)
		}
		if n := count(t, s); n != 3 || ends.Load() != 1 {
			t.Errorf("%d stations were entered and the end was told %d times", n, ends.Load())
		}
		if _, err := store.Get[records.Job](s.Read(t.Context()), "lost"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the job of a transaction that failed: %v", err)
		}
	})
}

// TestChild is no test of its own: it is the server that TestAJobKilled… kills.
func TestChild(t *testing.T) {
	dsn := os.Getenv("ZHANPING_TEST_JOBS")
	if dsn == "" {
		t.Skip("runs as a child of another test")
	}
	s, err := store.Open(t.Context(), dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	var ends atomic.Int64
	start(t, queue(t, s), work(60, 30*time.Millisecond, &ends))
	time.Sleep(time.Minute)
}

func TestAJobKilledAtAnyMomentIsFinishedByTheNextStartOnce(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]string{"SQLite": storetest.SQLite(t), "PostgreSQL": storetest.PostgreSQL(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := storetest.Open(t, dsn)
			q := queue(t, s)
			add(t, s, q, "job", "stations")
			child := exec.Command(os.Args[0], "-test.run=^TestChild$")
			child.Env = append(os.Environ(), "ZHANPING_TEST_JOBS="+dsn)
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			until(t, s, "job", func(job records.Job) bool { return job.Done >= 10 })
			if err := child.Process.Kill(); err != nil { // SIGKILL
				t.Fatal(err)
			}
			_ = child.Wait() // it ends by the signal
			left := until(t, s, "job", func(job records.Job) bool { return !job.Ended() })
			if left.State != records.JobRunning || left.Holder == "" {
				t.Fatalf("the child was not killed in the middle: %+v", left)
			}
			var ends atomic.Int64
			start(t, q, work(60, 0, &ends))
			job := until(t, s, "job", ended)
			if job.State != records.JobDone || count(t, s) != 60 || ends.Load() != 1 {
				t.Errorf("ended %d times as %s with %d stations: %s", ends.Load(), job.State, count(t, s), job.Words)
			}
		})
	}
}

func TestACancelledJobStopsBetweenItems(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		q := queue(t, s)
		var ends atomic.Int64
		start(t, q, work(100_000, 5*time.Millisecond, &ends))
		add(t, s, q, "job", "stations")
		until(t, s, "job", func(job records.Job) bool { return job.Done > 0 })
		if asked, err := s.Read(t.Context()).CancelJob("job"); !asked || err != nil {
			t.Fatal(asked, err)
		}
		job := until(t, s, "job", ended)
		if job.State != records.JobCancelled || ends.Load() != 1 || job.Done >= job.Total {
			t.Errorf("ended %d times as %+v", ends.Load(), job)
		}
		if asked, err := s.Read(t.Context()).CancelJob("job"); asked || err != nil {
			t.Errorf("a job that ended was cancelled: %v", err)
		}
	})
}

func TestTwoServersShareTheWorkAndDoEachJobOnce(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]string{"SQLite": storetest.SQLite(t), "PostgreSQL": storetest.PostgreSQL(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := storetest.Open(t, dsn)
			one, two := queue(t, s), queue(t, storetest.Open(t, dsn))
			const n = 30
			for i := range n {
				add(t, s, one, fmt.Sprintf("job-%02d", i), "stations")
			}
			var mu sync.Mutex
			did := map[string][]int{}
			by := func(server int) jobs.Work {
				do := stations(3, 10*time.Millisecond)
				return jobs.Work{Kinds: map[string]jobs.Kind{"stations": func(ctx context.Context, run *jobs.Run) (jobs.Result, error) {
					mu.Lock()
					did[run.Job.ID] = append(did[run.Job.ID], server)
					mu.Unlock()
					return do(ctx, run)
				}}}
			}
			start(t, one, by(1))
			start(t, two, by(2))
			share := map[int]int{}
			for i := range n {
				id := fmt.Sprintf("job-%02d", i)
				if job := until(t, s, id, ended); job.State != records.JobDone {
					t.Fatalf("%s: %+v", id, job)
				}
				mu.Lock()
				if len(did[id]) != 1 {
					t.Errorf("%s was done by %v", id, did[id])
				}
				share[did[id][0]]++
				mu.Unlock()
			}
			if share[1] == 0 || share[2] == 0 {
				t.Errorf("the servers shared the work as %v", share)
			}
		})
	}
}

func TestAJobThatIsStoppedGoesOnWithTheNextStart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var ends atomic.Int64
		first := queue(t, s)
		if err := first.Start(t.Context(), work(40, 20*time.Millisecond, &ends)); err != nil {
			t.Fatal(err)
		}
		add(t, s, first, "job", "stations")
		until(t, s, "job", func(job records.Job) bool { return job.Done > 3 })
		if err := first.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		job := until(t, s, "job", func(records.Job) bool { return true })
		if job.State != records.JobWaiting || job.Holder != "" {
			t.Errorf("stopped as %+v", job)
		}
		start(t, queue(t, s), work(40, 0, &ends))
		if job := until(t, s, "job", ended); job.State != records.JobDone || count(t, s) != 40 || ends.Load() != 1 {
			t.Errorf("ended %d times as %+v", ends.Load(), job)
		}
	})
}

func TestWhatGoesWrong(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var tries atomic.Int64
		q := queue(t, s)
		start(t, q, jobs.Work{Kinds: map[string]jobs.Kind{
			"refused": func(context.Context, *jobs.Run) (jobs.Result, error) {
				return jobs.Result{}, fmt.Errorf("make it: %w", &jobs.Refusal{Words: "没有可以导出的内容"})
			},
			"broken once": func(context.Context, *jobs.Run) (jobs.Result, error) {
				if tries.Add(1) == 1 {
					panic("broken")
				}
				return jobs.Result{Words: "好了"}, nil
			},
		}})
		add(t, s, q, "a", "refused")
		add(t, s, q, "b", "broken once")
		add(t, s, q, "c", "of tomorrow")
		if job := until(t, s, "a", ended); job.State != records.JobFailed || job.Words != "没有可以导出的内容" {
			t.Errorf("a refusal ended as %+v", job)
		}
		if job := until(t, s, "b", ended); job.State != records.JobDone || tries.Load() != 2 {
			t.Errorf("a panic that passes ended after %d tries as %+v", tries.Load(), job)
		}
		if job := until(t, s, "c", ended); job.State != records.JobFailed {
			t.Errorf("a kind that is not known ended as %+v", job)
		}
	})
}

package casework_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"zhanping/internal/attachment"
	"zhanping/internal/engine"
	"zhanping/policies"
	"zhanping/server/casework"
	"zhanping/server/jobs"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is a service on a database with its queue, and people who may do everything in one province.
type world struct {
	*testing.T
	*casework.Service
	store  *store.Store
	vault  *attachment.Vault
	bureau casework.Actor
	ctx    context.Context
}

const standard = "fqs-town-76"

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	sets, err := engine.Open(engine.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	rights, err := policies.LoadAuthz()
	if err != nil {
		t.Fatal(err)
	}
	vault, err := attachment.OpenVault(t.Context(), "file://"+filepath.ToSlash(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	queue, err := jobs.New(s, slog.New(slog.DiscardHandler), jobs.Config{Workers: 2, Lapse: time.Second, Poll: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, store: s, vault: vault, ctx: t.Context()}
	w.Service, err = casework.New(casework.Parts{
		Store: s, Sets: casework.NewSets(sets), Rights: rights, Vault: vault, Queue: queue,
		Clock: func() time.Time { return time.Date(2026, 7, 15, 1, 0, 0, 0, time.UTC) }, Random: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.bureau = w.person("bureau", records.Grant{Role: "bureau", Region: "330000000000"})
	if err := queue.Start(t.Context(), w.LongWork()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := queue.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) person(id string, grants ...records.Grant) casework.Actor {
	w.Helper()
	who := casework.Actor{Person: records.Person{Record: records.Record{ID: id, Version: 1}, Login: id, Name: id}}
	w.insert(&who.Person)
	for i, g := range grants {
		g.ID, g.PersonID = fmt.Sprintf("%s-%d", id, i), id
		w.insert(&g)
		who.Grants = append(who.Grants, g)
	}
	return who
}

func (w *world) insert(row any) {
	w.Helper()
	if err := w.store.Read(w.ctx).Insert(row); err != nil {
		w.Fatal(err)
	}
}

// batch opens a batch of the province.
func (w *world) batch(rules records.Rules) records.Batch {
	w.Helper()
	rules.Assessors = 1
	batch, err := w.AddBatch(w.ctx, w.bureau, casework.BatchInput{
		Title: "2026年度示范站", Region: "330000000000", Year: 2026, Standard: standard, OpensOn: "2026-06-01", Rules: rules,
	})
	if err != nil {
		w.Fatal(err)
	}
	return batch
}

// entry is a case with the result that it came to.
type entry struct {
	id, region     string
	certain, grade string
	order          int64
	stage          string
	outcomes, lost string
	leftOut        bool
}

// enter keeps cases with their results.
func (w *world) enter(batch records.Batch, entries ...entry) {
	w.Helper()
	var stations []records.Station
	var cases []records.Case
	var results []records.Result
	for _, e := range entries {
		if e.stage == "" {
			e.stage = "decided"
		}
		of := records.Record{ID: e.id, Version: 1}
		stations = append(stations, records.Station{Record: of, Code: e.id, Name: "示例站" + e.id, Kind: "station", Level: "town", Region: e.region})
		cases = append(cases, records.Case{Record: of, BatchID: batch.ID, StationID: e.id, Region: e.region, Level: "town", Standard: batch.Standard, Stage: e.stage, DueOn: "2026-07-22"})
		results = append(results, records.Result{
			ID: e.id, StationID: e.id, CaseID: e.id, BatchID: batch.ID, Region: e.region, Standard: batch.Standard, AsOf: "2026-07-15",
			OutOf: "100", Certain: e.certain, Possible: e.certain, GradeCertain: e.grade, GradePossible: e.grade, CertainOrder: e.order,
			Outcomes: e.outcomes, Lost: e.lost, LeftOut: e.leftOut,
		})
	}
	if err := w.store.Within(w.ctx, func(tx *store.Tx) error {
		return errors.Join(tx.Insert(stations), tx.Insert(cases), tx.Insert(results))
	}); err != nil {
		w.Fatal(err)
	}
}

// done waits for a job to end.
func (w *world) done(job records.Job, err error) records.Job {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if job, err = w.Job(w.ctx, w.bureau, job.ID); err != nil {
			w.Fatal(err)
		}
		if job.Ended() {
			return job
		}
	}
	w.Fatalf("the job does not end: %+v", job)
	return job
}

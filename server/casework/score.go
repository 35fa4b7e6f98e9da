package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"zhanping/assessment"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/jobs"
	"zhanping/server/records"
	"zhanping/server/store"
)

// scoreArgs is what a job scores anew, as of which day.
type scoreArgs struct {
	Region string `json:"region"`
	Day    string `json:"day"`
}

// scoreCursor is how far it is.
type scoreCursor struct {
	Region string `json:"region"`
	ID     string `json:"id"`
	Left   int    `json:"left"` // stations whose evidence could not be judged
}

// Rescore scores the current evidence of every station of a region again, as a job: under all
// standards that apply today, by the sets of today.
func (s *Service) Rescore(ctx context.Context, who Actor, region string) (records.Job, error) {
	var job records.Job
	if err := s.allow(ctx, who, policies.ActionBundleScore, policies.Resource{Region: region}); err != nil {
		return job, err
	}
	err := s.within(ctx, func(tx *store.Tx) (err error) {
		job, err = s.addRescore(tx, who, region)
		return err
	})
	return job, err
}

// addRescore asks for a new scoring in the transaction of what makes it necessary.
func (s *Service) addRescore(tx *store.Tx, who Actor, region string) (records.Job, error) {
	return s.addJob(tx, who, jobScore, region, scoreArgs{Region: region, Day: s.today()})
}

// scoreNightly asks once a day that everything is scored: dates pass, and standards come into force.
func (s *Service) scoreNightly(ctx context.Context) error {
	today, err := time.ParseInLocation(time.DateOnly, s.today(), s.place)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *store.Tx) error {
		asked, err := store.Count[records.Job](tx, store.Equal("asked_by", ""), store.Equal("kind", jobScore), store.After("created_at", records.At(today)))
		if err != nil || asked > 0 {
			return err
		}
		_, err = s.addRescore(tx, Actor{}, "")
		return err
	})
}

// scoredAtOnce is how many stations one transaction of a scoring job keeps.
const scoredAtOnce = 64

// scoreRegion is the job of Rescore.
func (s *Service) scoreRegion(ctx context.Context, run *jobs.Run) (jobs.Result, error) {
	var args scoreArgs
	if err := json.Unmarshal([]byte(run.Job.Args), &args); err != nil {
		return jobs.Result{}, fmt.Errorf("read what is to be scored: %w", err)
	}
	var at scoreCursor
	if run.Job.Cursor != "" {
		if err := json.Unmarshal([]byte(run.Job.Cursor), &at); err != nil {
			return jobs.Result{}, fmt.Errorf("read how far the scoring is: %w", err)
		}
	}
	of := []store.Condition{store.StartsWith("region", regions.Prefix(args.Region)), store.Unequal("revision", 0), store.Equal("closed", false)}
	total, err := store.Count[records.Station](s.read(ctx), of...)
	if err != nil {
		return jobs.Result{}, err
	}
	run.Total(int(total))
	for done := run.Job.Done; ; {
		where := append([]store.Condition{store.Behind([]string{"region", "id"}, at.Region, at.ID)}, of...)
		chunk, err := store.List[records.Station](s.read(ctx), store.Query{Where: where, Order: []string{"region", "id"}, Limit: scoredAtOnce})
		if err != nil {
			return jobs.Result{}, err
		}
		if len(chunk) == 0 {
			return jobs.Result{Words: scoredWords(done, at.Left)}, nil
		}
		if at, err = s.scoreChunk(ctx, run, args.Day, at, chunk, done); err != nil {
			return jobs.Result{}, err
		}
		done += len(chunk)
	}
}

func scoredWords(done, left int) string {
	words := fmt.Sprintf("已重新计分 %d 个单位", done-left)
	if left > 0 {
		words += fmt.Sprintf("；另有 %d 个单位的佐证材料按现行标准不能评定，请这些单位打开材料核对", left)
	}
	return words
}

// scored is what the current evidence of a station comes to.
type scored struct {
	station  records.Station
	revision records.Revision
	reports  []*assessment.Report // nil where it cannot be judged
}

// scoreChunk scores some stations on every core and keeps the results with how far the job is.
func (s *Service) scoreChunk(
	ctx context.Context, run *jobs.Run, day string, at scoreCursor, chunk []records.Station, done int,
) (scoreCursor, error) {
	all, err := s.scoreEach(ctx, run, day, chunk, done)
	if err != nil {
		return at, err
	}
	last := chunk[len(chunk)-1]
	next := scoreCursor{Region: last.Region, ID: last.ID, Left: at.Left}
	for _, one := range all {
		if one.reports == nil {
			next.Left++
		}
	}
	cursor, err := json.Marshal(next)
	if err != nil {
		return at, err
	}
	return next, s.within(ctx, func(tx *store.Tx) error {
		if err := s.keepScored(tx, all); err != nil {
			return err
		}
		return run.Keep(tx, string(cursor))
	})
}

// scoreEach judges stations side by side.
func (s *Service) scoreEach(ctx context.Context, run *jobs.Run, day string, chunk []records.Station, done int) ([]scored, error) {
	all, errs := make([]scored, len(chunk)), make([]error, len(chunk))
	var next, finished atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(chunk) && ctx.Err() == nil; i = next.Add(1) - 1 {
				all[i], errs[i] = s.scoreOne(ctx, chunk[i], day)
				run.Done(done + int(finished.Add(1)))
			}
		})
	}
	workers.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// scoreOne judges a station's current evidence under every standard that applies on the day. Evidence
// that can no longer be judged is no error of the job.
func (s *Service) scoreOne(ctx context.Context, station records.Station, day string) (scored, error) {
	one := scored{station: station}
	var err error
	if one.revision, err = store.Get[records.Revision](s.read(ctx), station.RevisionID); err != nil {
		return one, err
	}
	if one.reports, err = judgedBy(ctx, s.sets.Current(), one.revision.Text, day); err != nil {
		one.reports = nil // counted and told by the job
	}
	return one, ctx.Err()
}

// keepScored puts new results in the place of the old ones, and takes away those under standards that
// apply no longer. A station whose evidence was saved meanwhile was scored by that.
func (s *Service) keepScored(tx *store.Tx, all []scored) error {
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].station.ID
	}
	now, err := store.ListHeld[records.Station](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
	if err != nil {
		return err
	}
	current := map[string]string{}
	for _, station := range now {
		current[station.ID] = station.RevisionID
	}
	for _, one := range all {
		if one.reports == nil || current[one.station.ID] != one.revision.ID {
			continue
		}
		results, err := s.keepResults(tx, one.station, one.revision, one.reports)
		if err != nil {
			return err
		}
		gone := []store.Condition{store.Equal("station_id", one.station.ID), store.Equal("case_id", "")}
		for _, r := range results {
			gone = append(gone, store.Unequal("standard", r.Standard))
		}
		if _, err := store.Delete[records.Result](tx, gone...); err != nil {
			return err
		}
	}
	return nil
}

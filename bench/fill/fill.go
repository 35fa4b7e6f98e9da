// Package fill puts the records of many stations straight into a store, for measuring at real size:
// stations from the packaged region table, and for each a revision, a case of one batch, its
// result, and for some an award. What it writes is invented and marked as sample data.
package fill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"zhanping/assessment/stages"
	"zhanping/bench/province"
	"zhanping/internal/regions"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Options say what is made.
type Options struct {
	Stations int
	Items    int       // of the standard, each one letter of a result
	Standard string    // id@edition
	Grades   []string  // best first
	Day      time.Time // on which everything happened
	Seed     uint64
	Clerk    string // id of the person who did everything
}

// Made is what there is then.
type Made struct {
	Batch records.Batch
	Codes []string // of the regions, in order
}

// chunk is how many stations are kept in one transaction.
const chunk = 2000

// Fill makes the records; the same options give the same records, but for their ids.
func Fill(ctx context.Context, s *store.Store, table *regions.Table, o Options) (*Made, error) {
	f := &filler{Options: o, at: records.At(o.Day), random: rand.New(rand.NewPCG(o.Seed, 1))} //nolint:gosec // invented
	m := &Made{Batch: records.Batch{
		Record: f.record(), Title: "示例批次", Year: o.Day.Year(), Standard: o.Standard, OpensOn: f.day(-60), ClosesOn: f.day(30),
	}}
	err := s.Within(ctx, func(tx *store.Tx) error { return tx.Insert(&m.Batch) })
	if err != nil {
		return nil, err
	}
	var rows rows
	keep := func() error {
		err := s.Within(ctx, rows.insert)
		rows = rows.emptied()
		return err
	}
	for station := range province.Stations(table, "") {
		if station.Code < firstCode {
			continue
		}
		f.add(&rows, station, m.Batch)
		m.Codes = append(m.Codes, station.Code)
		if len(rows.stations) == chunk {
			if err := keep(); err != nil {
				return nil, err
			}
		}
		if len(m.Codes) == o.Stations {
			break
		}
	}
	return m, keep()
}

// firstCode is the province with which the stations begin: three of the largest follow.
const firstCode = "410000000000"

// rows are the records of some stations.
type rows struct {
	stations  []records.Station
	revisions []records.Revision
	cases     []records.Case
	results   []records.Result
	awards    []records.Award
}

func (r *rows) insert(tx *store.Tx) error {
	if err := insert(tx, r.stations); err != nil {
		return err
	}
	if err := insert(tx, r.revisions); err != nil {
		return err
	}
	if err := insert(tx, r.cases); err != nil {
		return err
	}
	if err := insert(tx, r.results); err != nil {
		return err
	}
	return insert(tx, r.awards)
}

func insert[T any](tx *store.Tx, list []T) error {
	if len(list) == 0 {
		return nil
	}
	return tx.Insert(&list)
}

func (r *rows) emptied() rows {
	return rows{r.stations[:0], r.revisions[:0], r.cases[:0], r.results[:0], r.awards[:0]}
}

type filler struct {
	Options
	at     records.Time
	random *rand.Rand
	number int
}

func (f *filler) id() string { return uuid.Must(uuid.NewV7()).String() }

func (f *filler) record() records.Record {
	return records.Record{ID: f.id(), Version: 1, CreatedAt: f.at, UpdatedAt: f.at}
}

func (f *filler) day(after int) string { return f.Day.AddDate(0, 0, after).Format(time.DateOnly) }

// add makes the records of one station.
func (f *filler) add(r *rows, at province.Station, batch records.Batch) {
	f.number++
	station := records.Station{
		Record: f.record(), Code: "generated-" + at.Code, Name: at.Name, Kind: "station", Level: string(at.Level),
		Region: at.Code, Sample: true, Revision: 1,
	}
	revision := records.Revision{
		ID: f.id(), StationID: station.ID, Number: 1, Text: "subject:\n  id: " + station.Code + "\n", Canonical: []byte("{}"),
		Digest: fmt.Sprintf("sha256:%064x", f.number), SM3: fmt.Sprintf("sm3:%064x", f.number), ReportingDate: f.day(-15),
		SavedBy: f.Clerk, SavedAt: f.at,
	}
	station.RevisionID = revision.ID
	stage := f.stage()
	c := records.Case{
		Record: f.record(), BatchID: batch.ID, StationID: station.ID, Region: station.Region, Level: station.Level,
		Standard: f.Standard, Stage: string(stage), RevisionID: revision.ID, StageSince: f.at,
	}
	if stage != stages.Named {
		c.DueOn = f.day(f.random.IntN(90) - 5)
	}
	own, judged := f.result(station, revision), f.result(station, revision)
	judged.CaseID, judged.BatchID = c.ID, batch.ID
	r.stations, r.revisions = append(r.stations, station), append(r.revisions, revision)
	r.cases, r.results = append(r.cases, c), append(r.results, own, judged)
	if stage == stages.Named {
		r.awards = append(r.awards, records.Award{
			Record: f.record(), Number: fmt.Sprintf("示例〔%d〕%d号", f.Day.Year(), f.number), CaseID: c.ID, BatchID: batch.ID,
			StationID: station.ID, Region: station.Region, Title: "示例称号", Grade: judged.GradeCertain, Issuer: "示例机关",
			IssuedOn: f.day(-700), ValidUntil: f.day(395), RecheckOn: f.day(f.random.IntN(400) - 10),
		})
	}
}

// stage spreads the cases over the process; a fifth have been named.
func (f *filler) stage() stages.Stage {
	some := []stages.Stage{
		stages.Self, stages.Self, stages.Declared, stages.Declared, stages.Initial, stages.Onsite, stages.Decided, stages.Publicity,
		stages.Named, stages.Named,
	}
	return some[f.random.IntN(len(some))]
}

// result makes up what a station's evidence came to: one letter an item.
func (f *filler) result(station records.Station, revision records.Revision) records.Result {
	outcomes, lost := make([]byte, f.Items), make([]string, f.Items)
	score, open := f.Items, 0
	for i := range outcomes {
		outcomes[i], lost[i] = 's', "0"
		switch f.random.IntN(20) {
		case 0, 1:
			outcomes[i], lost[i] = 'N', "1"
			score--
		case 2:
			outcomes[i] = 'u'
			open++
		}
	}
	certain := int64(score-open) * 1_000_000
	grade := f.Grades[min(len(f.Grades)-1, f.random.IntN(len(f.Grades)+1))]
	return records.Result{
		ID: f.id(), StationID: station.ID, Region: station.Region, Standard: f.Standard, RevisionID: revision.ID, AsOf: f.day(0),
		StandardDigest: revision.Digest, PoliciesDigest: revision.Digest, BundleDigest: revision.Digest,
		OutOf: fmt.Sprint(f.Items), Certain: fmt.Sprint(score - open), Possible: fmt.Sprint(score), GradeCertain: grade, GradePossible: grade,
		CertainOrder: certain, Open: open, Outcomes: string(outcomes), Lost: strings.Join(lost, " "), JudgedAt: f.at,
	}
}

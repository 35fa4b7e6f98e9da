package store_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zhanping/internal/engine"
	"zhanping/policies"
	"zhanping/server/casework"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// asked is a list or a count that people wait for.
type asked struct {
	says  string
	sorts bool // may sort what it found: only where that is little, as within a county
	ask   func(ctx context.Context, work *casework.Service, tx *store.Tx) error
}

const (
	inProvince = "410000000000"
	inCounty   = "410105000000"
	ofStandard = "fqs-town-76@2026-draft"
)

// somebody has a role in a province.
func somebody(role string) casework.Actor {
	return casework.Actor{
		Person: records.Person{Record: records.Record{ID: "p"}},
		Grants: []records.Grant{{ID: "g", PersonID: "p", Role: role, Region: inProvince}},
	}
}

func questions() []asked {
	bureau := somebody("bureau")
	stations := func(says string, f casework.StationFilter) asked {
		return asked{says: says, ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.Stations(ctx, bureau, f)
			return err
		}}
	}
	cases := func(says string, f casework.CaseFilter) asked {
		return asked{says: says, ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.Cases(ctx, bureau, f)
			return err
		}}
	}
	awards := func(says string, f casework.AwardFilter) asked {
		return asked{says: says, ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.Awards(ctx, bureau, f)
			return err
		}}
	}
	return []asked{
		stations("the first page of the stations", casework.StationFilter{Limit: 51}),
		stations("a page deep in the stations", casework.StationFilter{After: "411700000000~x", Limit: 51}),
		stations("the stations of a county", casework.StationFilter{Region: inCounty, Limit: 51}),
		stations("the stations of a level", casework.StationFilter{Level: "city", Limit: 51}),
		stations("stations by text", casework.StationFilter{Text: "没有", Limit: 51}),
		cases("the cases of a batch", casework.CaseFilter{BatchID: "b", Limit: 51}),
		cases("a page deep in the cases of a batch", casework.CaseFilter{BatchID: "b", After: "411700000000~x", Limit: 51}),
		cases("the cases of a batch at a stage", casework.CaseFilter{BatchID: "b", Stage: "onsite", Limit: 51}),
		cases("the cases of a county at a stage", casework.CaseFilter{Region: inCounty, Stage: "onsite", Limit: 51}),
		cases("cases by the text of their station", casework.CaseFilter{Text: "没有", Limit: 51}),
		cases("the cases that are due", casework.CaseFilter{DueUntil: "2026-07-20", Limit: 51}),
		awards("the awards of a province", casework.AwardFilter{Region: inProvince, Limit: 51}),
		awards("the awards whose re-check is due", casework.AwardFilter{Region: inProvince, RecheckUntil: "2026-07-20", Limit: 51}),
		{says: "the ranking of a batch", ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.Ranking(ctx, bureau, "b", "410100000000", 0, 50)
			return err
		}},
		{says: "a page of results with one total", sorts: true, ask: func(_ context.Context, _ *casework.Service, tx *store.Tx) error {
			_, err := tx.TierRows("b", "4101", 60_000_000, "60", []string{"达标", "未达标"}, 50, 50)
			return err
		}},
		{says: "how a batch stands", ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.BatchSummary(ctx, bureau, "b", inProvince)
			return err
		}},
		{says: "how stations see themselves", ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.SelfSummary(ctx, bureau, inProvince, ofStandard)
			return err
		}},
		{says: "the heat table", ask: func(ctx context.Context, work *casework.Service, _ *store.Tx) error {
			_, err := work.Heat(ctx, bureau, "b", inProvince, false)
			return err
		}},
		{says: "counts by region", ask: func(_ context.Context, _ *casework.Service, tx *store.Tx) error {
			parts := []string{"4101", "4102"}
			_, err1 := tx.StageTallies("b", parts, []string{"self", "named"})
			_, err2 := tx.GradeTallies("b", parts, []string{"达标", ""})
			_, err3 := tx.SelfTallies(ofStandard, parts, []string{"达标", ""})
			return errors.Join(err1, err2, err3)
		}},
		{says: "outcomes of a city", ask: func(_ context.Context, _ *casework.Service, tx *store.Tx) error {
			return tx.EachOutcomes("b", "4101", func(string, string, string) {})
		}},
		{says: "the journal of a province", ask: func(_ context.Context, _ *casework.Service, tx *store.Tx) error {
			_, err := tx.JournalEntries(store.JournalFilter{Region: "41", Limit: 51})
			return err
		}},
		{says: "the journal of a county", sorts: true, ask: func(_ context.Context, _ *casework.Service, tx *store.Tx) error {
			_, err := tx.JournalEntries(store.JournalFilter{Region: "410105", Limit: 51})
			return err
		}},
		{says: "what a case came to", sorts: true, ask: func(_ context.Context, _ *casework.Service, tx *store.Tx) error {
			_, err := store.List[records.Result](tx, store.Query{Where: []store.Condition{store.Equal("case_id", "c")}, Order: []string{"standard"}})
			return err
		}},
	}
}

// newWork is the casework on a store.
func newWork(t *testing.T, s *store.Store) *casework.Service {
	t.Helper()
	sets, err := engine.Open(engine.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	rights, err := policies.LoadAuthz()
	if err != nil {
		t.Fatal(err)
	}
	work, err := casework.New(casework.Parts{Store: s, Sets: casework.NewSets(sets), Rights: rights, Clock: time.Now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// few is what may be walked through: the values that a count was asked for, the page that was found, and
// the journal, from its end until a page is full.
var few = []string{"parts", "kinds", "p", "CONSTANT", "journal_entries"}

// scans is the lines of a plan that go through a whole table or a whole index.
func scans(dialect store.Dialect, plan []string) []string {
	var found []string
	for _, line := range plan {
		sequential := strings.Contains(line, "Seq Scan on ")
		if dialect == store.SQLite {
			sequential = strings.HasPrefix(line, "SCAN ") && !strings.HasSuffix(line, "CONSTANT ROWS") &&
				!slices.Contains(few, strings.Fields(line)[1])
		}
		if sequential {
			found = append(found, line)
		}
	}
	return found
}

func TestWhatPeopleWaitForIsFoundByAnIndex(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var run []store.Statement
		if err := s.Watch(func(q store.Statement) { run = append(run, q) }); err != nil {
			t.Fatal(err)
		}
		work := newWork(t, s)
		batch := records.Batch{Record: records.Record{ID: "b", Version: 1}, Region: inProvince, Standard: ofStandard}
		if err := s.Read(t.Context()).Insert(&batch); err != nil {
			t.Fatal(err)
		}
		for _, question := range questions() {
			run = nil
			if err := question.ask(t.Context(), work, s.Read(t.Context())); err != nil {
				t.Fatalf("%s: %v", question.says, err)
			}
			if len(run) == 0 {
				t.Fatalf("%s: no query was seen", question.says)
			}
			for _, q := range slices.Clone(run) {
				plan, err := s.Plan(t.Context(), q)
				if err != nil {
					t.Fatalf("%s: %v", question.says, err)
				}
				all := strings.Join(plan, "\n")
				if found := scans(s.Dialect(), plan); len(found) > 0 {
					t.Errorf("%s: %s\n%s\n%s", question.says, found, q.SQL, all)
				}
				if strings.Contains(q.SQL, "assignments") {
					continue // the few of one person
				}
				if s.Dialect() == store.SQLite && strings.Contains(all, "TEMP B-TREE FOR ORDER BY") != question.sorts {
					t.Errorf("%s: sorts: want %v\n%s\n%s", question.says, question.sorts, q.SQL, all)
				}
			}
		}
	})
}

func TestAPlanShowsWhatHasNoIndex(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var run []store.Statement
		if err := s.Watch(func(q store.Statement) { run = append(run, q) }); err != nil {
			t.Fatal(err)
		}
		if _, err := store.List[records.Station](s.Read(t.Context()), store.Query{Where: []store.Condition{store.Equal("name", "某站")}}); err != nil {
			t.Fatal(err)
		}
		plan, err := s.Plan(t.Context(), run[0])
		if err != nil {
			t.Fatal(err)
		}
		// Asked for by id, PostgreSQL may walk the index of the ids for the order alone.
		if s.Dialect() == store.SQLite && len(scans(s.Dialect(), plan)) == 0 {
			t.Errorf("a name without an index was found by: %v", plan)
		}
	})
}

package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func station(id, region string) *records.Station {
	now := records.At(time.Date(2026, 11, 22, 9, 30, 0, 123456789, time.FixedZone("", 8*3600)))
	return &records.Station{
		Record: records.Record{ID: id, Version: 1, CreatedAt: now, UpdatedAt: now},
		Code:   "code-" + id, Name: "示例站" + id, Kind: "station", Level: "town", Region: region, Sample: true,
	}
}

func TestARecordComesBackAsItWasKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		want := station("a", "330482106000")
		if err := s.Within(t.Context(), func(tx *store.Tx) error { return tx.Insert(want) }); err != nil {
			t.Fatal(err)
		}
		got, err := store.Get[records.Station](s.Read(t.Context()), "a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*want, got); diff != "" {
			t.Errorf("station (-want +got):\n%s", diff)
		}
		if _, err := store.Get[records.Station](s.Read(t.Context()), "b"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a station that is not there: %v", err)
		}
		if err := s.Read(t.Context()).Insert(want); !errors.Is(err, store.ErrExists) {
			t.Errorf("the same station again: %v", err)
		}
	})
}

func TestOfTwoChangesToOneVersionTheSecondIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		tx := s.Read(t.Context())
		if err := tx.Insert(station("a", "330482106000")); err != nil {
			t.Fatal(err)
		}
		first, _ := store.Get[records.Station](tx, "a")
		second := first
		first.Closed, second.Name = true, "改名"
		if err := tx.Update(&first); err != nil {
			t.Fatal(err)
		}
		if err := tx.Update(&second); !errors.Is(err, store.ErrStale) {
			t.Fatalf("second change: %v", err)
		}
		if second.Version != 1 {
			t.Errorf("a refused change moved the version in memory to %d", second.Version)
		}
		got, _ := store.Get[records.Station](tx, "a")
		if !got.Closed || got.Name != "示例站a" || got.Version != 2 {
			t.Errorf("kept: %+v", got)
		}
		got.Closed = false
		if err := tx.Update(&got); err != nil {
			t.Fatal(err)
		}
		if again, _ := store.Get[records.Station](tx, "a"); again.Closed {
			t.Error("a field set back to its zero value was not kept")
		}
	})
}

func TestQueriesFindTheSameRowsInTheSameOrderOnBothDatabases(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		tx := s.Read(t.Context())
		for id, region := range map[string]string{"a": "330482106000", "b": "330482106201", "c": "330483000000", "d": "330000000000"} {
			if err := tx.Insert(station(id, region)); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			says string
			q    store.Query
			want []string
		}{
			{"everything by id", store.Query{}, []string{"a", "b", "c", "d"}},
			{"a county by the start of its code", store.Query{Where: []store.Condition{store.StartsWith("region", "330482")}}, []string{"a", "b"}},
			{"a province", store.Query{Where: []store.Condition{store.StartsWith("region", "33")}, Order: []string{"-region"}}, []string{"c", "b", "a", "d"}},
			{"a page", store.Query{Where: []store.Condition{store.After("id", "a")}, Limit: 2}, []string{"b", "c"}},
			{"among none", store.Query{Where: []store.Condition{store.Among("id", []string{})}}, nil},
			{"either of two", store.Query{Where: []store.Condition{store.AnyOf(store.Equal("id", "d"), store.Equal("id", "a"))}}, []string{"a", "d"}},
			{"part of a name, with a wildcard taken literally", store.Query{Where: []store.Condition{store.Contains("name", "%")}}, nil},
			{"part of a name of two characters", store.Query{Where: []store.Condition{store.Contains("name", "站b")}}, []string{"b"}},
		} {
			found, err := store.List[records.Station](tx, c.q)
			if err != nil {
				t.Fatalf("%s: %v", c.says, err)
			}
			var got []string
			for _, f := range found {
				got = append(got, f.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: found %v, want %v", c.says, got, c.want)
			}
		}
	})
}

func TestATransactionThatFailsKeepsNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		stop := errors.New("stop")
		err := s.Within(t.Context(), func(tx *store.Tx) error {
			if err := tx.Insert(station("a", "330482106000")); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if n, err := store.Count[records.Station](s.Read(t.Context())); n != 0 || err != nil {
			t.Errorf("%d stations kept, %v", n, err)
		}
	})
}

func TestTheDatabaseItselfRefusesToChangeWhatStays(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		tx := s.Read(t.Context())
		if err := tx.Insert(station("a", "330482106000")); err != nil {
			t.Fatal(err)
		}
		if err := tx.Insert(&records.Revision{ID: "r", StationID: "a", Number: 1, Canonical: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Delete[records.Revision](tx, store.Equal("id", "r")); err == nil {
			t.Error("a revision was removed")
		}
		if err := tx.Put(&records.Revision{ID: "r", StationID: "a", Number: 1, Text: "改", Canonical: []byte("{}")}, "id"); err == nil {
			t.Error("a revision was changed")
		}
	})
}

func TestMigratingAgainDoesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if steps, err := s.Migrate(t.Context()); steps != 0 || err != nil {
			t.Errorf("%d steps, %v", steps, err)
		}
	})
}

func TestADatabaseFileIsForItsUserAlone(t *testing.T) {
	t.Parallel()
	path := storetest.SQLite(t)
	s := storetest.Open(t, path)
	if err := s.Read(t.Context()).Insert(station("a", "330482106000")); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

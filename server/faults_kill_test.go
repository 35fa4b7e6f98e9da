package server_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/journal"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// evidenceOf is the evidence of a sample, spelt anew so that saving it makes a revision.
func evidenceOf(t testing.TB, sample string, n int) string {
	t.Helper()
	text, err := os.ReadFile("../evidence/samples/" + sample + "/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + fmt.Sprintf("\n# %d\n", n)
}

// opened is the database of a child that was killed, as it was left.
func opened(t *testing.T, c childConfig) *store.Store {
	t.Helper()
	dsn := c.Database
	if dsn == "" {
		dsn = filepath.Join(c.Data, "zhanping.db")
	}
	s, err := store.Open(t.Context(), dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// sound verifies the journal and gives the subjects of its entries by action.
func sound(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	subjects := map[string][]string{}
	err := s.ReadJournal(t.Context(), func(r journal.Reader) error {
		verdict, err := journal.Verify(t.Context(), r, journal.Options{})
		if err != nil {
			return err
		}
		if !verdict.Sound() {
			t.Errorf("the journal is broken: %v", verdict)
		}
		entries, err := r.Entries(t.Context(), 1, 10_000)
		for _, e := range entries {
			subjects[e.Action] = append(subjects[e.Action], e.Subject)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return subjects
}

// saver saves a station's evidence again and again and remembers what was acknowledged.
type saver struct {
	*client
	station, sample string
	number          int
	texts           map[int]string // by number, acknowledged
	tried           string         // sent last, not acknowledged
}

// save saves once; false where no answer came.
func (s *saver) save(t *testing.T) bool {
	s.tried = evidenceOf(t, s.sample, rand.IntN(1e9))
	got, err := s.try("PUT", "/stations/"+s.station+"/bundle", toJSON(t, map[string]any{"text": s.tried}),
		fmt.Sprintf(`If-Match: "%d"`, s.number))
	if err != nil {
		return false
	}
	if got.StatusCode != 200 {
		t.Errorf("save on %d: %d %s", s.number, got.StatusCode, got.body)
		return false
	}
	s.number++
	s.texts[s.number], s.tried = s.tried, ""
	return true
}

// recover reads what the server has after it was killed and compares it with what it acknowledged.
func (s *saver) recover(t *testing.T) {
	t.Helper()
	list := s.want(200, "GET", "/stations/"+s.station+"/revisions", "", nil)["items"].([]any)
	if len(list) != s.number && len(list) != s.number+1 {
		t.Fatalf("%d revisions, %d were acknowledged", len(list), s.number)
	}
	for i, r := range list {
		if n := int(r.(map[string]any)["number"].(float64)); n != len(list)-i {
			t.Fatalf("revision %d stands where %d should", n, len(list)-i)
		}
	}
	if len(list) > s.number { // it was kept and the answer was lost
		s.number++
		s.texts[s.number] = s.tried
	}
	for n, text := range s.texts {
		kept := s.want(200, "GET", fmt.Sprintf("/stations/%s/revisions/%d", s.station, n), "", nil)
		if kept["text"] != text {
			t.Errorf("revision %d is not what was saved", n)
		}
	}
}

func TestKilledWhileSavingNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		c := childConfig{Data: t.TempDir(), Database: database}
		o, p := settle(t, c)
		second := o.admin.person("clerk2", map[string]any{"role": "station", "station_id": o.other})
		savers := []*saver{
			{client: o.clerk, station: o.station, sample: "incomplete-town", texts: map[int]string{}},
			{client: second, station: o.other, sample: "lacking-town", texts: map[int]string{}},
		}
		for round := range 4 {
			if round > 0 {
				p = start(t, c)
				o.url = p.URL
				for _, s := range savers {
					s.recover(t)
				}
			}
			var saving sync.WaitGroup
			first := make(chan bool, len(savers))
			for _, s := range savers {
				saving.Go(func() {
					for n := 0; s.save(t); n++ {
						if n == 0 {
							first <- true
						}
					}
				})
			}
			<-first
			time.Sleep(rand.N(120 * time.Millisecond))
			p.kill()
			saving.Wait()
		}
		o.url = start(t, c).URL
		total := 0
		for _, s := range savers {
			s.recover(t)
			total += s.number
		}
		db := opened(t, c)
		if n := len(sound(t, db)["bundle.save"]); n != total {
			t.Errorf("%d entries of saving in the journal, %d revisions", n, total)
		}
		whole(t, db)
	})
}

// whole checks that every station points at its last revision and every result at its station's.
func whole(t *testing.T, db *store.Store) {
	t.Helper()
	tx := db.Read(t.Context())
	stations, err := store.List[records.Station](tx, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, station := range stations {
		n, err := store.Count[records.Revision](tx, store.Equal("station_id", station.ID))
		if err != nil || int(n) != station.Revision {
			t.Errorf("station %s says revision %d, there are %d: %v", station.Code, station.Revision, n, err)
		}
		stale, err := store.Count[records.Result](tx, store.Equal("station_id", station.ID), store.Unequal("revision_id", station.RevisionID))
		if err != nil || stale != 0 {
			t.Errorf("station %s has %d results of older evidence: %v", station.Code, stale, err)
		}
	}
}

func TestKilledWhileOpeningABatchAllOrNoneIsThereAndARepeatEndsIt(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		c := childConfig{Data: t.TempDir(), Database: database}
		o, p := settle(t, c)
		const many = 200
		stations := make([]string, many)
		for i := range stations {
			stations[i] = o.bureau.addStation(fmt.Sprintf("town-%d", i), "330499103000")
		}
		body := map[string]any{"stations": stations}
		for round := range 4 {
			batch := o.bureau.want(201, "POST", "/batches", "", batchInput(fmt.Sprintf("第 %d 批", round)))["id"].(string)
			key := "Idempotency-Key: open-" + batch
			cut := make(chan bool)
			go func() {
				_, _ = o.bureau.try("POST", "/batches/"+batch+"/cases", toJSON(t, body), key) // cut off
				close(cut)
			}()
			time.Sleep(rand.N(200 * time.Millisecond))
			p.kill()
			<-cut
			db := opened(t, c)
			n, err := store.Count[records.Case](db.Read(t.Context()), store.Equal("batch_id", batch))
			if err != nil || n != 0 && n != many {
				t.Fatalf("%d cases of %d after the kill: %v", n, many, err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			p = start(t, c)
			o.url = p.URL
			got := o.bureau.ask("POST", "/batches/"+batch+"/cases", toJSON(t, body), key)
			if code, _ := got.problem(); (n == 0 && got.StatusCode != 201) || (n == many && got.StatusCode != 201 && code != "repeated") {
				t.Errorf("repeated after %d were there: %d %.300s", n, got.StatusCode, got.body)
			}
			if n, _ := store.Count[records.Case](opened(t, c).Read(t.Context()), store.Equal("batch_id", batch)); n != many {
				t.Errorf("%d cases after the repeat, want %d", n, many)
			}
		}
		if n := len(sound(t, opened(t, c))["case.open"]); n != 4*many {
			t.Errorf("%d cases in the journal, want %d", n, 4*many)
		}
	})
}

func TestKilledWhileMigratingTheNextStartCompletesTheSchema(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		c := childConfig{Data: t.TempDir(), Database: database}
		for range 6 {
			p, _ := begin(t, c)
			reached(t, c)
			time.Sleep(rand.N(60 * time.Millisecond))
			p.kill()
		}
		p := start(t, c)
		w := &world{T: t, url: p.URL}
		if got := w.client().ask("GET", "/ready", nil); got.StatusCode != 200 {
			t.Errorf("ready: %d %s", got.StatusCode, got.body)
		}
		fresh := childConfig{Data: t.TempDir()}
		if database != "" {
			fresh.Database = storetest.PostgreSQL(t)
		}
		start(t, fresh)
		if diff := cmp.Diff(schemaOf(t, fresh), schemaOf(t, c)); diff != "" {
			t.Errorf("schema (-of one start +of seven):\n%s", diff)
		}
		sound(t, opened(t, c))
	})
}

// reached waits until a child has reached its database: from there on it migrates.
func reached(t *testing.T, c childConfig) {
	t.Helper()
	there := func() bool {
		_, err := os.Stat(filepath.Join(c.Data, "zhanping.db"))
		return err == nil
	}
	if c.Database != "" {
		db, err := sql.Open("pgx", c.Database)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close() //nolint:errcheck // reading
		there = func() bool {
			var others int
			err := db.QueryRowContext(t.Context(),
				"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").Scan(&others)
			return err == nil && others > 0
		}
	}
	for range 5000 {
		if there() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the server never reached its database")
}

// schemaOf is every table, column, index and trigger of a database.
func schemaOf(t *testing.T, c childConfig) []string {
	t.Helper()
	driver, dsn, query := "sqlite", filepath.Join(c.Data, "zhanping.db"), "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"
	if c.Database != "" {
		driver, dsn, query = "pgx", c.Database, `
			SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
			UNION ALL SELECT trigger_name || ' ' || event_manipulation FROM information_schema.triggers`
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // reading
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // reading
	var schema []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		schema = append(schema, line)
	}
	if err := rows.Err(); err != nil || len(schema) < 50 {
		t.Fatalf("hardly a schema: %d lines: %v", len(schema), err)
	}
	slices.Sort(schema)
	return schema
}

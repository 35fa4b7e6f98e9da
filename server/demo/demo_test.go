package demo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/journal"
	"zhanping/server"
	"zhanping/server/demo"
	"zhanping/server/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func open(t *testing.T, database string) (*server.App, string) {
	t.Helper()
	app, err := server.Open(t.Context(), server.Config{
		Data: t.TempDir(), Database: database, Version: "test", Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
		Clock:    func() time.Time { return time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC) },
		Password: argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(app.Handler)
	t.Cleanup(func() {
		s.Close()
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	return app, s.URL + "/api/v1"
}

// browser signs in as one of the accounts and reads what that person sees.
func browser(t *testing.T, url string, accounts []demo.Account, login string) func(path string) []map[string]any {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar}
	for _, a := range accounts {
		if a.Login != login {
			continue
		}
		body, _ := json.Marshal(map[string]string{"login": a.Login, "password": a.Password})
		answer, err := c.Post(url+"/session", "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s cannot sign in: %d", login, answer.StatusCode)
		}
	}
	return func(path string) []map[string]any {
		answer, err := c.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		var page struct{ Items []map[string]any }
		if err := json.NewDecoder(answer.Body).Decode(&page); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: GET %s: %d, %v", login, path, answer.StatusCode, err)
		}
		return page.Items
	}
}

func journalSize(t *testing.T, app *server.App) int64 {
	t.Helper()
	var verdict journal.Verdict
	err := app.ReadJournal(t.Context(), func(r journal.Reader) (err error) {
		verdict, err = journal.Verify(t.Context(), r, journal.Options{})
		return err
	})
	if err != nil || !verdict.Sound() {
		t.Fatalf("the journal: %v, %v", err, verdict.Fault)
	}
	return verdict.Head.Size
}

func TestTheDemonstrationIsACountyInTheMiddleOfItsWork(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.PostgreSQL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app, url := open(t, database(t))
			accounts, err := demo.Load(t.Context(), app, evidence.Samples())
			if err != nil {
				t.Fatal(err)
			}
			if len(accounts) != 11 {
				t.Errorf("%d accounts", len(accounts))
			}
			see(t, url, accounts)
			size := journalSize(t, app)
			again, err := demo.Load(t.Context(), app, evidence.Samples())
			if err != nil || again != nil {
				t.Errorf("loaded again: %v, %v", again, err)
			}
			if now := journalSize(t, app); now != size {
				t.Errorf("loading again left %d entries", now-size)
			}
		})
	}
}

// see looks at what the people of the county see.
func see(t *testing.T, url string, accounts []demo.Account) {
	t.Helper()
	bureau := browser(t, url, accounts, "demo-bureau")
	got, frozen := map[string]int{}, 0
	for _, c := range bureau("/cases?limit=200") {
		got[c["stage"].(string)]++
		if c["frozen"] == true {
			frozen++
		}
	}
	want := map[string]int{
		"self": 1, "declared": 1, "initial": 1, "onsite": 3, "decided": 3, "publicity": 2, "named": 7, "rectify": 1,
		"kept": 1, "withdrawn": 1, "refused": 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cases by stage (-want +got):\n%s", diff)
	}
	if frozen != 1 {
		t.Errorf("%d cases with an open dispute", frozen)
	}
	existing := map[string]bool{}
	all := browser(t, url, accounts, "demo-higher")("/stations?limit=200")
	for _, s := range all {
		if s["revision"] == float64(0) {
			t.Errorf("%s has no evidence", s["code"])
		}
		if s["sample"] == false {
			existing[s["code"].(string)] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{
		"tianfu-community": true, "zhichong-village": true, "pinghu-county": true, "lixia-county": true,
	}, existing); diff != "" || len(all) != 47 {
		t.Errorf("%d stations; those that are not invented (-want +got):\n%s", len(all), diff)
	}
	if n := len(bureau("/trends?region=330499000000&standard=fqs-town-76")); n != 2 {
		t.Errorf("trends over %d batches", n)
	}
	if n := len(browser(t, url, accounts, "demo-assessor2")("/cases?assigned=true&stage=onsite")); n != 2 {
		t.Errorf("an assessor has %d cases to check", n)
	}
	if n := len(browser(t, url, accounts, "demo-station")("/stations")); n != 1 {
		t.Errorf("the clerk sees %d stations", n)
	}
	if n := len(bureau("/awards?limit=200")); n != 10 {
		t.Errorf("%d titles", n)
	}
	if n := len(browser(t, url, accounts, "demo-auditor")("/journal?region=330499000000&limit=200")); n < 100 {
		t.Errorf("the auditor sees %d entries", n)
	}
	for _, login := range []string{"demo-admin", "demo-author", "demo-bureau2", "demo-stations", "demo-assessor1"} {
		browser(t, url, accounts, login)
	}
}

// stopping is a context that ends after it was asked so many times, as if the program were stopped.
type stopping struct {
	context.Context
	left atomic.Int64
	stop context.CancelFunc
}

func (s *stopping) Value(key any) any {
	if s.left.Add(-1) < 0 {
		s.stop()
	}
	return s.Context.Value(key)
}

func TestALoadingThatWasBrokenOffGoesOn(t *testing.T) {
	t.Parallel()
	app, url := open(t, "")
	broken := 0
	for left := int64(1000); ; left += 1000 {
		ctx, stop := context.WithCancel(t.Context())
		ending := &stopping{Context: ctx, stop: stop}
		ending.left.Store(left)
		accounts, err := demo.Load(ending, app, evidence.Samples())
		stop()
		if err == nil {
			see(t, url, accounts)
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		broken++
	}
	if broken < 2 {
		t.Errorf("broken off %d times", broken)
	}
}

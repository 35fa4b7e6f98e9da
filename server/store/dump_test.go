package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// dumpAll is every table of a backup as Dump writes it.
func dumpAll(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	dumps := map[string]string{}
	err := s.Snapshot(t.Context(), func(tx *store.Tx) error {
		for _, table := range tables(t) {
			var text bytes.Buffer
			n, err := tx.Dump(table, &text)
			if err != nil {
				return err
			}
			if lines := int64(bytes.Count(text.Bytes(), []byte("\n"))); n != lines {
				t.Errorf("%s: %d rows told, %d lines written", table, n, lines)
			}
			dumps[table] = text.String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dumps
}

func tables(t *testing.T) []string {
	t.Helper()
	tables, err := store.Tables()
	if err != nil || len(tables) == 0 {
		t.Fatalf("tables: %v, %v", tables, err)
	}
	return tables
}

// sample is three rows for any table. Every text of a row is the same, so that references hold.
func sample(t *testing.T, s *store.Store, table string) string {
	t.Helper()
	columns, err := store.Columns(s.Read(t.Context()), table)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	for i, row := range []map[string]any{
		{"text": "一<&> \"\\\n\u2028😀", "bigint": int64(1), "boolean": true, "bytea": base64.StdEncoding.EncodeToString([]byte{0, 255, '\n'})},
		{"text": "七", "bigint": int64(9007199254740993), "boolean": false, "bytea": ""},
		{"text": "万", "bigint": int64(9223372036854775807), "boolean": true, "bytea": "AA=="},
	} {
		line := map[string]any{}
		for name, kind := range columns {
			line[name] = row[kind]
			if optional := table + "." + name; i == 2 && (optional == "results.report" || optional == "idempotencies.body") {
				line[name] = nil
			}
		}
		if err := out.Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

func loadAll(t *testing.T, s *store.Store, dumps map[string]string) error {
	t.Helper()
	return s.Within(t.Context(), func(tx *store.Tx) error {
		for _, table := range tables(t) {
			if _, err := tx.Load(table, strings.NewReader(dumps[table])); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestEveryTableIsInABackupOrLeftOutWithAReason(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		live, err := store.LiveTables(s)
		if err != nil {
			t.Fatal(err)
		}
		live = slices.DeleteFunc(live, func(name string) bool {
			return strings.HasPrefix(name, "goose_") || strings.HasPrefix(name, "river_") || strings.HasPrefix(name, "sqlite_")
		})
		want := tables(t)
		for name := range store.LeftOut() {
			want = append(want, name)
		}
		slices.Sort(live)
		slices.Sort(want)
		if diff := cmp.Diff(live, want); diff != "" {
			t.Errorf("tables of the database and of a backup (-database +backup):\n%s", diff)
		}
	})
}

func TestWhatWasDumpedFromOneDatabaseIsTheSameInTheOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, first *store.Store) {
		want := map[string]string{}
		for _, table := range tables(t) {
			want[table] = sample(t, first, table)
		}
		if err := loadAll(t, first, want); err != nil {
			t.Fatal(err)
		}
		dumped := dumpAll(t, first)
		if diff := cmp.Diff(want, dumped); diff != "" {
			t.Fatalf("loaded and dumped again (-want +got):\n%s", diff)
		}
		for name, dsn := range map[string]string{"SQLite": storetest.SQLite(t), "PostgreSQL": storetest.PostgreSQL(t)} {
			second := storetest.Open(t, dsn)
			if err := loadAll(t, second, dumped); err != nil {
				t.Fatalf("into %s: %v", name, err)
			}
			if diff := cmp.Diff(want, dumpAll(t, second)); diff != "" {
				t.Errorf("by way of %s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestManyRowsAreLoadedInSeveralStatements(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		tx := s.Read(t.Context())
		if err := tx.Insert(station("a", "330482106000")); err != nil {
			t.Fatal(err)
		}
		var one bytes.Buffer
		if _, err := tx.Dump("stations", &one); err != nil {
			t.Fatal(err)
		}
		var many strings.Builder
		const rows = 5000
		for i := range rows {
			id := "x" + string(rune('一'+i))
			many.WriteString(strings.NewReplacer(`"id":"a"`, `"id":"`+id+`"`, `"code":"code-a"`, `"code":"`+id+`"`).Replace(one.String()))
		}
		if n, err := tx.Load("stations", strings.NewReader(many.String())); n != rows || err != nil {
			t.Fatalf("%d rows, %v", n, err)
		}
		if n, err := store.Count[records.Station](tx); n != rows+1 || err != nil {
			t.Errorf("%d rows kept, %v", n, err)
		}
	})
}

func TestALineThatDoesNotFitTheTableIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		good := `{"id":1,"size":0,"chain":"x"}`
		for says, line := range map[string]string{
			"a column is missing":       `{"id":1,"size":0}`,
			"a column is unknown":       `{"id":1,"size":0,"chain":"x","more":1}`,
			"a column is misspelt":      `{"id":1,"size":0,"chian":"x"}`,
			"a number is a text":        `{"id":1,"size":"0","chain":"x"}`,
			"a number is not whole":     `{"id":1,"size":0.5,"chain":"x"}`,
			"a number is too large":     `{"id":1,"size":9223372036854775808,"chain":"x"}`,
			"the line is cut off":       `{"id":1,"size":0,"ch`,
			"nothing, where it must be": `{"id":1,"size":0,"chain":null}`,
			"the same row twice":        good + "\n" + good,
		} {
			err := s.Within(t.Context(), func(tx *store.Tx) error {
				_, err := tx.Load("journal_heads", strings.NewReader(line))
				return err
			})
			if err == nil {
				t.Errorf("%s: accepted", says)
			}
		}
		if _, err := s.Read(t.Context()).Dump("journal_heads", io.Discard); err != nil {
			t.Error(err)
		}
	})
}

func TestADatabaseIsVacantUntilSomethingIsKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		tx := s.Read(t.Context())
		if vacant, err := tx.Vacant(); !vacant || err != nil {
			t.Fatalf("after the migration: %t, %v", vacant, err)
		}
		if err := tx.Insert(station("a", "330482106000")); err != nil {
			t.Fatal(err)
		}
		if vacant, err := tx.Vacant(); vacant || err != nil {
			t.Errorf("with a station: %t, %v", vacant, err)
		}
	})
}

func TestASnapshotSeesOneMomentAndHoldsUpNoWriter(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]func(testing.TB) string{"SQLite": storetest.SQLite, "PostgreSQL": storetest.PostgreSQL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := dsn(t)
			s := storetest.Open(t, place)
			reader, err := store.Peek(t.Context(), place, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = reader.Close() }()
			err = reader.Snapshot(t.Context(), func(tx *store.Tx) error {
				if n, err := store.Count[records.Station](tx); n != 0 || err != nil {
					t.Errorf("before: %d, %v", n, err)
				}
				if err := s.Within(t.Context(), func(tx *store.Tx) error { return tx.Insert(station("a", "330482106000")) }); err != nil {
					t.Errorf("writing meanwhile: %v", err)
				}
				if n, err := store.Count[records.Station](tx); n != 0 || err != nil {
					t.Errorf("the snapshot moved: %d, %v", n, err)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			if n, err := store.Count[records.Station](reader.Read(t.Context())); n != 1 || err != nil {
				t.Errorf("afterwards: %d, %v", n, err)
			}
		})
	}
}

func TestPeekingMakesAndChangesNothing(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "zhanping.db")
	if _, err := store.Peek(t.Context(), none, time.Now); !errors.Is(err, store.ErrNoDatabase) {
		t.Errorf("no file: %v", err)
	}
	if found, _ := filepath.Glob(filepath.Dir(none) + "/*"); len(found) > 0 {
		t.Errorf("made: %v", found)
	}
	if _, err := store.Peek(t.Context(), storetest.PostgreSQL(t), time.Now); !errors.Is(err, store.ErrNoDatabase) {
		t.Errorf("an empty database: %v", err)
	}
	path := storetest.SQLite(t)
	s := storetest.Open(t, path)
	reader, err := store.Peek(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	if err := reader.Read(t.Context()).Insert(station("a", "330482106000")); err == nil {
		t.Error("a station was kept by looking")
	}
	version, err := reader.Schema(t.Context())
	current, err2 := s.CurrentSchema()
	if version != current || version == 0 || err != nil || err2 != nil {
		t.Errorf("schema %d of %d, %v %v", version, current, err, err2)
	}
}

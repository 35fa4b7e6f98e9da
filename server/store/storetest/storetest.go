package storetest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhanping/server/store"
)

// Main runs the tests of a package and ends the PostgreSQL server that they shared.
func Main(m *testing.M) {
	code := m.Run()
	if shared.server != nil {
		if err := shared.server.Remove(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// PostgreSQL is the connection string of an empty database on the server that all tests of the
// binary share. The package's TestMain must be Main.
func PostgreSQL(t testing.TB) string {
	t.Helper()
	shared.once.Do(func() { shared.server, shared.err = Start() })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	dsn, err := shared.server.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// SQLite is the path of a database file that does not exist yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "zhanping.db")
}

// Each runs a test on an empty, migrated store of each kind.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	for name, dsn := range map[string]func(testing.TB) string{"SQLite": SQLite, "PostgreSQL": PostgreSQL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, Open(t, dsn(t)))
		})
	}
}

// Open opens and migrates the database and closes it with the test.
func Open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhanping/internal/journal"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

const entries = 12

// keptJournal is a database with a journal, whose append-only triggers somebody has dropped.
func keptJournal(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	s, err := store.Open(t.Context(), dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range entries {
		err := s.Within(t.Context(), func(tx *store.Tx) error {
			_, err := journal.Append(t.Context(), tx.Journal(), journal.Entry{
				At: time.Now(), Actor: "p1", Action: "station.write", Kind: "station", Subject: "s1", Region: "330482000000", Detail: json.RawMessage(`{"n":1}`),
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	driver, guards := "sqlite", []string{}
	for _, table := range []string{"journal_entries", "journal_hashes"} {
		if s.Dialect() == store.PostgreSQL {
			driver, guards = "pgx", append(guards, "DROP TRIGGER "+table+"_stay ON "+table)
			continue
		}
		guards = append(guards, "DROP TRIGGER "+table+"_stay_UPDATE", "DROP TRIGGER "+table+"_stay_DELETE")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Exec("UPDATE journal_entries SET actor = 'p2' WHERE seq = 1"); err == nil {
		t.Fatal("the database let an entry be changed while its triggers were there")
	}
	tamper(t, db, guards...)
	return db
}

func tamper(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.ExecContext(context.Background(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// ran is what a command line came to.
func ran(args ...string) (code int, stdout, stderr string) {
	var out, faults bytes.Buffer
	code = run(args, program{stdin: strings.NewReader(""), stdout: &out, stderr: &faults, today: func() string { return asOf }})
	return code, out.String(), faults.String()
}

const copied = "at, actor, action, kind, subject, region, detail, hash, chain FROM journal_entries"

// tamperings are what somebody may do to a database behind the program, and the first bad entry.
var tamperings = map[string]struct {
	statements []string
	want       string
}{
	"nothing":                        {nil, "日志完整：第 1 至 12 条全部相符"},
	"who did it is edited":           {[]string{"UPDATE journal_entries SET actor = 'p2' WHERE seq = 5"}, "日志第 5 条不可信"},
	"when is edited by a second":     {[]string{"UPDATE journal_entries SET at = '2026-01-01T00:00:00.000000Z' WHERE seq = 5"}, "日志第 5 条不可信"},
	"the detail is edited":           {[]string{`UPDATE journal_entries SET detail = '{"n":2}' WHERE seq = 12`}, "日志第 12 条不可信"},
	"the detail is no JSON any more": {[]string{"UPDATE journal_entries SET detail = 'x' WHERE seq = 2"}, "日志第 2 条不可信"},
	"a hash is edited":               {[]string{"UPDATE journal_entries SET hash = chain WHERE seq = 7"}, "日志第 7 条不可信"},
	"one is deleted":                 {[]string{"DELETE FROM journal_entries WHERE seq = 4"}, "日志第 4 条不可信：这一条不见了"},
	"the first is deleted":           {[]string{"DELETE FROM journal_entries WHERE seq = 1"}, "日志第 1 条不可信：这一条不见了"},
	"all are deleted":                {[]string{"DELETE FROM journal_entries"}, "日志第 1 条不可信：这一条不见了"},
	"one is deleted, the rest moved up": {
		[]string{
			"DELETE FROM journal_entries WHERE seq = 4", "UPDATE journal_entries SET seq = -seq WHERE seq > 4",
			"UPDATE journal_entries SET seq = -seq - 1 WHERE seq < 0",
		}, "日志第 4 条不可信",
	},
	"one is put in at the end": {[]string{"INSERT INTO journal_entries SELECT 13, " + copied + " WHERE seq = 12"}, "日志第 13 条不可信"},
	"one is put in before all": {[]string{"INSERT INTO journal_entries SELECT 0, " + copied + " WHERE seq = 1"}, "日志第 0 条不可信"},
	"one is put in the middle, the rest moved down": {
		[]string{
			"UPDATE journal_entries SET seq = -seq WHERE seq > 6", "UPDATE journal_entries SET seq = 1 - seq WHERE seq < 0",
			"INSERT INTO journal_entries SELECT 7, " + copied + " WHERE seq = 3",
		}, "日志第 7 条不可信",
	},
	"two change places": {
		[]string{
			"UPDATE journal_entries SET seq = -3 WHERE seq = 3", "UPDATE journal_entries SET seq = 3 WHERE seq = 9",
			"UPDATE journal_entries SET seq = 9 WHERE seq = -3",
		}, "日志第 3 条不可信",
	},
	"the end is cut off":                {[]string{"DELETE FROM journal_entries WHERE seq > 8"}, "日志第 9 条不可信"},
	"the end is cut off, the head told": {[]string{"DELETE FROM journal_entries WHERE seq > 8", "UPDATE journal_heads SET size = 8"}, "日志第 8 条不可信：日志头与最后一条不符"},
	"the end is cut off, the head set": {
		[]string{
			"DELETE FROM journal_entries WHERE seq > 8",
			"UPDATE journal_heads SET size = 8, chain = (SELECT chain FROM journal_entries WHERE seq = 8)",
		}, "日志第 9 条不可信：末尾的条目被删去",
	},
	"the head counts more": {[]string{"UPDATE journal_heads SET size = 13"}, "日志第 13 条不可信"},
	"the head's chain":     {[]string{"UPDATE journal_heads SET chain = '" + journal.EmptyChain + "'"}, "日志第 12 条不可信：日志头"},
	"the head is deleted":  {[]string{"DELETE FROM journal_heads"}, "日志第 1 条不可信"},
	"a stored tree hash":   {[]string{"UPDATE journal_hashes SET hash = (SELECT hash FROM journal_hashes WHERE position = 0) WHERE position = 8"}, "不可信：哈希表第 8 行"},
	"the stored tree":      {[]string{"DELETE FROM journal_hashes"}, "日志第 1 条不可信：哈希表第 0 行"},
}

func TestJournalVerifyNamesTheFirstBadEntry(t *testing.T) {
	t.Parallel()
	server, err := storetest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Remove(); err != nil {
			t.Error(err)
		}
	})
	for name, c := range tamperings {
		t.Run("SQLite/"+name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			tamper(t, keptJournal(t, filepath.Join(data, "zhanping.db")), c.statements...)
			judge(t, c.want, "--data", data)
		})
		t.Run("PostgreSQL/"+name, func(t *testing.T) {
			t.Parallel()
			dsn, err := server.Create(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			tamper(t, keptJournal(t, dsn), c.statements...)
			judge(t, c.want, "--database", dsn)
		})
	}
}

func judge(t *testing.T, want string, where ...string) {
	t.Helper()
	code, stdout, stderr := ran(append([]string{"journal", "verify"}, where...)...)
	wantCode := 1
	if strings.HasPrefix(want, "日志完整") {
		wantCode = 0
	}
	if code != wantCode || !strings.Contains(stdout, want) {
		t.Errorf("exit code %d, want %d with %q:\n%s%s", code, wantCode, want, stdout, stderr)
	}
}

// TestARewriteOfEverythingShowsAgainstACheckpoint cuts the end off with every hash of it: nothing in
// the database contradicts that.
func TestARewriteOfEverythingShowsAgainstACheckpoint(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	db := keptJournal(t, filepath.Join(data, "zhanping.db"))
	secret, public, err := journal.NewKey(strings.NewReader(strings.Repeat("k", 64)), "zhanping-journal")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"journal.key", "card.key"} {
		if err := os.MkdirAll(filepath.Join(data, "keys"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(data, "keys", name), []byte(secret+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	exported := filepath.Join(data, "checkpoint.txt")
	if code, _, stderr := ran("journal", "checkpoint", "--data", data, "-o", exported); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	tamper(t, db, "DELETE FROM journal_entries WHERE seq > 8", "DELETE FROM journal_hashes WHERE position >= 15",
		"UPDATE journal_heads SET size = 8, chain = (SELECT chain FROM journal_entries WHERE seq = 8)")
	judge(t, "日志完整：第 1 至 8 条全部相符", "--data", data)
	judge(t, "日志第 9 至 12 条之间不可信：末尾被整段删去", "--data", data, "--checkpoint", exported, "--key", public)

	if err := os.WriteFile(exported, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, stdout, _ := ran("journal", "verify", "--data", data, "--checkpoint", exported); code != 2 || stdout != "" {
		t.Errorf("a file that is no checkpoint: exit code %d, %q", code, stdout)
	}
	tamper(t, db, "UPDATE journal_entries SET actor = 'p2' WHERE seq = 3")
	another := filepath.Join(data, "another.txt")
	if code, _, stderr := ran("journal", "checkpoint", "--data", data, "-o", another); code != 1 || !strings.Contains(stderr, "日志第 3 条不可信") {
		t.Errorf("a checkpoint of a bad journal: exit code %d, %s", code, stderr)
	}
	if _, err := os.Stat(another); err == nil {
		t.Error("it was written")
	}
}

func TestAJournalThatCannotBeReadIsNotCalledBad(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	path := filepath.Join(data, "zhanping.db")
	for says, c := range map[string]struct{ content, want string }{
		"an empty file":  {"", "这里没有站评的数据库"},
		"something else": {strings.Repeat("别的东西", 1000), "zhanping.db 不是数据库；请核对 --data"},
	} {
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, stdout, stderr := ran("journal", "verify", "--data", data); code != exitRefused || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit code %d, %s%s", says, code, stdout, stderr)
		}
	}
}

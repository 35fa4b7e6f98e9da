package backup_test

import (
	"database/sql"
	"strings"
	"testing"

	"zhanping/server/store"
)

// behind changes a database without the program, as somebody would who may not be seen.
func (p place) behind(t *testing.T, statements ...string) {
	t.Helper()
	driver := "sqlite"
	if p.store.Dialect() == store.PostgreSQL {
		driver = "pgx"
	}
	db, err := sql.Open(driver, p.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, table := range []string{"revisions", "conclusions", "journal_entries"} {
		drop := []string{"DROP TRIGGER " + table + "_stay_UPDATE", "DROP TRIGGER " + table + "_stay_DELETE"}
		if driver == "pgx" {
			drop = []string{"DROP TRIGGER " + table + "_stay ON " + table}
		}
		statements = append(drop, statements...)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestWhatWasChangedBehindTheProgramIsFound(t *testing.T) {
	t.Parallel()
	for name, dsn := range databases {
		for says, c := range map[string]struct{ statement, want string }{
			"evidence": {
				`UPDATE revisions SET canonical = CAST('{}' AS bytea) WHERE id = 'vs0001'`, "佐证材料 vs0001（第 1 版）：内容的 SHA-256",
			},
			"evidence with its digest": {
				`UPDATE revisions SET digest = 'sha256:0' WHERE id = 'vs0001'`, "日志记为 sha256:",
			},
			"evidence taken out": {
				`DELETE FROM revisions WHERE id = 'vs0001'`, "佐证材料 vs0001：日志记有它",
			},
			"evidence put in": {
				`INSERT INTO revisions SELECT 'v9', station_id, 2, text, canonical, digest, sm3, reporting_date, saved_by, saved_at FROM revisions WHERE id = 'vs0001'`,
				"佐证材料 v9（第 2 版）：日志里没有",
			},
			"points": {
				`UPDATE conclusions SET certain = '91.5' WHERE id = 'ks0002'`, "评定结论 ks0002：得分 91.5",
			},
			"a report": {
				`UPDATE conclusions SET report = CAST('x' AS bytea) WHERE id = 'ks0002'`, "评定结论 ks0002：留存的报告读不出来",
			},
			"a report with its digest": {
				`UPDATE conclusions SET report_digest = 'sha256:0' WHERE id = 'ks0002'`, "评定结论 ks0002：登记的 SHA-256 是 sha256:0，日志记为 sha256:",
			},
			"a conclusion taken out": {
				`DELETE FROM conclusions WHERE id = 'ks0002'`, "评定结论 ks0002：日志记有它",
			},
			"the record of an attachment": {
				`UPDATE attachments SET sm3 = 'sm3:0' WHERE id = 'as0000'`, "附件 as0000：",
			},
			"the journal": {
				`UPDATE journal_entries SET actor = 'other' WHERE seq = 2`, "日志第 2 条不可信",
			},
		} {
			t.Run(name+"/"+says, func(t *testing.T) {
				t.Parallel()
				p := newPlace(t, dsn(t))
				p.fill(t, 3)
				if name == "SQLite" {
					c.statement = strings.ReplaceAll(c.statement, "AS bytea", "AS blob")
				}
				p.behind(t, c.statement)
				e := p.examine(t)
				if told := strings.Join(e.Faults, "\n") + e.Journal.String(); e.Sound() || !strings.Contains(told, c.want) {
					t.Errorf("told: %s", told)
				}
			})
		}
	}
}

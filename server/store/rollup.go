package store

import (
	"database/sql"
	"fmt"
	"strings"

	"zhanping/server/records"
)

// Tally is how many rows a group has, and the sum of what orders them.
type Tally struct {
	Part string // the start of the region codes that it counts, as it was asked for
	Key  string // the value that its rows share
	N    int64
	Sum  int64 // of certain_order; 0 for cases
}

// StageTallies counts the cases of a batch by region (the starts of codes) and stage.
func (tx *Tx) StageTallies(batchID string, parts, stages []string) ([]Tally, error) {
	return tx.tallies(`0`, `cases WHERE batch_id = ? AND stage = kind`, batchID, parts, stages)
}

// GradeTallies counts the results of a batch by region and certain grade.
func (tx *Tx) GradeTallies(batchID string, parts, grades []string) ([]Tally, error) {
	return tx.tallies(`sum(certain_order)`, `results WHERE batch_id = ? AND grade_certain = kind AND case_id <> '' AND NOT left_out`, batchID, parts, grades)
}

// SelfTallies counts what stations come to under a standard ("id@edition") by their own evidence, by
// region and certain grade.
func (tx *Tx) SelfTallies(standard string, parts, grades []string) ([]Tally, error) {
	return tx.tallies(`sum(certain_order)`, `results WHERE standard = ? AND grade_certain = kind AND case_id = ''`, standard, parts, grades)
}

// tallies counts the rows of each part and kind on its own, in one query. Every group is one range of an
// index: that is several times faster here than a GROUP BY, for which SQLite sorts. The sum comes as
// text behind the number, since a subquery gives one value.
func (tx *Tx) tallies(sum, rows, of string, parts, kinds []string) ([]Tally, error) {
	if len(parts) == 0 || len(kinds) == 0 {
		return nil, nil
	}
	var args []any
	for _, part := range parts {
		args = append(args, part, part+":")
	}
	for _, kind := range kinds {
		args = append(args, kind)
	}
	found, err := tx.db.Raw(fmt.Sprintf(`WITH parts (low, high) AS (VALUES %s), kinds (kind) AS (VALUES %s) `+
		`SELECT low, kind, (SELECT count(*) || ' ' || coalesce(%s, 0) FROM %s AND region >= low AND region < high) FROM parts CROSS JOIN kinds`,
		tuples("(?, ?)", len(parts)), tuples("(?)", len(kinds)), sum, rows), append(args, of)...).Rows()
	if err != nil {
		return nil, told(err)
	}
	defer found.Close() //nolint:errcheck // reading; what matters comes out of Err
	all := make([]Tally, 0, len(parts)*len(kinds))
	for found.Next() {
		var t Tally
		var counted string
		if err := found.Scan(&t.Part, &t.Key, &counted); err != nil {
			return nil, told(err)
		}
		if _, err := fmt.Sscan(counted, &t.N, &t.Sum); err != nil {
			return nil, fmt.Errorf("read the count %q: %w", counted, err)
		}
		all = append(all, t)
	}
	return all, told(found.Err())
}

func tuples(one string, n int) string { return strings.TrimSuffix(strings.Repeat(one+", ", n), ", ") }

// Tier is how many results of a batch have one total and grade.
type Tier struct {
	CertainOrder int64
	Certain      string
	GradeCertain string
	N            int64 // in the whole batch
	Within       int64 // of these in the region
}

// Tiers is the totals that a batch's results have, the highest order first: enough to rank all of them.
// region is the start of the codes that Within counts.
func (tx *Tx) Tiers(batchID, region string) ([]Tier, error) {
	within := StartsWith("region", region)
	var found []Tier
	err := tx.db.Raw(`SELECT certain_order, certain, grade_certain, count(*) AS n, sum(CASE WHEN `+within.sql+` THEN 1 ELSE 0 END) AS within
		FROM results WHERE batch_id = ? AND case_id <> '' AND NOT left_out
		GROUP BY certain_order, certain, grade_certain ORDER BY certain_order DESC, certain, grade_certain`,
		append(within.args, batchID)...).Scan(&found).Error
	return found, told(err)
}

// Ranked is one result of a batch with the station that has it.
type Ranked struct {
	ID, CaseID, StationID, Region, Standard string
	OutOf, Certain, Possible                string
	GradeCertain, GradePossible             string
	CertainOrder                            int64
	Open                                    int
	Outcomes, Lost, AsOf                    string
	Code, Name, Level, Stage                string
}

// rankedColumns are those of Ranked rows.
const rankedColumns = `r.id, r.case_id, r.station_id, r.region, r.standard, r.out_of, r.certain, r.possible, r.grade_certain, r.grade_possible,
	r.certain_order, r.open, r.outcomes, r.lost, r.as_of, s.code, s.name, s.level, c.stage`

// ranked selects Ranked rows; what is asked of them follows.
const ranked = `SELECT ` + rankedColumns + `
	FROM results r JOIN stations s ON s.id = r.station_id JOIN cases c ON c.id = r.case_id
	WHERE r.batch_id = ? AND r.case_id <> '' AND NOT r.left_out`

// TierRows is the results of a batch that have one total and one of its grades, within a region (the start
// of its codes), by id. Limit 0 means all.
func (tx *Tx) TierRows(batchID, region string, order int64, certain string, grades []string, offset, limit int) ([]Ranked, error) {
	within := StartsWith("region", region)
	page := `SELECT id FROM results WHERE batch_id = ? AND certain_order = ? AND certain = ? AND grade_certain IN ?
		AND case_id <> '' AND NOT left_out AND ` + within.sql + ` ORDER BY id`
	if limit > 0 {
		page += fmt.Sprintf(" LIMIT %d OFFSET %d", limit, offset)
	}
	// Many results may be tied: their order is found in the index alone, and only the page is read.
	// SQLite keeps to the order of a CROSS JOIN.
	var found []Ranked
	err := tx.db.Raw(`SELECT `+rankedColumns+` FROM (`+page+`) AS p CROSS JOIN results r
		JOIN stations s ON s.id = r.station_id JOIN cases c ON c.id = r.case_id WHERE r.id = p.id ORDER BY r.id`,
		append([]any{batchID, order, certain, grades}, within.args...)...).Scan(&found).Error
	return found, told(err)
}

// EachRanked passes every result of a batch within a region to f, the highest order first, without
// holding them all.
func (tx *Tx) EachRanked(batchID, region string, f func(*Ranked) error) error {
	within := StartsWith("region", region)
	rows, err := tx.db.Raw(ranked+` AND `+strings.ReplaceAll(within.sql, `"region"`, "r.region")+
		` ORDER BY r.certain_order DESC, r.certain, r.id`, append([]any{batchID}, within.args...)...).Rows()
	if err != nil {
		return told(err)
	}
	defer rows.Close() //nolint:errcheck // reading; what matters comes out of rows.Err
	for rows.Next() {
		var row Ranked
		if err := tx.db.ScanRows(rows, &row); err != nil {
			return told(err)
		}
		if err := f(&row); err != nil {
			return err
		}
	}
	return told(rows.Err())
}

// EachOutcomes passes the outcomes of every result of a batch within a region to f. The database puts
// them into one text, since row by row would take several times as long: a province has 60,000. A
// region's code has 12 digits and a day 10 characters, so nothing need stand between them.
func (tx *Tx) EachOutcomes(batchID, region string, f func(region, asOf, outcomes string)) error {
	joined := `string_agg`
	if tx.store.dialect == SQLite {
		joined = `group_concat`
	}
	within := StartsWith("region", region)
	var all sql.NullString
	err := tx.db.Raw(`SELECT `+joined+`(region || as_of || outcomes, ',') FROM results
		WHERE batch_id = ? AND case_id <> '' AND NOT left_out AND `+within.sql, append([]any{batchID}, within.args...)...).Row().Scan(&all)
	if err != nil || !all.Valid {
		return told(err)
	}
	for row := range strings.SplitSeq(all.String, ",") {
		if len(row) < 22 {
			return fmt.Errorf("outcomes without a region and a day: %q", row)
		}
		f(row[:12], row[12:22], row[22:])
	}
	return nil
}

// Workload is what one assessor has to do and has done.
type Workload struct {
	PersonID string
	Name     string
	Assigned int64
	Signed   int64
	Next     string // the nearest planned visit of what is not signed; "" for none
}

// Workloads is the work of the assessors of a batch's cases within a region, the most burdened first.
func (tx *Tx) Workloads(batchID, region string) ([]Workload, error) {
	within := StartsWith("region", region)
	var found []Workload
	err := tx.db.Raw(`SELECT a.person_id, p.name, count(*) AS assigned, sum(CASE WHEN a.signed_at <> '' THEN 1 ELSE 0 END) AS signed,
		coalesce(min(CASE WHEN a.signed_at = '' AND a.visit_on <> '' THEN a.visit_on END), '') AS next
		FROM cases c JOIN assignments a ON a.case_id = c.id JOIN people p ON p.id = a.person_id
		WHERE c.batch_id = ? AND `+strings.ReplaceAll(within.sql, `"region"`, "c.region")+`
		GROUP BY a.person_id, p.name ORDER BY assigned DESC, a.person_id`, append([]any{batchID}, within.args...)...).Scan(&found).Error
	return found, told(err)
}

// BatchesOf is every batch under any edition of a standard (its id), the oldest first.
func (tx *Tx) BatchesOf(standard string) ([]records.Batch, error) {
	var found []records.Batch
	err := tx.db.Where("standard LIKE ? ESCAPE '\\'", escaped(standard)+"@%").Order("year, opens_on, id").Find(&found).Error
	return found, told(err)
}

// FirstRanked is the first results of a batch within a region, by region.
func (tx *Tx) FirstRanked(batchID, region string, limit int) ([]Ranked, error) {
	within := StartsWith("region", region)
	var found []Ranked
	err := tx.db.Raw(ranked+` AND `+strings.ReplaceAll(within.sql, `"region"`, "r.region")+fmt.Sprintf(" ORDER BY r.region, r.id LIMIT %d", limit),
		append([]any{batchID}, within.args...)...).Scan(&found).Error
	return found, told(err)
}

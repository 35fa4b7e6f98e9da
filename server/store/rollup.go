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

// groups bounds the groups of one statement: SQLite takes no more than 500 terms.
const groups = 400

// StageTallies counts the cases of a batch by region (the starts of codes) and stage. Every group is one
// range of an index: that is several times faster here than a GROUP BY, for which SQLite sorts.
func (tx *Tx) StageTallies(batchID string, parts, stages []string) ([]Tally, error) {
	return tx.tallies(`SELECT ? AS part, ? AS "key", count(*) AS n, 0 AS sum FROM cases WHERE batch_id = ? AND stage = ?`, batchID, parts, stages)
}

// GradeTallies counts the results of a batch by region and certain grade.
func (tx *Tx) GradeTallies(batchID string, parts, grades []string) ([]Tally, error) {
	return tx.tallies(`SELECT ? AS part, ? AS "key", count(*) AS n, coalesce(sum(certain_order), 0) AS sum FROM results
		WHERE `+placed+` AND grade_certain = ?`, batchID, parts, grades)
}

// SelfTallies counts what stations come to under a standard ("id@edition") by their own evidence, by
// region and certain grade.
func (tx *Tx) SelfTallies(standard string, parts, grades []string) ([]Tally, error) {
	return tx.tallies(`SELECT ? AS part, ? AS "key", count(*) AS n, coalesce(sum(certain_order), 0) AS sum FROM results
		WHERE standard = ? AND grade_certain = ? AND case_id = ''`, standard, parts, grades)
}

// tallies runs one counting statement for each pair of part and key, many in one query.
func (tx *Tx) tallies(statement, of string, parts, keys []string) ([]Tally, error) {
	statement = strings.Replace(statement, "SELECT ?", "SELECT "+tx.text(), 1)
	statement = strings.Replace(statement, `, ? AS "key"`, ", "+tx.text()+` AS "key"`, 1)
	var all []Tally
	var terms []string
	var args []any
	flush := func() error {
		var found []Tally
		err := tx.db.Raw(strings.Join(terms, " UNION ALL "), args...).Scan(&found).Error
		all, terms, args = append(all, found...), nil, nil
		return told(err)
	}
	for _, part := range parts {
		for _, key := range keys {
			within := StartsWith("region", part)
			terms = append(terms, statement+" AND "+within.sql)
			args = append(append(args, part, key, of, key), within.args...)
			if len(terms) == groups {
				if err := flush(); err != nil {
					return nil, err
				}
			}
		}
	}
	if len(terms) == 0 {
		return all, nil
	}
	return all, flush()
}

// text is a placeholder that PostgreSQL knows to be text.
func (tx *Tx) text() string { return "CAST(? AS text)" }

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
		FROM results WHERE `+placed+`
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

// placed holds for the results of a batch that have a place in it. It says what the partial indexes say,
// so that they are used.
const placed = `batch_id = ? AND batch_id <> '' AND left_out = FALSE`

// ranked selects Ranked rows; what is asked of them follows.
const ranked = `SELECT r.id, r.case_id, r.station_id, r.region, r.standard, r.out_of, r.certain, r.possible, r.grade_certain, r.grade_possible,
	r.certain_order, r.open, r.outcomes, r.lost, r.as_of, s.code, s.name, s.level, c.stage
	FROM (SELECT id, case_id, station_id, region, standard, out_of, certain, possible, grade_certain, grade_possible, certain_order, open,
		outcomes, lost, as_of FROM results WHERE ` + placed + ` `

// withStation ends it: what a row says of its station is looked up for those that were found only.
const withStation = `) r JOIN stations s ON s.id = r.station_id JOIN cases c ON c.id = r.case_id `

// inside holds for regions whose codes begin so. Unlike StartsWith it does not ask for the region's index.
func inside(region string) Condition {
	return Condition{"substr(region, 1, ?) = ?", []any{len(region), region}}
}

// TierRows is the results of a batch that have one total, within a region (the start of its codes), by
// id. Limit 0 means all.
func (tx *Tx) TierRows(batchID, region string, order int64, certain string, offset, limit int) ([]Ranked, error) {
	within, some := inside(region), ""
	if limit > 0 {
		some = fmt.Sprintf(" LIMIT %d OFFSET %d", limit, offset)
	}
	var found []Ranked
	err := tx.db.Raw(ranked+` AND certain_order = ? AND certain = ? AND `+within.sql+` ORDER BY id`+some+withStation+` ORDER BY r.id`,
		append([]any{batchID, order, certain}, within.args...)...).Scan(&found).Error
	return found, told(err)
}

// FirstRanked is the first results of a batch within a region, by region.
func (tx *Tx) FirstRanked(batchID, region string, limit int) ([]Ranked, error) {
	within := StartsWith("region", region)
	var found []Ranked
	err := tx.db.Raw(ranked+` AND `+within.sql+fmt.Sprintf(" ORDER BY region, id LIMIT %d", limit)+withStation+` ORDER BY r.region, r.id`,
		append([]any{batchID}, within.args...)...).Scan(&found).Error
	return found, told(err)
}

// EachRanked passes every result of a batch within a region to f, the highest order first, without
// holding them all.
func (tx *Tx) EachRanked(batchID, region string, f func(*Ranked) error) error {
	within := inside(region)
	rows, err := tx.db.Raw(ranked+` AND `+within.sql+withStation+` ORDER BY r.certain_order DESC, r.certain, r.id`,
		append([]any{batchID}, within.args...)...).Rows()
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

// EachOutcomes passes the outcomes of every result of a batch within a region to f, by region. What it
// passes is f's only until it returns.
func (tx *Tx) EachOutcomes(batchID, region string, f func(region, asOf, outcomes []byte) error) error {
	within := StartsWith("region", region)
	rows, err := tx.db.Raw(`SELECT region, as_of, outcomes FROM results WHERE `+placed+` AND `+within.sql+` ORDER BY region`,
		append([]any{batchID}, within.args...)...).Rows()
	if err != nil {
		return told(err)
	}
	defer rows.Close() //nolint:errcheck // likewise
	var found [3]sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&found[0], &found[1], &found[2]); err != nil {
			return told(err)
		}
		if err := f(found[0], found[1], found[2]); err != nil {
			return err
		}
	}
	return told(rows.Err())
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

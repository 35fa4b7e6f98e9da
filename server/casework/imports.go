package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/regions"
	"zhanping/internal/workbook"
	"zhanping/policies"
	"zhanping/server/store"
)

// MaxStationList is the largest list of stations that is taken, in bytes.
const MaxStationList = 60 << 20

const (
	mostStations = 100_000 // of one list
	importAtOnce = 500     // rows in one query
	mostFaults   = 1000    // that an answer tells
	listName     = "单位名单"
)

// Imported is what importing a list of stations came to.
type Imported struct {
	Rows     int      `json:"rows" doc:"名单里有几行单位"`
	Added    int      `json:"added" doc:"登记了几个"`
	Skipped  int      `json:"skipped" doc:"跳过了几行有误的"`
	Faults   []Fault  `json:"faults" doc:"跳过的各行的错误" nullable:"false"`
	Warnings []string `json:"warnings" doc:"提请注意，不是错误" nullable:"false"`
	Digest   string   `json:"digest" doc:"名单文件的 SHA-256，日志里也有"`
}

// ImportStations enters the stations of a list, .xlsx or CSV, in one transaction: all of them or, where
// a row is faulty, none, unless faulty rows are to be skipped. A station that the list or the records
// have already is a fault. Where the list names no parent, it is the station of the region right
// above. The list is read row by row; what is kept of a row is a few hundred bytes, and there may be
// 100,000 of them.
func (s *Service) ImportStations(ctx context.Context, who Actor, data []byte, skipFaulty bool) (Imported, error) {
	reach, err := s.reachOf(ctx, who, policies.ActionStationImport)
	if err != nil {
		return Imported{}, err
	}
	l := &stationImport{s: s, table: s.table, reach: reach, codes: map[string]int{}, identities: map[identity]int{}, spoilt: map[string]int{}}
	if err := l.read(ctx, data); err != nil {
		return Imported{}, err
	}
	digest := sha256Text(data)
	err = s.within(ctx, func(tx *store.Tx) error {
		l.begin()
		if err := l.compare(tx); err != nil {
			return err
		}
		if err := l.findParents(tx); err != nil {
			return err
		}
		if l.faulty() > 0 && !skipFaulty {
			return l.refusal()
		}
		if l.faulty() == len(l.rows)+l.unread {
			return nil // nothing to keep
		}
		if err := l.keep(tx); err != nil {
			return err
		}
		return s.note(tx, who, string(policies.ActionStationImport), "import", s.newID(), l.region(), map[string]any{
			"rows": len(l.rows) + l.unread, "added": l.added, "skipped": l.faulty(), "digest": digest,
		})
	})
	if err != nil {
		return Imported{}, err
	}
	return Imported{
		Rows: len(l.rows) + l.unread, Added: l.added, Skipped: l.faulty(), Faults: l.told(),
		Warnings: l.warnings(), Digest: digest,
	}, nil
}

// reachOf is the starts of the region codes in which the actor may do this.
func (s *Service) reachOf(ctx context.Context, who Actor, action policies.Action) ([]string, error) {
	err := s.allow(ctx, who, action, policies.Resource{})
	if err == nil {
		return []string{""}, nil
	}
	var reach []string
	for _, g := range who.Grants {
		if g.Region == "" {
			continue // what reaches everywhere was asked about
		}
		if refused := s.allow(ctx, who, action, policies.Resource{Region: g.Region}); refused == nil {
			reach = append(reach, regions.Prefix(g.Region))
		} else {
			err = refused
		}
	}
	if len(reach) > 0 {
		return reach, nil
	}
	return nil, err
}

// identity is what makes two rows the same station, where they have no codes.
type identity struct{ kind, region, name string }

// importedRow is one row without faults of its own.
type importedRow struct {
	workbook.StationRow
	id       string
	code     string // that it was given where the list has none
	parentID string
	out      bool // it has a fault all the same
}

func (r *importedRow) identity() identity { return identity{r.Kind, r.Region, sameName(r.Name)} }

// sameName is a name without the blanks that people put into it.
func sameName(name string) string { return strings.Join(strings.Fields(name), "") }

// stationImport is a list of stations on its way into the records.
type stationImport struct {
	s     *Service
	reach []string
	table *regions.Table // nil: there is none

	rows       []importedRow
	codes      map[string]int   // rows by their code
	identities map[identity]int // rows by what they are
	unread     int              // rows that have faults when they are read
	spoilt     map[string]int   // their lines by name and code
	readFaults []workbook.CellFault

	// what a further try of the transaction finds anew
	faults  []workbook.CellFault
	outs    int
	made    map[string]bool // codes that were given
	orphans []int           // rows without a parent
	added   int
}

func (l *stationImport) read(ctx context.Context, data []byte) error {
	for row, faults := range workbook.ReadStations(listName, data) {
		if row.Line == 0 || slices.ContainsFunc(faults, func(f workbook.CellFault) bool { return f.Code == "file" }) {
			return l.unreadable(faults)
		}
		if len(l.rows)+l.unread == mostStations {
			return refuse(TooLarge, "名单超过 %d 行；请按地区拆成几个文件", mostStations)
		}
		if (len(l.rows)+l.unread)%importAtOnce == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(faults) == 0 {
			faults = l.check(row)
		}
		if len(faults) == 0 {
			l.take(row)
			continue
		}
		l.unread++
		for _, called := range []string{row.Code, sameName(row.Name)} {
			l.spoilt[strings.Clone(called)] = row.Line
		}
		l.readFaults = append(l.readFaults, faults[:min(len(faults), mostFaults-len(l.readFaults))]...)
	}
	return nil
}

func (l *stationImport) unreadable(faults []workbook.CellFault) error {
	return &Problem{Code: Invalid, Words: listName + "读不出来，一个单位也没有导入：" + faults[0].String(), Faults: faultsAt(faults)}
}

// check finds what is wrong with a row that reads well.
func (l *stationImport) check(row workbook.StationRow) []workbook.CellFault {
	inside := slices.ContainsFunc(l.reach, func(start string) bool { return strings.HasPrefix(row.Region, start) })
	if !inside {
		return []workbook.CellFault{row.Fault(workbook.PartRegion, "other_region", "区划代码“"+row.Region+"”不在您负责的区域内", "您负责的区域内的单位", "删去这一行，或请有权的部门导入")}
	}
	if first, twice := l.codes[row.Code]; twice && row.Code != "" {
		return []workbook.CellFault{row.Fault(workbook.PartCode, "duplicate", fmt.Sprintf("编号“%s”与第 %d 行相同", row.Code, l.rows[first].Line), "每个单位一个编号", "核对编号，重复的行只留一行")}
	}
	r := importedRow{StationRow: row}
	if first, twice := l.identities[r.identity()]; twice {
		return []workbook.CellFault{row.Fault(workbook.PartName, "duplicate", fmt.Sprintf("与第 %d 行重复：同一区划、同一类型、同一名称", l.rows[first].Line), "每个单位一行", "重复的行只留一行；确是两个单位的，名称要能区别")}
	}
	return nil
}

// take keeps a row, with texts of its own: those that it comes with hold on to the whole of the row.
func (l *stationImport) take(row workbook.StationRow) {
	for _, text := range []*string{&row.Code, &row.Name, &row.Kind, &row.Level, &row.Region, &row.USCC, &row.Parent, &row.Veterans} {
		*text = strings.Clone(*text)
	}
	r := importedRow{StationRow: row, id: l.s.newID()}
	if row.Code != "" {
		l.codes[row.Code] = len(l.rows)
	}
	l.identities[r.identity()] = len(l.rows)
	l.rows = append(l.rows, r)
}

// begin forgets what an earlier try of the transaction found.
func (l *stationImport) begin() {
	l.faults, l.outs, l.added = slices.Clone(l.readFaults), 0, 0
	l.made, l.orphans = map[string]bool{}, nil
	for i := range l.rows {
		l.rows[i].out, l.rows[i].code, l.rows[i].parentID = false, l.rows[i].Code, ""
	}
}

// faulty is how many rows have a fault.
func (l *stationImport) faulty() int { return l.unread + l.outs }

// drop leaves a row out for a fault.
func (l *stationImport) drop(r *importedRow, fault workbook.CellFault) {
	r.out = true
	l.outs++
	if len(l.faults) < mostFaults {
		l.faults = append(l.faults, fault)
	}
}

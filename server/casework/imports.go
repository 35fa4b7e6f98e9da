package casework

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/internal/regions"
	"zhanping/internal/workbook"
	"zhanping/policies"
	"zhanping/server/records"
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
	l := &stationImport{s: s, reach: reach, codes: map[string]int{}, identities: map[identity]int{}, spoilt: map[string]int{}}
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
		Rows: len(l.rows) + l.unread, Added: l.added, Skipped: l.faulty(), Faults: faultsAt(l.faults),
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
			reach = append(reach, regionStart(g.Region))
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

	rows       []importedRow
	codes      map[string]int   // rows by their code
	identities map[identity]int // rows by what they are
	unread     int              // rows that have faults when they are read
	spoilt     map[string]int   // their lines by name and code
	readFaults []workbook.CellFault

	// what a further try of the transaction finds anew
	faults  []workbook.CellFault
	more    int // faults that are not told
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
	l.faults, l.more, l.outs, l.added = slices.Clone(l.readFaults), 0, 0, 0
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
	if len(l.faults) == mostFaults {
		l.more++
		return
	}
	l.faults = append(l.faults, fault)
}

func (l *stationImport) refusal() *Problem {
	slices.SortStableFunc(l.faults, func(a, b workbook.CellFault) int { return a.Line - b.Line })
	words := fmt.Sprintf("%s有 %d 行有误，一个单位也没有导入；改好后重新上传，或选择跳过有误的行", listName, l.faulty())
	if len(l.faults) == mostFaults {
		words += fmt.Sprintf("（只列前 %d 处）", mostFaults)
	}
	return &Problem{Code: Invalid, Words: words, Faults: faultsAt(l.faults)}
}

// batches passes the rows that are not left out to f, some at a time.
func (l *stationImport) batches(f func(batch []*importedRow) error) error {
	batch := make([]*importedRow, 0, importAtOnce)
	for i := range l.rows {
		if !l.rows[i].out {
			batch = append(batch, &l.rows[i])
		}
		if len(batch) == importAtOnce || i == len(l.rows)-1 && len(batch) > 0 {
			if err := f(batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return nil
}

// compare drops the rows whose station the records have.
func (l *stationImport) compare(tx *store.Tx) error {
	return l.batches(func(batch []*importedRow) error {
		regions, codes := map[string]bool{}, []string{}
		for _, r := range batch {
			regions[r.Region] = true
			if r.Code != "" {
				codes = append(codes, r.Code)
			}
		}
		found, err := store.List[records.Station](tx, store.Query{Where: []store.Condition{store.AnyOf(
			store.Among("region", slices.Collect(maps.Keys(regions))), store.Among("code", codes),
		)}})
		if err != nil {
			return err
		}
		byCode, known := map[string]bool{}, map[identity]string{}
		for _, station := range found {
			byCode[station.Code] = true
			known[identity{station.Kind, station.Region, sameName(station.Name)}] = station.Code
		}
		for _, r := range batch {
			if code, there := known[r.identity()]; there {
				l.drop(r, r.Fault(workbook.PartName, "exists", "“"+r.Name+"”已经登记过，编号 "+code, "还没有登记的单位", "删去这一行；要改资料的，在系统里改"))
			} else if byCode[r.Code] {
				l.drop(r, r.Fault(workbook.PartCode, "exists", "编号“"+r.Code+"”已有别的单位在用", "没有用过的编号", "换一个编号，或留空由系统编"))
			}
		}
		return nil
	})
}

// keep enters the rows that are left.
func (l *stationImport) keep(tx *store.Tx) error {
	return l.batches(func(batch []*importedRow) error {
		if err := l.giveCodes(tx, batch); err != nil {
			return err
		}
		stations := make([]records.Station, len(batch))
		for i, r := range batch {
			stations[i] = records.Station{
				Record: l.s.newRecord(), Code: r.code, Name: r.Name, Kind: r.Kind, Level: r.Level, Region: r.Region,
				ParentID: r.parentID, USCC: r.USCC,
			}
			stations[i].ID = r.id
		}
		if err := tx.Insert(&stations); errors.Is(err, store.ErrExists) {
			return refuse(Exists, "导入时有人登记了名单里的单位，一个单位也没有导入；请重新上传，会指出是哪些")
		} else if err != nil {
			return err
		}
		l.added += len(stations)
		return nil
	})
}

// giveCodes makes codes of kind and region for the rows that have none.
func (l *stationImport) giveCodes(tx *store.Tx, batch []*importedRow) error {
	var wanted []string
	for _, r := range batch {
		if r.code == "" {
			wanted = append(wanted, madeCode(r, 1))
		}
	}
	taken, err := store.List[records.Station](tx, store.Query{Where: []store.Condition{store.Among("code", wanted)}})
	if err != nil {
		return err
	}
	for _, station := range taken {
		l.made[station.Code] = true
	}
	for _, r := range batch {
		for n := 1; r.code == ""; n++ {
			code := madeCode(r, n)
			if _, listed := l.codes[code]; listed || l.made[code] {
				continue
			}
			if n > 1 {
				if same, err := store.Count[records.Station](tx, store.Equal("code", code)); err != nil {
					return err
				} else if same > 0 {
					continue
				}
			}
			r.code, l.made[code] = code, true
		}
	}
	return nil
}

func madeCode(r *importedRow, n int) string {
	code := strings.ReplaceAll(r.Kind, "_", "-") + "-" + r.Region
	if n > 1 {
		code += fmt.Sprintf("-%d", n)
	}
	return code
}

// region is the smallest region that holds all stations that were entered.
func (l *stationImport) region() string {
	common, first := "", true
	for i := range l.rows {
		switch r := &l.rows[i]; {
		case r.out:
		case first:
			common, first = r.Region, false
		default:
			n := 0
			for n < len(common) && common[n] == r.Region[n] {
				n++
			}
			common = common[:n]
		}
	}
	for _, n := range []int{12, 9, 6, 4, 2} {
		if len(common) >= n {
			return common[:n] + strings.Repeat("0", 12-n)
		}
	}
	return ""
}

// mostNamed bounds how many rows a warning names.
const mostNamed = 5

// warnings is what is worth telling of the rows that were entered.
func (l *stationImport) warnings() []string {
	warnings := []string{}
	var unknown, coded, veterans []int
	table, err := regions.Open()
	if err != nil {
		warnings = append(warnings, "没有区划表，区划代码没有核对")
	}
	for i := range l.rows {
		r := &l.rows[i]
		if r.out {
			continue
		}
		if table != nil {
			if _, known := table.Find(r.Region); !known {
				unknown = append(unknown, i)
			}
		}
		if r.Code == "" {
			coded = append(coded, i)
		}
		if r.Veterans != "" {
			veterans = append(veterans, i)
		}
	}
	for _, w := range []struct {
		rows  []int
		words string
	}{
		{unknown, "的区划代码在区划表（2023 年）里没有；如是后来新设、调整的，不用管，否则请核对"},
		{l.orphans, "没有上级：区划上一级没有登记服务中心（站）；登记后在系统里补上"},
		{coded, "没有编号，已按类型和区划代码编上"},
		{veterans, "的退役军人数没有导入：它是佐证材料里的事实，请在各单位的填报表里填"},
	} {
		if n := len(w.rows); n > 0 {
			lines := make([]string, min(n, mostNamed))
			for i := range lines {
				lines[i] = fmt.Sprint(l.rows[w.rows[i]].Line)
			}
			warnings = append(warnings, fmt.Sprintf("%d 个单位%s（第 %s 行%s）", n, w.words, strings.Join(lines, "、"), map[bool]string{true: "等"}[n > mostNamed]))
		}
	}
	return warnings
}

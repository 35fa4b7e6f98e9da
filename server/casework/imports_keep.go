package casework

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/internal/workbook"
	"zhanping/server/records"
	"zhanping/server/store"
)

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

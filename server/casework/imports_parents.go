package casework

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/internal/regions"
	"zhanping/internal/workbook"
	"zhanping/server/records"
	"zhanping/server/store"
)

// superior is a station that may be another's parent: of the records or of the list.
type superior struct{ id, code, name, kind, region string }

// findParents gives every row its parent. A row whose parent is not to be found is dropped, which may
// take the parent from another row; so it is gone over again until nothing more is dropped.
func (l *stationImport) findParents(tx *store.Tx) error {
	for {
		before := l.outs
		l.orphans = nil
		listed := l.byRegion()
		err := l.batches(func(batch []*importedRow) error {
			known, err := l.superiors(tx, batch, listed)
			if err != nil {
				return err
			}
			for _, r := range batch {
				l.giveParent(r, known)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if l.outs == before {
			return nil
		}
	}
}

// byRegion is the rows that are not left out by their region.
func (l *stationImport) byRegion() map[string][]int32 {
	listed := map[string][]int32{}
	for i := range l.rows {
		if r := &l.rows[i]; !r.out {
			listed[r.Region] = append(listed[r.Region], int32(i)) //nolint:gosec // at most mostStations
		}
	}
	return listed
}

// superiors is, by region, the stations of the records and of the list in the regions of these rows
// and around them.
func (l *stationImport) superiors(tx *store.Tx, batch []*importedRow, listed map[string][]int32) (map[string][]superior, error) {
	around := map[string]bool{}
	for _, r := range batch {
		for _, code := range enclosing(r.Region) {
			around[code] = true
		}
	}
	codes := slices.Collect(maps.Keys(around))
	found, err := store.List[records.Station](tx, store.Query{
		Where: []store.Condition{store.Among("region", codes), store.Equal("closed", false)},
	})
	if err != nil {
		return nil, err
	}
	known := map[string][]superior{}
	for _, s := range found {
		known[s.Region] = append(known[s.Region], superior{s.ID, s.Code, sameName(s.Name), s.Kind, s.Region})
	}
	for _, code := range codes {
		for _, i := range listed[code] {
			r := &l.rows[i]
			known[code] = append(known[code], superior{r.id, r.Code, sameName(r.Name), r.Kind, r.Region})
		}
	}
	return known, nil
}

// enclosing is a region's code and those around it, from the inside out.
func enclosing(region string) []string {
	codes := []string{region}
	for _, n := range []int{9, 6, 4, 2} {
		if code := region[:n] + strings.Repeat("0", 12-n); code != codes[len(codes)-1] {
			codes = append(codes, code)
		}
	}
	return codes
}

func (l *stationImport) giveParent(r *importedRow, known map[string][]superior) {
	if r.Parent == "" {
		if r.parentID = l.rightAbove(r, known); r.parentID == "" && r.Level != string(regions.Province) {
			l.orphans = append(l.orphans, l.identities[r.identity()])
		}
		return
	}
	called := sameName(r.Parent)
	for _, code := range enclosing(r.Region) {
		var fit []superior
		for _, s := range known[code] {
			if s.id != r.id && (s.code == called || s.name == called || s.kind == "station" && s.region == wholeCode(called)) {
				fit = append(fit, s)
			}
		}
		switch len(fit) {
		case 0:
		case 1:
			r.parentID = fit[0].id
			return
		default:
			l.drop(r, r.Fault(workbook.PartParent, "ambiguous", "叫“"+r.Parent+"”的单位不止一个", "一个单位", "改写上级的编号"))
			return
		}
	}
	if line := l.spoilt[called]; line > 0 {
		l.drop(r, r.Fault(workbook.PartParent, "missing", fmt.Sprintf("上级“%s”在第 %d 行，那一行有误", r.Parent, line), "没有错误的上级", "先改好那一行"))
		return
	}
	l.drop(r, r.Fault(workbook.PartParent, "missing", "没有找到上级“"+r.Parent+"”", "本区划或上级区划里的单位，已经登记或也在名单里", "核对上级的名称；不写的，按区划代码找"))
}

// rightAbove is the station that a row belongs under by its region: for a station that of the region
// right above, for anything else that of its own region; "" where there is none.
func (l *stationImport) rightAbove(r *importedRow, known map[string][]superior) string {
	where := r.Region
	if r.Kind == "station" {
		above := enclosing(r.Region)
		if len(above) == 1 {
			return ""
		}
		where = above[1]
		if l.table != nil {
			if region, there := l.table.Find(r.Region); there {
				where = region.Parent // past rows that only group others
			}
		}
	}
	for _, s := range known[where] {
		if s.kind == "station" && s.id != r.id {
			return s.id
		}
	}
	return ""
}

// wholeCode pads the code of a county or town that was written without its zeros.
func wholeCode(code string) string {
	switch len(code) {
	case 2, 4, 6, 9:
		return code + strings.Repeat("0", 12-len(code))
	}
	return code
}

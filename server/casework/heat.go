package casework

import (
	"context"
	"slices"
	"strings"

	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// HeatItem is a row of the heat table.
type HeatItem struct {
	ID    string `json:"id" doc:"条目编号"`
	Title string `json:"title" doc:"条目名称"`
	Draft bool   `json:"draft" doc:"本地草案"`
	Sheet int64  `json:"sheet" doc:"有这一条目的单位几个"`
	Lost  int64  `json:"lost" doc:"其中失分的几个"`
	Open  int64  `json:"open" doc:"其中还没有结论的几个"`
	Parts []Heat `json:"parts" doc:"各列，次序同 columns" nullable:"false"`
}

// Heat is one cell: of so many stations with the item, so many lost points at it.
type Heat struct {
	Sheet int64 `json:"sheet" doc:"有这一条目的单位几个"`
	Lost  int64 `json:"lost" doc:"失分的几个"`
	Open  int64 `json:"open" doc:"还没有结论的几个"`
}

// HeatColumn is a region or a single station.
type HeatColumn struct {
	Code string `json:"code" doc:"区划代码，或单位编号"`
	Name string `json:"name" doc:"名称"`
	Own  bool   `json:"own" doc:"只是本级单位或一个单位；不能再下钻"`
	N    int64  `json:"n" doc:"有得分的单位几个"`
}

// HeatTable is at which items the stations of a batch lost points, by region (失分热力表).
type HeatTable struct {
	Columns []HeatColumn `json:"columns" doc:"列" nullable:"false"`
	Items   []HeatItem   `json:"items" doc:"行，按标准的次序" nullable:"false"`
	Changed int64        `json:"changed" doc:"条目已与现行标准不同、没有计入的单位几个"`
}

// mostColumns is how many stations the table shows one by one.
const mostColumns = 200

// Heat is the heat table of a batch in a region, by the regions right below it, or by station, which
// shows the first ones by region.
func (s *Service) Heat(ctx context.Context, who Actor, batchID, region string, byStation bool) (HeatTable, error) {
	tx := s.read(ctx)
	batch, region, err := s.overview(ctx, tx, who, batchID, region, policies.ActionSummaryRead)
	if err != nil {
		return HeatTable{}, err
	}
	if byStation {
		return s.heatOfStations(tx, batch, region)
	}
	return s.heatOfRegions(tx, batch, region)
}

func (s *Service) heatOfRegions(tx *store.Tx, batch records.Batch, region string) (HeatTable, error) {
	p := newPlaces()
	parts, err := s.parts(tx, p, region)
	if err != nil {
		return HeatTable{}, err
	}
	h := &heating{sheets: s.sheets(batch.Standard), rows: map[string]int{}}
	for _, part := range parts {
		h.Columns = append(h.Columns, HeatColumn{Code: part.code, Name: p.name(part.code), Own: part.own})
	}
	for column, part := range parts {
		err := tx.EachOutcomes(batch.ID, part.start, func(region, asOf, outcomes string) { h.add(column, region, asOf, outcomes) })
		if err != nil {
			return HeatTable{}, err
		}
	}
	return h.table(), nil
}

func (s *Service) heatOfStations(tx *store.Tx, batch records.Batch, region string) (HeatTable, error) {
	h := &heating{sheets: s.sheets(batch.Standard), rows: map[string]int{}}
	found, err := tx.FirstRanked(batch.ID, regionStart(region), mostColumns)
	for i, row := range found {
		h.Columns = append(h.Columns, HeatColumn{Code: row.StationID, Name: row.Name, Own: true})
		h.add(i, row.Region, row.AsOf, row.Outcomes)
	}
	return h.table(), err
}

// heating is a HeatTable being counted.
type heating struct {
	HeatTable
	sheets *sheets
	rows   map[string]int // by item
	counts []*sheetCount
}

// sheetCount is the results of one sheet in one column, as they are counted: a table of a province
// looks at millions of letters, and looks up no item for them.
type sheetCount struct {
	column     int
	items      []*standards.Item
	n          int64
	lost, open []int64 // by item
}

// kindOf says of every letter whether it stands for something lost, something open or neither.
var kindOf = func() (kinds [256]byte) {
	for letter := range kinds {
		switch {
		case letter < 'a':
			kinds[letter] = 'l'
		case strings.IndexByte(undecided, byte(letter)) >= 0:
			kinds[letter] = 'o'
		}
	}
	return kinds
}()

// add counts one result in a column.
func (h *heating) add(column int, region, asOf, outcomes string) {
	items := h.sheets.of(region, asOf, len(outcomes))
	if len(items) == 0 {
		h.Changed++
		return
	}
	h.Columns[column].N++
	count := h.count(column, items)
	count.n++
	for i := range items {
		switch kindOf[outcomes[i]] {
		case 'l':
			count.lost[i]++
		case 'o':
			count.open[i]++
		}
	}
}

// count is where the results of a sheet in a column are counted; it is mostly that of the result before.
func (h *heating) count(column int, items []*standards.Item) *sheetCount {
	for _, c := range slices.Backward(h.counts) {
		if c.column != column {
			break // columns are counted one after the other
		}
		if &c.items[0] == &items[0] {
			return c
		}
	}
	c := &sheetCount{column: column, items: items, lost: make([]int64, len(items)), open: make([]int64, len(items))}
	h.counts = append(h.counts, c)
	return c
}

// fold puts what was counted into the cells.
func (h *heating) fold(c *sheetCount) {
	for i, row := range h.places(c.items) {
		item := &h.Items[row]
		for len(item.Parts) <= c.column {
			item.Parts = append(item.Parts, Heat{})
		}
		cell := &item.Parts[c.column]
		cell.Sheet, cell.Lost, cell.Open = cell.Sheet+c.n, cell.Lost+c.lost[i], cell.Open+c.open[i]
	}
}

// places is the rows of a sheet's items; those that no sheet had before come behind the item before them.
func (h *heating) places(items []*standards.Item) []int {
	after := -1
	for _, item := range items {
		at, known := h.rows[item.ID]
		if !known {
			at = after + 1
			row := HeatItem{ID: item.ID, Title: item.Title, Draft: item.Provenance.Draft()}
			h.Items = slices.Insert(h.Items, at, row)
			for id, i := range h.rows {
				if i >= at {
					h.rows[id] = i + 1
				}
			}
			h.rows[item.ID] = at
		}
		after = at
	}
	index := make([]int, len(items))
	for i, item := range items {
		index[i] = h.rows[item.ID]
	}
	return index
}

func (h *heating) table() HeatTable {
	for _, count := range h.counts {
		h.fold(count)
	}
	if h.Columns == nil {
		h.Columns = []HeatColumn{}
	}
	if h.Items == nil {
		h.Items = []HeatItem{}
	}
	for i := range h.Items {
		item := &h.Items[i]
		for len(item.Parts) < len(h.Columns) {
			item.Parts = append(item.Parts, Heat{})
		}
		for _, cell := range item.Parts {
			item.Sheet, item.Lost, item.Open = item.Sheet+cell.Sheet, item.Lost+cell.Lost, item.Open+cell.Open
		}
	}
	return h.HeatTable
}

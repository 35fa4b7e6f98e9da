package casework

import (
	"context"
	"slices"
	"strings"

	"zhanping/internal/regions"
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
	Heat
	Parts []Heat `json:"parts" doc:"各列，次序同 columns" nullable:"false"`
}

// Heat is one cell: of so many stations with the item, so many lost points at it, or failed it where it
// bears none, as the items that a grade requires.
type Heat struct {
	Sheet int64 `json:"sheet" doc:"有这一条目的单位几个"`
	Lost  int64 `json:"lost" doc:"失分，或不计分而不符合的几个"`
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
	p := places{s.table}
	parts, err := s.parts(tx, p, region)
	if err != nil {
		return HeatTable{}, err
	}
	columns := make([]HeatColumn, len(parts))
	for i, part := range parts {
		columns[i] = HeatColumn{Code: part.code, Name: p.name(part.code), Own: part.own}
	}
	h := newHeating(s.sheets(batch.Standard), columns)
	for column, part := range parts {
		err := tx.EachOutcomes(batch.ID, part.start, func(region, asOf, outcomes string) { h.add(column, region, asOf, outcomes) })
		if err != nil {
			return HeatTable{}, err
		}
	}
	return h.table(), nil
}

func (s *Service) heatOfStations(tx *store.Tx, batch records.Batch, region string) (HeatTable, error) {
	found, err := tx.FirstRanked(batch.ID, regions.Prefix(region), mostColumns)
	if err != nil {
		return HeatTable{}, err
	}
	columns := make([]HeatColumn, len(found))
	for i, row := range found {
		columns[i] = HeatColumn{Code: row.StationID, Name: row.Name, Own: true}
	}
	h := newHeating(s.sheets(batch.Standard), columns)
	for i, row := range found {
		h.add(i, row.Region, row.AsOf, row.Outcomes)
	}
	return h.table(), nil
}

// heating is a heat table being counted.
type heating struct {
	columns []HeatColumn
	changed int64
	sheets  *sheets
	counts  []*counts // one for each sheet and column
	last    *counts
}

// counts is what a column has of one sheet.
type counts struct {
	column     int
	items      []*standards.Item
	n          int64
	lost, open []int64 // by item
}

func newHeating(sheets *sheets, columns []HeatColumn) *heating {
	return &heating{columns: columns, sheets: sheets}
}

// failed is the outcome of an item that is not satisfied and lost no points.
const failed = 'n'

// add counts one result in a column.
func (h *heating) add(column int, region, asOf, outcomes string) {
	items := h.sheets.of(region, asOf, len(outcomes))
	if len(items) == 0 {
		h.changed++
		return
	}
	c := h.of(column, items)
	c.n++
	for i := range items {
		switch letter := outcomes[i]; {
		case letter < 'a', letter == failed && items[i].Kind != standards.KindBonus:
			c.lost[i]++
		case letter == 's': // most are
		case strings.IndexByte(undecided, letter) >= 0:
			c.open[i]++
		}
	}
}

// of is the counts of a sheet in a column; mostly those that were counted in last.
func (h *heating) of(column int, items []*standards.Item) *counts {
	is := func(c *counts) bool { return c.column == column && &c.items[0] == &items[0] }
	if h.last != nil && is(h.last) {
		return h.last
	}
	at := slices.IndexFunc(h.counts, is)
	if at < 0 {
		at = len(h.counts)
		h.counts = append(h.counts, &counts{
			column: column, items: items, lost: make([]int64, len(items)), open: make([]int64, len(items)),
		})
	}
	h.last = h.counts[at]
	return h.last
}

// table puts the counts together.
func (h *heating) table() HeatTable {
	t := HeatTable{Columns: h.columns, Items: []HeatItem{}, Changed: h.changed}
	for _, c := range h.counts {
		t.Columns[c.column].N += c.n
		after := -1
		for i, item := range c.items {
			after = t.row(item, after)
			row := &t.Items[after]
			cell := &row.Parts[c.column]
			for _, sum := range []*Heat{cell, &row.Heat} {
				sum.Sheet, sum.Lost, sum.Open = sum.Sheet+c.n, sum.Lost+c.lost[i], sum.Open+c.open[i]
			}
		}
	}
	return t
}

// row is where an item stands; one that was not there comes behind the item before it.
func (t *HeatTable) row(item *standards.Item, after int) int {
	at := slices.IndexFunc(t.Items, func(row HeatItem) bool { return row.ID == item.ID })
	if at >= 0 {
		return at
	}
	row := HeatItem{ID: item.ID, Title: item.Title, Draft: item.Provenance.Draft(), Parts: make([]Heat, len(t.Columns))}
	t.Items = slices.Insert(t.Items, after+1, row)
	return after + 1
}

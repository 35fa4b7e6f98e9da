package casework

import (
	"context"
	"maps"
	"slices"

	"zhanping/internal/regions"
	"zhanping/server/records"
	"zhanping/server/store"
)

// CaseRow is a case as a list shows it: with names, and how far its rectifications are.
type CaseRow struct {
	records.Case
	StationName string `json:"station_name" doc:"单位名称"`
	BatchTitle  string `json:"batch_title" doc:"批次名称"`
	Rectify     int    `json:"rectify" doc:"单位还没有报整改情况，或没有通过的整改事项"`
	Judge       int    `json:"judge" doc:"单位已报、等待验收的整改事项"`
	Rectified   int    `json:"rectified" doc:"已通过的整改事项"`
	RectifyBy   string `json:"rectify_by" doc:"没有通过的整改事项中最近的期限；空为没有"`
}

// count adds a rectification of the case.
func (r *CaseRow) count(one records.Rectification) {
	switch one.State {
	case "passed":
		r.Rectified++
		return
	case "answered":
		r.Judge++
	default:
		r.Rectify++
	}
	if r.RectifyBy == "" || one.Deadline < r.RectifyBy {
		r.RectifyBy = one.Deadline
	}
}

// rowsAtOnce is how many records are asked for by their ids at once.
const rowsAtOnce = 500

// CaseFilter narrows a list of cases.
type CaseFilter struct {
	BatchID, StationID, Region, Stage string
	Text                              string // part of the name or the code of the station
	Assigned                          bool   // only those that the actor is to assess
	DueUntil                          string // whose stage is due on this day or before
	After                             string // Place of the last case of the page before
	Limit                             int
}

func (f CaseFilter) order() []string {
	if f.DueUntil != "" {
		return []string{"due_on", "region", "id"}
	}
	return []string{"region", "id"}
}

// Place is where a case stands in the list of Cases by this filter.
func (f CaseFilter) Place(c records.Case) string {
	if f.DueUntil != "" {
		return Place(c.DueOn, c.Region, c.ID)
	}
	return Place(c.Region, c.ID)
}

// Cases is a page of the cases that the actor may see, by region, with DueUntil the most urgent
// first. An assessor sees those assigned to them; a station sees its own.
func (s *Service) Cases(ctx context.Context, who Actor, f CaseFilter) ([]CaseRow, error) {
	if err := s.allowSomewhere(ctx, who, "case.read"); err != nil {
		return nil, err
	}
	after, err := placed(f.After, len(f.order()))
	if err != nil {
		return nil, err
	}
	tx := s.read(ctx)
	within := store.StartsWith
	if f.DueUntil != "" {
		within = store.InRegion
	}
	where, err := s.visibleCases(tx, who, f.Assigned, within)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"batch_id": f.BatchID, "station_id": f.StationID, "stage": f.Stage} {
		if value != "" {
			where = append(where, store.Equal(name, value))
		}
	}
	if f.Text != "" {
		named := store.AnyOf(store.Contains("name", f.Text), store.Contains("code", f.Text))
		where = append(where, store.Whose("station_id", "stations", named))
	}
	where = append(where, within("region", regions.Prefix(f.Region)))
	if f.DueUntil != "" {
		where = append(where, store.Filled("due_on"), store.AtMost("due_on", f.DueUntil))
	}
	found, err := store.List[records.Case](tx, store.Query{Where: where, Order: f.order(), After: after, Limit: f.Limit})
	if err != nil {
		return nil, err
	}
	return s.rowsOf(tx, found)
}

// rowsOf puts beside each case what a list tells of it.
func (s *Service) rowsOf(tx *store.Tx, cases []records.Case) ([]CaseRow, error) {
	rows := make([]CaseRow, len(cases))
	at, stations, batches := map[string]int{}, map[string]string{}, map[string]string{}
	for i, c := range cases {
		rows[i].Case, at[c.ID] = c, i
		stations[c.StationID], batches[c.BatchID] = "", ""
	}
	for ids := range slices.Chunk(slices.Collect(maps.Keys(stations)), rowsAtOnce) {
		found, err := store.List[records.Station](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
		if err != nil {
			return nil, err
		}
		for _, station := range found {
			stations[station.ID] = station.Name
		}
	}
	for ids := range slices.Chunk(slices.Collect(maps.Keys(batches)), rowsAtOnce) {
		found, err := store.List[records.Batch](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
		if err != nil {
			return nil, err
		}
		for _, batch := range found {
			batches[batch.ID] = batch.Title
		}
	}
	for i := range rows {
		rows[i].StationName, rows[i].BatchTitle = stations[rows[i].StationID], batches[rows[i].BatchID]
	}
	for ids := range slices.Chunk(slices.Collect(maps.Keys(at)), rowsAtOnce) {
		found, err := store.List[records.Rectification](tx, store.Query{Where: []store.Condition{store.Among("case_id", ids)}})
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			rows[at[r.CaseID]].count(r)
		}
	}
	return rows, nil
}

// visibleCases narrows cases to what the actor's grants reach and what is assigned to them.
func (s *Service) visibleCases(tx *store.Tx, who Actor, assigned bool, within func(string, string) store.Condition) ([]store.Condition, error) {
	own, err := store.List[records.Assignment](tx, store.Query{Where: []store.Condition{store.Equal("person_id", who.Person.ID)}})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(own))
	for i, a := range own {
		ids[i] = a.CaseID
	}
	if assigned {
		return []store.Condition{store.Among("id", ids)}, nil
	}
	seen := []store.Condition{store.Among("id", ids)}
	for _, g := range who.Grants {
		switch g.Role {
		case "station":
			seen = append(seen, store.Equal("station_id", g.StationID))
		case "bureau", "auditor":
			seen = append(seen, within("region", regions.Prefix(g.Region)))
		}
	}
	return []store.Condition{store.AnyOf(seen...)}, nil
}

package casework

import (
	"context"
	"errors"
	"time"

	"zhanping/assessment/stages"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// AwardInput is what the bureau says when it gives a title.
type AwardInput struct {
	Number string `json:"number" minLength:"1" maxLength:"60" doc:"文号或证书编号"`
	Title  string `json:"title" minLength:"2" maxLength:"60" doc:"称号"`
	Issuer string `json:"issuer" minLength:"2" maxLength:"60" doc:"颁发单位"`
}

// award gives the title that a case has earned, with its days of validity and re-check.
func (s *Service) award(tx *store.Tx, who Actor, d dossier, in AwardInput, grade string) error {
	award := records.Award{
		Record: s.newRecord(), Number: in.Number, CaseID: d.ID, BatchID: d.BatchID, StationID: d.StationID, Region: d.Region,
		Title: in.Title, Grade: grade, Issuer: in.Issuer, IssuedOn: s.today(),
	}
	s.prolong(&award, d)
	if err := tx.Insert(&award); errors.Is(err, store.ErrExists) {
		return &Problem{Code: Exists, Words: "命名编号 " + in.Number + " 已被使用；请填写新的编号"}
	} else if err != nil {
		return err
	}
	return s.note(tx, who, "award.write", "award", award.ID, d.Region, map[string]any{
		"number": award.Number, "grade": award.Grade, "case": d.ID, "valid_until": award.ValidUntil,
	})
}

// prolong sets the days until which a title is valid and is to be checked again, counted from today.
func (s *Service) prolong(award *records.Award, d dossier) {
	process, today := s.process(d), s.clock().In(s.place)
	for _, row := range stages.Next(stages.Named) {
		for _, rule := range row.Deadlines {
			last := rule.LastDay(today, process, s.calendar.Working).Format(time.DateOnly)
			if rule.Kind == stages.Lapses {
				award.ValidUntil = last
			} else {
				award.RecheckOn = last
			}
		}
	}
}

// standingAwards are the titles of a case that were not taken back.
func (s *Service) standingAwards(tx *store.Tx, d dossier) ([]records.Award, error) {
	return store.List[records.Award](tx, store.Query{
		Where: []store.Condition{store.Equal("case_id", d.ID), store.Equal("withdrawn", "")},
	})
}

// renewAwards lets the titles of a case that was kept run anew.
func (s *Service) renewAwards(tx *store.Tx, who Actor, d dossier) error {
	awards, err := s.standingAwards(tx, d)
	if err != nil {
		return err
	}
	for i := range awards {
		s.prolong(&awards[i], d)
		if err := s.update(tx, &awards[i], "命名"); err != nil {
			return err
		}
		if err := s.note(tx, who, "award.write", "award", awards[i].ID, d.Region, map[string]any{
			"valid_until": awards[i].ValidUntil, "recheck_on": awards[i].RecheckOn,
		}); err != nil {
			return err
		}
	}
	return nil
}

// withdrawAwards takes back the titles of a case.
func (s *Service) withdrawAwards(tx *store.Tx, who Actor, d dossier, reason string) error {
	awards, err := s.standingAwards(tx, d)
	if err != nil {
		return err
	}
	for i := range awards {
		awards[i].Withdrawn, awards[i].Reason = s.today(), reason
		if err := s.update(tx, &awards[i], "命名"); err != nil {
			return err
		}
		if err := s.withdrawCards(tx, awards[i]); err != nil {
			return err
		}
		if err := s.note(tx, who, "award.write", "award", awards[i].ID, d.Region, map[string]any{"withdrawn": awards[i].Withdrawn}); err != nil {
			return err
		}
	}
	return nil
}

// AwardFilter narrows a list of awards.
type AwardFilter struct {
	Region, StationID, BatchID string
	RecheckUntil               string // whose re-check is due on this day or before
	State                      string // "standing" or "withdrawn"; empty for both
	After                      string // Place of the last award of the page before
	Limit                      int
}

func (f AwardFilter) order() []string {
	if f.RecheckUntil != "" {
		return []string{"recheck_on", "region", "id"}
	}
	return []string{"region", "id"}
}

// Place is where an award stands in the list of Awards by this filter.
func (f AwardFilter) Place(a ShownAward) string {
	if f.RecheckUntil != "" {
		return Place(a.RecheckOn, a.Region, a.ID)
	}
	return Place(a.Region, a.ID)
}

// ShownAward is an award with what its station is called.
type ShownAward struct {
	records.Award
	Station string `json:"station" doc:"单位名称"`
	Sample  bool   `json:"sample" doc:"示例单位，不是真实单位"`
}

// withStations puts the names of the stations to their awards.
func withStations(tx *store.Tx, awards []records.Award) ([]ShownAward, error) {
	ids := make([]string, len(awards))
	for i, award := range awards {
		ids[i] = award.StationID
	}
	stations, err := stationsByID(tx, ids)
	named := make([]ShownAward, len(awards))
	for i, award := range awards {
		station := stations[award.StationID]
		named[i] = ShownAward{Award: award, Station: station.Name, Sample: station.Sample}
	}
	return named, err
}

// Awards is a page of titles, by region, with RecheckUntil the most urgent first.
func (s *Service) Awards(ctx context.Context, who Actor, f AwardFilter) ([]ShownAward, error) {
	if err := s.allow(ctx, who, "award.read", policies.Resource{Region: f.Region, Station: f.StationID}); err != nil {
		return nil, err
	}
	after, err := placed(f.After, len(f.order()))
	if err != nil {
		return nil, err
	}
	within := store.StartsWith
	if f.RecheckUntil != "" {
		within = store.InRegion
	}
	where := []store.Condition{within("region", regions.Prefix(f.Region))}
	for name, value := range map[string]string{"station_id": f.StationID, "batch_id": f.BatchID} {
		if value != "" {
			where = append(where, store.Equal(name, value))
		}
	}
	if f.RecheckUntil != "" {
		where = append(where, store.Empty("withdrawn"), store.Filled("recheck_on"), store.AtMost("recheck_on", f.RecheckUntil))
	}
	switch f.State {
	case "standing":
		where = append(where, store.Empty("withdrawn"))
	case "withdrawn":
		where = append(where, store.Filled("withdrawn"))
	}
	tx := s.read(ctx)
	found, err := store.List[records.Award](tx, store.Query{Where: where, Order: f.order(), After: after, Limit: f.Limit})
	if err != nil {
		return nil, err
	}
	return withStations(tx, found)
}

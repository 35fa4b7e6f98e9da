package casework

import (
	"context"

	"zhanping/assessment/stages"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// tell leaves a notice for those who have a role at a station or in its region.
func (s *Service) tell(tx *store.Tx, station records.Station, caseID, role, kind, words, due string) error {
	notice := records.Notice{
		ID: s.newID(), CaseID: caseID, Region: station.Region, Role: role, Kind: kind, Words: words, DueOn: due, CreatedAt: s.now(),
	}
	if role == "station" {
		notice.StationID = station.ID
	}
	return tx.Insert(&notice)
}

// tellPerson leaves a notice for one person.
func (s *Service) tellPerson(tx *store.Tx, personID string, d dossier, kind, words, due string) error {
	return tx.Insert(&records.Notice{
		ID: s.newID(), CaseID: d.ID, Region: d.Region, PersonID: personID, Kind: kind, Words: words, DueOn: due, CreatedAt: s.now(),
	})
}

// tellStep tells those who come next that a case has moved.
func (s *Service) tellStep(tx *store.Tx, d dossier, action stages.Action) error {
	words := d.station.Name + "：" + action.Title() + "，现在是“" + stages.Stage(d.Stage).Title() + "”阶段"
	kind := "case_" + string(action)
	if action != stages.Declare {
		if err := s.tell(tx, d.station, d.ID, "station", kind, words, d.DueOn); err != nil {
			return err
		}
	}
	if action == stages.Declare || action == stages.Dispute {
		return s.tell(tx, d.station, d.ID, "bureau", kind, words, d.DueOn)
	}
	return nil
}

// Notices is what was told to the actor, the newest first; with due, only what is to be done by a day.
func (s *Service) Notices(ctx context.Context, who Actor, before string, limit int) ([]records.Notice, error) {
	if err := s.allow(ctx, who, "session.own", policies.Resource{}); err != nil {
		return nil, err
	}
	where := []store.Condition{who.addressed()}
	if before != "" {
		where = append(where, store.Before("id", before))
	}
	return store.List[records.Notice](s.read(ctx), store.Query{Where: where, Order: []string{"-id"}, Limit: limit})
}

// addressed narrows to the notices that were left for the actor.
func (a Actor) addressed() store.Condition {
	own := []store.Condition{store.Equal("person_id", a.Person.ID)}
	for _, g := range a.Grants {
		if g.Role == "station" {
			own = append(own, store.Equal("station_id", g.StationID))
			continue
		}
		own = append(own, store.All(store.Equal("role", g.Role), store.StartsWith("region", regions.Prefix(g.Region))))
	}
	return store.AnyOf(own...)
}

// NoticeDone puts a notice away: for everybody to whom it was left, since it is done once it is done.
func (s *Service) NoticeDone(ctx context.Context, who Actor, id string) (records.Notice, error) {
	var notice records.Notice
	if err := s.allow(ctx, who, policies.ActionSessionOwn, policies.Resource{}); err != nil {
		return notice, err
	}
	err := s.within(ctx, func(tx *store.Tx) error {
		var err error
		notice, err = store.First[records.Notice](tx, store.Query{Where: []store.Condition{store.Equal("id", id), who.addressed()}})
		if err != nil {
			return orMissing(err, "通知")
		}
		if !notice.DoneAt.IsZero() {
			return nil
		}
		notice.DoneAt = s.now()
		if err := tx.Put(&notice, "id"); err != nil {
			return err
		}
		return s.note(tx, who, "notice.done", "notice", notice.ID, notice.Region, map[string]any{"case": notice.CaseID, "kind": notice.Kind})
	})
	return notice, err
}

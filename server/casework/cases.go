package casework

import (
	"context"
	"errors"
	"strings"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/internal/engine"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// dossier is a case with all that decisions about it look at.
type dossier struct {
	records.Case
	batch       records.Batch
	station     records.Station
	assignments []records.Assignment
	disputes    []records.Dispute
	sets        *engine.Engine // what the case is judged by
}

// dossier gathers a case.
func (s *Service) dossier(tx *store.Tx, id string) (d dossier, err error) {
	if d.Case, err = get[records.Case](tx, id, "评定件"); err != nil {
		return d, err
	}
	if d.batch, err = store.Get[records.Batch](tx, d.BatchID); err != nil {
		return d, err
	}
	if d.station, err = store.Get[records.Station](tx, d.StationID); err != nil {
		return d, err
	}
	if d.sets, err = s.pinned(tx, d.Case); err != nil {
		return d, err
	}
	ofCase := []store.Condition{store.Equal("case_id", id)}
	if d.assignments, err = store.List[records.Assignment](tx, store.Query{Where: ofCase}); err != nil {
		return d, err
	}
	d.disputes, err = store.List[records.Dispute](tx, store.Query{Where: ofCase})
	return d, err
}

// hold gathers a case that is to be changed: until the transaction ends nobody else changes it.
func (s *Service) hold(tx *store.Tx, id string) (dossier, error) {
	if _, err := store.Hold[records.Case](tx, id); err != nil {
		return dossier{}, orMissing(err, "评定件")
	}
	return s.dossier(tx, id)
}

// source is where findings of the case's present stage come from; "" where none are made.
func (d dossier) source() string {
	switch stages.Stage(d.Stage) {
	case stages.Onsite:
		return assessment.SourceOnSite
	case stages.Review, stages.Rectify:
		return assessment.SourceReview
	case stages.Self, stages.Declared, stages.Initial, stages.Decided, stages.Publicity, stages.Named, stages.Kept,
		stages.Withdrawn, stages.Refused:
	}
	return ""
}

// assessors are the assignments of the round that is under way; after it, of the round before.
func (d dossier) assessors() []records.Assignment {
	source := d.source()
	if source == "" {
		source = assessment.SourceOnSite
	}
	var found []records.Assignment
	for _, a := range d.assignments {
		if a.Source == source {
			found = append(found, a)
		}
	}
	return found
}

// resource is what the decision about the case looks at.
func (d dossier) resource() policies.Resource {
	r := policies.Resource{
		Region: d.Region, Station: d.StationID, Stage: stages.Stage(d.Stage), Frozen: d.Frozen, Locked: d.Locked, AllSigned: true,
		Batch: policies.BatchTerms{AllowOwnRegion: d.batch.Rules.AllowOwnRegion},
	}
	for _, a := range d.assessors() {
		r.Assessors = append(r.Assessors, a.PersonID)
		if a.SignedAt.IsZero() {
			r.AllSigned = false
		} else {
			r.Signers = append(r.Signers, a.PersonID)
		}
	}
	return r
}

// seen is a case that the actor may read.
func (s *Service) seen(ctx context.Context, tx *store.Tx, who Actor, id string) (dossier, error) {
	d, err := s.dossier(tx, id)
	if err != nil {
		return d, err
	}
	return d, s.allow(ctx, who, policies.ActionCaseRead, d.resource())
}

// OpenCases makes a case of the batch for each station that has none yet, and tells how many.
func (s *Service) OpenCases(ctx context.Context, who Actor, batchID string, stationIDs []string) ([]records.Case, error) {
	var opened []records.Case
	err := s.within(ctx, func(tx *store.Tx) error {
		opened = nil
		batch, err := get[records.Batch](tx, batchID, "批次")
		if err != nil {
			return err
		}
		if err := s.allow(ctx, who, "case.open", policies.Resource{Region: batch.Region}); err != nil {
			return err
		}
		if batch.Closed {
			return refuse(WrongStage, "批次“%s”已经结束，不能再增加评定件", batch.Title)
		}
		for _, id := range stationIDs {
			c, err := s.openCase(ctx, tx, who, batch, id)
			if err != nil {
				return err
			}
			if c != nil {
				opened = append(opened, *c)
			}
		}
		return nil
	})
	return opened, err
}

// openCase makes one case, or nil where the station has one in the batch.
func (s *Service) openCase(ctx context.Context, tx *store.Tx, who Actor, batch records.Batch, stationID string) (*records.Case, error) {
	station, err := get[records.Station](tx, stationID, "单位")
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, who, "case.open", resourceOf(station)); err != nil {
		return nil, err
	}
	if station.Closed {
		return nil, wrong("stations", "%s已撤并，不能列入批次", station.Name)
	}
	if !strings.HasPrefix(station.Region, regions.Prefix(batch.Region)) {
		return nil, wrong("stations", "%s（%s）不在批次“%s”的区划 %s 内", station.Name, station.Region, batch.Title, batch.Region)
	}
	_, err = store.First[records.Case](tx, store.Query{
		Where: []store.Condition{store.Equal("batch_id", batch.ID), store.Equal("station_id", station.ID)},
	})
	if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	std, err := s.sets.Current().FindIn(batch.Standard, station.Region, s.today())
	if err != nil {
		return nil, &Problem{Code: Invalid, Words: err.Error()}
	}
	if outside := std.OutsideScope(station.Kind, station.Level); outside != "" {
		return nil, wrong("stations", "%s不能按“%s”评定：%s", station.Name, std.Title, outside)
	}
	c := records.Case{
		Record: s.newRecord(), BatchID: batch.ID, StationID: station.ID, Region: station.Region, Level: station.Level,
		Standard: std.Ref(), Stage: string(stages.Self), StageSince: s.now(), DueOn: batch.ClosesOn,
	}
	if err := tx.Insert(&c); errors.Is(err, store.ErrExists) {
		return nil, &Problem{Code: Exists, Words: station.Name + "刚由别人列入了这个批次；请刷新后再看"}
	} else if err != nil {
		return nil, err
	}
	if err := s.tell(tx, station, c.ID, "station", "case_opened", "已列入“"+batch.Title+"”，请完成自评并申报", c.DueOn); err != nil {
		return nil, err
	}
	return &c, s.note(tx, who, "case.open", "case", c.ID, c.Region, map[string]any{"batch": batch.ID, "station": station.ID})
}

// Case is one case.
func (s *Service) Case(ctx context.Context, who Actor, id string) (records.Case, error) {
	d, err := s.seen(ctx, s.read(ctx), who, id)
	return d.Case, err
}

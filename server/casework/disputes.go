package casework

import (
	"context"
	"strings"

	"zhanping/assessment/stages"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Raise questions an item or the whole result of a case and freezes the case.
func (s *Service) Raise(ctx context.Context, who Actor, caseID, item, reason string) (records.Dispute, error) {
	var dispute records.Dispute
	err := s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		if err := s.allow(ctx, who, "dispute.raise", d.resource()); err != nil {
			return err
		}
		if item != "" {
			std, err := s.standardOf(tx, d)
			if err != nil {
				return err
			}
			if _, found := itemOf(std, item); !found {
				return wrong("item", "“%s”没有条目 %s；请核对编号", std.Title, item)
			}
		}
		if err := s.freeze(tx, &d, stages.Dispute, reason); err != nil {
			return err
		}
		dispute = records.Dispute{
			Record: s.newRecord(), CaseID: d.ID, Item: item, RaisedBy: who.Person.ID, Reason: strings.TrimSpace(reason), State: "open",
		}
		if err := tx.Insert(&dispute); err != nil {
			return err
		}
		if err := s.tellStep(tx, d, stages.Dispute); err != nil {
			return err
		}
		return s.note(tx, who, "dispute.raise", "dispute", dispute.ID, d.Region, map[string]any{
			"case": d.ID, "item": item, "reason_digest": digestOf(dispute.Reason),
		})
	})
	return dispute, err
}

// freeze takes one of the two steps that leave a case at its stage.
func (s *Service) freeze(tx *store.Tx, d *dossier, action stages.Action, reason string) error {
	facts := stages.Facts{Frozen: d.Frozen, Holds: map[stages.Guard]bool{stages.Reason: strings.TrimSpace(reason) != ""}}
	if _, err := stages.Apply(stages.Stage(d.Stage), action, facts); err != nil {
		return stepRefused(err)
	}
	d.Frozen = stages.AfterFreezing(action, d.Frozen)
	return s.update(tx, &d.Case, "评定件")
}

// Decide settles a dispute. What follows from it is a step of its own: an upheld one is followed by
// 退回, and nothing that was recorded is overwritten.
func (s *Service) Decide(ctx context.Context, who Actor, id string, version int, upheld bool, decision string) (records.Dispute, error) {
	var dispute records.Dispute
	err := s.within(ctx, func(tx *store.Tx) error {
		var err error
		if dispute, err = get[records.Dispute](tx, id, "异议"); err != nil {
			return err
		}
		d, err := s.hold(tx, dispute.CaseID)
		if err != nil {
			return err
		}
		resource := d.resource()
		resource.RaisedBy = dispute.RaisedBy
		if err := s.allow(ctx, who, "dispute.decide", resource); err != nil {
			return err
		}
		if dispute.Version != version {
			return stale("异议", dispute)
		}
		if dispute.State != "open" {
			return refuse(WrongStage, "这件异议已经裁定")
		}
		if err := s.freeze(tx, &d, stages.SettleDispute, decision); err != nil {
			return err
		}
		dispute.State = "rejected"
		if upheld {
			dispute.State = "upheld"
		}
		dispute.DecidedBy, dispute.Decision, dispute.DecidedAt = who.Person.ID, strings.TrimSpace(decision), s.now()
		if err := s.update(tx, &dispute, "异议"); err != nil {
			return err
		}
		if err := s.tellStep(tx, d, stages.SettleDispute); err != nil {
			return err
		}
		return s.note(tx, who, "dispute.decide", "dispute", dispute.ID, d.Region, map[string]any{
			"case": d.ID, "state": dispute.State, "decision_digest": digestOf(dispute.Decision),
		})
	})
	return dispute, err
}

// Disputes is every dispute about a case.
func (s *Service) Disputes(ctx context.Context, who Actor, caseID string) ([]records.Dispute, error) {
	d, err := s.seen(ctx, s.read(ctx), who, caseID)
	return d.disputes, err
}

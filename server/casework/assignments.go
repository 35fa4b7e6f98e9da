package casework

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// AssignmentInput makes a person an assessor of a case.
type AssignmentInput struct {
	PersonID string `json:"person_id" minLength:"1" doc:"核查员"`
	Lead     bool   `json:"lead,omitempty" doc:"组长"`
	VisitOn  string `json:"visit_on,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"计划核查日"`
}

// Assign makes a person an assessor of a case, for 验收 or, while it is re-checked, for 复核. The
// person must be one whom the rules would let assess it.
func (s *Service) Assign(ctx context.Context, who Actor, caseID string, in AssignmentInput) (records.Assignment, error) {
	var assignment records.Assignment
	err := s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		if err := s.allow(ctx, who, "assignment.write", d.resource()); err != nil {
			return err
		}
		if in.VisitOn != "" {
			if _, err := time.Parse(time.DateOnly, in.VisitOn); err != nil {
				return wrong("visit_on", "计划核查日 %s 不是日期", in.VisitOn)
			}
		}
		source := cmp.Or(d.source(), assessment.SourceOnSite) // before 验收 they are assigned for it
		if in.Lead && slices.ContainsFunc(d.assessors(), func(a records.Assignment) bool { return a.Lead }) {
			return wrong("lead", "这一件已有组长；每件只设一名组长")
		}
		if err := s.fit(ctx, tx, d, source, in.PersonID); err != nil {
			return err
		}
		assignment = records.Assignment{
			Record: s.newRecord(), CaseID: d.ID, PersonID: in.PersonID, Source: source, Lead: in.Lead, VisitOn: in.VisitOn,
			GivenBy: who.Person.ID, GivenAt: s.now(),
		}
		if err := tx.Insert(&assignment); errors.Is(err, store.ErrExists) {
			return &Problem{Code: Exists, Words: "这名核查员已经指派给这一件"}
		} else if err != nil {
			return err
		}
		if err := s.tellPerson(tx, in.PersonID, d, "assigned", "请核查："+d.station.Name, in.VisitOn); err != nil {
			return err
		}
		return s.note(tx, who, "assignment.write", "case", d.ID, d.Region, map[string]any{"assessor": in.PersonID, "source": source})
	})
	return assignment, err
}

// fit refuses an assessor who could not record anything once assigned: of their own station, of
// their own region where the batch does not allow it, without the role.
func (s *Service) fit(ctx context.Context, tx *store.Tx, d dossier, source, personID string) error {
	assessor, err := s.actor(tx, personID)
	if err != nil {
		return wrongReference(err, "person_id", "没有这个账号；请核对核查员的编号")
	}
	resource := d.resource()
	resource.Assessors = append(resource.Assessors, personID)
	resource.Source, resource.RecordedBy = source, personID
	resource.Stage = stages.Onsite
	if source == assessment.SourceReview {
		resource.Stage = stages.Review
	}
	err = s.allow(ctx, assessor, policies.ActionFindingRecord, resource)
	var refused *Problem
	if errors.As(err, &refused) {
		return wrong("person_id", "不能指派这名核查员：%s", refused.Words)
	}
	return err
}

// actor is a person with their grants.
func (s *Service) actor(tx *store.Tx, personID string) (Actor, error) {
	person, err := get[records.Person](tx, personID, "账号")
	if err != nil {
		return Actor{}, err
	}
	grants, err := store.List[records.Grant](tx, store.Query{Where: []store.Condition{store.Equal("person_id", personID)}})
	return Actor{Person: person, Grants: grants}, err
}

// Actor is the person of that id as an actor, or a refusal where the account is gone or disabled.
func (s *Service) Actor(ctx context.Context, personID string) (Actor, error) {
	who, err := s.actor(s.read(ctx), personID)
	if err == nil && who.Person.Disabled {
		return Actor{}, refuse(NotSignedIn, "账号已停用，请联系系统管理员")
	}
	return who, err
}

// Unassign takes an assessor off a case before they have found anything.
func (s *Service) Unassign(ctx context.Context, who Actor, caseID, personID string) error {
	return s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		if err := s.allow(ctx, who, "assignment.write", d.resource()); err != nil {
			return err
		}
		source := cmp.Or(d.source(), assessment.SourceOnSite)
		found, err := store.Count[records.Finding](tx, store.Equal("case_id", d.ID), store.Equal("recorded_by", personID), store.Equal("source", source))
		if err != nil {
			return err
		}
		if found > 0 {
			return refuse(WrongStage, "这名核查员已有 %d 条评定，不能撤换；请由主管部门退回后重新安排", found)
		}
		n, err := store.Delete[records.Assignment](tx,
			store.Equal("case_id", d.ID), store.Equal("person_id", personID), store.Equal("source", source))
		if err != nil {
			return err
		}
		if n == 0 {
			return refuse(NotFound, "这名核查员没有指派给这一件")
		}
		return s.note(tx, who, "assignment.write", "case", d.ID, d.Region, map[string]any{"removed": personID})
	})
}

// Assignments is who assesses a case.
func (s *Service) Assignments(ctx context.Context, who Actor, caseID string) ([]records.Assignment, error) {
	d, err := s.seen(ctx, s.read(ctx), who, caseID)
	return d.assignments, err
}

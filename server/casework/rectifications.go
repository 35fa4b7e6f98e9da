package casework

import (
	"context"
	"strings"
	"time"

	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// RectificationInput is one problem to put right, as the bureau lists it.
type RectificationInput struct {
	Item        string `json:"item,omitempty" doc:"条目编号"`
	Problem     string `json:"problem" minLength:"2" maxLength:"500" doc:"问题"`
	Measure     string `json:"measure" minLength:"2" maxLength:"500" doc:"整改措施"`
	Responsible string `json:"responsible" minLength:"2" maxLength:"60" doc:"责任岗位，不写姓名和电话"`
	Deadline    string `json:"deadline" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"期限"`
}

// rectify changes one rectification within its case: find, ask, check the version, change, keep, note.
func (s *Service) rectify(
	ctx context.Context, who Actor, id string, version int, action policies.Action, change func(*store.Tx, dossier, *records.Rectification) error,
) (records.Rectification, error) {
	var r records.Rectification
	err := s.within(ctx, func(tx *store.Tx) error {
		var err error
		if r, err = get[records.Rectification](tx, id, "整改事项"); err != nil {
			return err
		}
		d, err := s.hold(tx, r.CaseID)
		if err != nil {
			return err
		}
		if err := s.allow(ctx, who, action, d.resource()); err != nil {
			return err
		}
		if r.Version != version {
			return stale("整改事项", r)
		}
		if err := change(tx, d, &r); err != nil {
			return err
		}
		if err := s.update(tx, &r, "整改事项"); err != nil {
			return err
		}
		return s.note(tx, who, string(action), "rectification", r.ID, d.Region, map[string]any{"case": d.ID, "item": r.Item, "state": r.State})
	})
	return r, err
}

// AddRectification lists a problem of a case that has to be put right.
func (s *Service) AddRectification(ctx context.Context, who Actor, caseID string, in RectificationInput) (records.Rectification, error) {
	var r records.Rectification
	err := s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		if err := s.allow(ctx, who, "rectification.write", d.resource()); err != nil {
			return err
		}
		if in.Item != "" {
			std, err := s.standardOf(tx, d)
			if err != nil {
				return err
			}
			if _, found := itemOf(std, in.Item); !found {
				return wrong("item", "“%s”没有条目 %s；请核对编号", std.Title, in.Item)
			}
		}
		if _, err := time.Parse(time.DateOnly, in.Deadline); err != nil || in.Deadline < s.today() {
			return wrong("deadline", "期限 %s 不是今天以后的日期", in.Deadline)
		}
		r = records.Rectification{
			Record: s.newRecord(), CaseID: d.ID, Item: in.Item, Problem: in.Problem, Measure: in.Measure,
			Responsible: in.Responsible, Deadline: in.Deadline, Proof: []string{}, State: "open",
		}
		if err := tx.Insert(&r); err != nil {
			return err
		}
		if err := s.tell(tx, d.station, d.ID, "station", "rectification", "须整改：“"+in.Problem+"”", in.Deadline); err != nil {
			return err
		}
		return s.note(tx, who, "rectification.write", "rectification", r.ID, d.Region, map[string]any{
			"case": d.ID, "item": in.Item, "deadline": in.Deadline,
		})
	})
	return r, err
}

// AnswerRectification is what the station did about a problem, with proof.
func (s *Service) AnswerRectification(
	ctx context.Context, who Actor, id string, version int, answer string, proof []string,
) (records.Rectification, error) {
	return s.rectify(ctx, who, id, version, policies.ActionRectificationAnswer, func(tx *store.Tx, d dossier, r *records.Rectification) error {
		if r.State == "passed" {
			return refuse(WrongStage, "这一项已经验收通过，不用再报")
		}
		if answer = strings.TrimSpace(answer); answer == "" {
			return wrong("answer", "请写明整改情况")
		}
		for _, file := range proof {
			if err := attached(tx, "proof", file, d.StationID); err != nil {
				return err
			}
		}
		r.Answer, r.Proof, r.State = answer, listed(proof), "answered"
		return s.tell(tx, d.station, d.ID, "bureau", "rectification_answered", d.station.Name+"已报整改情况，请验收", "")
	})
}

// JudgeRectification is whether what the station did is enough.
func (s *Service) JudgeRectification(
	ctx context.Context, who Actor, id string, version int, passed bool, verdict string,
) (records.Rectification, error) {
	return s.rectify(ctx, who, id, version, policies.ActionRectificationJudge, func(tx *store.Tx, d dossier, r *records.Rectification) error {
		if r.State != "answered" {
			return refuse(WrongStage, "单位还没有报整改情况，或已经验收过")
		}
		r.State, r.Verdict, r.JudgedBy = "failed", strings.TrimSpace(verdict), who.Person.ID
		if passed {
			r.State = "passed"
		} else if r.Verdict == "" {
			return wrong("verdict", "请写明为什么不通过")
		}
		return s.tell(tx, d.station, d.ID, "station", "rectification_judged", "整改事项已验收："+r.Verdict, "")
	})
}

// Rectifications is everything of a case that has to be put right.
func (s *Service) Rectifications(ctx context.Context, who Actor, caseID string) ([]records.Rectification, error) {
	tx := s.read(ctx)
	if _, err := s.seen(ctx, tx, who, caseID); err != nil {
		return nil, err
	}
	return store.List[records.Rectification](tx, store.Query{Where: []store.Condition{store.Equal("case_id", caseID)}})
}

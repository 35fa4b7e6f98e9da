package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// StepInput is what goes with a step of the process.
type StepInput struct {
	Reason string      // why; demanded by some steps
	Award  *AwardInput // for 命名授牌
}

// Step takes one step with a case, based on the version that the actor saw. What is not met is
// refused all at once; what the step changes, happens whole.
func (s *Service) Step(ctx context.Context, who Actor, id string, version int, action stages.Action, in StepInput) (records.Case, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Award != nil {
		in.Award.Number = strings.TrimSpace(in.Award.Number)
	}
	var d dossier
	err := s.within(ctx, func(tx *store.Tx) (err error) {
		if d, err = s.hold(tx, id); err != nil {
			return err
		}
		if err := s.allow(ctx, who, policies.ActionOf(action), d.resource()); err != nil {
			return err
		}
		if d.Version != version {
			return stale("评定件", d.Case)
		}
		if action == stages.Declare {
			s.pin(&d)
		}
		result, report, err := s.comesTo(ctx, tx, d)
		if err != nil {
			return err
		}
		facts, err := s.inquire(ctx, tx, d, in, result).facts(ctx, action)
		if err != nil {
			return err
		}
		next, err := stages.Apply(stages.Stage(d.Stage), action, facts)
		if err != nil {
			return stepRefused(err)
		}
		return s.take(ctx, tx, who, &d, next, taking{action, in, result, report})
	})
	return d.Case, err
}

// pin fixes what the case is about: the evidence as it stands, and what it is judged by.
func (s *Service) pin(d *dossier) {
	d.RevisionID, d.sets = d.station.RevisionID, s.sets.Current()
	d.PoliciesDigest = d.sets.Policies().Digest()
	if std, err := d.sets.Find(d.Standard, s.today()); err == nil {
		d.StandardDigest = std.Digest
	}
}

// comesTo is what a case comes to at the moment: while it is locked what is pinned, without a report;
// else judged as of today. Both are nil where there is nothing to judge yet.
func (s *Service) comesTo(ctx context.Context, tx *store.Tx, d dossier) (*records.Result, *assessment.Report, error) {
	if d.RevisionID == "" {
		return nil, nil, nil
	}
	if d.Locked {
		result, err := s.caseResult(tx, d)
		return &result, nil, err
	}
	report, err := s.judgeCase(ctx, tx, d, nil)
	if err != nil {
		return nil, nil, err
	}
	result := s.resultOf(report, d.station, d.RevisionID)
	return &result, report, nil
}

// stepRefused puts the refusal of the stage table into ours.
func stepRefused(err error) error {
	var refusal *stages.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	p := &Problem{Code: WrongStage, Words: refusal.Error()}
	if refusal.Code == stages.Unmet {
		p.Code = Unmet
		for _, guard := range refusal.Unmet {
			p.Faults = append(p.Faults, Fault{Field: string(guard), Code: "unmet", Words: guard.Unmet()})
		}
	}
	return p
}

// taking is a step that is allowed and whose conditions hold.
type taking struct {
	action stages.Action
	in     StepInput
	result *records.Result    // what the case came to when the step was taken
	report *assessment.Report // nil where that is pinned
}

// take carries out a step.
func (s *Service) take(ctx context.Context, tx *store.Tx, who Actor, d *dossier, next stages.Stage, t taking) error {
	from, pinned := stages.Stage(d.Stage), d.Locked
	d.Stage, d.Reason = string(next), t.in.Reason
	d.Frozen, d.Locked = stages.AfterFreezing(t.action, d.Frozen), next.Locked()
	if next != from {
		d.StageSince = s.now()
		d.DueOn = s.due(next, d)
	}
	if err := s.sideEffects(tx, who, d, t); err != nil {
		return err
	}
	if err := s.keepVerdict(ctx, tx, who, *d, pinned, t.report); err != nil {
		return err
	}
	if t.action == stages.Name || t.action == stages.Keep || t.action == stages.AcceptRectification {
		if err := s.issueCards(tx, who, *d); err != nil {
			return err
		}
	}
	if err := s.update(tx, &d.Case, "评定件"); err != nil {
		return err
	}
	if err := s.tellStep(tx, *d, t.action); err != nil {
		return err
	}
	return s.note(tx, who, string(policies.ActionOf(t.action)), "case", d.ID, d.Region, map[string]any{
		"from": string(from), "to": d.Stage, "revision": d.RevisionID, "reason_digest": digestOf(t.in.Reason),
	})
}

// keepVerdict keeps what a case comes to after a step. What was pinned stays until the case is
// checked anew; what becomes locked is pinned for good.
func (s *Service) keepVerdict(ctx context.Context, tx *store.Tx, who Actor, d dossier, pinned bool, report *assessment.Report) error {
	if pinned && d.Locked || d.RevisionID == "" {
		return nil
	}
	if report == nil {
		var err error
		if report, err = s.judgeCase(ctx, tx, d, nil); err != nil {
			return err
		}
	}
	if err := s.keepCaseResult(tx, d, report); err != nil || !d.Locked {
		return err
	}
	return s.keepConclusion(tx, who, d, report)
}

// sideEffects is what single steps do besides moving the case.
func (s *Service) sideEffects(tx *store.Tx, who Actor, d *dossier, t taking) error {
	switch t.action {
	case stages.Return:
		return s.unsign(tx, *d)
	case stages.Recheck:
		// a re-check looks at the evidence as it stands now
		s.pin(d)
	case stages.Name:
		return s.award(tx, who, *d, *t.in.Award, t.result.GradeCertain)
	case stages.Keep, stages.AcceptRectification:
		return s.renewAwards(tx, who, *d)
	case stages.Withdraw:
		return s.withdrawAwards(tx, who, *d, t.in.Reason)
	case stages.Declare, stages.Accept, stages.Admit, stages.Conclude, stages.Publish, stages.OrderRectification,
		stages.Refuse, stages.Dispute, stages.SettleDispute:
	}
	return nil
}

// unsign takes back the signatures of a case that goes back: what is signed again is signed anew.
func (s *Service) unsign(tx *store.Tx, d dossier) error {
	for _, a := range d.assessors() {
		if a.SignedAt.IsZero() {
			continue
		}
		a.SignedAt, a.Signed, a.Drawing = records.Time{}, "", ""
		if err := s.update(tx, &a, "核查任务"); err != nil {
			return err
		}
		words := d.station.Name + "：已退回，签字作废；再到现场核查时请重新签字"
		if err := s.tellPerson(tx, a.PersonID, d, "unsigned", words, ""); err != nil {
			return err
		}
	}
	return nil
}

// due is the last day of the stage's shortest deadline, or "".
func (s *Service) due(stage stages.Stage, d *dossier) string {
	if stage == stages.Self {
		return d.batch.ClosesOn
	}
	process := s.process(*d)
	entered := s.clock().In(s.place)
	due := ""
	for _, row := range stages.Next(stage) {
		for _, rule := range row.Deadlines {
			last := rule.LastDay(entered, process, s.calendar.Working).Format(time.DateOnly)
			if due == "" || last < due {
				due = last
			}
		}
	}
	return due
}

// process is what the standard says of the process, with what the batch sets over it.
func (s *Service) process(d dossier) standards.Process {
	var process standards.Process
	if std, err := d.sets.Find(d.Standard, s.today()); err == nil {
		process = std.Process
	}
	if d.batch.Rules.PublicityDays > 0 {
		process.PublicityWorkingDays = d.batch.Rules.PublicityDays
	}
	return process
}

// Steps is what may be done with a case next: by anybody, and whether by this actor.
type Steps struct {
	Action  stages.Action
	Title   string
	To      stages.Stage
	Allowed bool
	Needs   []stages.Guard // conditions that have to hold
	Unmet   []stages.Guard // conditions that do not hold yet
	Why     string         // why the actor may not, or what is not met
}

// NextSteps is every step that the table lists for the case's stage.
func (s *Service) NextSteps(ctx context.Context, who Actor, id string) ([]Steps, error) {
	tx := s.read(ctx)
	d, err := s.seen(ctx, tx, who, id)
	if err != nil {
		return nil, err
	}
	if stages.Stage(d.Stage).End() {
		return nil, nil
	}
	if stages.Stage(d.Stage) == stages.Self {
		s.pin(&d) // the only way on is to declare what stands now
	}
	result, _, err := s.comesTo(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	// what the request itself has to bring is taken for brought
	asked := s.inquire(ctx, tx, d, StepInput{Reason: "-", Award: &AwardInput{Number: s.newID()}}, result)
	var steps []Steps
	for _, row := range stages.Next(stages.Stage(d.Stage)) {
		if row.Action == stages.Dispute || row.Action == stages.SettleDispute {
			continue // they are taken with a dispute, not by themselves
		}
		step := Steps{Action: row.Action, Title: row.Action.Title(), To: row.To, Needs: row.Needs}
		err := s.allow(ctx, who, policies.ActionOf(row.Action), d.resource())
		var refused *Problem
		if errors.As(err, &refused) {
			step.Why = refused.Words
		} else if err != nil {
			return nil, err
		}
		step.Allowed = err == nil
		if step.Unmet, err = asked.unmet(ctx, row.Action); err != nil {
			return nil, err
		}
		if slices.Contains(step.Unmet, stages.AllSigned) {
			// that assessors differ is for nobody to know before all have signed
			step.Unmet = slices.DeleteFunc(step.Unmet, func(g stages.Guard) bool { return g == stages.DifferencesSettled })
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// unmet is what a step still waits for.
func (q inquiry) unmet(ctx context.Context, action stages.Action) ([]stages.Guard, error) {
	facts, err := q.facts(ctx, action)
	if err != nil {
		return nil, err
	}
	_, err = stages.Apply(stages.Stage(q.d.Stage), action, facts)
	var refusal *stages.Refusal
	if errors.As(err, &refusal) {
		return refusal.Unmet, nil
	}
	return nil, err
}

// digestOf is how the journal tells of words that people wrote.
func digestOf(text string) string {
	if text == "" {
		return ""
	}
	return sha256Text([]byte(text))
}

func sha256Text(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

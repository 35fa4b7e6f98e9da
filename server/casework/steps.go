package casework

import (
	"context"
	"errors"
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
	var d dossier
	err := s.within(ctx, func(tx *store.Tx) (err error) {
		if d, err = s.dossier(tx, id); err != nil {
			return err
		}
		if err := s.allow(ctx, who, policies.Action("case."+string(action)), d.resource()); err != nil {
			return err
		}
		if d.Version != version {
			return stale("评定件", d.Case)
		}
		if action == stages.Declare {
			s.pin(&d)
		}
		report, err := s.judgeForStep(ctx, tx, d)
		if err != nil {
			return err
		}
		facts, err := s.facts(ctx, tx, d, action, in, report)
		if err != nil {
			return err
		}
		next, err := stages.Apply(stages.Stage(d.Stage), action, facts)
		if err != nil {
			return stepRefused(err)
		}
		return s.take(ctx, tx, who, &d, action, next, in, report)
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

// judgeForStep judges the case where there is something to judge.
func (s *Service) judgeForStep(ctx context.Context, tx *store.Tx, d dossier) (*assessment.Report, error) {
	if d.RevisionID == "" {
		return nil, nil
	}
	return s.judgeCase(ctx, tx, d, nil)
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

// take carries out a step that is allowed and whose conditions hold.
func (s *Service) take(
	ctx context.Context, tx *store.Tx, who Actor, d *dossier, action stages.Action, next stages.Stage, in StepInput, report *assessment.Report,
) error {
	from := stages.Stage(d.Stage)
	d.Stage, d.Reason = string(next), in.Reason
	d.Frozen, d.Locked = stages.AfterFreezing(action, d.Frozen), next.Locked()
	if next != from {
		d.StageSince = s.now()
		d.DueOn = s.due(next, d)
	}
	if report != nil {
		if err := s.keepCaseResult(tx, *d, report, next.Locked()); err != nil {
			return err
		}
	}
	if err := s.sideEffects(ctx, tx, who, d, action, in, report); err != nil {
		return err
	}
	if err := s.update(tx, &d.Case, "评定件"); err != nil {
		return err
	}
	if err := s.tellStep(tx, *d, action); err != nil {
		return err
	}
	return s.note(tx, who, "case."+string(action), "case", d.ID, d.Region, map[string]any{
		"from": string(from), "to": d.Stage, "revision": d.RevisionID, "reason_digest": digestOf(in.Reason),
	})
}

// sideEffects is what single steps do besides moving the case.
func (s *Service) sideEffects(
	ctx context.Context, tx *store.Tx, who Actor, d *dossier, action stages.Action, in StepInput, report *assessment.Report,
) error {
	switch action {
	case stages.Return:
		return s.unsign(tx, *d)
	case stages.Recheck:
		// a re-check looks at the evidence as it stands now
		s.pin(d)
	case stages.Name:
		return s.award(ctx, tx, who, *d, *in.Award, report)
	case stages.Withdraw:
		return s.withdrawAwards(tx, who, *d, in.Reason)
	case stages.Declare, stages.Accept, stages.Admit, stages.Conclude, stages.Publish, stages.Keep, stages.OrderRectification,
		stages.AcceptRectification, stages.Refuse, stages.Dispute, stages.SettleDispute:
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
			last := rule.LastDay(entered, process, s.workday).Format(time.DateOnly)
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
	Unmet   []stages.Guard // conditions that do not hold yet
	Why     string         // why the actor may not, or what is not met
}

// NextSteps is every step that the table lists for the case's stage.
func (s *Service) NextSteps(ctx context.Context, who Actor, id string) ([]Steps, error) {
	tx := s.read(ctx)
	d, err := s.dossier(tx, id)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, who, "case.read", d.resource()); err != nil {
		return nil, err
	}
	var steps []Steps
	for _, row := range stages.Next(stages.Stage(d.Stage)) {
		if row.Action == stages.Dispute || row.Action == stages.SettleDispute {
			continue // they are taken with a dispute, not by themselves
		}
		step := Steps{Action: row.Action, Title: row.Action.Title(), To: row.To}
		err := s.allow(ctx, who, policies.Action("case."+string(row.Action)), d.resource())
		var refused *Problem
		if errors.As(err, &refused) {
			step.Why = refused.Words
		} else if err != nil {
			return nil, err
		}
		step.Allowed = err == nil
		if step.Unmet, err = s.unmet(ctx, tx, d, row.Action); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// unmet is what a step still waits for, beside what the request itself has to bring.
func (s *Service) unmet(ctx context.Context, tx *store.Tx, d dossier, action stages.Action) ([]stages.Guard, error) {
	if action == stages.Declare {
		s.pin(&d)
	}
	report, err := s.judgeForStep(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	brought := StepInput{Reason: "-", Award: &AwardInput{Number: s.newID()}}
	facts, err := s.facts(ctx, tx, d, action, brought, report)
	if err != nil {
		return nil, err
	}
	_, err = stages.Apply(stages.Stage(d.Stage), action, facts)
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

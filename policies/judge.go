package policies

import (
	"context"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"zhanping/assessment"
	"zhanping/evidence"
)

// Limits bounds the time that judging may take. A check that runs over leaves its part in
// error and the others as they are. Memory has no limit of its own in OPA: it is bounded
// by the bounded input, by allowedBuiltins and by these.
type Limits struct {
	Part   time.Duration
	Bundle time.Duration
}

// DefaultLimits are far above what any honest check needs (well under a millisecond).
var DefaultLimits = Limits{Part: 2 * time.Second, Bundle: 20 * time.Second}

// Judge decides the items of the standard it is bound to. It is safe for concurrent use.
type Judge struct {
	engine *Engine
	limits Limits
	items  []boundItem
	afresh bool
}

var _ assessment.Judge = (*Judge)(nil)

// Within is the same judge under other limits.
func (j *Judge) Within(limits Limits) *Judge {
	other := *j
	other.limits = limits
	return &other
}

// Afresh is the same judge without the verdicts it keeps: every check runs every time.
// The findings are the same.
func (j *Judge) Afresh() *Judge {
	other := *j
	other.afresh = true
	return &other
}

// Judge gives the finding on every item; an inspector's item has no parts. A check that
// fails leaves its part in error; only the end of ctx is an error of the whole. The
// findings may be shared between calls and must not be changed.
func (j *Judge) Judge(ctx context.Context, bundle *evidence.Bundle, asOf string) (map[string]assessment.ItemFindings, error) {
	within, cancel := context.WithTimeout(ctx, j.limits.Bundle)
	defer cancel()
	s := j.session(within, bundle, asOf)
	findings := make(map[string]assessment.ItemFindings, len(j.items))
	for _, item := range j.items {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("judge %s: %w", bundle.File, err)
		}
		var found assessment.ItemFindings
		if item.when != nil {
			finding := s.part(item.when)
			found.When = &finding
		}
		for _, part := range item.parts {
			found.Parts = append(found.Parts, s.part(part))
		}
		findings[item.id] = found
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("judge %s: %w", bundle.File, err)
	}
	return findings, nil
}

// session is the judging of one bundle.
type session struct {
	ctx      context.Context //nolint:containedctx // lives as long as one call of Judge
	judge    *Judge
	material *material
	buffer   []byte
}

func (j *Judge) session(ctx context.Context, bundle *evidence.Bundle, asOf string) *session {
	return &session{ctx: ctx, judge: j, material: newMaterial(bundle, asOf)}
}

func (s *session) part(p *boundPart) assessment.PartFinding {
	if s.judge.afresh {
		return s.decide(p)
	}
	s.buffer = s.material.key(s.buffer[:0], p)
	if finding, ok := p.kept.get(s.buffer); ok {
		return finding
	}
	finding := s.decide(p)
	if finding.Outcome != assessment.Errored {
		p.kept.put(s.buffer, finding)
	}
	return finding
}

// decide runs the check and looks up what the judge has decided on such an answer. While
// evidence is missing only the observations are asked for, since nothing else is told.
func (s *session) decide(p *boundPart) assessment.PartFinding {
	missing := s.material.absent(p)
	facts := s.material.factTerms(p)
	program := p.check.compiled.whole
	if len(missing) > 0 {
		program = p.check.compiled.seen
	}
	var told topdown.QueryResult
	if program != nil {
		stop := &watch{ctx: s.ctx}
		timer := time.AfterFunc(s.judge.limits.Part, stop.Cancel)
		defer timer.Stop()
		var err error
		if told, err = program.run(s.ctx, s.material.input(p, facts), stop); err != nil {
			return assessment.PartFinding{Outcome: assessment.Errored, Reads: p.reads, Err: p.check.evaluationWords(err)}
		}
	}
	d := decoder{part: p, scene: p.scene}
	d.scene.facts = make(map[string]*ast.Term, len(facts))
	for _, fact := range facts {
		d.scene.facts[string(fact[0].Value.(ast.String))] = fact[1]
	}
	finding, err := d.decode(p.check.compiled.judge[situation{
		requires:     len(p.required) > 0,
		missing:      len(missing) > 0,
		inapplicable: tells(told[ruleInapplicable]),
		shortfalls:   tells(told[ruleShortfalls]),
	}], told)
	if err != nil {
		return assessment.PartFinding{
			Outcome: assessment.Errored, Reads: p.reads,
			Err: fmt.Sprintf("判定规则 %s 给出的结果无法使用（%s）", p.check.name, err),
		}
	}
	finding.Reads, finding.Missing = p.reads, missing
	return finding
}

// tells reports whether a rule, which the check may not have, tells anything.
func tells(term *ast.Term) bool {
	if term == nil {
		return false
	}
	set, ok := term.Value.(ast.Set)
	return !ok || set.Len() > 0
}

package policies

import (
	"context"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

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
	s := &session{judge: j, material: newMaterial(bundle, asOf)}
	findings := make(map[string]assessment.ItemFindings, len(j.items))
	for _, item := range j.items {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("judge %s: %w", bundle.File, err)
		}
		var found assessment.ItemFindings
		if item.when != nil {
			finding := s.part(within, item.when)
			found.When = &finding
		}
		for _, part := range item.parts {
			found.Parts = append(found.Parts, s.part(within, part))
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
	judge    *Judge
	material *material
	buffer   []byte
}

func (s *session) part(ctx context.Context, p *boundPart) assessment.PartFinding {
	if s.judge.afresh {
		return s.decide(ctx, p)
	}
	s.buffer = s.material.key(s.buffer[:0], p)
	if finding, ok := p.kept.get(s.buffer); ok {
		return finding
	}
	finding := s.decide(ctx, p)
	if finding.Outcome != assessment.Errored {
		p.kept.put(s.buffer, finding)
	}
	return finding
}

func (s *session) decide(ctx context.Context, p *boundPart) assessment.PartFinding {
	ctx, cancel := context.WithTimeout(ctx, s.judge.limits.Part)
	defer cancel()
	facts := s.material.factTerms(p)
	result, err := run(ctx, p.check.compiled.runner, s.material.input(p, facts))
	if err != nil {
		return assessment.PartFinding{Outcome: assessment.Errored, Reads: p.reads, Err: p.check.evaluationWords(err)}
	}
	d := decoder{part: p, scene: p.scene}
	d.scene.facts = make(map[string]*ast.Term, len(facts))
	for _, fact := range facts {
		d.scene.facts[string(fact[0].Value.(ast.String))] = fact[1]
	}
	finding, missing, err := d.decode(result)
	if err != nil {
		return assessment.PartFinding{
			Outcome: assessment.Errored, Reads: p.reads,
			Err: fmt.Sprintf("判定规则 %s 给出的结果无法使用（%s）", p.check.name, err),
		}
	}
	finding.Reads = p.reads
	finding.Missing = p.absent(missing, s.material.find)
	return finding
}

// run evaluates and turns a panic within the interpreter into an error of this part.
func run(ctx context.Context, runner evaluator, input *ast.Term) (result ast.Object, err error) {
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	return runner.evaluate(ctx, input)
}

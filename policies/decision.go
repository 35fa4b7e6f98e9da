package policies

import (
	"context"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"zhanping/assessment"
)

// situation is everything about a check's answer that an outcome depends on.
type situation struct {
	requires     bool // the check requires something
	missing      bool // something that it requires is not stated
	inapplicable bool // it tells that the question is void
	shortfalls   bool // it tells of a shortfall
}

// decision is the judge's word on a situation: the outcome, and what is told with it.
type decision struct {
	outcome                                                 assessment.Outcome
	observations, inapplicable, shortfalls, merits, measure bool
}

// decisions is the judge's word on every situation. The judge is asked once, when the
// first check is made ready: the outcome on each bundle is looked up, and judge.rego
// remains the only place where it is decided.
type decisions map[situation]decision

// The evidence that the judge is asked about: one fact that is stated, one that is not.
const (
	statedFact = "stated"
	absentFact = "absent"
)

func (e *Engine) askJudge() (decisions, error) {
	compiler, faults := e.compiler(e.judge, nil)
	if len(faults) > 0 {
		return nil, faults
	}
	judge, err := newProgram(compiler, "finding = data.judge.finding(input.check)")
	if err != nil {
		return nil, fmt.Errorf("ask the judge: %w", err)
	}
	table := decisions{}
	for _, s := range situations() {
		if table[s], err = s.ask(judge); err != nil {
			return nil, fmt.Errorf("ask the judge on %+v: %w", s, err)
		}
	}
	return table, nil
}

// situations is every situation; where nothing is required nothing can be missing.
func situations() []situation {
	var all []situation
	for _, inapplicable := range []bool{false, true} {
		for _, shortfalls := range []bool{false, true} {
			all = append(all,
				situation{false, false, inapplicable, shortfalls},
				situation{true, false, inapplicable, shortfalls},
				situation{true, true, inapplicable, shortfalls})
		}
	}
	return all
}

// ask puts the situation to the judge, with a mark for whatever a check can tell.
func (s situation) ask(judge *program) (decision, error) {
	required := ast.SetTerm()
	switch {
	case s.missing:
		required = ast.SetTerm(ast.StringTerm(absentFact))
	case s.requires:
		required = ast.SetTerm(ast.StringTerm(statedFact))
	}
	check := ast.ObjectTerm(
		[2]*ast.Term{ast.StringTerm(ruleRequires), required},
		[2]*ast.Term{ast.StringTerm(ruleObservations), mark(ruleObservations, true)},
		[2]*ast.Term{ast.StringTerm(ruleInapplicable), mark(ruleInapplicable, s.inapplicable)},
		[2]*ast.Term{ast.StringTerm(ruleShortfalls), mark(ruleShortfalls, s.shortfalls)},
		[2]*ast.Term{ast.StringTerm(ruleMerits), mark(ruleMerits, true)},
		[2]*ast.Term{ast.StringTerm(ruleMeasure), mark(ruleMeasure, true)},
	)
	input := ast.ObjectTerm(
		[2]*ast.Term{keyEvidence, ast.ObjectTerm([2]*ast.Term{ast.StringTerm(statedFact), ast.BooleanTerm(true)})},
		[2]*ast.Term{keyFacts, ast.ObjectTerm()},
		[2]*ast.Term{ast.StringTerm("check"), check},
	)
	values, err := judge.run(context.Background(), input, topdown.NewCancel())
	if err != nil {
		return decision{}, err
	}
	finding, ok := values[ast.Var("finding")].Value.(ast.Object)
	if !ok {
		return decision{}, errors.New("the finding is no object")
	}
	made := decision{outcome: assessment.Outcome(text(finding, "outcome"))}
	for rule, told := range map[string]*bool{
		ruleObservations: &made.observations, ruleInapplicable: &made.inapplicable,
		ruleShortfalls: &made.shortfalls, ruleMerits: &made.merits, ruleMeasure: &made.measure,
	} {
		set, ok := finding.Get(ast.StringTerm(rule)).Value.(ast.Set)
		if !ok {
			return decision{}, fmt.Errorf("%s is no set", rule)
		}
		*told = set.Len() > 0
	}
	switch made.outcome {
	case assessment.Satisfied, assessment.NotSatisfied, assessment.NoEvidence, assessment.NotApplicable, assessment.NotChecked:
		return made, nil
	case assessment.Waived, assessment.Errored:
	}
	return decision{}, fmt.Errorf("outcome %q", made.outcome)
}

// mark is a set of one, or of none, that stands for what a rule tells.
func mark(rule string, told bool) *ast.Term {
	if !told {
		return ast.SetTerm()
	}
	return ast.SetTerm(ast.ObjectTerm([2]*ast.Term{ast.StringTerm("code"), ast.StringTerm(rule)}))
}

package policies

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// CaseResult is one case of a check's cases.yaml and how it came out.
type CaseResult struct {
	Check       string
	Name        string
	At          yamltext.Position
	Params      map[string]any
	Facts       []CaseFact         // what is given, in the order of the roles; the rest is not
	Outcome     assessment.Outcome // as wanted
	Differences []string           // Chinese; none when the check decided as wanted
}

// CaseFact is a fact that a case gives.
type CaseFact struct {
	Role  string
	Value *evidence.Value
}

// casesWanted are the outcomes of which every check must show at least one case.
var casesWanted = []assessment.Outcome{assessment.Satisfied, assessment.NotSatisfied, assessment.NoEvidence}

// RunCases runs the cases that lie beside the checks of one source, through the same judge
// that judges stations, in the order of the files. Words name a role by its own name and a
// path by itself, whatever titles the schema gives. Beside the wanted outcome each
// satisfied case must fail closed: with any required fact taken away it is satisfied no
// more. The error, of type yamltext.Faults, tells of cases that are malformed or lacking;
// the results are those that could be run.
func (e *Engine) RunCases(source fs.FS) ([]CaseResult, error) {
	return e.RunCasesWithin(context.Background(), source)
}

// RunCasesWithin is RunCases that gives up between two cases when ctx ends.
func (e *Engine) RunCasesWithin(ctx context.Context, source fs.FS) ([]CaseResult, error) {
	var faults yamltext.Faults
	var results []CaseResult
	err := eachRego(source, func(name, file string) error {
		c, ok := e.checks[strings.TrimSuffix(path.Base(name), ".rego")]
		if place, fault := placeOf(name, file, true); !ok || fault != nil || place != c.place {
			return nil
		}
		if found := e.ready(c); len(found) > 0 {
			faults = append(faults, found...)
			return nil
		}
		at := yamltext.Position{File: path.Join(path.Dir(file), "cases.yaml")}
		content, fault := readBounded(source, path.Join(path.Dir(name), "cases.yaml"), at.File)
		if fault != nil {
			fault.Expected = "cases.yaml，符合、不符合、未举证各至少一例"
			faults = append(faults, *fault)
			return nil
		}
		cases, found := e.readCases(c, at.File, content)
		faults = append(faults, found...)
		seen := map[assessment.Outcome]bool{}
		for _, example := range cases {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			seen[example.want.outcome] = true
			results = append(results, e.runCase(example))
		}
		for _, outcome := range casesWanted {
			if len(found) == 0 && !seen[outcome] {
				faults = append(faults, yamltext.Fault{
					At: at, Code: "case_lacking", Found: "没有结论为 " + string(outcome) + " 的例子", Expected: "符合、不符合、未举证各至少一例", Fix: "补上一例",
				})
			}
		}
		return nil
	})
	if err != nil {
		return results, err
	}
	return results, faults.Err()
}

// example is one case, bound like a part of a standard to facts of its own.
type example struct {
	name   string
	at     yamltext.Position
	part   *boundPart
	params map[string]any
	bundle *evidence.Bundle
	asOf   string
	want   wanted
}

// facts is what the case gives.
func (x *example) facts() []CaseFact {
	var given []CaseFact
	for _, role := range x.part.roles {
		for _, path := range role.paths {
			if value := x.bundle.Value(path.path); value != nil {
				given = append(given, CaseFact{role.role, value})
			}
		}
	}
	return given
}

// wanted is what a case expects; a nil list is not compared.
type wanted struct {
	outcome      assessment.Outcome
	missing      []string
	words        []string
	merits       []string
	seen         []string
	inapplicable []string
	measure      *assessment.Measure
}

// bareLabels call roles and paths by themselves.
type bareLabels struct{}

func (bareLabels) Fact(string) (evidence.Fact, bool) { return evidence.Fact{}, false }

func (e *Engine) runCase(x example) CaseResult {
	result := CaseResult{
		Check: x.part.check.name, Name: x.name, At: x.at, Params: x.params, Facts: x.facts(), Outcome: x.want.outcome,
	}
	judge := &Judge{engine: e, limits: DefaultLimits, afresh: true}
	decide := func() assessment.PartFinding {
		return judge.session(context.Background(), x.bundle, x.asOf).decide(x.part)
	}
	got := decide()
	result.Differences = x.want.differences(got)
	if got.Outcome != assessment.Satisfied {
		return result
	}
	facts := x.bundle.Facts
	for _, required := range x.required() {
		x.bundle.Facts = without(facts, strings.Split(required, "."))
		if decide().Outcome == assessment.Satisfied {
			result.Differences = append(result.Differences, "去掉 "+required+" 后仍判为符合；缺了必须举证的事实不能过关")
		}
	}
	return result
}

// required is every path of the case's facts without which nothing may be satisfied.
func (x *example) required() []string {
	var paths []string
	for _, required := range x.part.check.info.Requires {
		role, isRole := strings.CutPrefix(required, "facts.")
		if !isRole {
			paths = append(paths, required)
			continue
		}
		for _, bound := range x.part.roles {
			for _, path := range bound.paths {
				if bound.role == role {
					paths = append(paths, path.path)
				}
			}
		}
	}
	return paths
}

// without is a tree that lacks the value at the path.
func without(value *evidence.Value, names []string) *evidence.Value {
	if value == nil || len(names) == 0 {
		return nil
	}
	lesser := *value
	lesser.Fields = nil
	for _, field := range value.Fields {
		if field.Name == names[0] {
			field.Value = without(field.Value, names[1:])
		}
		if field.Value != nil {
			lesser.Fields = append(lesser.Fields, field)
		}
	}
	return &lesser
}

func (w *wanted) differences(got assessment.PartFinding) []string {
	var found []string
	if got.Outcome != w.outcome {
		found = append(found, fmt.Sprintf("结论应为 %s，实际为 %s", w.outcome, got.Outcome))
	}
	if got.Err != "" {
		found = append(found, got.Err)
	}
	texts := make([]string, len(got.Shortfalls))
	for i, shortfall := range got.Shortfalls {
		texts[i] = shortfall.Text
	}
	found = append(found, listDifference("缺少的事实", append([]string{}, w.missing...), got.Missing)...)
	found = append(found, listDifference("不足", w.words, texts)...)
	earned := make([]string, len(got.Merits))
	for i, merit := range got.Merits {
		earned[i] = merit.Text
	}
	found = append(found, listDifference("加分事项", w.merits, earned)...)
	found = append(found, listDifference("查证情况", w.seen, got.Observations)...)
	found = append(found, listDifference("不适用的理由", w.inapplicable, got.Inapplicable)...)
	switch {
	case w.measure == nil:
	case got.Measure == nil:
		found = append(found, fmt.Sprintf("程度应为 %s（目标 %s），实际没有", w.measure.Value, w.measure.Target))
	case got.Measure.Limit != w.measure.Limit || !got.Measure.Value.Equal(w.measure.Value) || !got.Measure.Target.Equal(w.measure.Target):
		found = append(found, fmt.Sprintf("程度应为 %s（目标 %s），实际为 %s（目标 %s）",
			w.measure.Value, w.measure.Target, got.Measure.Value, got.Measure.Target))
	}
	return found
}

// listDifference compares without regard to order; a nil want is not compared.
func listDifference(what string, want, got []string) []string {
	if want == nil {
		return nil
	}
	rest := slices.Clone(got)
	var lacking []string
	for _, text := range want {
		if i := slices.Index(rest, text); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			lacking = append(lacking, text)
		}
	}
	var found []string
	for _, text := range lacking {
		found = append(found, fmt.Sprintf("%s中应有“%s”，实际没有", what, text))
	}
	for _, text := range rest {
		found = append(found, fmt.Sprintf("%s中多出“%s”", what, text))
	}
	return found
}

// bindCase binds a case: a single role to the path facts.<role> of a tree made for it, a
// role of several paths to the paths that the case gives.
func (e *Engine) bindCase(c *check, at yamltext.Position, params map[string]any, roles []boundRole) (*boundPart, yamltext.Faults) {
	b := &binder{engine: e}
	part := &boundPart{check: c, roles: roles, order: map[string]int{}, kept: newKept()}
	part.scene = scene{labels: bareLabels{}, params: map[string]*ast.Term{}, paths: map[string]string{}}
	for _, role := range roles {
		for _, path := range role.paths {
			part.place(path.path)
		}
		if !role.many {
			part.scene.paths[role.role] = role.paths[0].path
		}
	}
	b.params(&standards.Part{Check: c.name, Params: params, At: at}, part, nil)
	for _, param := range c.info.Params {
		if params[param.Name] == nil && param.Default != nil {
			b.fault(at, "missing_param", "例子没有写参数 "+param.Name, "写明每个参数：opa test 也运行这些例子，却不知道缺省值",
				fmt.Sprintf("补上 %s: %v", param.Name, param.Default))
		}
	}
	for _, path := range c.evidence {
		part.evidence = append(part.evidence, newPath(path))
	}
	part.require()
	return part, b.faults
}

// plant puts a value into a tree of evidence at a path; it is false when the place is taken.
func plant(tree *evidence.Value, names []string, value *evidence.Value) bool {
	if len(names) == 1 {
		if tree.Kind != evidence.Object || tree.Field(names[0]) != nil {
			return false
		}
		tree.Fields = append(tree.Fields, evidence.Field{Name: names[0], Value: value})
		return true
	}
	branch := tree.Field(names[0])
	if branch == nil {
		branch = &evidence.Value{Kind: evidence.Object}
		if !plant(tree, names[:1], branch) {
			return false
		}
	}
	return branch.Kind == evidence.Object && plant(branch, names[1:], value)
}

// sortedNames are the keys of a map in order, for messages.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

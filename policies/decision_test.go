package policies

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// wholeRego decides parts as stock OPA would: the judge runs on what the check tells, with
// lib.bundle finding what is missing, and nothing is looked up.
type wholeRego struct {
	engine   *Engine
	programs map[string]*program
}

func (w *wholeRego) program(t *testing.T, c *check) *program {
	t.Helper()
	if w.programs[c.name] != nil {
		return w.programs[c.name]
	}
	modules := map[string]*module{c.place: c.module, w.engine.judge.place: w.engine.judge}
	w.engine.gather(c.module, modules)
	w.engine.gather(w.engine.judge, modules)
	parsed := map[string]*ast.Module{}
	for place, m := range modules {
		parsed[place] = m.parsed
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true)
	if compiler.Compile(parsed); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	var members strings.Builder
	for _, name := range publicRules {
		value := "set()"
		switch {
		case name == ruleMeasure && c.rules[name]:
			value = fmt.Sprintf("{m | m := data.checks.%s.measure}", c.name)
		case c.rules[name]:
			value = fmt.Sprintf("data.checks.%s.%s", c.name, name)
		}
		fmt.Fprintf(&members, "%q: %s,", name, value)
	}
	made, err := newProgram(compiler, fmt.Sprintf("finding = data.judge.finding({%s})", members.String()))
	if err != nil {
		t.Fatal(err)
	}
	w.programs[c.name] = made
	return made
}

func (w *wholeRego) decide(t *testing.T, s *session, p *boundPart) assessment.PartFinding {
	t.Helper()
	facts := s.material.factTerms(p)
	values, err := w.program(t, p.check).run(context.Background(), s.material.input(p, facts), topdown.NewCancel())
	if err != nil {
		t.Fatal(err)
	}
	finding := values["finding"].Value.(ast.Object)
	told := topdown.QueryResult{}
	for _, rule := range publicRules[1:] {
		told[ast.Var(rule)] = finding.Get(ast.StringTerm(rule))
	}
	d := decoder{part: p, scene: p.scene}
	d.scene.facts = map[string]*ast.Term{}
	for _, fact := range facts {
		d.scene.facts[string(fact[0].Value.(ast.String))] = fact[1]
	}
	all := decision{assessment.Outcome(text(finding, "outcome")), true, true, true, true, true}
	decided, err := d.decode(all, told)
	if err != nil {
		t.Fatal(err)
	}
	decided.Reads = p.reads
	for _, missing := range textTerms(finding.Get(ast.StringTerm("missing"))) {
		i := slices.IndexFunc(p.roles, func(role boundRole) bool { return "facts."+role.role == missing })
		if i >= 0 {
			missing = p.roles[i].paths[0].path
		}
		decided.Missing = append(decided.Missing, missing)
	}
	slices.Sort(decided.Missing)
	return decided
}

// compare holds a part's decision against that of Rego alone, and again with each of the
// facts that the part reads taken away.
func (w *wholeRego) compare(t *testing.T, name string, p *boundPart, bundle *evidence.Bundle, asOf string) {
	t.Helper()
	judge := &Judge{engine: w.engine, limits: DefaultLimits, afresh: true}
	lesser := *bundle
	for _, path := range append([]string{""}, p.paths()...) {
		if path != "" {
			lesser.Facts = without(bundle.Facts, strings.Split(path, "."))
		}
		s := judge.session(t.Context(), &lesser, asOf)
		if diff := cmp.Diff(w.decide(t, s, p), s.decide(p)); diff != "" {
			t.Errorf("%s without %q (-Rego +table):\n%s", name, path, diff)
		}
	}
}

func (p *boundPart) paths() []string {
	var all []string
	for _, role := range p.roles {
		for _, path := range role.paths {
			all = append(all, path.path)
		}
	}
	for _, path := range p.evidence {
		all = append(all, path.path)
	}
	return all
}

func engineUnderTest(t *testing.T) *wholeRego {
	t.Helper()
	engine, err := Load(evidence.DefaultSchema(), FS)
	if err == nil {
		err = engine.Verify()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &wholeRego{engine, map[string]*program{}}
}

func TestEveryCaseIsDecidedAsByRegoAlone(t *testing.T) {
	t.Parallel()
	w := engineUnderTest(t)
	for name, c := range w.engine.checks {
		content, err := fs.ReadFile(FS, path.Join("checks", name, "cases.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		cases, faults := w.engine.readCases(c, "cases.yaml", content)
		if len(cases) == 0 || len(faults) > 0 {
			t.Fatalf("%s: %d cases, %v", name, len(cases), faults)
		}
		for _, x := range cases {
			w.compare(t, name+": "+x.name, x.part, x.bundle, x.asOf)
		}
	}
}

func TestEverySampleIsDecidedAsByRegoAlone(t *testing.T) {
	t.Parallel()
	w := engineUnderTest(t)
	folders, err := os.ReadDir("../evidence/samples")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := standards.Open(standards.Source{FS: standards.Embedded(), Display: "standards"})
	if err != nil {
		t.Fatal(err)
	}
	const asOf = "2026-06-30"
	compared := 0
	for _, folder := range folders {
		bundle, err := evidence.Open(os.DirFS("../evidence/samples"), folder.Name(), evidence.Options{})
		if err != nil {
			t.Fatal(err)
		}
		chosen, err := catalogue.Applicable(bundle.Subject.Kind, bundle.Subject.Level, asOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, std := range chosen {
			judge, err := w.engine.Bind(std.ForLevel(bundle.Subject.Level))
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range judge.items {
				parts := item.parts
				if item.when != nil {
					parts = append(slices.Clone(parts), item.when)
				}
				for i, p := range parts {
					w.compare(t, fmt.Sprintf("%s, %s %s, part %d", folder.Name(), std.ID, item.id, i), p, bundle, asOf)
					compared++
				}
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d parts of the samples were compared", compared)
	}
}

func TestTheJudgeIsAskedAboutEverySituation(t *testing.T) {
	t.Parallel()
	got, err := engineUnderTest(t).engine.decisions()
	if err != nil {
		t.Fatal(err)
	}
	const none, some = false, true
	noEvidence := decision{outcome: assessment.NoEvidence, observations: true}
	want := decisions{
		{requires: true}:                                       {assessment.Satisfied, true, none, none, true, true},
		{requires: true, shortfalls: true}:                     {assessment.NotSatisfied, true, none, some, true, true},
		{requires: true, inapplicable: true}:                   {assessment.NotApplicable, true, some, none, true, true},
		{requires: true, inapplicable: true, shortfalls: true}: {assessment.NotApplicable, true, some, some, true, true},
		{requires: true, missing: true}:                        noEvidence,
		{requires: true, missing: true, shortfalls: true}:      noEvidence,
		{requires: true, missing: true, inapplicable: true}:    noEvidence,
		{true, true, true, true}:                               noEvidence,
		{}:                                                     {assessment.NotChecked, true, none, none, true, true},
		{shortfalls: true}:                                     {assessment.NotSatisfied, true, none, some, true, true},
		{inapplicable: true}:                                   {assessment.NotApplicable, true, some, none, true, true},
		{inapplicable: true, shortfalls: true}:                 {assessment.NotApplicable, true, some, some, true, true},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(situation{}, decision{})); diff != "" {
		t.Errorf("decisions (-want +got):\n%s", diff)
	}
}

package policies_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/rego"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/policies"
)

// evaluated is a query over the rules of authorisation, as JSON.
func evaluated(t *testing.T, query string) string {
	t.Helper()
	options := []func(*rego.Rego){rego.Query("x := json.marshal(" + query + ")")}
	files, err := fs.Glob(os.DirFS("authz"), "*.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile("authz/" + file)
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, rego.Module(file, string(source)))
	}
	results, err := rego.New(options...).Eval(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	text, _ := results[0].Bindings["x"].(string)
	return text
}

// Everybody in the matrix has one grant: in county 330499, a clerk for the station st-own of
// that county. They all work at st-own; the assessor's home is another county. Places differ
// by where the resource lies.
var matrixPlaces = []struct {
	name, region, station string
	assigned              bool
}{
	{name: "own region", region: "330499000000"},
	{name: "sub region", region: "330499101000", station: "st-other"},
	{name: "sub region, assigned", region: "330499101000", station: "st-other", assigned: true},
	{name: "upper region", region: "330400000000"},
	{name: "other region", region: "330482101000", station: "st-far"},
	{name: "other region, assigned", region: "330482101000", station: "st-far", assigned: true},
	{name: "own station", region: "330499101000", station: "st-own"},
	{name: "own station, assigned", region: "330499101000", station: "st-own", assigned: true},
}

func matrixPerson(role policies.RoleName) *policies.Person {
	person := &policies.Person{ID: "p-me", Station: "st-own", HomeRegion: "330782000000"}
	switch role {
	case policies.RoleStation:
		person.Grants = []policies.Grant{{Role: role, Station: "st-own"}}
	case policies.RoleIntegrator:
		person.Station = ""
		person.Token = &policies.Token{}
		for _, action := range policies.Actions() {
			person.Token.Scopes = append(person.Token.Scopes, string(action))
		}
		fallthrough
	case policies.RoleAssessor, policies.RoleBureau, policies.RoleAuthor, policies.RoleAuditor, policies.RoleAdmin:
		person.Grants = []policies.Grant{{Role: role, Region: "330499000000"}}
	}
	return person
}

// sourcesOf is what a finding may be recorded as; other actions know no source.
func sourcesOf(action policies.Action) []string {
	if action == policies.ActionFindingRecord || action == policies.ActionFindingOverride {
		return []string{"self", assessment.SourceOnSite, assessment.SourceReview}
	}
	return []string{""}
}

// matrixLine is what one role is told about one action at one place, over all stages and, of
// findings, over all sources.
func matrixLine(t *testing.T, authz *policies.Authz, person *policies.Person, action policies.Action, place int) string {
	t.Helper()
	where := matrixPlaces[place]
	resource := policies.Resource{Region: where.region, Station: where.station, Author: "p-other"}
	if resource.Assessors = []string{"p-first", "p-second"}; where.assigned {
		resource.Assessors = []string{"p-me", "p-second"}
	}
	var answers []string
	during := map[string][]string{}
	for _, source := range sourcesOf(action) {
		for _, stage := range append([]stages.Stage{""}, stages.Stages()...) {
			resource.Source, resource.Stage = source, stage
			answer := told(t, authz, policies.Request{Person: person, Action: action, Resource: resource})
			if !slices.Contains(answers, answer) {
				answers = append(answers, answer)
			}
			situation := string(stage)
			if stage == "" {
				situation = "no-case"
			}
			if source != "" {
				situation = source + "@" + situation
			}
			during[answer] = append(during[answer], situation)
		}
	}
	if len(answers) == 1 {
		return answers[0]
	}
	slices.SortFunc(answers, func(a, b string) int { return len(during[a]) - len(during[b]) })
	parts := make([]string, len(answers))
	for i, answer := range answers {
		parts[i] = fmt.Sprintf("%s at %s", answer, strings.Join(during[answer], " "))
	}
	parts[len(parts)-1] = answers[len(answers)-1] + " otherwise"
	return strings.Join(parts, "; ")
}

// matrixBlock is what everybody is told about one action.
func matrixBlock(t *testing.T, authz *policies.Authz, action policies.Action) string {
	t.Helper()
	everywhere := map[string][]string{} // who is told the same at every place
	everywhere[matrixLine(t, authz, nil, action, 0)] = []string{"public"}
	var differing strings.Builder
	for _, role := range policies.Roles() {
		person := matrixPerson(role)
		var answers []string
		where := map[string][]string{}
		for place := range matrixPlaces {
			answer := matrixLine(t, authz, person, action, place)
			if !slices.Contains(answers, answer) {
				answers = append(answers, answer)
			}
			where[answer] = append(where[answer], matrixPlaces[place].name)
		}
		if len(answers) == 1 {
			everywhere[answers[0]] = append(everywhere[answers[0]], string(role))
			continue
		}
		fmt.Fprintf(&differing, "  %s\n", role)
		for _, answer := range answers {
			fmt.Fprintf(&differing, "    %s: %s\n", strings.Join(where[answer], " | "), answer)
		}
	}
	var b strings.Builder
	for _, answer := range slices.Sorted(maps.Keys(everywhere)) {
		fmt.Fprintf(&b, "  %s: %s\n", strings.Join(everywhere[answer], " | "), answer)
	}
	return b.String() + differing.String()
}

// TestTheMatrixIsAsReviewed asks about every action by every role at every place and stage.
func TestTheMatrixIsAsReviewed(t *testing.T) {
	t.Parallel()
	const file = "testdata/authz.golden.txt"
	authz := loadAuthz(t)
	var blocks []string
	alike := map[string][]string{}
	for _, action := range policies.Actions() {
		block := matrixBlock(t, authz, action)
		if !slices.Contains(blocks, block) {
			blocks = append(blocks, block)
		}
		alike[block] = append(alike[block], fmt.Sprintf("%s %s", action, action.Title()))
	}
	var b strings.Builder
	b.WriteString(`Who may do what where: written by go test ./policies -run Matrix -update, reviewed by people.

Everybody has one grant in county 330499 and works at the station st-own there, but for the
integrator, whose token has every scope. The homes are in another county, nothing is locked,
frozen or signed, and nobody but the assigned has had a hand in the case. "no-case" is where
no case is open; of findings, source@stage.
`)
	for _, block := range blocks {
		fmt.Fprintf(&b, "\n%s\n%s", strings.Join(alike[block], "\n"), block)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-reviewed +told):\n%s", diff)
	}
}

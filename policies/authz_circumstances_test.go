package policies_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment/stages"
	"zhanping/policies"
)

// circumstances change a request that would be allowed.
var circumstances = []struct {
	name   string
	change func(*policies.Request)
}{
	{"a dispute is open", func(r *policies.Request) { r.Resource.Frozen = true }},
	{"what would be written is signed", func(r *policies.Request) { r.Resource.Locked = true }},
	{"the account is disabled", func(r *policies.Request) { r.Person.Disabled = true }},
	{"the person is an administrator as well", func(r *policies.Request) {
		r.Person.Grants = append(r.Person.Grants, policies.Grant{Role: policies.RoleAdmin})
	}},
	{"the person works at the station", func(r *policies.Request) { r.Person.Station = r.Resource.Station }},
	{"the person answers for the station as well", func(r *policies.Request) {
		r.Person.Grants = append(r.Person.Grants, policies.Grant{Role: policies.RoleStation, Station: r.Resource.Station})
	}},
	{"the person is assigned and works in the county", func(r *policies.Request) {
		r.Resource.Assessors, r.Person.HomeRegion = []string{"p-me"}, r.Resource.Region
	}},
	{"the same, and the batch allows it", func(r *policies.Request) {
		r.Resource.Assessors, r.Person.HomeRegion, r.Resource.Batch.AllowOwnRegion = []string{"p-me"}, r.Resource.Region, true
	}},
	{"somebody else recorded the finding", func(r *policies.Request) { r.Resource.RecordedBy = "p-other" }},
	{"the person submitted the set", func(r *policies.Request) { r.Resource.Author = "p-me" }},
	{"the person raised the dispute", func(r *policies.Request) { r.Resource.RaisedBy = "p-me" }},
	{"the account, notice or job is the person's own", func(r *policies.Request) { r.Resource.Person = "p-me" }},
	{"the request comes by a token with every scope", func(r *policies.Request) {
		r.Person.Token = &policies.Token{}
		for _, action := range policies.Actions() {
			r.Person.Token.Scopes = append(r.Person.Token.Scopes, string(action))
		}
	}},
	{"the request comes by a token without scopes", func(r *policies.Request) { r.Person.Token = &policies.Token{} }},
	{"nobody is signed in", func(r *policies.Request) { r.Person = nil }},
}

// plainRequests are the requests that anybody may make of a case in their region, at a
// station where they do not work, or of their own station; a person is made anew for each.
func plainRequests(t *testing.T, authz *policies.Authz) []func() policies.Request {
	t.Helper()
	var allowed []func() policies.Request
	for _, action := range policies.Actions() {
		for _, role := range policies.Roles() {
			for _, stage := range append([]stages.Stage{""}, stages.Stages()...) {
				for _, source := range sourcesOf(action) {
					request := func() policies.Request {
						person := matrixPerson(role)
						person.Station = ""
						resource := policies.Resource{
							Region: "330499101000", Station: "st-own", Stage: stage, Source: source, AllSigned: true, Author: "p-other",
						}
						if role == policies.RoleAssessor {
							resource.Assessors = []string{"p-me"}
						}
						return policies.Request{Person: person, Action: action, Resource: resource}
					}
					if told(t, authz, request()) == "yes" {
						allowed = append(allowed, request)
					}
				}
			}
		}
	}
	return allowed
}

// TestWhatCircumstancesRefuseIsAsReviewed takes every request that is allowed and changes the
// circumstances one by one.
func TestWhatCircumstancesRefuseIsAsReviewed(t *testing.T) {
	t.Parallel()
	const file = "testdata/authz-circumstances.golden.txt"
	authz := loadAuthz(t)
	requests := plainRequests(t, authz)
	var b strings.Builder
	b.WriteString(`What is refused to those who may otherwise, by circumstance: written by
go test ./policies -run Circumstances -update, reviewed by people. Every request that is allowed
to some role at some stage is asked again; whatever is not listed remains allowed.
`)
	for _, circumstance := range circumstances {
		refused := map[policies.Action][]string{}
		remains := map[policies.Action]bool{}
		for _, request := range requests {
			changed := request()
			circumstance.change(&changed)
			answer := told(t, authz, changed)
			if remains[changed.Action] = remains[changed.Action] || answer == "yes"; answer == "yes" {
				continue
			}
			if !slices.Contains(refused[changed.Action], answer) {
				refused[changed.Action] = append(refused[changed.Action], answer)
			}
		}
		fmt.Fprintf(&b, "\n%s\n", circumstance.name)
		for _, action := range policies.Actions() {
			if len(refused[action]) == 0 {
				continue
			}
			slices.Sort(refused[action])
			sometimes := ""
			if remains[action] {
				sometimes = " (to some)"
			}
			fmt.Fprintf(&b, "  %s%s: %s\n", action, sometimes, strings.Join(refused[action], "; "))
		}
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

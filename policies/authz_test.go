package policies_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/policies"
)

func loadAuthz(t *testing.T) *policies.Authz {
	t.Helper()
	authz, err := policies.LoadAuthz()
	if err != nil {
		t.Fatal(err)
	}
	return authz
}

// told is the decision in one line: yes, or the codes of the reasons.
func told(t *testing.T, authz *policies.Authz, request policies.Request) string {
	t.Helper()
	decision, err := authz.Decide(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if decision.Allow {
		return "yes"
	}
	codes := make([]string, len(decision.Reasons))
	for i, reason := range decision.Reasons {
		codes[i] = reason.Code
	}
	return strings.Join(codes, " ")
}

// authzTable is what the rules know, read from the rules themselves.
type authzTable struct {
	Actions []policies.Action `json:"actions"`
	Rows    map[policies.Action]struct {
		Open   string                       `json:"open"`
		Own    bool                         `json:"own"`
		Roles  map[policies.RoleName]string `json:"roles"`
		Local  bool                         `json:"local"`
		Upward bool                         `json:"upward"`
		Unless []string                     `json:"unless"`
	} `json:"_rows"`
	Periods map[string][]stages.Stage                       `json:"_periods"`
	Sources map[policies.RoleName]map[string][]stages.Stage `json:"_sources"`
}

func readAuthz(t *testing.T) authzTable {
	t.Helper()
	var table authzTable
	decoder := json.NewDecoder(strings.NewReader(evaluated(t,
		`{"actions": data.authz.actions, "_rows": data.authz._rows, "_periods": data.authz._periods, "_sources": data.authz._sources}`)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&table); err != nil {
		t.Fatal(err)
	}
	return table
}

func TestTheRulesKnowExactlyTheListedActions(t *testing.T) {
	t.Parallel()
	sorted := policies.Actions()
	slices.Sort(sorted)
	if diff := cmp.Diff(sorted, readAuthz(t).Actions); diff != "" {
		t.Errorf("(-listed +in the rules):\n%s", diff)
	}
	if len(slices.Compact(sorted)) != len(policies.Actions()) {
		t.Error("an action is listed twice")
	}
	for _, action := range policies.Actions() {
		if !action.Known() || action.Title() == string(action) {
			t.Errorf("%s has no title", action)
		}
	}
	if unknown := policies.Action("case.delete"); unknown.Known() || unknown.Title() != "case.delete" {
		t.Error("an action that is not listed is known")
	}
}

func TestEveryStepOfTheProcessIsAnAction(t *testing.T) {
	t.Parallel()
	var got []policies.Action
	for _, step := range stages.Actions() {
		action := policies.ActionOf(step)
		if !action.Known() {
			t.Errorf("%s needs %s, which is no action", step, action)
		}
		got = append(got, action)
	}
	for _, action := range policies.Actions() {
		step := strings.HasPrefix(string(action), "case.") && action != policies.ActionCaseRead && action != policies.ActionCaseOpen
		if step && !slices.Contains(got, action) {
			t.Errorf("%s is no step of the process", action)
		}
	}
}

// A name that is misspelt in a row would let pass in silence.
func TestTheRowsNameOnlyWhatThereIs(t *testing.T) {
	t.Parallel()
	table := readAuthz(t)
	periods := []string{"any", "by_source"}
	for name, during := range table.Periods {
		periods = append(periods, name)
		for _, stage := range during {
			if stage != "" && !stage.Known() {
				t.Errorf("%s names the stage %q", name, stage)
			}
		}
	}
	used := map[policies.RoleName]bool{}
	obstacles := []string{"locked", "frozen", "own_station", "own_region", "others_finding", "admin_apart", "token_process"}
	for action, row := range table.Rows {
		for role, period := range row.Roles {
			used[role] = true
			if !slices.Contains(policies.Roles(), role) || !slices.Contains(periods, period) {
				t.Errorf("%s: %s at %s", action, role, period)
			}
		}
		for _, code := range row.Unless {
			if !slices.Contains(obstacles, code) {
				t.Errorf("%s is refused by %s, which no rule gives", action, code)
			}
		}
		if row.Open != "" && row.Open != "all" && row.Open != "signed_in" || row.Open == "" && !row.Own && len(row.Roles) == 0 {
			t.Errorf("%s is open to %q", action, row.Open)
		}
	}
	if len(used) != len(policies.Roles()) {
		t.Errorf("only %d roles are used", len(used))
	}
	for role, sources := range table.Sources {
		for source, during := range sources {
			if !slices.Contains([]string{"self", assessment.SourceOnSite, assessment.SourceReview}, source) || !used[role] {
				t.Errorf("%s records as %s", role, source)
			}
			for _, stage := range during {
				if !stage.Known() {
					t.Errorf("%s records as %s at %q", role, source, stage)
				}
			}
		}
	}
}

func TestARequestThatCannotBeReadIsAnErrorAndRefused(t *testing.T) {
	t.Parallel()
	authz := loadAuthz(t)
	bureau := func(region string) *policies.Person {
		return &policies.Person{ID: "p", Grants: []policies.Grant{{Role: policies.RoleBureau, Region: region}}}
	}
	for when, request := range map[string]policies.Request{
		"a person without an id": {Person: &policies.Person{}, Action: policies.ActionRegionRead},
		"a code of six digits":   {Person: bureau("330499"), Action: policies.ActionStationRead},
		"a code of letters":      {Person: bureau(""), Action: policies.ActionStationRead, Resource: policies.Resource{Region: "33049910100x"}},
		"a code of no province":  {Person: bureau("000000000000"), Action: policies.ActionStationRead},
		"a home that is no code": {Person: &policies.Person{ID: "p", HomeRegion: "示例县"}, Action: policies.ActionRegionRead},
	} {
		if decision, err := authz.Decide(t.Context(), request); err == nil || decision.Allow {
			t.Errorf("%s: %v, %v", when, decision, err)
		}
	}
}

func TestRegionsHoldWhatLiesWithin(t *testing.T) {
	t.Parallel()
	authz := loadAuthz(t)
	for _, test := range []struct {
		when, grant, region string
		want                bool
	}{
		{"the country holds a village", "", "330499101201", true},
		{"the country holds itself", "", "", true},
		{"a province holds a city", "330000000000", "330400000000", true},
		{"a province does not hold the country", "330000000000", "", false},
		{"a city whose code ends in a zero holds its county", "331000000000", "331002000000", true},
		{"a city does not hold another that begins alike", "330100000000", "331000000000", false},
		{"a county whose code ends in a zero holds its town", "330490000000", "330490101000", true},
		{"a county does not hold its city", "330499000000", "330400000000", false},
		{"a town whose code ends in zeros holds its village", "330499100000", "330499100201", true},
		{"a town does not hold its neighbour", "330499100000", "330499101000", false},
		{"a village holds itself", "330499101200", "330499101200", true},
		{"a village does not hold its neighbour", "330499101200", "330499101201", false},
	} {
		t.Run(test.when, func(t *testing.T) {
			t.Parallel()
			got := told(t, authz, policies.Request{
				Person: &policies.Person{ID: "p", Grants: []policies.Grant{{Role: policies.RoleBureau, Region: test.grant}}},
				Action: policies.ActionStationRead, Resource: policies.Resource{Region: test.region},
			})
			if (got == "yes") != test.want {
				t.Errorf("%s", got)
			}
		})
	}
}

func TestDecisionsMayBeAskedForAtOnce(t *testing.T) {
	t.Parallel()
	authz := loadAuthz(t)
	want := map[policies.Action]string{policies.ActionPublicRead: "yes", policies.ActionCaseRead: "sign_in", "case.delete": "unknown_action"}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 20 {
				for action, want := range want {
					if got := told(t, authz, policies.Request{Action: action}); got != want {
						t.Errorf("%s: %s", action, got)
					}
				}
			}
		})
	}
	wait.Wait()
}

func TestAListReachesAsFarAsTheGrantsThatHaveTheAction(t *testing.T) {
	t.Parallel()
	authz := loadAuthz(t)
	person := policies.Person{ID: "p", Station: "st-1", Grants: []policies.Grant{
		{Role: policies.RoleStation, Station: "st-1"},
		{Role: policies.RoleAssessor, Region: "330400000000"},
		{Role: policies.RoleBureau, Region: "330499000000"},
		{Role: policies.RoleAuthor},
		{Role: policies.RoleIntegrator, Region: "330000000000"},
	}}
	for action, want := range map[policies.Action][]policies.Grant{
		policies.ActionCaseRead:    person.Grants[:3],
		policies.ActionRankingRead: person.Grants[2:3],
		policies.ActionSetRead:     person.Grants[2:4],
		policies.ActionJournalRead: nil,
	} {
		got, err := authz.Reach(t.Context(), person, action)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", action, diff)
		}
	}
	person.Token = &policies.Token{Scopes: []string{"case.*"}}
	got, err := authz.Reach(t.Context(), person, policies.ActionCaseRead)
	if diff := cmp.Diff(person.Grants[4:], got); diff != "" || err != nil {
		t.Errorf("by token: %v (-want +got):\n%s", err, diff)
	}
	person.Grants[0].Region = "somewhere"
	if got, err := authz.Reach(t.Context(), person, policies.ActionCaseRead); err == nil {
		t.Errorf("a region that is none: %v", got)
	}
}

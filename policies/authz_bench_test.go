package policies_test

import (
	"testing"

	"zhanping/assessment/stages"
	"zhanping/policies"
)

// BenchmarkAuthz is one decision, as every request needs one.
func BenchmarkAuthz(b *testing.B) {
	authz, err := policies.LoadAuthz()
	if err != nil {
		b.Fatal(err)
	}
	person := &policies.Person{
		ID: "p-1", HomeRegion: "330482000000",
		Grants: []policies.Grant{{Role: policies.RoleAssessor, Region: "330400000000"}},
	}
	resource := policies.Resource{
		Region: "330499101000", Station: "st-1", Stage: stages.Onsite, Assessors: []string{"p-1", "p-2"}, Source: "on_site",
	}
	for name, request := range map[string]policies.Request{
		"allowed": {Person: person, Action: policies.ActionFindingRecord, Resource: resource},
		"refused": {Person: person, Action: policies.ActionCaseName, Resource: resource},
		"public":  {Action: policies.ActionPublicRead},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := authz.Decide(b.Context(), request); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

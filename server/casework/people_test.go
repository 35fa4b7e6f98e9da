package casework_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/casework"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestABureauSeesWhomItMaySendAsAnAssessor(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		county := w.person("county", records.Grant{Role: "bureau", Region: "330482000000"})
		for id, grant := range map[string]records.Grant{
			"of-the-county":      {Role: "assessor", Region: "330482000000"},
			"of-the-city":        {Role: "assessor", Region: "330400000000"},
			"of-the-country":     {Role: "assessor"},
			"of-another-county":  {Role: "assessor", Region: "330483000000"},
			"bureau-of-the-city": {Role: "bureau", Region: "330400000000"},
		} {
			w.person(id, grant)
		}
		found, err := w.People(w.ctx, county, "", "assessor", "", 50)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, p := range found {
			names = append(names, p.ID)
		}
		if diff := cmp.Diff([]string{"of-the-city", "of-the-country", "of-the-county"}, names); diff != "" {
			t.Errorf("assessors (-want +got):\n%s", diff)
		}
		if _, err := w.Person(w.ctx, county, "of-the-city"); err != nil {
			t.Errorf("an assessor of the city: %v", err)
		}
		for _, id := range []string{"of-another-county", "bureau-of-the-city"} {
			var refused *casework.Problem
			if _, err := w.Person(w.ctx, county, id); !errors.As(err, &refused) || refused.Code != casework.NotFound {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}

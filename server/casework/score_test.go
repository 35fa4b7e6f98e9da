package casework_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhanping/server/casework"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestARegionIsScoredAgainUnderWhatAppliesNow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		text, err := os.ReadFile("../../evidence/samples/incomplete-town/bundle.yaml")
		if err != nil {
			t.Fatal(err)
		}
		const n = 5
		for i := range n {
			code, region := fmt.Sprintf("town-%d", i), fmt.Sprintf("33049910%d000", i)
			station, err := w.AddStation(w.ctx, w.bureau, casework.StationInput{Code: code, Name: "示例镇退役军人服务站", Kind: "station", Level: "town", Region: region, Sample: true})
			if err != nil {
				t.Fatal(err)
			}
			own := strings.Replace(strings.Replace(string(text), "id: incomplete-town", "id: "+code, 1), w.regionOf("incomplete-town"), region, 1)
			clerk := w.person("clerk-"+code, records.Grant{Role: "station", StationID: station.ID})
			if _, err := w.SaveBundle(w.ctx, clerk, station.ID, 0, []byte(own)); err != nil {
				t.Fatal(err)
			}
		}
		tx := s.Read(t.Context())
		saved, err := store.List[records.Result](tx, store.Query{Order: []string{"station_id", "standard"}})
		if err != nil || len(saved) == 0 {
			t.Fatal(len(saved), err)
		}
		// a result of a wrong total, one that is gone and one under a standard that applies no longer
		wrong := saved[0]
		wrong.Certain, wrong.CertainOrder = "0", 0
		if err := tx.Put(&wrong, "station_id", "standard", "case_id"); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Delete[records.Result](tx, store.Equal("id", saved[1].ID)); err != nil {
			t.Fatal(err)
		}
		old := saved[2]
		old.ID, old.Standard = "old", "fqs-town-76@2020"
		w.insert(&old)
		job := w.done(w.Rescore(w.ctx, w.bureau, "330499000000"))
		if job.State != records.JobDone || job.Done != n || job.Words != "已重新计分 5 个单位" {
			t.Errorf("ended as %+v", job)
		}
		again, err := store.List[records.Result](tx, store.Query{Order: []string{"station_id", "standard"}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(saved, again, cmpopts.IgnoreFields(records.Result{}, "ID")); diff != "" {
			t.Errorf("results (-as saved +as scored again):\n%s", diff)
		}
		var refused *casework.Problem
		if _, err := w.Rescore(w.ctx, w.bureau, "110000000000"); !errors.As(err, &refused) || refused.Code != casework.Forbidden {
			t.Errorf("another province: %v", err)
		}
	})
}

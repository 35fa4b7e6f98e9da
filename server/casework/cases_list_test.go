package casework_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/casework"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestAListOfCasesTellsNamesAndHowFarTheyAreRectified(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		batch := w.batch(records.Rules{})
		w.enter(
			batch,
			entry{id: "a", region: "330482106000", stage: "rectify"},
			entry{id: "b", region: "330482107000"},
			entry{id: "c", region: "330101001000", stage: "rectify"},
		)
		for i, r := range []records.Rectification{
			{CaseID: "a", State: "open", Deadline: "2026-08-03"},
			{CaseID: "a", State: "failed", Deadline: "2026-08-02"},
			{CaseID: "a", State: "answered", Deadline: "2026-08-04"},
			{CaseID: "a", State: "passed", Deadline: "2026-08-01"},
			{CaseID: "c", State: "passed", Deadline: "2026-08-01"},
		} {
			r.Record, r.Proof = records.Record{ID: fmt.Sprint(i), Version: 1}, []string{}
			w.insert(&r)
		}
		list := func(who casework.Actor, f casework.CaseFilter) []string {
			t.Helper()
			rows, err := w.Cases(w.ctx, who, f)
			if err != nil {
				t.Fatal(err)
			}
			lines := make([]string, len(rows))
			for i, r := range rows {
				lines[i] = fmt.Sprintf("%s %s %d+%d+%d %s", r.StationName, r.BatchTitle, r.Rectify, r.Judge, r.Rectified, r.RectifyBy)
			}
			return lines
		}
		a, b, c := "示例站a 2026年度示范站 2+1+1 2026-08-02", "示例站b 2026年度示范站 0+0+0 ", "示例站c 2026年度示范站 0+0+1 "
		county := w.person("county", records.Grant{Role: "bureau", Region: "330482000000"})
		for _, test := range []struct {
			says string
			who  casework.Actor
			by   casework.CaseFilter
			want []string
		}{
			{"all of the province, by region", w.bureau, casework.CaseFilter{}, []string{c, a, b}},
			{"by part of the station's name", w.bureau, casework.CaseFilter{Text: "站a"}, []string{a}},
			{"by a code that nobody has", w.bureau, casework.CaseFilter{Text: "x"}, []string{}},
			{"what stands in a pattern is taken as it is", w.bureau, casework.CaseFilter{Text: "%"}, []string{}},
			{"text and stage together", w.bureau, casework.CaseFilter{Text: "示例", Stage: "rectify"}, []string{c, a}},
			{"text shows nobody more than they may see", county, casework.CaseFilter{Text: "示例"}, []string{a, b}},
			{"by text where the order is by due day", county, casework.CaseFilter{Text: "示例", DueUntil: "2026-07-22"}, []string{a, b}},
		} {
			if diff := cmp.Diff(test.want, list(test.who, test.by)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.says, diff)
			}
		}
	})
}

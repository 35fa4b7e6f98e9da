package casework_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/casework"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// told is a standing in one line: rank, case, quota.
func told(page casework.RankingPage) []string {
	var lines []string
	for _, s := range page.Items {
		line := fmt.Sprintf("%d %s", s.Rank, s.CaseID)
		if s.Tied {
			line += " 并列"
		}
		if s.Quota != "" {
			line += " " + s.Quota
		}
		if s.Note != "" {
			line += " （" + s.Note[:strings.IndexAny(s.Note+"，", "，")] + "）"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestABatchIsRankedExactlyWithTiesAndQuotas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		batch := w.batch(records.Rules{Quotas: []records.Quota{{Grade: "达标", Most: 2}, {Grade: "示范", Most: 2}}})
		w.enter(
			batch,
			entry{id: "a", region: "330482106000", certain: "95", order: 95_000_000, grade: "示范"},
			// the same to six decimals, and yet not the same
			entry{id: "b", region: "330482107000", certain: "268000001/3000000", order: 89_333_333, grade: "达标"},
			entry{id: "c", region: "330483101000", certain: "268/3", order: 89_333_333, grade: "达标"},
			entry{id: "d", region: "330483102000", certain: "93", order: 93_000_000, grade: "示范"},
			entry{id: "e", region: "330482108000", certain: "93", order: 93_000_000, grade: "示范"},
			entry{id: "f", region: "330482109000", certain: "99", order: 99_000_000, grade: "示范", leftOut: true, stage: "refused"},
			entry{id: "g", region: "330101001000", certain: "12", order: 12_000_000, grade: "未达标"},
		)
		page, err := w.Ranking(w.ctx, w.bureau, batch.ID, "", 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"1 a 示范", "2 d 并列 达标", "2 e 并列 达标", "4 b", "5 c", "6 g",
		}
		// the two at 93 share what is left of no 示范 place and take both of 达标
		got := told(page)
		for i := range got {
			got[i], _, _ = strings.Cut(got[i], " （")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ranking (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]casework.QuotaUse{{Grade: "示范", Places: 2, Given: 1}, {Grade: "达标", Places: 2, Given: 2}}, page.Quotas); diff != "" {
			t.Errorf("quotas (-want +got):\n%s", diff)
		}
		var paged []string
		for from := 0; ; {
			part, err := w.Ranking(w.ctx, w.bureau, batch.ID, "", from, 2)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, told(part)...)
			if from = part.Next; from == 0 {
				break
			}
		}
		if diff := cmp.Diff(told(page), paged); diff != "" {
			t.Errorf("page by page it is another one (-whole +pages):\n%s", diff)
		}
		county, err := w.Ranking(w.ctx, w.bureau, batch.ID, "330482000000", 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		if county.Total != 3 || len(county.Items) != 3 || county.Items[1].Rank != 2 || county.Items[1].CaseID != "e" || !county.Items[1].Tied {
			t.Errorf("of the county: %d, %v", county.Total, told(county))
		}
		other := w.person("other", records.Grant{Role: "bureau", Region: "330483000000"})
		var refused *casework.Problem
		if _, err := w.Ranking(w.ctx, other, batch.ID, "330482000000", 0, 50); !errors.As(err, &refused) || refused.Code != casework.Forbidden {
			t.Errorf("another county's bureau: %v", err)
		}
	})
}

// letters are the outcomes of a sheet of the standard for towns in which items lost points, or failed without any to lose.
func letters(w *world, batch records.Batch, lost map[string]string) (outcomes, points string) {
	w.Helper()
	items := w.SheetItems(batch.Standard, "town", "330482106000", "2026-07-15")
	if len(items) == 0 {
		w.Fatal("the standard has no items")
	}
	var texts []string
	for _, id := range items {
		letter, text := "s", "0"
		if p, found := lost[id]; found {
			if letter, text = "N", p; p == "0" {
				letter = "n"
			}
		}
		outcomes, texts = outcomes+letter, append(texts, text)
	}
	return outcomes, strings.Join(texts, " ")
}

func TestTiesAreBrokenByWhatWasLostAtTheItemsThatTheBatchNames(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		items := w.SheetItems(standard, "town", "330482106000", "2026-07-15")
		batch := w.batch(records.Rules{Quotas: []records.Quota{{Grade: "示范", Most: 2}}, Ties: []string{items[3], items[0]}})
		var entries []entry
		for _, e := range []struct {
			id   string
			lost map[string]string
		}{
			{"a", map[string]string{items[3]: "1"}},
			{"b", map[string]string{items[0]: "1/2", items[3]: "1/2"}},
			{"c", map[string]string{items[5]: "1"}},
			{"d", map[string]string{items[0]: "0.5", items[3]: "0.5"}},
		} {
			outcomes, lost := letters(w, batch, e.lost)
			entries = append(entries, entry{id: e.id, region: "330482106000", certain: "93", order: 93_000_000, grade: "示范", outcomes: outcomes, lost: lost})
		}
		w.enter(batch, entries...)
		page, err := w.Ranking(w.ctx, w.bureau, batch.ID, "", 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"1 c 示范 （总分相同）", "2 b 并列 （“示范”名额不足以容纳全部同分单位）", "2 d 并列 （“示范”名额不足以容纳全部同分单位）",
			"4 a （“示范”名额不足以容纳全部同分单位）",
		}
		if diff := cmp.Diff(want, told(page)); diff != "" {
			t.Errorf("ranking (-want +got):\n%s", diff)
		}
	})
}

func TestSummaryAndHeatTableCountByTheRegionsBelow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		items := w.SheetItems(standard, "town", "330482106000", "2026-07-15")
		batch := w.batch(records.Rules{})
		good, none := letters(w, batch, nil)
		last := len(items) - 1
		bad, lost := letters(w, batch, map[string]string{items[0]: "0", items[2]: "1.5", items[last]: "0"}) // required, scored, a bonus
		w.enter(
			batch,
			entry{id: "a", region: "330482106000", certain: "95", order: 95_000_000, grade: "示范", outcomes: good, lost: none},
			entry{id: "b", region: "330482107000", certain: "85", order: 85_000_000, grade: "达标", outcomes: bad, lost: lost},
			entry{id: "c", region: "330483101000", certain: "86", order: 86_000_000, grade: "达标", outcomes: bad, lost: lost, stage: "publicity"},
			entry{id: "d", region: "330499103000", certain: "10", order: 10_000_000, grade: "未达标", outcomes: "sn", lost: "0 1"},
		)
		sum, err := w.BatchSummary(w.ctx, w.bureau, batch.ID, "330400000000")
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		for _, row := range sum.Parts {
			parts = append(parts, fmt.Sprintf("%s %d 件 %d 分 均 %s %v", row.Code, row.Cases, row.Scored, row.Mean, row.Grades))
		}
		want := []string{
			"330482000000 2 件 2 分 均 90 [{示范 1} {达标 1} {未达标 0} { 0}]",
			"330483000000 1 件 1 分 均 86 [{示范 0} {达标 1} {未达标 0} { 0}]",
			"330499000000 1 件 1 分 均 10 [{示范 0} {达标 0} {未达标 1} { 0}]", // not in the packaged table
		}
		if diff := cmp.Diff(want, parts); diff != "" {
			t.Errorf("summary (-want +got):\n%s", diff)
		}
		if sum.Total.Cases != 4 || sum.Total.Scored != 4 || sum.Total.Mean != "69" || sum.Parts[0].Name != "平湖市" {
			t.Errorf("total %+v, first part %s", sum.Total, sum.Parts[0].Name)
		}
		village, err := w.BatchSummary(w.ctx, w.bureau, batch.ID, "330482106000")
		if err != nil {
			t.Fatal(err)
		}
		if len(village.Parts) != 1 || !village.Parts[0].Own || village.Total.Cases != 1 {
			t.Errorf("a town without villages: %+v", village)
		}
		heat, err := w.Heat(w.ctx, w.bureau, batch.ID, "330400000000", false)
		if err != nil {
			t.Fatal(err)
		}
		if len(heat.Columns) != 3 || len(heat.Items) != len(items) || heat.Changed != 1 {
			t.Fatalf("%d columns, %d items, %d changed", len(heat.Columns), len(heat.Items), heat.Changed)
		}
		if diff := cmp.Diff([]casework.Heat{{Sheet: 2, Lost: 1}, {Sheet: 1, Lost: 1}, {}}, heat.Items[2].Parts); diff != "" {
			t.Errorf("item %s (-want +got):\n%s", items[2], diff)
		}
		if heat.Items[2].Lost != 2 || heat.Items[1].Lost != 0 || heat.Items[2].ID != items[2] {
			t.Errorf("lost %d and %d", heat.Items[2].Lost, heat.Items[1].Lost)
		}
		if heat.Items[0].Lost != 2 || heat.Items[last].Lost != 0 {
			t.Errorf("a required item counts %d, a bonus that was not earned %d", heat.Items[0].Lost, heat.Items[last].Lost)
		}
		stations, err := w.Heat(w.ctx, w.bureau, batch.ID, "330482000000", true)
		if err != nil || len(stations.Columns) != 2 || stations.Items[2].Parts[1].Lost != 1 {
			t.Errorf("by station: %+v, %v", stations.Columns, err)
		}
		trends, err := w.Trends(w.ctx, w.bureau, "330482000000", standard)
		if err != nil || len(trends) != 1 || trends[0].Scored != 2 || trends[0].Mean != "90" {
			t.Errorf("trends: %+v, %v", trends, err)
		}
	})
}

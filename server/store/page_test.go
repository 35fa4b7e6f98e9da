package store_test

import (
	"slices"
	"strings"
	"testing"

	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestPagesOfAnyOrderGiveEachRowOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		tx := s.Read(t.Context())
		// several of a region and level, so that pages end among equals
		for i, region := range []string{"330482106000", "330482106000", "330482106000", "330483000000", "330000000000", "330483000000"} {
			row := station(string(rune('f'-i)), region)
			row.Level = []string{"town", "county"}[i%2]
			if err := tx.Insert(row); err != nil {
				t.Fatal(err)
			}
		}
		for order, place := range map[string]func(records.Station) []any{
			"id":               func(s records.Station) []any { return []any{s.ID} },
			"region id":        func(s records.Station) []any { return []any{s.Region, s.ID} },
			"-level region id": func(s records.Station) []any { return []any{s.Level, s.Region, s.ID} },
			"level -region id": func(s records.Station) []any { return []any{s.Level, s.Region, s.ID} },
		} {
			whole, err := store.List[records.Station](tx, store.Query{Order: strings.Fields(order)})
			if err != nil || len(whole) != 6 {
				t.Fatal(len(whole), err)
			}
			var paged []string
			q := store.Query{Order: strings.Fields(order), Limit: 1}
			for {
				page, err := store.List[records.Station](tx, q)
				if err != nil {
					t.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				paged = append(paged, page[0].ID)
				q.After = place(page[0])
			}
			var want []string
			for _, row := range whole {
				want = append(want, row.ID)
			}
			if !slices.Equal(paged, want) {
				t.Errorf("by %s: pages give %v, the whole list %v", order, paged, want)
			}
		}
	})
}

package casework

import (
	"slices"
	"strings"

	"zhanping/internal/engine"
	"zhanping/internal/regions"
	"zhanping/server/store"
	"zhanping/standards"
)

// sheets knows the items behind the letters of records.Result.Outcomes: they differ with the level, with
// the region's overlays and with the day.
type sheets struct {
	sets  *engine.Engine
	ref   string
	known map[sheet][]*standards.Item
}

// sheet is what decides which items there are.
type sheet struct{ level, day, overlays string }

// sheets is the sheets of one standard as "id@edition".
func (s *Service) sheets(ref string) *sheets {
	return &sheets{sets: s.sets.Current(), ref: ref, known: map[sheet][]*standards.Item{}}
}

// of is the items of a sheet with that many letters; nil where the sheet has changed since.
func (s *sheets) of(region, day string, letters int) []*standards.Item {
	level, _ := regions.LevelOf(region)
	key := sheet{string(level), day, s.sets.OverlaysOn(s.ref, region)}
	items, known := s.known[key]
	if !known {
		items = s.find(key.level, region, day)
		s.known[key] = items
	}
	if len(items) != letters {
		return nil
	}
	return items
}

// find is the items that a level has in a region on a day; nil where they cannot be told any more.
func (s *sheets) find(level, region, day string) []*standards.Item {
	std, err := s.sets.Find(s.ref, day)
	if err != nil {
		return nil
	}
	if std, _, err = s.sets.Bind(std, level, region, day); err != nil {
		return nil
	}
	var items []*standards.Item
	for _, chapter := range std.Chapters {
		for i := range chapter.Items {
			items = append(items, &chapter.Items[i])
		}
	}
	return items
}

// lostAt is what a result lost at items; nothing where its sheet does not have them.
func (s *sheets) lostAt(row store.Ranked, ids []string) []standards.Points {
	lost := make([]standards.Points, len(ids))
	items, texts := s.of(row.Region, row.AsOf, len(row.Outcomes)), strings.Fields(row.Lost)
	for i, id := range ids {
		at := slices.IndexFunc(items, func(item *standards.Item) bool { return item.ID == id })
		if at >= 0 && at < len(texts) {
			lost[i], _ = standards.ParsePoints(texts[at]) // written by us
		}
	}
	return lost
}

// pointsList is the points of records.Result.Lost.
func pointsList(text string) ([]standards.Points, error) {
	texts := strings.Fields(text)
	list := make([]standards.Points, len(texts))
	for i := range texts {
		var err error
		if list[i], err = standards.ParsePoints(texts[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

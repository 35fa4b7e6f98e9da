package casework

import (
	"slices"
	"strings"

	"zhanping/server/store"
	"zhanping/standards"
)

// sheets knows the items behind the letters of records.Result.Outcomes: they differ with the level, with
// the region's overlays and with the day.
type sheets struct {
	find  func(level, region, day string) (*standards.Standard, error)
	known map[*standards.Standard][]*standards.Item
	last  struct { // results come by region, so that one is mostly like the one before
		level, town, day string
		items            []*standards.Item
	}
}

// sheets is the sheets of one standard as "id@edition".
func (s *Service) sheets(ref string) *sheets {
	sets := s.sets.Current()
	return &sheets{known: map[*standards.Standard][]*standards.Item{}, find: func(level, region, day string) (*standards.Standard, error) {
		std, err := sets.Find(ref, day)
		if err != nil {
			return nil, err
		}
		std, _, err = sets.Bind(std, level, region, day)
		return std, err
	}}
}

// of is the items of a sheet with that many letters; nil where the sheet has changed since. The same
// sheet gives the same slice.
func (s *sheets) of(region, day string, letters int) []*standards.Item {
	level, _ := levelOfRegion(region)
	town := region[:min(9, len(region))]
	if last := &s.last; last.items == nil || last.level != level || last.town != town || last.day != day {
		last.level, last.town, last.day = level, town, day
		last.items = s.items(level, region, day)
	}
	if len(s.last.items) != letters {
		return nil
	}
	return s.last.items
}

// items is the items of a sheet; none where it cannot be found, so that it is left out of counts.
func (s *sheets) items(level, region, day string) []*standards.Item {
	std, err := s.find(level, region, day)
	if err != nil {
		return []*standards.Item{}
	}
	items, known := s.known[std]
	if !known {
		items = []*standards.Item{}
		for _, chapter := range std.Chapters {
			for i := range chapter.Items {
				items = append(items, &chapter.Items[i])
			}
		}
		s.known[std] = items
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

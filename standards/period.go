package standards

import (
	"slices"
	"time"
)

// AsOf is the standard as it stands on a day (YYYY-MM-DD): items that are not in force yet
// are in Announced, those in force no more are left out. Points need no change, because
// Load has made sure that the items of every day add up. The standard itself stays as it
// is, and a standard whose items all live as long as itself is given back.
func (s *Standard) AsOf(day string) *Standard {
	if !s.dated() {
		return s
	}
	variant := s.only(func(item Item) bool { return item.Effective.Contains(day) })
	variant.Announced = onlyItems(s.Chapters, func(item Item) bool { return day < item.Effective.From })
	for _, chapter := range s.Chapters {
		for _, item := range chapter.Items {
			if to := item.Effective.To; to != "" && to < day {
				variant.Ended = append(variant.Ended, item.ID)
			}
		}
	}
	return variant
}

// Since is the first day from which the same items are announced, in force and ended as
// on the day; "" where that has always been so. Days with the same answer have the same
// standard.
func (s *Standard) Since(day string) string {
	since := ""
	for _, first := range s.changes() {
		if first <= day {
			since = first
		}
	}
	return since
}

// dated reports whether an item has dates of its own.
func (s *Standard) dated() bool {
	return slices.ContainsFunc(s.Chapters, func(chapter Chapter) bool {
		return slices.ContainsFunc(chapter.Items, func(item Item) bool { return item.Effective != Period{} })
	})
}

// changes are the days on which an item comes into force or has just ceased to be, sorted.
func (s *Standard) changes() []string {
	var days []string
	for _, chapter := range s.Chapters {
		for _, item := range chapter.Items {
			if item.Effective.From != "" {
				days = append(days, item.Effective.From)
			}
			if day, ok := dayAfter(item.Effective.To); ok {
				days = append(days, day)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// periods are the first days of the spans in which the same items are in force, within
// the time in which the standard is; at least one.
func (s *Standard) periods() []string {
	days := []string{s.InForce.From}
	for _, day := range s.changes() {
		if day > days[0] && s.InForce.Contains(day) {
			days = append(days, day)
		}
	}
	return days
}

func dayAfter(day string) (string, bool) {
	if day == "" {
		return "", false // nearly always: an item that does not end
	}
	date, err := time.Parse(time.DateOnly, day)
	return date.AddDate(0, 0, 1).Format(time.DateOnly), err == nil
}

// onlyItems is the chapters with some of their items; a chapter without any is left out.
func onlyItems(chapters []Chapter, keep func(Item) bool) []Chapter {
	var kept []Chapter
	for _, chapter := range chapters {
		chapter.Items = slices.DeleteFunc(slices.Clone(chapter.Items), func(item Item) bool { return !keep(item) })
		if len(chapter.Items) > 0 {
			kept = append(kept, chapter)
		}
	}
	return kept
}

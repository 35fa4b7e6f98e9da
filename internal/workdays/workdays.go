// Package workdays tells working days (工作日) by the State Council's yearly notices on
// holidays and make-up days, from 2004 on. Its calendar has no clock and no time of day.
//
// The notice for a year comes out in the autumn before. Until it is known here, the days of
// that year are reckoned with free Saturdays and Sundays only; Known says so.
package workdays

import (
	"embed"
	"io/fs"
	"maps"
	"sync"
	"time"
)

// Calendar knows which days are worked. It never changes, so that any number of goroutines
// may read it.
type Calendar struct {
	days map[date]Kind
}

// date is a day as the number YYYYMMDD.
type date int

func dateOf(day time.Time) date {
	year, month, d := day.Date()
	return date(year*10000 + int(month)*100 + d)
}

//go:embed all:data
var packaged embed.FS

var open = sync.OnceValues(func() (*Calendar, error) {
	data, err := fs.Sub(packaged, "data")
	if err != nil {
		return nil, err
	}
	return Read(data)
})

// Open returns the packaged calendar, which is read once, on the first call. The error is in
// Chinese: the program was built without the calendar.
func Open() (*Calendar, error) { return open() }

// With is the calendar with some days told otherwise, say those of a year that it does not
// know yet; the calendar itself stays as it is.
func (c *Calendar) With(days []Day) *Calendar {
	merged := maps.Clone(c.days)
	for _, day := range days {
		merged[dateOf(day.Date)] = day.Kind
	}
	return &Calendar{days: merged}
}

// Known says whether the notice for a year is known: every notice begins with 1 January.
func (c *Calendar) Known(year int) bool {
	_, ok := c.days[date(year*10000+101)]
	return ok
}

// Working says whether a day is worked: Monday to Friday, where the calendar does not say
// otherwise. See Known for what the answer is worth.
func (c *Calendar) Working(day time.Time) bool {
	switch c.days[dateOf(day)] {
	case Holiday:
		return false
	case MakeUp:
		return true
	}
	weekday := day.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

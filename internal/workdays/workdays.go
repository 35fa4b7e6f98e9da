// Package workdays counts working days (工作日) by the State Council's yearly notices on
// holidays and make-up days, from 2004 on. Its calendar has no clock and no time of day.
//
// The notice for a year comes out in the autumn before. Until it is known here, the days of
// that year are reckoned with free Saturdays and Sundays only, and every answer that rests on
// them says so with UnknownYears.
package workdays

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
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

// Add is the n-th working day after a day, which itself does not count (期间开始之日不计算
// 在内); before it where n is negative, and the day itself where n is 0. It is midnight where
// the day is. The error is an UnknownYears; the day is then provisional.
func (c *Calendar) Add(day time.Time, n int) (time.Time, error) {
	step, years := 1, &span{calendar: c}
	if n < 0 {
		step, n = -1, -n
	}
	at := midnight(day)
	for n > 0 {
		at = at.AddDate(0, 0, step)
		years.add(at.Year())
		if c.Working(at) {
			n--
		}
	}
	return at, years.err()
}

// Between is how many working days lie after from, up to and including to; negative where to
// is the earlier: those from to on, without from. Add takes from to to by that many where to
// is a working day. The error is an UnknownYears; the number is then provisional.
func (c *Calendar) Between(from, to time.Time) (int, error) {
	step, n, years := 1, 0, &span{calendar: c}
	if dateOf(to) < dateOf(from) {
		step = -1
	}
	for at := midnight(from); dateOf(at) != dateOf(to); {
		at = at.AddDate(0, 0, step)
		years.add(at.Year())
		if c.Working(at) {
			n += step
		}
	}
	return n, years.err()
}

func midnight(day time.Time) time.Time {
	year, month, d := day.Date()
	return time.Date(year, month, d, 0, 0, 0, 0, day.Location())
}

// UnknownYears is that days of some years were counted without knowing their holidays.
type UnknownYears struct {
	Years []int // ascending
}

// Error says in Chinese what the answer rests on and what to do.
func (u UnknownYears) Error() string {
	names := make([]string, len(u.Years))
	for i, year := range u.Years {
		names[i] = fmt.Sprint(year)
	}
	return fmt.Sprintf("还没有 %s 年的放假安排，工作日暂按周六、周日休息推算；放假通知公布后，请写入节假日补充文件并重新计算", strings.Join(names, "、"))
}

// span gathers the unknown ones of the years that a count goes through.
type span struct {
	calendar *Calendar
	last     int
	unknown  []int
}

func (s *span) add(year int) {
	if year == s.last {
		return
	}
	s.last = year
	if !s.calendar.Known(year) {
		s.unknown = append(s.unknown, year)
	}
}

func (s *span) err() error {
	if len(s.unknown) == 0 {
		return nil
	}
	slices.Sort(s.unknown)
	return UnknownYears{Years: s.unknown}
}

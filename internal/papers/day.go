package papers

import (
	"fmt"
	"time"
)

// Day is a calendar day as YYYY-MM-DD; "" is one that is not known yet.
type Day string

func (d Day) valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return d == "" || err == nil
}

// words is the day in Arabic figures without leading zeros, as GB/T 9704 asks, or room
// to write it by hand.
func (d Day) words() string {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return "    年  月  日"
	}
	return fmt.Sprintf("%d年%d月%d日", day.Year(), day.Month(), day.Day())
}

// period is from one day to another, the year said once; "" while both are unknown.
func period(from, to Day) string {
	switch {
	case from == "" && to == "":
		return ""
	case from == "" || to == "" || from == to:
		return max(from, to).words()
	case from[:4] == to[:4]:
		return from.words() + "至" + to.words()[len("2006年"):]
	}
	return from.words() + "至" + to.words()
}

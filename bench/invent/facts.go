package invent

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// station invents the facts of one station: mostly right, some short, some missing, and
// near the thresholds of the standard, where judging is at work.
type station struct {
	random *rand.Rand
	asOf   time.Time
	facts  map[string]any // by path: bool, int, float64, string, []any, document
}

// document is a document or photo as the bundle writes it.
type document map[string]string

const (
	short   = 0.10 // of the answers fall short
	missing = 0.04 // of the facts are left out
)

func (s *station) chance(p float64) bool { return s.random.Float64() < p }

// between is a whole number of the closed range.
func (s *station) between(low, high int) int { return low + s.random.IntN(high-low+1) }

func (s *station) daysAgo(low, high int) string {
	return s.asOf.AddDate(0, 0, -s.between(low, high)).Format(time.DateOnly)
}

// answer invents the facts that a part of an item reads; what is known stays.
func (s *station) answer(p standards.Part, check policies.Check) {
	good := !s.chance(short)
	fact := func(role string) string {
		if paths := p.Facts[role]; len(paths) > 0 {
			return paths[0]
		}
		return ""
	}
	switch p.Check {
	case "any_count_at_least":
		for _, path := range p.Facts["counts"] {
			s.set(path, s.between(0, number(p.Params["min"])+2))
		}
	case "best_tier":
		s.set(fact("held"), s.someOf(flatten(p.Params["tiers"]), 0.25))
	case "count_at_least":
		s.set(fact("count"), s.around(number(p.Params["min"]), good))
	case "count_at_most":
		s.set(fact("count"), s.orZero(number(p.Params["max"])+1, good))
	case "covers":
		need := s.number(fact("need"), s.between(1, 6))
		s.set(fact("have"), s.around(need, good))
	case "date_not_passed":
		s.set(fact("date"), s.daysAgo(-600, s.orZero(60, good)))
	case "each_quarter":
		s.set(fact("dates"), s.quarters(max(1, number(p.Params["per_quarter"])), good))
	case "floor_area":
		s.set("premises.area_sqm", s.around(number(p.Params["min_m2"]), good))
	case "name_on_sign":
		name := fmt.Sprintf("示例%d镇退役军人服务站", s.between(1, 99))
		s.set(fact("name"), name)
		s.set(fact("sign"), map[bool]string{true: name, false: "退役军人服务站"}[good])
	case "one_of":
		if allowed := flatten(p.Params["allowed"]); good {
			s.set(fact("value"), allowed[s.random.IntN(len(allowed))])
		}
	case "percent_at_least", "percent_at_most":
		low := number(p.Params["min_percent"]) + number(p.Params["max_percent"])
		s.set(fact("percent"), min(100, s.around(low, good)))
	case "rate_at_least":
		due := s.number(fact("due"), s.orZero(s.between(4, 240), s.chance(0.03)))
		s.set(fact("done"), s.share(due, number(p.Params["min_percent"]), good))
	case "rate_at_most":
		whole := s.number(fact("whole"), s.between(4, 240))
		s.set(fact("part"), s.orZero(whole/4, good))
	case "set_includes":
		s.include(fact("set"), s.someOf(flatten(p.Params["required"]), 1-short/3))
	case "updated_within":
		s.set(fact("date"), s.daysAgo(1, 30*number(p.Params["months"])+s.orZero(90, good)))
	}
	for _, role := range check.Roles {
		if role.Type == "document" || role.Type == "photo" {
			s.set(fact(role.Name), s.paper(role.Type, good))
		}
	}
}

// set keeps a fact; the first answer stands, since several items may read it.
func (s *station) set(path string, value any) {
	if _, known := s.facts[path]; !known && path != "" {
		s.facts[path] = value
	}
}

// include adds names to a list that several items look into.
func (s *station) include(path string, names []any) {
	list, _ := s.facts[path].([]any)
	for _, name := range names {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	s.facts[path] = list
}

// number is the whole number at path, which becomes n where nothing is known.
func (s *station) number(path string, n int) int {
	s.set(path, n)
	if known, ok := s.facts[path].(int); ok {
		return known
	}
	return n
}

// around is at the limit or above it where good, and below it otherwise.
func (s *station) around(limit int, good bool) int {
	if good {
		return limit + s.between(0, max(2, limit/4))
	}
	return max(0, limit-s.between(1, max(1, limit/4)))
}

func (s *station) orZero(n int, zero bool) int {
	if zero {
		return 0
	}
	return n
}

// share is enough of due to reach the percentage where good.
func (s *station) share(due, percent int, good bool) int {
	needed := (due*percent + 99) / 100
	if good {
		return s.between(needed, due)
	}
	return max(0, needed-s.between(1, max(1, due/10)))
}

// quarters is the dates of a year with enough in each quarter, or one quarter empty.
func (s *station) quarters(each int, good bool) []any {
	dates := []any{}
	for quarter := range 4 {
		if quarter == 2 && !good {
			continue
		}
		for range each {
			dates = append(dates, s.daysAgo(30+quarter*91, 90+quarter*91))
		}
	}
	return dates
}

func (s *station) someOf(names []string, each float64) []any {
	some := []any{}
	for _, name := range names {
		if s.chance(each) {
			some = append(some, name)
		}
	}
	return some
}

func (s *station) paper(kind string, good bool) any {
	switch {
	case !good && s.chance(0.5):
		return false
	case kind == "photo":
		return document{"date": s.daysAgo(1, 330+s.orZero(200, good)), "place": "站门口"}
	}
	return document{
		"title": "关于设立退役军人服务站的通知", "number": fmt.Sprintf("示例镇发〔2025〕%d号", s.between(1, 99)),
		"date": s.daysAgo(1, 330+s.orZero(900, good)),
	}
}

// fill answers a fact that no rule of the table above has answered.
func (s *station) fill(fact evidence.Fact) {
	switch fact.Type {
	case "boolean":
		s.set(fact.Path, !s.chance(short))
	case "integer", "number":
		s.set(fact.Path, s.between(3, 60))
	case "date":
		s.set(fact.Path, s.daysAgo(1, 400))
	case "document", "photo":
		s.set(fact.Path, s.paper(fact.Type, true))
	case "string":
		if len(fact.Enum) > 0 {
			s.set(fact.Path, fact.Enum[s.random.IntN(len(fact.Enum))])
		}
	case "list":
		s.set(fact.Path, s.someOf(fact.Enum, 0.8))
	}
}

// number reads a parameter that is a whole number or close to one; absent is 0.
func number(param any) int {
	n, err := strconv.ParseFloat(fmt.Sprint(param), 64)
	if err != nil {
		return 0
	}
	return int(n)
}

// flatten is every text of a list or of a list of lists.
func flatten(param any) []string {
	list, ok := param.([]any)
	if !ok {
		return []string{fmt.Sprint(param)}
	}
	var texts []string
	for _, element := range list {
		texts = append(texts, flatten(element)...)
	}
	return texts
}

package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
	"zhanping/standards"
)

// expiryDays is how many days ahead evidence is looked at.
const expiryDays = 90

// Expiries is what a station loses by the passing of time alone, if it changes nothing.
type Expiries struct {
	AsOf      string             `json:"as_of" doc:"今天"`
	Until     string             `json:"until" doc:"看到哪一天"`
	Standards []ExpiringStandard `json:"standards" doc:"会掉分的标准" nullable:"false"`
}

// ExpiringStandard is a standard under which something runs out.
type ExpiringStandard struct {
	Standard string         `json:"standard" doc:"标准，写作 编号@版本"`
	Title    string         `json:"title" doc:"标准的名称"`
	Draft    bool           `json:"draft" doc:"标准是本地草案"`
	Now      report.PlanEnd `json:"now" doc:"今天已确定的"`
	Then     report.PlanEnd `json:"then" doc:"到最后一天，什么都不更新，还能确定的"`
	Items    []ExpiringItem `json:"items" doc:"会掉分的条目，先到的在前" nullable:"false"`
}

// ExpiringItem is an item that is worth less from a day on.
type ExpiringItem struct {
	Item   string             `json:"item" doc:"条目编号"`
	Title  string             `json:"title" doc:"条目"`
	On     string             `json:"on" doc:"从哪一天起"`
	Points standards.Points   `json:"points" doc:"少得几分"`
	Then   assessment.Outcome `json:"then" doc:"那天的结论"`
	Why    []string           `json:"why" doc:"那天的问题" nullable:"false"`
	Facts  []ExpiringFact     `json:"facts" doc:"这一条读到的带日期的事实；没有则为读到的全部" nullable:"false"`
}

// ExpiringFact is a fact to bring up to date.
type ExpiringFact struct {
	Fact  string `json:"fact" doc:"事实路径"`
	Title string `json:"title" doc:"事实"`
}

// Expiries judges a station's current evidence as of later days. A check knows no day but the one it is
// asked about, so that this is what will come to be, as long as evidence, standards and rules stay.
func (s *Service) Expiries(ctx context.Context, who Actor, stationID string) (Expiries, error) {
	bundle, reports, err := s.assessed(ctx, who, stationID, "")
	if err != nil {
		return Expiries{}, err
	}
	today, err := time.Parse(time.DateOnly, s.today())
	if err != nil {
		return Expiries{}, err
	}
	sets := s.sets.Current()
	found := Expiries{AsOf: s.today(), Until: later(today, expiryDays), Standards: []ExpiringStandard{}}
	for _, r := range reports {
		std, err := sets.FindIn(r.Standard.ID+"@"+r.Standard.Edition, r.Subject.Region, s.today())
		if err != nil {
			return Expiries{}, err
		}
		look := lookahead{days: map[int]*assessment.Report{0: r}, judge: func(n int) (*assessment.Report, error) {
			return sets.Assess(ctx, std, bundle, later(today, n))
		}}
		last, err := look.on(expiryDays)
		if err != nil {
			return Expiries{}, faultsOf(err, bundleName)
		}
		under := ExpiringStandard{
			Standard: std.Ref(), Title: std.Title, Draft: r.Standard.Draft, Now: certainOf(r), Then: certainOf(last),
		}
		for i := range r.Items {
			n, then, err := look.first(&r.Items[i])
			if err != nil {
				return Expiries{}, faultsOf(err, bundleName)
			}
			if then != nil {
				under.Items = append(under.Items, expiring(sets.Schema(), &r.Items[i], then, later(today, n)))
			}
		}
		if len(under.Items) > 0 {
			slices.SortStableFunc(under.Items, func(a, b ExpiringItem) int { return strings.Compare(a.On, b.On) })
			found.Standards = append(found.Standards, under)
		}
	}
	return found, nil
}

func later(day time.Time, n int) string { return day.AddDate(0, 0, n).Format(time.DateOnly) }

func certainOf(r *assessment.Report) report.PlanEnd {
	end := report.PlanEnd{Grade: r.Grade.Certain}
	if r.Total != nil {
		end.Total = &r.Total.Certain
	}
	return end
}

// lookahead judges later days, each once.
type lookahead struct {
	days  map[int]*assessment.Report
	judge func(n int) (*assessment.Report, error)
}

func (l lookahead) on(n int) (*assessment.Report, error) {
	if r, known := l.days[n]; known {
		return r, nil
	}
	r, err := l.judge(n)
	if err == nil {
		l.days[n] = r
	}
	return r, err
}

// first is in how many days an item is worth less than now, and what it is then; nil where it is not
// on the last day that is looked at. The day before, it is worth what it is worth now.
func (l lookahead) first(now *assessment.ItemResult) (int, *assessment.ItemResult, error) {
	low, high := 0, expiryDays
	then, err := l.less(now, high)
	if then == nil || err != nil {
		return 0, nil, err
	}
	for low+1 < high {
		middle := (low + high) / 2
		found, err := l.less(now, middle)
		switch {
		case err != nil:
			return 0, nil, err
		case found == nil:
			low = middle
		default:
			high, then = middle, found
		}
	}
	return high, then, nil
}

// less is what an item comes to in n days where that is less than now.
func (l lookahead) less(now *assessment.ItemResult, n int) (*assessment.ItemResult, error) {
	r, err := l.on(n)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(r.Items, func(item assessment.ItemResult) bool { return item.Item.ID == now.Item.ID })
	if i < 0 {
		return nil, nil // it is no longer asked
	}
	then := &r.Items[i]
	if then.Points.Certain.Cmp(now.Points.Certain) < 0 || now.Outcome == assessment.Satisfied && then.Outcome != assessment.Satisfied {
		return then, nil
	}
	return nil, nil
}

func expiring(schema *evidence.Schema, now, then *assessment.ItemResult, on string) ExpiringItem {
	item := ExpiringItem{
		Item: now.Item.ID, Title: now.Item.Title, On: on, Points: now.Points.Certain.Sub(then.Points.Certain), Then: then.Outcome,
		Why: []string{}, Facts: []ExpiringFact{},
	}
	for _, shortfall := range then.Shortfalls {
		item.Why = append(item.Why, shortfall.Text)
	}
	var all []ExpiringFact
	for _, place := range now.Reads {
		fact, known := schema.Fact(place.Path)
		if !known {
			continue
		}
		one := ExpiringFact{Fact: fact.Path, Title: fact.Title}
		all = append(all, one)
		if dated(fact) {
			item.Facts = append(item.Facts, one)
		}
	}
	if len(item.Facts) == 0 {
		item.Facts = append(item.Facts, all...)
	}
	return item
}

// dated reports whether a fact has a day of its own.
func dated(fact evidence.Fact) bool {
	switch fact.Type {
	case "date", "document", "photo":
		return true
	}
	return fact.ItemType == "date" || slices.ContainsFunc(fact.Members, dated)
}

package casework

import (
	"cmp"
	"io"
	"slices"

	"zhanping/assessment/stages"
	"zhanping/internal/papers"
	"zhanping/internal/regions"
	"zhanping/server/store"
	"zhanping/standards"
)

// ranking writes 汇总排名. It holds the results of one total at a time.
func (e *export) ranking(w io.Writer) error {
	occasion, err := e.occasion()
	if err != nil {
		return err
	}
	r, err := e.s.rank(e.tx, e.batch, e.region)
	if err != nil {
		return err
	}
	e.run.Total(int(r.within))
	paper := papers.Ranking{Occasion: occasion, Quotas: r.paperQuotas(), Places: seq(func(yield func(papers.Place) error) error {
		return e.eachStanding(r, func(s Standing) error {
			place, err := s.place()
			if err != nil {
				return err
			}
			if err := yield(place); err != nil {
				return err
			}
			return e.step()
		})
	})}
	return paper.WriteXLSX(w)
}

// paperQuotas is the quotas as papers have them.
func (r *ranking) paperQuotas() []papers.Quota {
	quotas := make([]papers.Quota, len(r.uses))
	for i, use := range r.uses {
		quotas[i] = papers.Quota{Name: use.Grade, Places: use.Places, Given: use.Given}
	}
	return quotas
}

// eachStanding passes every place of a ranking to f, from the first on.
func (e *export) eachStanding(r *ranking, f func(Standing) error) error {
	byTotal := map[int64][]*tier{}
	for i := range r.tiers {
		byTotal[r.tiers[i].order] = append(byTotal[r.tiers[i].order], &r.tiers[i])
	}
	var held []store.Ranked // of one certain_order, whose exact totals may differ
	flush := func() error {
		if len(held) == 0 {
			return nil
		}
		for _, t := range byTotal[held[0].CertainOrder] {
			rows := slices.DeleteFunc(slices.Clone(held), func(row store.Ranked) bool { return row.Certain != t.certain })
			for s := range r.ordered(t, rows) {
				if err := f(s); err != nil {
					return err
				}
			}
		}
		held = held[:0]
		return nil
	}
	err := e.tx.EachRanked(e.batch.ID, "", func(row *store.Ranked) error {
		if len(held) > 0 && held[0].CertainOrder != row.CertainOrder {
			if err := flush(); err != nil {
				return err
			}
		}
		if len(r.batch.Rules.Ties) == 0 {
			row.Outcomes, row.Lost = "", "" // many may be held that nobody asks for these
		}
		held = append(held, *row)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// place is a standing as papers have it.
func (s Standing) place() (papers.Place, error) {
	place := papers.Place{Rank: s.Rank, Station: s.Name, Region: s.RegionName, Grade: s.Grade, Quota: s.Quota}
	if s.Note != "" {
		place.Reasons = []string{s.Note}
	}
	if s.Certain == "" {
		return place, nil
	}
	var err error
	if place.Total, err = standards.ParsePoints(s.Certain); err != nil {
		return place, err
	}
	if s.Possible != s.Certain {
		possible, err := standards.ParsePoints(s.Possible)
		if err != nil {
			return place, err
		}
		place.Possible = &possible
	}
	return place, nil
}

// mostNotified is how many places a 通报 lists; more go into a ranking of its own.
const mostNotified = 1000

// notice writes the draft of a 通报.
func (e *export) notice(w io.Writer) error {
	occasion, err := e.occasion()
	if err != nil {
		return err
	}
	r, err := e.s.rank(e.tx, e.batch, e.region)
	if err != nil {
		return err
	}
	e.run.Total(int(r.within))
	n := papers.Notice{
		Occasion: occasion, Letterhead: e.in.Paper.Letterhead, Addressee: e.in.Paper.Addressee, Quotas: r.paperQuotas(),
		Number:   papers.DocumentNumber{Prefix: e.in.Paper.Prefix, Year: e.batch.Year, Serial: e.in.Paper.Serial},
		Deadline: papers.Day(e.in.Paper.Deadline), Date: papers.Day(e.in.Paper.Date), Stations: int(r.within),
	}
	for _, grade := range gradesOf(e.std) {
		n.Grades = append(n.Grades, papers.GradeCount{Grade: grade})
	}
	losses := newLosses(e.std, r.items)
	err = e.eachStandingWithRow(r, losses.add, func(s Standing) error {
		i := slices.IndexFunc(n.Grades, func(g papers.GradeCount) bool { return g.Grade == s.Grade })
		if i < 0 {
			return &Problem{Code: Invalid, Words: "“" + s.Name + "”的等级“" + s.Grade + "”不在现行标准里，请重新评定后再生成"}
		}
		n.Grades[i].N++
		if len(n.Places) < mostNotified && r.within <= mostNotified {
			place, err := s.place()
			if err != nil {
				return err
			}
			n.Places = append(n.Places, place)
		}
		return e.step()
	})
	if err != nil {
		return err
	}
	n.Grades = slices.DeleteFunc(n.Grades, func(g papers.GradeCount) bool { return g.N == 0 })
	n.Losses = losses.most(10)
	if r.within > mostNotified {
		n.Annexes = []string{"汇总排名"}
	}
	return n.WriteDOCX(w)
}

// eachStandingWithRow is eachStanding, with the rows of the region passed to count first.
func (e *export) eachStandingWithRow(r *ranking, count func(store.Ranked) error, f func(Standing) error) error {
	if err := e.tx.EachRanked(e.batch.ID, regions.Prefix(e.region), func(row *store.Ranked) error { return count(*row) }); err != nil {
		return err
	}
	return e.eachStanding(r, f)
}

// losses adds up what was lost at each item.
type losses struct {
	std    *standards.Standard
	sheets *sheets
	found  map[string]*papers.Loss
	order  []string
}

func newLosses(std *standards.Standard, sheets *sheets) *losses {
	return &losses{std: std, sheets: sheets, found: map[string]*papers.Loss{}}
}

func (l *losses) add(row store.Ranked) error {
	items := l.sheets.of(row.Region, row.AsOf, len(row.Outcomes))
	lost, err := pointsList(row.Lost)
	if err != nil || len(lost) != len(items) {
		return err
	}
	for i, item := range items {
		loss := l.found[item.ID]
		if loss == nil {
			loss = &papers.Loss{Item: item.ID, Title: item.Title, Clause: item.Provenance.Clause, Draft: item.Provenance.Draft()}
			l.found[item.ID] = loss
			l.order = append(l.order, item.ID)
		}
		loss.OutOf++
		if lost[i].Sign() > 0 {
			loss.Stations++
			loss.Points = loss.Points.Add(lost[i])
		}
	}
	return nil
}

// most is the items at which most stations lost points, the one with most of them first.
func (l *losses) most(n int) []papers.Loss {
	var all []papers.Loss
	for _, id := range l.order {
		if l.found[id].Stations > 0 {
			all = append(all, *l.found[id])
		}
	}
	slices.SortStableFunc(all, func(a, b papers.Loss) int { return cmp.Compare(b.Stations, a.Stations) })
	return all[:min(n, len(all))]
}

// publicity writes the list of the cases that are shown to the public: without persons, and not by rank.
func (e *export) publicity(w io.Writer) error {
	occasion, err := e.occasion()
	if err != nil {
		return err
	}
	p := papers.Publicity{
		Occasion: occasion, Contact: cmp.Or(e.in.Paper.Contact, e.batch.Rules.Contact), Opens: papers.Day(e.in.Paper.Opens), Closes: papers.Day(e.in.Paper.Closes),
		Date: papers.Day(e.in.Paper.Date),
	}
	var opens, closes string
	var shown []store.Ranked
	err = e.tx.EachRanked(e.batch.ID, regions.Prefix(e.region), func(row *store.Ranked) error {
		if row.Stage == string(stages.Publicity) {
			shown = append(shown, store.Ranked{Name: row.Name, Region: row.Region, GradeCertain: row.GradeCertain, CaseID: row.CaseID})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(shown, func(a, b store.Ranked) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Name, b.Name))
	})
	e.run.Total(len(shown))
	for _, row := range shown {
		p.Stations = append(p.Stations, papers.PublicStation{
			Name: row.Name, Region: e.places.below(e.batch.Region, row.Region), Grade: row.GradeCertain,
		})
		c, err := e.s.dossier(e.tx, row.CaseID)
		if err != nil {
			return err
		}
		since := c.StageSince.In(e.s.place).Format("2006-01-02")
		if opens == "" || since < opens {
			opens = since
		}
		closes = max(closes, c.DueOn)
		if err := e.step(); err != nil {
			return err
		}
	}
	p.Opens, p.Closes = cmp.Or(p.Opens, papers.Day(opens)), cmp.Or(p.Closes, papers.Day(closes))
	switch e.format {
	case "xlsx":
		return p.WriteXLSX(w)
	case "html":
		return p.WriteHTML(w)
	}
	return p.WriteDOCX(w)
}

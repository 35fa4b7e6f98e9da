package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/standards"
)

// Check holds the scheme's tie-breaks against the facts there are.
func (s *Scheme) Check(schema *evidence.Schema) error {
	g := &ranker{scheme: s}
	for _, tie := range s.Ties {
		if tie.Fact == "" {
			continue
		}
		fact, found := schema.Fact(tie.Fact)
		switch {
		case !found:
			fix := "用 zhanping inspect --facts 查事实的写法"
			if near, ok := schema.Suggest(tie.Fact); ok {
				fix = "改为 " + near
			}
			g.fault(tie.At, "unknown_fact", "没有事实 "+tie.Fact, "", fix)
		case !slices.Contains([]string{"integer", "number", "date", "boolean"}, fact.Type):
			g.fault(tie.At, "wrong_fact", fmt.Sprintf("“%s”（%s）分不出先后", fact.Title, tie.Fact), "数、日期或是否", "换一个事实")
		}
	}
	return g.faults.Err()
}

// Rank ranks the entries by the scheme. Ranks go by what is certain; the best and the
// worst rank that each can still take are exact for unknowns of different contestants
// that do not depend on each other. The error is what is wrong with the scheme or the
// entries, all at once.
func Rank(s *Scheme, entries []RankEntry) (*Ranking, error) {
	g := &ranker{scheme: s}
	g.checkSheets(entries)
	found := g.subjects(entries)
	if err := g.faults.Err(); err != nil {
		return nil, err
	}
	if s.Places != nil {
		found = g.regions(found)
	}
	all := make([]Contestant, len(found))
	for i, one := range found {
		all[i] = g.settle(one)
	}
	slices.Sort(g.notes)
	out := &Ranking{Settled: true, Notes: slices.Compact(g.notes)}
	for i := range all {
		s.bound(&all[i], all)
		out.Settled = out.Settled && (all[i].Best == all[i].Worst)
	}
	for _, one := range all {
		if len(one.Reasons) == 0 {
			out.Ranked = append(out.Ranked, one)
		} else {
			out.Unranked = append(out.Unranked, one)
		}
	}
	s.order(out.Ranked)
	slices.SortFunc(out.Unranked, func(a, b Contestant) int {
		return cmp.Or(b.Total.Certain.Cmp(a.Total.Certain), strings.Compare(a.ID, b.ID))
	})
	out.Quotas = s.give(out.Ranked)
	return out, nil
}

// settle finds a contestant's total and where it stands against each line.
func (g *ranker) settle(one gathered) Contestant {
	c := one.Contestant
	hundred := standards.PointsOf(100)
	for i, sheet := range g.scheme.Sheets {
		st := SheetStanding{Standard: sheet.Standard, Total: one.totals[i], Grade: lowest(one.reports[i])}
		if sheet.Weight != nil {
			share := sheet.Weight.Quo(hundred)
			c.Total.Certain = c.Total.Certain.Add(st.Total.Certain.Mul(share))
			c.Total.Possible = c.Total.Possible.Add(st.Total.Possible.Mul(share))
		}
		var texts []string
		if sheet.AtLeast != nil {
			st.Line = stateOf(st.Total.Certain.Cmp(*sheet.AtLeast) >= 0, st.Total.Possible.Cmp(*sheet.AtLeast) >= 0)
			texts = append(texts, "不低于 "+sheet.AtLeast.String()+" 分")
		}
		if sheet.Grade != "" {
			graded := stateOf(reached(one.reports[i], sheet.Grade))
			if st.Line == "" || graded == Broken || graded == Unknown && st.Line == Held {
				st.Line = graded
			}
			texts = append(texts, "达到“"+sheet.Grade+"”")
		}
		st.Text = strings.Join(texts, "，")
		switch st.Line {
		case Broken:
			c.Reasons = append(c.Reasons, sheet.Standard+" 应"+st.Text+"，达不到")
		case Unknown:
			c.Reasons = append(c.Reasons, sheet.Standard+" 应"+st.Text+"，还不能确定")
		case Held:
		}
		c.Sheets = append(c.Sheets, st)
	}
	return c
}

// reached says whether every report certainly, or possibly, has the grade or a better one.
func reached(reports []*Report, grade string) (certain, possible bool) {
	certain, possible = true, true
	for _, r := range reports {
		line, worst, best := place(r, grade), place(r, r.Grade.Certain), place(r, r.Grade.Possible)
		certain = certain && worst >= 0 && worst <= line
		possible = possible && best >= 0 && best <= line
	}
	return certain, possible
}

// lowest is the worst grade of several reports at each end.
func lowest(reports []*Report) GradeInterval {
	out := reports[0].Grade
	for _, r := range reports[1:] {
		if place(r, r.Grade.Certain) > place(r, out.Certain) {
			out.Certain = r.Grade.Certain
		}
		if place(r, r.Grade.Possible) > place(r, out.Possible) {
			out.Possible = r.Grade.Possible
		}
	}
	return out
}

// compare is below 0 where a goes before b, and the tie-break that decides, -1 for the
// total. Each is taken with its unknowns at the best or at the worst.
func (s *Scheme) compare(a Contestant, aBest bool, b Contestant, bBest bool) (order, tie int) {
	if order := end(b.Total, bBest).Cmp(end(a.Total, aBest)); order != 0 {
		return order, -1
	}
	for i, tie := range s.Ties {
		if tie.Fact == "" {
			sheet := slices.IndexFunc(s.Sheets, func(sheet SchemeSheet) bool { return sheet.Standard == tie.Sheet })
			if x, y := a.Sheets[sheet].Total, b.Sheets[sheet].Total; x != nil && y != nil {
				order = end(*y, bBest).Cmp(end(*x, aBest))
			}
		} else {
			order = tie.compare(a.facts[i], aBest, b.facts[i], bBest)
		}
		if order != 0 {
			return order, i
		}
	}
	return 0, -1
}

// compare sets an unknown fact before all others at the best, and behind them at the worst.
func (t Tie) compare(a *standards.Points, aBest bool, b *standards.Points, bBest bool) int {
	class := func(fact *standards.Points, best bool) int {
		switch {
		case fact != nil:
			return 1
		case best:
			return 0
		}
		return 2
	}
	if order := class(a, aBest) - class(b, bBest); order != 0 || a == nil || b == nil {
		return order
	}
	if t.Low {
		return a.Cmp(*b)
	}
	return b.Cmp(*a)
}

func end(i Interval, best bool) standards.Points {
	if best {
		return i.Possible
	}
	return i.Certain
}

// bound finds the ranks that a contestant can still take.
func (s *Scheme) bound(one *Contestant, all []Contestant) {
	broken := func(c Contestant) bool {
		return slices.ContainsFunc(c.Sheets, func(st SheetStanding) bool { return st.Line == Broken })
	}
	if broken(*one) {
		return
	}
	one.Best = 1
	if len(one.Reasons) == 0 {
		one.Worst = 1
	}
	for _, other := range all {
		if other.ID == one.ID {
			continue
		}
		if order, _ := s.compare(other, false, *one, true); order < 0 && len(other.Reasons) == 0 {
			one.Best++
		}
		if order, _ := s.compare(other, true, *one, false); order < 0 && one.Worst > 0 && !broken(other) {
			one.Worst++
		}
	}
}

// order sorts by what is certain and gives the ranks; equal ones share a rank.
func (s *Scheme) order(ranked []Contestant) {
	slices.SortFunc(ranked, func(a, b Contestant) int {
		order, _ := s.compare(a, false, b, false)
		return cmp.Or(order, strings.Compare(a.ID, b.ID))
	})
	for i := range ranked {
		ranked[i].Rank = i + 1
		if i == 0 {
			continue
		}
		before := &ranked[i-1]
		order, tie := s.compare(*before, false, ranked[i], false)
		switch {
		case order == 0:
			ranked[i].Rank = before.Rank
		case tie >= 0:
			ranked[i].Decided = s.Ties[tie].words()
			if before.Decided == "" {
				before.Decided = ranked[i].Decided
			}
		}
	}
}

func (t Tie) words() string {
	switch {
	case t.Fact == "":
		return t.Sheet + " 得分高的在先"
	case t.Low:
		return t.Fact + " 小（早）的在先"
	}
	return t.Fact + " 大（晚）的在先"
}

// give hands out the quotas, the best first, by the order of those ranked.
func (s *Scheme) give(ranked []Contestant) []QuotaUse {
	var uses []QuotaUse
	next := 0
	for _, quota := range s.Quotas {
		use := QuotaUse{Name: quota.Name, Places: quota.Count}
		if quota.Share != nil {
			exact := quota.Share.Mul(standards.PointsOf(int64(len(ranked)))).Quo(standards.PointsOf(100)).Rat()
			use.Places = int(exact.Num().Int64() / exact.Denom().Int64())
		}
		for next < len(ranked) && use.Given < use.Places {
			group := next + 1
			for group < len(ranked) && ranked[group].Rank == ranked[next].Rank {
				group++
			}
			over := use.Given+group-next > use.Places
			low := quota.AtLeast != nil && ranked[next].Total.Certain.Cmp(*quota.AtLeast) < 0
			if low || over && s.Border == BorderOut {
				break
			}
			for ; next < group; next++ {
				ranked[next].Quota = quota.Name
				use.Given++
			}
		}
		uses = append(uses, use)
	}
	return uses
}

package casework

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// Standing is the place of one case in the ranking of its batch (名次).
type Standing struct {
	Rank       int    `json:"rank" doc:"名次；同分同名次"`
	Tied       bool   `json:"tied" doc:"与他人并列"`
	CaseID     string `json:"case_id" doc:"评定件编号"`
	StationID  string `json:"station_id" doc:"单位编号"`
	Code       string `json:"code" doc:"单位的对外编号"`
	Name       string `json:"name" doc:"单位名称"`
	Region     string `json:"region" doc:"区划代码"`
	RegionName string `json:"region_name" doc:"区划名称"`
	Stage      string `json:"stage" doc:"阶段"`
	OutOf      string `json:"out_of" doc:"总分；空为不计分"`
	Certain    string `json:"certain" doc:"已确定得分，名次据此排列"`
	Possible   string `json:"possible" doc:"可能得分"`
	Grade      string `json:"grade" doc:"已确定等级；空为没有"`
	Open       int    `json:"open" doc:"还没有结论的条目数"`
	Quota      string `json:"quota" doc:"占用哪一等级的名额；空为没有"`
	Note       string `json:"note" doc:"名次和名额的说明"`
}

// QuotaUse is how many places a quota has and how many the ranking gives.
type QuotaUse struct {
	Grade  string `json:"grade" doc:"等级"`
	Places int    `json:"places" doc:"名额"`
	Given  int    `json:"given" doc:"按名次给出几个"`
}

// RankingPage is a part of a ranking.
type RankingPage struct {
	Items  []Standing `json:"items" doc:"本页各项" nullable:"false"`
	Next   int        `json:"next" doc:"取下一页时作 from；0 为没有了"`
	Total  int        `json:"total" doc:"本区划内参加排名的共几件"`
	Quotas []QuotaUse `json:"quotas" doc:"名额" nullable:"false"`
}

// Ranking is the places of a batch's cases from one position on, for a region; ranks are those of the
// whole batch. Cases that ended without a title have none.
func (s *Service) Ranking(ctx context.Context, who Actor, batchID, region string, from, limit int) (RankingPage, error) {
	page := RankingPage{Items: []Standing{}, Quotas: []QuotaUse{}}
	tx := s.read(ctx)
	batch, region, err := s.overview(ctx, tx, who, batchID, region, policies.ActionRankingRead)
	if err != nil {
		return page, err
	}
	r, err := s.rank(tx, batch, region)
	if err != nil {
		return page, err
	}
	page.Total, page.Quotas = int(r.within), r.uses
	position := 0
	for i := range r.tiers {
		t := &r.tiers[i]
		first, end := position, position+int(t.within)
		position = end
		if end <= from || len(page.Items) == limit {
			continue
		}
		rows, err := r.rows(tx, t, max(0, from-first), limit-len(page.Items))
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, rows...)
	}
	if next := from + len(page.Items); next < page.Total {
		page.Next = next
	}
	return page, nil
}

// overview is a batch for somebody who may look at a region of it; without a region, at all of it.
func (s *Service) overview(
	ctx context.Context, tx *store.Tx, who Actor, batchID, region string, action policies.Action,
) (records.Batch, string, error) {
	batch, err := get[records.Batch](tx, batchID, "批次")
	if err != nil {
		return batch, "", err
	}
	if region == "" {
		region = batch.Region
	}
	return batch, region, s.allow(ctx, who, action, policies.Resource{Region: region})
}

// ranking is a batch put in order: by totals, and where the batch says so by what was lost at some items.
type ranking struct {
	batch  records.Batch
	region string
	places places
	tiers  []tier
	within int64
	uses   []QuotaUse
	grades []string // best first
	items  *sheets
}

// tier is the results of a batch that have one total.
type tier struct {
	total   standards.Points
	order   int64
	certain string
	rank    int
	n       int64
	within  int64
	grades  map[string]int64
	quotas  map[string]string // the quota that all of a grade take
	placed  map[string]string // by result, where the tie-break decided who takes one
	short   string            // the quota that has no place for all who are tied here
}

// named is the grades that the results of the tier have.
func (t *tier) named() []string { return slices.Sorted(maps.Keys(t.grades)) }

// rank puts the totals of a batch in order. It reads how often each occurs, not the results.
func (s *Service) rank(tx *store.Tx, batch records.Batch, region string) (*ranking, error) {
	std, err := s.sets.Current().Find(batch.Standard, s.today())
	if err != nil {
		return nil, &Problem{Code: Unavailable, Words: err.Error()}
	}
	r := &ranking{batch: batch, region: region, places: places{s.table}, items: s.sheets(batch.Standard), uses: []QuotaUse{}}
	for _, g := range std.Grades {
		r.grades = append(r.grades, g.Name)
	}
	found, err := tx.Tiers(batch.ID, regions.Prefix(region))
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if err := r.add(f); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(r.tiers, func(a, b tier) int { return cmp.Or(cmp.Compare(b.order, a.order), b.total.Cmp(a.total)) })
	before := 1
	for i := range r.tiers {
		r.tiers[i].rank = before
		before += int(r.tiers[i].n)
		r.within += r.tiers[i].within
	}
	return r, r.give(tx)
}

func (r *ranking) add(f store.Tier) error {
	if n := len(r.tiers); n == 0 || r.tiers[n-1].order != f.CertainOrder || r.tiers[n-1].certain != f.Certain {
		t := tier{order: f.CertainOrder, certain: f.Certain, grades: map[string]int64{}, quotas: map[string]string{}}
		if f.Certain != "" {
			var err error
			if t.total, err = standards.ParsePoints(f.Certain); err != nil {
				return err
			}
		}
		r.tiers = append(r.tiers, t)
	}
	t := &r.tiers[len(r.tiers)-1]
	t.n, t.within = t.n+f.N, t.within+f.Within
	t.grades[f.GradeCertain] += f.N
	return nil
}

// rows is some of a tier's cases in the region, in their order.
func (r *ranking) rows(tx *store.Tx, t *tier, offset, limit int) ([]Standing, error) {
	if len(r.batch.Rules.Ties) == 0 || t.n == 1 {
		found, err := tx.TierRows(r.batch.ID, regions.Prefix(r.region), t.order, t.certain, t.named(), offset, limit)
		standings := make([]Standing, len(found))
		for i, row := range found {
			standings[i] = r.standing(t, row, t.rank, t.n > 1)
		}
		return standings, err
	}
	found, err := tx.TierRows(r.batch.ID, "", t.order, t.certain, t.named(), 0, 0)
	if err != nil {
		return nil, err
	}
	standings := slices.Collect(r.ordered(t, found))
	standings = standings[min(offset, len(standings)):]
	return standings[:min(limit, len(standings))], nil
}

// ordered is all cases of a tier, of which those in the region are told with their ranks.
func (r *ranking) ordered(t *tier, rows []store.Ranked) func(func(Standing) bool) {
	return func(yield func(Standing) bool) {
		rank, start := t.rank, regions.Prefix(r.region)
		groups := r.tied(rows)
		for _, group := range groups {
			for _, row := range group {
				if !strings.HasPrefix(row.Region, start) {
					continue
				}
				standing := r.standing(t, row, rank, len(group) > 1)
				if len(groups) > 1 {
					standing.Note = join(standing.Note, "总分相同，按条目 "+strings.Join(r.batch.Rules.Ties, "、")+" 的失分排定")
				}
				if !yield(standing) {
					return
				}
			}
			rank += len(group)
		}
	}
}

func (r *ranking) standing(t *tier, row store.Ranked, rank int, tied bool) Standing {
	standing := Standing{
		Rank: rank, Tied: tied, CaseID: row.CaseID, StationID: row.StationID, Code: row.Code, Name: row.Name, Region: row.Region,
		RegionName: r.places.below(r.batch.Region, row.Region), Stage: row.Stage, OutOf: row.OutOf, Certain: row.Certain,
		Possible: row.Possible, Grade: row.GradeCertain, Open: row.Open, Quota: cmp.Or(t.placed[row.ID], t.quotas[row.GradeCertain]),
	}
	if standing.Quota == "" && t.short != "" && slices.Contains(r.fitting(t.short), row.GradeCertain) {
		standing.Note = "“" + t.short + "”名额不足以容纳全部同分单位，须另行裁定"
	}
	return standing
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "；" + b
}

package casework

import (
	"context"
	"slices"
	"strings"

	"zhanping/assessment/stages"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// SummaryRow is how the stations of a region stand.
type SummaryRow struct {
	Code   string       `json:"code" doc:"区划代码"`
	Name   string       `json:"name" doc:"区划名称"`
	Own    bool         `json:"own" doc:"只是本级单位，不含下级；不能再下钻"`
	Cases  int64        `json:"cases" doc:"评定件数；自评汇总中为 0"`
	Stages []StageCount `json:"stages" doc:"各阶段几件" nullable:"false"`
	Scored int64        `json:"scored" doc:"已有得分的几个"`
	Grades []GradeCount `json:"grades" doc:"各等级几个" nullable:"false"`
	Mean   string       `json:"mean" doc:"平均分，截到两位小数；空为没有"`

	sum int64
}

// StageCount is how many cases are in a stage.
type StageCount struct {
	Stage string `json:"stage" doc:"阶段"`
	N     int64  `json:"n" doc:"几件"`
}

// GradeCount is how many stations certainly have a grade.
type GradeCount struct {
	Grade string `json:"grade" doc:"等级；空为没有"`
	N     int64  `json:"n" doc:"几个"`
}

// Summary is how a region stands, in all and by the regions right below it (汇总).
type Summary struct {
	Standard string       `json:"standard" doc:"标准，写作 编号@版本"`
	OutOf    string       `json:"out_of" doc:"总分；空为不计分"`
	Total    SummaryRow   `json:"total" doc:"合计"`
	Parts    []SummaryRow `json:"parts" doc:"下一级各区划" nullable:"false"`
}

// BatchSummary is how a batch stands in a region: cases by stage, results by grade, means.
func (s *Service) BatchSummary(ctx context.Context, who Actor, batchID, region string) (Summary, error) {
	tx := s.read(ctx)
	batch, region, err := s.overview(ctx, tx, who, batchID, region, policies.ActionSummaryRead)
	if err != nil {
		return Summary{}, err
	}
	std, err := s.sets.Current().Find(batch.Standard, s.today())
	if err != nil {
		return Summary{}, &Problem{Code: Unavailable, Words: err.Error()}
	}
	sum, err := s.newSummary(tx, std, region)
	if err != nil {
		return Summary{}, err
	}
	names := make([]string, 0, len(stages.Stages()))
	for _, stage := range stages.Stages() {
		names = append(names, string(stage))
	}
	found, err := tx.StageTallies(batch.ID, sum.starts(), names)
	if err != nil {
		return Summary{}, err
	}
	for _, tally := range found {
		sum.addStage(tally)
	}
	found, err = tx.GradeTallies(batch.ID, sum.starts(), gradesOf(std))
	return sum.graded(found), err
}

// SelfSummary is what the stations of a region come to under a standard ("id" or "id@edition") by their
// own evidence.
func (s *Service) SelfSummary(ctx context.Context, who Actor, region, ref string) (Summary, error) {
	if err := s.allow(ctx, who, policies.ActionSummaryRead, policies.Resource{Region: region}); err != nil {
		return Summary{}, err
	}
	std, err := s.sets.Current().Find(ref, s.today())
	if err != nil {
		return Summary{}, wrong("standard", "%s", err.Error())
	}
	tx := s.read(ctx)
	sum, err := s.newSummary(tx, std, region)
	if err != nil {
		return Summary{}, err
	}
	found, err := tx.SelfTallies(std.Ref(), sum.starts(), gradesOf(std))
	return sum.graded(found), err
}

// gradesOf is the grades of a standard, the best first, and none.
func gradesOf(std *standards.Standard) []string {
	names := make([]string, 0, len(std.Grades)+1)
	for _, g := range std.Grades {
		names = append(names, g.Name)
	}
	return append(names, "")
}

// summing is a Summary being added up.
type summing struct {
	Summary
	parts []part
	rows  map[string]*SummaryRow // by the start of its codes
}

func (s *Service) newSummary(tx *store.Tx, std *standards.Standard, region string) (*summing, error) {
	p := places{s.table}
	parts, err := s.parts(tx, p, region)
	if err != nil {
		return nil, err
	}
	sum := &summing{parts: parts, rows: map[string]*SummaryRow{}}
	sum.Standard, sum.Total = std.Ref(), SummaryRow{Code: region, Name: p.name(region)}
	if std.OutOf != nil {
		sum.OutOf = std.OutOf.String()
	}
	sum.Parts = make([]SummaryRow, len(parts))
	for i, part := range parts {
		sum.Parts[i] = SummaryRow{Code: part.code, Name: p.name(part.code), Own: part.own}
		sum.rows[part.start] = &sum.Parts[i]
	}
	return sum, nil
}

func (s *summing) starts() []string {
	starts := make([]string, len(s.parts))
	for i, part := range s.parts {
		starts[i] = part.start
	}
	return starts
}

func (s *summing) addStage(tally store.Tally) {
	for _, row := range []*SummaryRow{s.rows[tally.Part], &s.Total} {
		row.Cases += tally.N
		i := slices.IndexFunc(row.Stages, func(c StageCount) bool { return c.Stage == tally.Key })
		if i < 0 {
			i = len(row.Stages)
			row.Stages = append(row.Stages, StageCount{Stage: tally.Key})
		}
		row.Stages[i].N += tally.N
	}
}

func (s *summing) graded(found []store.Tally) Summary {
	for _, tally := range found {
		for _, row := range []*SummaryRow{s.rows[tally.Part], &s.Total} {
			row.add(tally)
		}
	}
	s.Total.finish(s.OutOf)
	for i := range s.Parts {
		s.Parts[i].finish(s.OutOf)
	}
	return s.Summary
}

func (r *SummaryRow) add(tally store.Tally) {
	r.Scored, r.sum = r.Scored+tally.N, r.sum+tally.Sum
	i := slices.IndexFunc(r.Grades, func(c GradeCount) bool { return c.Grade == tally.Key })
	if i < 0 {
		i = len(r.Grades)
		r.Grades = append(r.Grades, GradeCount{Grade: tally.Key})
	}
	r.Grades[i].N += tally.N
}

func (r *SummaryRow) finish(outOf string) {
	if r.Stages == nil {
		r.Stages = []StageCount{}
	}
	if r.Grades == nil {
		r.Grades = []GradeCount{}
	}
	if r.Scored > 0 && outOf != "" {
		r.Mean = meanOf(r.sum, r.Scored).Display(2)
	}
}

// meanOf is the mean of totals that are given in millionths, each cut to a whole one.
func meanOf(sum, n int64) standards.Points {
	return standards.PointsOf(sum).Quo(standards.PointsOf(n * 1_000_000))
}

// Trend is how a region stood in one batch.
type Trend struct {
	BatchID  string       `json:"batch_id" doc:"批次编号"`
	Title    string       `json:"title" doc:"批次名称"`
	Year     int          `json:"year" doc:"年度"`
	Standard string       `json:"standard" doc:"标准，写作 编号@版本"`
	Scored   int64        `json:"scored" doc:"有得分的几个"`
	Grades   []GradeCount `json:"grades" doc:"各等级几个" nullable:"false"`
	Mean     string       `json:"mean" doc:"平均分，截到两位小数；空为没有"`
}

// Trends is how a region stood in every batch under any edition of a standard ("id"), the oldest first;
// batches in which it took no part are left out.
func (s *Service) Trends(ctx context.Context, who Actor, region, standard string) ([]Trend, error) {
	if err := s.allow(ctx, who, policies.ActionSummaryRead, policies.Resource{Region: region}); err != nil {
		return nil, err
	}
	tx := s.read(ctx)
	id, _, _ := strings.Cut(standard, "@")
	batches, err := tx.BatchesOf(id)
	if err != nil {
		return nil, err
	}
	var trends []Trend
	for _, batch := range batches {
		trend, err := s.trend(tx, batch, region)
		if err != nil {
			return nil, err
		}
		if trend.Scored > 0 {
			trends = append(trends, trend)
		}
	}
	return trends, nil
}

func (s *Service) trend(tx *store.Tx, batch records.Batch, region string) (Trend, error) {
	trend := Trend{BatchID: batch.ID, Title: batch.Title, Year: batch.Year, Standard: batch.Standard}
	std, err := s.sets.Current().Find(batch.Standard, s.today())
	if err != nil {
		return trend, &Problem{Code: Unavailable, Words: err.Error()}
	}
	found, err := tx.GradeTallies(batch.ID, []string{regions.Prefix(region)}, gradesOf(std))
	var row SummaryRow
	for _, tally := range found {
		row.add(tally)
	}
	if std.OutOf != nil {
		row.finish(std.OutOf.String())
	}
	trend.Scored, trend.Grades, trend.Mean = row.Scored, row.Grades, row.Mean
	return trend, err
}

// Workload is what an assessor of a batch has to do and has done.
type Workload struct {
	PersonID string `json:"person_id" doc:"核查员"`
	Name     string `json:"name" doc:"显示的姓名或职务"`
	Assigned int64  `json:"assigned" doc:"指派了几件"`
	Signed   int64  `json:"signed" doc:"已签字几件"`
	Next     string `json:"next" doc:"未签字的里面最近的计划核查日；空为没有"`
}

// Workloads is the work of a batch's assessors in a region, the most burdened first.
func (s *Service) Workloads(ctx context.Context, who Actor, batchID, region string) ([]Workload, error) {
	tx := s.read(ctx)
	batch, region, err := s.overview(ctx, tx, who, batchID, region, policies.ActionPeopleRead)
	if err != nil {
		return nil, err
	}
	found, err := tx.Workloads(batch.ID, regions.Prefix(region))
	loads := make([]Workload, len(found))
	for i, f := range found {
		loads[i] = Workload(f)
	}
	return loads, err
}

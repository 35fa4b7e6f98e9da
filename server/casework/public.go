package casework

import (
	"cmp"
	"context"

	"zhanping/assessment/stages"
	"zhanping/evidence"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// PublicBatch is what anybody may know of a batch.
type PublicBatch struct {
	ID        string `json:"id" doc:"编号"`
	Title     string `json:"title" doc:"名称"`
	Region    string `json:"region" doc:"组织单位的区划代码"`
	Year      int    `json:"year" doc:"年度"`
	Standard  string `json:"standard" doc:"标准，编号@版本"`
	Called    string `json:"standard_title" doc:"标准的名称和版本"`
	Draft     bool   `json:"draft" doc:"标准是本地草案，不是官方文本"`
	Bureau    string `json:"bureau" doc:"组织评定的主管部门；空为不知道"`
	Contact   string `json:"contact" doc:"异议受理方式；空为没有另行公布"`
	Published int    `json:"published" doc:"正在公示的单位数"`
	Named     int    `json:"named" doc:"已命名的单位数"`
}

// PublicStation is what publicity and naming show of a station: no name of a person, no score, no reason.
type PublicStation struct {
	Name      string `json:"name" doc:"单位名称"`
	Level     string `json:"level" doc:"层级"`
	Region    string `json:"region" doc:"区划代码"`
	In        string `json:"region_name" doc:"所在区划的名称；没有名称的为代码"`
	Sample    bool   `json:"sample" doc:"示例单位，不是真实单位"`
	Grade     string `json:"grade" doc:"等级"`
	State     string `json:"state" enum:"publicity,named,withdrawn" doc:"公示中、已命名、已摘牌"`
	Until     string `json:"until" doc:"公示截止日，或命名的有效期；空为不限"`
	Number    string `json:"number" doc:"文号或证书编号；公示中为空"`
	Title     string `json:"title" doc:"称号；公示中为空"`
	IssuedOn  string `json:"issued_on" doc:"颁发日"`
	Withdrawn string `json:"withdrawn" doc:"摘牌日；空为有效"`
	CardID    string `json:"card_id" doc:"结果卡编号；公示中为空"`
	afterward string // id of the case or award, where the next page goes on
}

// namedStages are where a case is once its title was given and not taken back.
var namedStages = []string{string(stages.Named), string(stages.Review), string(stages.Rectify), string(stages.Kept)}

// PublicBatches is the batches of a region, of those around it and within it, in which something is
// published or named, the newest year first; year 0 is every year.
func (s *Service) PublicBatches(ctx context.Context, who Actor, region string, year int) ([]PublicBatch, error) {
	if err := s.allow(ctx, who, policies.ActionPublicRead, policies.Resource{}); err != nil {
		return nil, err
	}
	where := []store.Condition{concerning(region)}
	if year != 0 {
		where = append(where, store.Equal("year", year))
	}
	tx := s.read(ctx)
	batches, err := store.List[records.Batch](tx, store.Query{Where: where, Order: []string{"-year", "id"}})
	if err != nil {
		return nil, err
	}
	var public []PublicBatch
	for _, batch := range batches {
		one, err := s.publicBatch(tx, batch)
		if err != nil {
			return nil, err
		}
		if one.Published+one.Named > 0 {
			public = append(public, one)
		}
	}
	return public, nil
}

// concerning narrows to a region, those around it and those within it; "" is everywhere.
func concerning(region string) store.Condition {
	around := []store.Condition{store.StartsWith("region", regions.Prefix(region))}
	for _, n := range []int{2, 4, 6, 9} {
		if len(region) == 12 {
			around = append(around, store.Equal("region", region[:n]+"000000000000"[n:]))
		}
	}
	return store.AnyOf(around...)
}

func (s *Service) publicBatch(tx *store.Tx, batch records.Batch) (PublicBatch, error) {
	public := PublicBatch{
		ID: batch.ID, Title: publicText(batch.Title), Region: batch.Region, Year: batch.Year, Standard: batch.Standard,
		Bureau:  publicText(cmp.Or(batch.Rules.Bureau, places{s.table}.bureau(batch.Region))),
		Contact: publicText(batch.Rules.Contact), Called: batch.Standard,
	}
	if std, err := s.sets.Current().Find(batch.Standard, s.today()); err == nil {
		public.Called, public.Draft = "《"+std.Title+"》（"+std.Edition+"）", std.Draft
	}
	published, err := store.Count[records.Case](tx, store.Equal("batch_id", batch.ID), store.Equal("stage", string(stages.Publicity)))
	if err != nil {
		return public, err
	}
	named, err := store.Count[records.Case](tx, store.Equal("batch_id", batch.ID), store.Among("stage", namedStages))
	public.Published, public.Named = int(published), int(named)
	return public, err
}

// publicText is a text that anybody may read; one that holds a personal number is not shown.
func publicText(text string) string {
	if evidence.Personal(text) != "" {
		return "（含个人信息，不予公开）"
	}
	return text
}

// PublicBatch is one batch in which something is published or named.
func (s *Service) PublicBatch(ctx context.Context, who Actor, id string) (PublicBatch, error) {
	if err := s.allow(ctx, who, policies.ActionPublicRead, policies.Resource{}); err != nil {
		return PublicBatch{}, err
	}
	tx := s.read(ctx)
	batch, err := store.Get[records.Batch](tx, id)
	if err != nil {
		return PublicBatch{}, orMissing(err, "公示或命名名单")
	}
	public, err := s.publicBatch(tx, batch)
	if err == nil && public.Published+public.Named == 0 {
		return PublicBatch{}, refuse(NotFound, "没有这个公示或命名名单，或者您无权查看；请核对编号")
	}
	return public, err
}

// Publicity is a page of the stations of a batch that are being published (公示), by the id of their case.
func (s *Service) Publicity(ctx context.Context, who Actor, batchID, after string, limit int) ([]PublicStation, error) {
	if _, err := s.PublicBatch(ctx, who, batchID); err != nil {
		return nil, err
	}
	where := []store.Condition{store.Equal("batch_id", batchID), store.Equal("stage", string(stages.Publicity))}
	if after != "" {
		where = append(where, store.After("id", after))
	}
	tx := s.read(ctx)
	cases, err := store.List[records.Case](tx, store.Query{Where: where, Limit: limit})
	if err != nil {
		return nil, err
	}
	ids, stationIDs := make([]string, len(cases)), make([]string, len(cases))
	for i, c := range cases {
		ids[i], stationIDs[i] = c.ID, c.StationID
	}
	results, err := store.List[records.Result](tx, store.Query{Where: []store.Condition{store.Among("case_id", ids)}})
	if err != nil {
		return nil, err
	}
	grades := map[string]string{}
	for _, r := range results {
		grades[r.CaseID] = r.GradeCertain
	}
	stations, err := stationsByID(tx, stationIDs)
	if err != nil {
		return nil, err
	}
	public := make([]PublicStation, len(cases))
	for i, c := range cases {
		public[i] = s.publicStation(stations[c.StationID])
		public[i].Grade, public[i].State, public[i].Until, public[i].afterward = grades[c.ID], "publicity", c.DueOn, c.ID
	}
	return public, nil
}

// Named is a page of the titles of a batch, also of those withdrawn since, by id.
func (s *Service) Named(ctx context.Context, who Actor, batchID, after string, limit int) ([]PublicStation, error) {
	if _, err := s.PublicBatch(ctx, who, batchID); err != nil {
		return nil, err
	}
	where := []store.Condition{store.Equal("batch_id", batchID)}
	if after != "" {
		where = append(where, store.After("id", after))
	}
	tx := s.read(ctx)
	awards, err := store.List[records.Award](tx, store.Query{Where: where, Limit: limit})
	if err != nil {
		return nil, err
	}
	stationIDs := make([]string, len(awards))
	for i, a := range awards {
		stationIDs[i] = a.StationID
	}
	stations, err := stationsByID(tx, stationIDs)
	if err != nil {
		return nil, err
	}
	public := make([]PublicStation, len(awards))
	for i, a := range awards {
		one := s.publicStation(stations[a.StationID])
		one.Grade, one.State, one.Until, one.afterward = a.Grade, "named", a.ValidUntil, a.ID
		one.Number, one.Title, one.IssuedOn, one.CardID = publicText(a.Number), publicText(a.Title), a.IssuedOn, a.CardID
		if one.Withdrawn = a.Withdrawn; a.Withdrawn != "" {
			one.State = "withdrawn"
		}
		public[i] = one
	}
	return public, nil
}

// Place is where a page that ends with the station goes on.
func (p PublicStation) Place() string { return p.afterward }

func (s *Service) publicStation(station records.Station) PublicStation {
	return PublicStation{
		Name: publicText(station.Name), Level: station.Level, Region: station.Region, In: places{s.table}.name(station.Region), Sample: station.Sample,
	}
}

func stationsByID(tx *store.Tx, ids []string) (map[string]records.Station, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	stations, err := store.List[records.Station](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
	found := make(map[string]records.Station, len(stations))
	for _, station := range stations {
		found[station.ID] = station
	}
	return found, err
}

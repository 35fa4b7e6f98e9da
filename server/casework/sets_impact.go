package casework

import (
	"context"
	"errors"

	"zhanping/assessment"
	"zhanping/internal/engine"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Impact is what publishing a draft would change, of the stations whose evidence was saved last.
type Impact struct {
	Stations int           `json:"stations" doc:"试算了几个单位"`
	Changed  int           `json:"changed" doc:"其中几个单位的结果会变"`
	Diffs    []StationDiff `json:"diffs" doc:"逐个单位、逐套标准的变化；没有变化的不列" nullable:"false"`
}

// StationDiff is what would change for one station under one standard.
type StationDiff struct {
	StationID string     `json:"station_id" doc:"单位编号；无权看这个单位的为空"`
	Name      string     `json:"name" doc:"单位名称；无权看这个单位的为空"`
	Level     string     `json:"level" doc:"层级"`
	Before    *Outlook   `json:"before" doc:"现行标准和规则下；没有则为新增"`
	After     *Outlook   `json:"after" doc:"发布以后；没有则不再适用"`
	Items     []ItemDiff `json:"items" doc:"结论或得分有变的条目" nullable:"false"`
	Problem   string     `json:"problem" doc:"不能试算的原因；空为没有"`
}

// Outlook is what a station comes to.
type Outlook struct {
	_             struct{} `nullable:"true"`
	Standard      string   `json:"standard" doc:"标准，编号@版本"`
	Certain       string   `json:"certain" doc:"已确定得分；不计分的为空"`
	Possible      string   `json:"possible" doc:"可能得分"`
	GradeCertain  string   `json:"grade_certain" doc:"已确定等级"`
	GradePossible string   `json:"grade_possible" doc:"可能等级"`
}

// ItemDiff is an item that comes out otherwise; an empty side says that there is no such item.
type ItemDiff struct {
	Item   string `json:"item" doc:"条目编号"`
	Title  string `json:"title" doc:"条目"`
	Before string `json:"before" doc:"以前的结论和已确定得分"`
	After  string `json:"after" doc:"以后的结论和已确定得分"`
}

// SetImpact judges the evidence of at most so many stations by what counts now and by what would count
// once the draft is published. Stations that the actor may not see are shown without their names.
func (s *Service) SetImpact(ctx context.Context, who Actor, id string, most int) (Impact, error) {
	impact := Impact{Diffs: []StationDiff{}}
	set, err := s.RuleSet(ctx, who, id)
	if err != nil {
		return impact, err
	}
	if set.State != setDraft {
		return impact, refuse(WrongStage, "这一套不是待批准的草案；发布以后的影响请看各单位的得分")
	}
	if err := s.RefreshSets(ctx); err != nil {
		return impact, err
	}
	sets, err := store.List[records.RuleSet](s.read(ctx), published())
	if err != nil {
		return impact, err
	}
	set.State = setApproved
	next, err := s.composeWith(sets, set)
	if err != nil {
		return impact, err
	}
	stations, err := store.List[records.Station](s.read(ctx), store.Query{
		Where: []store.Condition{
			store.Unequal("revision_id", ""), store.Equal("closed", false), store.StartsWith("region", regions.Prefix(set.Region)),
		},
		Order: []string{"-updated_at", "id"}, Limit: most,
	})
	if err != nil {
		return impact, err
	}
	for _, station := range stations {
		diffs, err := s.stationImpact(ctx, who, station, s.sets.Current(), next)
		if err != nil {
			return impact, err
		}
		impact.Stations++
		if len(diffs) > 0 {
			impact.Changed++
		}
		impact.Diffs = append(impact.Diffs, diffs...)
	}
	return impact, nil
}

func (s *Service) stationImpact(ctx context.Context, who Actor, station records.Station, now, next *engine.Engine) ([]StationDiff, error) {
	shown := StationDiff{StationID: station.ID, Name: station.Name, Level: station.Level, Items: []ItemDiff{}}
	var refused *Problem
	if err := s.allow(ctx, who, policies.ActionStationRead, resourceOf(station)); errors.As(err, &refused) {
		shown.StationID, shown.Name = "", ""
	} else if err != nil {
		return nil, err
	}
	revision, err := store.Get[records.Revision](s.read(ctx), station.RevisionID)
	if err != nil {
		return nil, err
	}
	before, errNow := judgedBy(ctx, now, revision.Text, s.today())
	after, errNext := judgedBy(ctx, next, revision.Text, s.today())
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	switch {
	case errNow != nil:
		return nil, nil // it cannot be judged now either
	case errNext != nil:
		shown.Problem = errNext.Error()
		return []StationDiff{shown}, nil
	}
	return diffsOf(shown, before, after), nil
}

// judgedBy is the reports of a text of evidence under every standard that applies on the day.
func judgedBy(ctx context.Context, sets *engine.Engine, text, day string) ([]*assessment.Report, error) {
	bundle, err := readEvidence(sets, text)
	if err != nil {
		return nil, err
	}
	chosen, err := sets.Choose(nil, bundle, day)
	if err != nil {
		return nil, err
	}
	reports, _, err := sets.AssessUnder(ctx, chosen, bundle, day)
	return reports, err
}

// diffsOf pairs reports by their standard's id, whatever the edition.
func diffsOf(shown StationDiff, before, after []*assessment.Report) []StationDiff {
	var diffs []StationDiff
	find := func(list []*assessment.Report, id string) *assessment.Report {
		for _, r := range list {
			if r.Standard.ID == id {
				return r
			}
		}
		return nil
	}
	for _, old := range before {
		recent := find(after, old.Standard.ID)
		one := shown
		one.Before, one.After, one.Items = outlook(old), outlook(recent), itemDiffs(old, recent)
		if recent == nil || *one.Before != *one.After || len(one.Items) > 0 {
			diffs = append(diffs, one)
		}
	}
	for _, recent := range after {
		if find(before, recent.Standard.ID) == nil {
			one := shown
			one.After, one.Items = outlook(recent), []ItemDiff{}
			diffs = append(diffs, one)
		}
	}
	return diffs
}

func outlook(r *assessment.Report) *Outlook {
	if r == nil {
		return nil
	}
	at := &Outlook{Standard: r.Standard.ID + "@" + r.Standard.Edition, GradeCertain: r.Grade.Certain, GradePossible: r.Grade.Possible}
	if r.Total != nil {
		at.Certain, at.Possible = r.Total.Certain.String(), r.Total.Possible.String()
	}
	return at
}

// itemDiffs is the items of two reports that come out otherwise, none where there is no second one.
func itemDiffs(before, after *assessment.Report) []ItemDiff {
	diffs := []ItemDiff{}
	if after == nil {
		return diffs
	}
	type side struct{ title, words string }
	read := func(r *assessment.Report) (map[string]side, []string) {
		sides, order := map[string]side{}, make([]string, len(r.Items))
		for i, item := range r.Items {
			order[i] = item.Item.ID
			sides[item.Item.ID] = side{item.Item.Title, string(item.Outcome) + " " + item.Points.Certain.String() + "/" + item.Max.String()}
		}
		return sides, order
	}
	old, order := read(before)
	recent, more := read(after)
	for _, id := range more {
		if _, known := old[id]; !known {
			order = append(order, id)
		}
	}
	for _, id := range order {
		if old[id].words != recent[id].words {
			title := recent[id].title
			if title == "" {
				title = old[id].title
			}
			diffs = append(diffs, ItemDiff{Item: id, Title: title, Before: old[id].words, After: recent[id].words})
		}
	}
	return diffs
}

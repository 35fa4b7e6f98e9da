package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// StationInput is what may be said of a station when it is entered or changed.
type StationInput struct {
	Code     string `json:"code" minLength:"1" maxLength:"64" pattern:"^[a-z0-9][a-z0-9-]*$" doc:"对外编号，同佐证材料 subject.id"`
	Name     string `json:"name" minLength:"2" maxLength:"60" doc:"单位名称"`
	Kind     string `json:"kind" doc:"类型，同佐证材料 subject.kind"`
	Level    string `json:"level" enum:"province,city,county,town,village" doc:"层级"`
	Region   string `json:"region" pattern:"^[0-9]{12}$" doc:"12 位区划代码"`
	ParentID string `json:"parent_id,omitempty" doc:"上级单位编号"`
	USCC     string `json:"uscc,omitempty" doc:"统一社会信用代码"`
	Sample   bool   `json:"sample,omitempty" doc:"示例数据"`
	Closed   bool   `json:"closed,omitempty" doc:"已撤并"`
}

// resourceOf is what the decision about a station looks at.
func resourceOf(station records.Station) policies.Resource {
	return policies.Resource{Region: station.Region, Station: station.ID}
}

// Station is one station.
func (s *Service) Station(ctx context.Context, who Actor, id string) (records.Station, error) {
	station, err := get[records.Station](s.read(ctx), id, "单位")
	if err != nil {
		return station, err
	}
	return station, s.allow(ctx, who, "station.read", resourceOf(station))
}

// StationFilter narrows a list of stations.
type StationFilter struct {
	Region string // 12 digits; "" is everything the actor may see
	Level  string
	Text   string // part of the name or the code
	Closed bool   // with those that were closed
	After  string // StationPlace of the last station of the page before
	Limit  int
}

// StationPlace is where a station stands in the list of Stations.
func StationPlace(s records.Station) string { return Place(s.Region, s.ID) }

// Stations is a page of the stations that the actor may see, by region.
func (s *Service) Stations(ctx context.Context, who Actor, f StationFilter) ([]records.Station, error) {
	if err := s.allowSomewhere(ctx, who, "station.read"); err != nil {
		return nil, err
	}
	after, err := placed(f.After, 2)
	if err != nil {
		return nil, err
	}
	where := []store.Condition{visible(who, "region", "id"), store.StartsWith("region", regions.Prefix(f.Region))}
	if f.Level != "" {
		where = append(where, store.Equal("level", f.Level))
	}
	if f.Text != "" {
		where = append(where, store.AnyOf(store.Contains("name", f.Text), store.Contains("code", f.Text)))
	}
	if !f.Closed {
		where = append(where, store.Equal("closed", false))
	}
	return store.List[records.Station](s.read(ctx), store.Query{
		Where: where, Order: []string{"region", "id"}, After: after, Limit: f.Limit,
	})
}

// visible narrows rows to the regions and stations of the actor's grants.
func visible(who Actor, region, station string) store.Condition {
	var seen []store.Condition
	for _, g := range who.Grants {
		if g.Role == "station" {
			seen = append(seen, store.Equal(station, g.StationID))
			continue
		}
		seen = append(seen, store.StartsWith(region, regions.Prefix(g.Region)))
	}
	return store.AnyOf(seen...)
}

// AddStation enters a station.
func (s *Service) AddStation(ctx context.Context, who Actor, in StationInput) (records.Station, error) {
	station := records.Station{Record: s.newRecord()}
	in.into(&station)
	if err := s.allow(ctx, who, "station.write", resourceOf(station)); err != nil {
		return station, err
	}
	err := s.within(ctx, func(tx *store.Tx) error {
		if err := s.checkStation(tx, station); err != nil {
			return err
		}
		if err := tx.Insert(&station); errors.Is(err, store.ErrExists) {
			return &Problem{Code: Exists, Words: fmt.Sprintf("已有编号为 %s 的单位；请换一个编号", station.Code)}
		} else if err != nil {
			return err
		}
		return s.note(tx, who, "station.write", "station", station.ID, station.Region, in)
	})
	return station, err
}

// ChangeStation changes what is said of a station, based on the version that the actor saw.
func (s *Service) ChangeStation(ctx context.Context, who Actor, id string, version int, in StationInput) (records.Station, error) {
	var station records.Station
	err := s.within(ctx, func(tx *store.Tx) error {
		var err error
		if station, err = get[records.Station](tx, id, "单位"); err != nil {
			return err
		}
		if err := s.allow(ctx, who, "station.write", resourceOf(station)); err != nil {
			return err
		}
		if station.Version != version {
			return stale("单位", station)
		}
		in.into(&station)
		// moved to another region, it must be the actor's as well
		if err := s.allow(ctx, who, "station.write", resourceOf(station)); err != nil {
			return err
		}
		if err := s.checkStation(tx, station); err != nil {
			return err
		}
		if err := s.update(tx, &station, "单位"); err != nil {
			return err
		}
		return s.note(tx, who, "station.write", "station", station.ID, station.Region, in)
	})
	return station, err
}

func (in StationInput) into(station *records.Station) {
	station.Code, station.Name, station.Kind, station.Level = in.Code, in.Name, in.Kind, in.Level
	station.Region, station.ParentID, station.USCC = in.Region, in.ParentID, in.USCC
	station.Sample, station.Closed = in.Sample, in.Closed
}

// checkStation refuses what contradicts itself or names a parent that is not there.
func (s *Service) checkStation(tx *store.Tx, station records.Station) error {
	schema := s.sets.Current().Schema()
	if !slices.Contains(schema.SubjectKinds(), station.Kind) {
		return wrong("kind", "类型“%s”不认识；应为 %v 之一", station.Kind, schema.SubjectKinds())
	}
	if want, ok := regions.LevelOf(station.Region); !ok || string(want) != station.Level {
		return wrong("region", "区划代码 %s 与层级不一致；下级各位应为 0，请核对区划代码和层级", station.Region)
	}
	if station.ParentID == "" {
		return nil
	}
	parent, err := store.Get[records.Station](tx, station.ParentID)
	if errors.Is(err, store.ErrNotFound) {
		return wrong("parent_id", "没有这个上级单位；请核对编号")
	}
	if err != nil {
		return err
	}
	if parent.ID == station.ID {
		return wrong("parent_id", "上级单位不能是它自己")
	}
	return nil
}

// update keeps a changed record; where somebody else was first, the refusal tells what stands now.
func (s *Service) update(tx *store.Tx, record records.Versioned, called string) error {
	record.Touch(s.now())
	err := tx.Update(record)
	if errors.Is(err, store.ErrStale) {
		return stale(called, nil)
	}
	if errors.Is(err, store.ErrExists) {
		return &Problem{Code: Exists, Words: "与已有的" + called + "重复；请核对编号"}
	}
	return err
}

// stale refuses a change that was based on an older version.
func stale(called string, current any) *Problem {
	return &Problem{Code: Stale, Current: current, Words: fmt.Sprintf("这个%s已被别人改过；请看现在的内容，合并后再保存", called)}
}

package casework

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"zhanping/internal/workbook"
	"zhanping/server/records"
	"zhanping/server/store"
)

// MostListed is how many stations a list has that is downloaded at once; longer ones are made by a job.
const MostListed = 5000

// StationList is the stations that the actor may see, as a list that ImportStations reads.
func (s *Service) StationList(ctx context.Context, who Actor, f StationFilter, format workbook.Format) ([]byte, error) {
	f.After, f.Limit = "", MostListed+1
	stations, err := s.Stations(ctx, who, f)
	if err != nil {
		return nil, err
	}
	if len(stations) > MostListed {
		return nil, refuse(TooLarge, "单位超过 %d 个，不能直接下载；请按地区、层级缩小范围，或用导出任务", MostListed)
	}
	parents, err := s.parentNames(s.read(ctx), stations)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = workbook.WriteStations(&out, format, func(yield func(workbook.StationRow, error) bool) {
		for _, station := range stations {
			row := workbook.StationRow{
				Code: station.Code, Name: station.Name, Kind: station.Kind, Level: station.Level, Region: station.Region,
				USCC: station.USCC, Parent: parents[station.ParentID],
			}
			if !yield(row, nil) {
				return
			}
		}
	})
	return out.Bytes(), err
}

// parentNames is the names of the stations' parents by their id.
func (s *Service) parentNames(tx *store.Tx, stations []records.Station) (map[string]string, error) {
	names := map[string]string{}
	for _, station := range stations {
		if station.ParentID != "" {
			names[station.ParentID] = ""
		}
	}
	for ids := range slices.Chunk(slices.Collect(maps.Keys(names)), importAtOnce) {
		found, err := store.List[records.Station](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
		if err != nil {
			return nil, err
		}
		for _, parent := range found {
			names[parent.ID] = parent.Name
		}
	}
	return names, nil
}

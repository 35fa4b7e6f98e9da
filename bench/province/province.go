// Package province makes up the stations of a province, or of the whole nation, for measuring
// at real size: one for each region of the packaged table, with the codes and names of the
// table and with evidence that is generated and says so.
package province

import (
	"fmt"
	"iter"
	"strconv"

	"zhanping/bench/invent"
	"zhanping/internal/regions"
)

// Mark stands before the title of every source of a generated bundle.
const Mark = "【压测生成，非真实数据】"

// Station is a station or centre as the table suggests it.
type Station struct {
	Code   string // of its region
	Name   string // the region's name and 退役军人服务站, from the county up 退役军人服务中心
	Level  regions.Level
	Parent string // code of the station above it, "" for a province's
}

// Stations is one station for each region within a prefix (leading digits or a code, "" for
// the nation) in the order of the codes. Left out is what has no office: grouping rows, what
// is only similar to a town or village together with all below it, and a county without towns.
func Stations(table *regions.Table, prefix string) iter.Seq[Station] {
	return func(yield func(Station) bool) {
		skipped := within(table, prefix)
		for region := range table.All(prefix) {
			if region.Kind == regions.Nominal || regions.Contains(skipped, region.Code) {
				continue
			}
			if region.Kind == regions.Similar || townless(table, region) {
				skipped = region.Code
				continue
			}
			name := region.Name + house(region.Level)
			if !yield(Station{Code: region.Code, Name: name, Level: region.Level, Parent: region.Parent}) {
				return
			}
		}
	}
}

// within is the code of the zone in which a prefix begins, "" mostly.
func within(table *regions.Table, prefix string) string {
	for first := range table.All(prefix) {
		if parent, ok := table.Find(first.Parent); ok && parent.Kind == regions.Similar {
			return parent.Code
		}
		break
	}
	return ""
}

func townless(table *regions.Table, region regions.Region) bool {
	return region.Level == regions.County && table.Count(region.Code, regions.Town) == 0
}

func house(level regions.Level) string {
	switch level {
	case regions.Province, regions.City, regions.County:
		return "退役军人服务中心"
	case regions.Town, regions.Village:
		return "退役军人服务站"
	}
	return ""
}

// Bundle is a generated bundle of a station as YAML, always the same for the same inventor.
// It says sample: true, and every fact rests on a source whose title begins with Mark. The
// inventor should be that of a standard for the station's level.
func Bundle(inventor *invent.Inventor, station Station) ([]byte, error) {
	n, err := strconv.ParseUint(station.Code, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("generate a bundle for %s: %w", station.Name, err)
	}
	return inventor.Bundle(n, invent.Subject{
		ID: "generated-" + station.Code, Name: station.Name, Level: string(station.Level), Region: station.Code, Mark: Mark,
	}), nil
}

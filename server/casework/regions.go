package casework

import (
	"context"
	"strings"

	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/store"
)

// Regions is the regions right below one, or, with a text, those within it whose names contain the
// text, at most limit; "" is the whole nation.
func (s *Service) Regions(ctx context.Context, who Actor, within, text string, limit int) ([]regions.Region, error) {
	if err := s.allow(ctx, who, policies.ActionRegionRead, policies.Resource{Region: within}); err != nil {
		return nil, err
	}
	table, err := s.regionTable()
	if err != nil {
		return nil, err
	}
	if text != "" {
		return table.Search(text, within, limit), nil
	}
	if within != "" {
		if _, known := table.Find(within); !known {
			return nil, refuse(NotFound, "区划表里没有代码 %s；请核对", within)
		}
	}
	return table.Children(within), nil
}

// Region is a region with those around it, from the province down to itself.
func (s *Service) Region(ctx context.Context, who Actor, code string) ([]regions.Region, error) {
	if err := s.allow(ctx, who, policies.ActionRegionRead, policies.Resource{Region: code}); err != nil {
		return nil, err
	}
	table, err := s.regionTable()
	if err != nil {
		return nil, err
	}
	path := table.Path(code)
	if len(path) == 0 {
		return nil, refuse(NotFound, "区划表里没有代码 %s；请核对", code)
	}
	return path, nil
}

// RegionsAround is the names of the regions that a region lies in, one behind the other; there are many of
// the same name. Where there is no table it is empty.
func (s *Service) RegionsAround(code string) string {
	if s.table == nil {
		return ""
	}
	var names strings.Builder
	for _, region := range s.table.Path(code) {
		if region.Code != code {
			names.WriteString(region.Name)
		}
	}
	return names.String()
}

func (s *Service) regionTable() (*regions.Table, error) {
	if s.table == nil {
		return nil, &Problem{Code: Unavailable, Words: regions.ErrNotPacked.Error()}
	}
	return s.table, nil
}

// places names regions for people; what the table does not know keeps its code. There may be no
// table: a program that was built without one still lists and sums up.
type places struct{ table *regions.Table }

// name is what a region is called, without those around it.
func (p places) name(code string) string {
	if code == "" {
		return "全国"
	}
	if p.table != nil {
		if region, known := p.table.Find(code); known {
			return region.Name
		}
	}
	return code
}

// below is a region's name with those of the regions around it that lie within another region.
func (p places) below(within, code string) string {
	if p.table == nil || code == within {
		return p.name(code)
	}
	var names strings.Builder
	for _, region := range p.table.Path(code) {
		if region.Code != within && strings.HasPrefix(region.Code, regions.Prefix(within)) {
			names.WriteString(region.Name)
		}
	}
	if names.Len() == 0 {
		return p.name(code)
	}
	return names.String()
}

// bureau is what the office for veterans of a region is called; empty where the region has no name here.
func (p places) bureau(code string) string {
	name := p.name(code)
	if name == code {
		return ""
	}
	if level, _ := regions.LevelOf(code); level == regions.Province {
		return name + "退役军人事务厅"
	}
	return name + "退役军人事务局"
}

// grouping reports whether a region only groups others, so that a summary leads past it.
func (p places) grouping(code string) bool {
	if p.table == nil {
		return false
	}
	region, known := p.table.Find(code)
	return known && region.Kind == regions.Nominal
}

// part is a region one level below another, or the other itself without what lies below it.
type part struct {
	code  string
	start string // of the codes of what it holds; the whole code for the region itself
	own   bool
}

// parts is the regions right below one in which there are stations, and the region itself where a
// station is its own. It looks at the stations, not at the table of regions, so that nothing is left
// out where they disagree.
func (s *Service) parts(tx *store.Tx, p places, region string) ([]part, error) {
	start := regions.Prefix(region)
	var found []part
	for from := start; ; {
		code, err := tx.NextRegion(from, start+":")
		if err != nil || code == "" {
			return found, err
		}
		next := part{code: code, start: code, own: true}
		if code != region {
			next = partOf(p, region, start, code)
		}
		found = append(found, next)
		from = next.start + ":"
		if next.own {
			from = next.start + "0"
		}
	}
}

// partOf is the part of a region that a code lies in. Where a city has no counties, its towns are its parts.
func partOf(p places, region, start, code string) part {
	for _, n := range []int{2, 4, 6, 9, 12} {
		if n <= len(start) || n > len(code) {
			continue
		}
		above := code[:n] + strings.Repeat("0", len(code)-n)
		if above != region && !p.grouping(above) {
			return part{code: above, start: code[:n]}
		}
	}
	return part{code: code, start: code, own: true}
}

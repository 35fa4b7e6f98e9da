// Package regions is the table of administrative regions by their 12-digit statistical
// codes (统计用区划代码), as the National Bureau of Statistics last published it (as of
// 30 June 2023), and the tree that the codes draw. It never says who may do what in a
// region, and it knows no station.
//
// The table is every row of the publisher, 665,271 of them, since a station may stand in
// any. What a row is for beside its level says its Kind: a few rows only group others, and
// development zones, farms and the like are listed beside towns and villages.
//
// Measured by `go test -run - -bench . ./internal/regions` on two shared virtual cores, go1.26.8:
// the first Open takes 0.2 to 0.3 s and the table keeps 22 MiB of heap; Find takes 0.6 µs, a search
// through all names that finds nothing 13 ms, counting the nation's villages 6 ms, and walking
// over all rows 0.1 s.
package regions

import (
	"embed"
	"io/fs"
	"sync"
)

// Level is the level of government that a region has (层级).
type Level string

// The five levels, from the outermost.
const (
	Province Level = "province" // 省、自治区、直辖市
	City     Level = "city"     // 地级
	County   Level = "county"   // 县级
	Town     Level = "town"     // 乡镇、街道
	Village  Level = "village"  // 村、社区
)

// Kind is what a row of the table stands for.
type Kind string

// The three kinds.
const (
	// Ordinary is a region with a government or a committee of its own.
	Ordinary Kind = "ordinary"
	// Nominal is a row of city level that only groups counties: 市辖区 and 县 of the four
	// municipalities, 省直辖县级行政区划. It has no office, and the tree leads past it.
	Nominal Kind = "nominal"
	// Similar is what the publisher lists beside towns (类似乡级单位) or villages
	// (类似居委会、类似村委会): zones, farms, "virtual communities", but also streets and
	// communities that were not yet approved. Real villages may lie below a similar town.
	Similar Kind = "similar"
)

// Region is one row of the table.
type Region struct {
	Code   string `json:"code"` // 12 digits
	Name   string `json:"name"` // as published
	Level  Level  `json:"level"`
	Kind   Kind   `json:"kind"`
	Parent string `json:"parent"` // code of the region right above, never a nominal one; "" for a province
}

//go:embed all:data
var packaged embed.FS

var open = sync.OnceValues(func() (*Table, error) {
	data, err := fs.Sub(packaged, "data")
	if err != nil {
		return nil, err
	}
	return Read(data)
})

// Open returns the packaged table, which is read once, on the first call. The error is in
// Chinese: the program was built without the table.
func Open() (*Table, error) { return open() }

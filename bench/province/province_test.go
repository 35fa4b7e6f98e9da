package province_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"zhanping/bench/invent"
	"zhanping/bench/province"
	"zhanping/evidence"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/standards"
)

func packaged(t testing.TB) *regions.Table {
	t.Helper()
	table, err := regions.Open()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestAStationStandsInEachRegion(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	type counts = map[regions.Level]int
	for name, c := range map[string]struct {
		prefix string
		want   counts
	}{
		"a county, one of whose villages is only similar": {"330482", counts{"county": 1, "town": 9, "village": 135}},
		"a municipality has no city centres":              {"31", counts{"province": 1, "county": 16, "town": 215, "village": 6373}},
		"a city without counties":                         {"441900000000", counts{"city": 1, "town": 32, "village": 597}},
		"a prefix inside a zone":                          {"440304400000", counts{}},
		"a village of a zone":                             {"320505400033", counts{}},
		"a county without towns":                          {"350527000000", counts{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := counts{}
			for station := range province.Stations(table, c.prefix) {
				got[station.Level]++
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheNationHasAStationForEachCodeAboveWhichOneStands(t *testing.T) {
	t.Parallel()
	got := map[regions.Level]int{}
	known := map[string]bool{"": true}
	last := ""
	for station := range province.Stations(packaged(t), "") {
		got[station.Level]++
		if !known[station.Parent] {
			t.Fatalf("%v hangs below a station that is not there", station)
		}
		if station.Code <= last {
			t.Fatalf("%s comes after %s", station.Code, last)
		}
		last = station.Code
		if station.Level != regions.Village {
			known[station.Code] = true
		}
	}
	want := map[regions.Level]int{"province": 31, "city": 333, "county": 2974, "town": 38641, "village": 605498}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAStationIsNamedAfterItsRegion(t *testing.T) {
	t.Parallel()
	var got []province.Station
	for station := range province.Stations(packaged(t), "1101") {
		if got = append(got, station); len(got) == 3 {
			break
		}
	}
	want := []province.Station{
		{Code: "110101000000", Name: "东城区退役军人服务中心", Level: "county", Parent: "110000000000"},
		{Code: "110101001000", Name: "东华门街道退役军人服务站", Level: "town", Parent: "110101000000"},
		{Code: "110101001001", Name: "多福巷社区居委会退役军人服务站", Level: "village", Parent: "110101001000"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// inventor is one for a standard that applies at every level.
func inventor(t testing.TB, id string) *invent.Inventor {
	t.Helper()
	engine, err := policies.Load(evidence.DefaultSchema(), policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	std, err := standards.Load(os.DirFS("../.."), "standards/"+id)
	if err != nil {
		t.Fatal(err)
	}
	var items []standards.Item
	for _, chapter := range std.Chapters {
		items = append(items, chapter.Items...)
	}
	asOf := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)
	return invent.New(evidence.DefaultSchema(), items, engine.Checks(), asOf, 76)
}

func TestABundleIsReadAndMarked(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for name, id := range map[string]string{"by the 76 items": "fqs-town-76", "by the five haves": "five-have"} {
		inventor := inventor(t, id)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := 0
			for station := range province.Stations(table, "") {
				// A few of everything, and every name that is not plain Chinese.
				odd := strings.ContainsFunc(station.Name, func(r rune) bool { return r < 0x80 || !unicode.Is(unicode.Han, r) })
				if !odd && !strings.HasPrefix(station.Code, "330482106") && station.Level != regions.Province {
					continue
				}
				read++
				text, err := province.Bundle(inventor, station)
				if err != nil {
					t.Fatal(err)
				}
				bundle, err := evidence.Read(station.Code+".yaml", text, evidence.Options{})
				if err != nil {
					t.Fatalf("%v\n%s", err, text[:400])
				}
				want := evidence.Subject{
					ID: "generated-" + station.Code, Name: station.Name, Kind: "station", Level: string(station.Level), Region: station.Code, Sample: true,
				}
				if diff := cmp.Diff(want, bundle.Subject); diff != "" {
					t.Error(diff)
				}
				for _, source := range bundle.Sources {
					if !strings.HasPrefix(source.Title, province.Mark) {
						t.Errorf("%s: source %s is not marked: %s", station.Code, source.ID, source.Title)
					}
				}
				if path := unsourced("", bundle.Facts); path != "" {
					t.Errorf("%s: %s rests on no source", station.Code, path)
				}
			}
			if read < 400 {
				t.Errorf("only %d bundles were read", read)
			}
		})
	}
}

// unsourced is the path of a fact that rests on no source, "" where there is none.
func unsourced(path string, value *evidence.Value) string {
	if len(value.Sources) > 0 {
		return ""
	}
	if value.Kind != evidence.Object {
		return path
	}
	for _, field := range value.Fields {
		if found := unsourced(path+"/"+field.Name, field.Value); found != "" {
			return found
		}
	}
	return ""
}

func TestABundleIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	station := province.Station{Code: "330482106000", Name: "广陈镇退役军人服务站", Level: regions.Town}
	first, err := province.Bundle(inventor(t, "fqs-town-76"), station)
	if err != nil {
		t.Fatal(err)
	}
	again, err := province.Bundle(inventor(t, "fqs-town-76"), station)
	if err != nil || !bytes.Equal(first, again) {
		t.Error("two bundles of one station differ", err)
	}
	station.Code = "330482108000"
	other, err := province.Bundle(inventor(t, "fqs-town-76"), station)
	if err != nil || bytes.Equal(first, bytes.ReplaceAll(other, []byte("330482108000"), []byte("330482106000"))) {
		t.Error("the bundles of two stations hold the same figures", err)
	}
	if _, err := province.Bundle(inventor(t, "fqs-town-76"), province.Station{Code: "none"}); err == nil {
		t.Error("a station without a code was taken")
	}
}

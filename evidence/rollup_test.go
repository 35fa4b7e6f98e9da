package evidence_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhanping/evidence"
)

// countySection is what the schema of these tests has for a county.
const countySection = `{
  "title": "县域", "type": "object", "additionalProperties": false, "properties": {
    "stations": {"title": "站数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000, "x-rollup": {"count": {"kind": "station"}}},
    "villages": {"title": "村站数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000, "x-rollup": {"count": {"kind": "station", "level": "village"}}},
    "homes": {"title": "家数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000, "x-rollup": {"count": {"kind": "home"}}},
    "fixed": {"title": "有固定场所的站数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000, "x-rollup": {"count": {"kind": "station"}, "where": "premises.fixed"}},
    "staffed": {"title": "有人的站数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000, "x-rollup": {"count": {"kind": "station"}, "where": "staff.total"}},
    "linked": {"title": "上级属实的村站数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000, "x-rollup": {"count": {"kind": "station", "level": "village"}, "linked": "premises.host"}},
    "area": {"title": "总面积", "type": "number", "x-unit": "㎡", "minimum": 0, "maximum": 1000000, "x-rollup": {"sum": "premises.area_sqm", "of": {"kind": "station"}}},
    "closed": {"title": "总办结", "type": "integer", "x-unit": "件", "minimum": 0, "maximum": 1500000, "x-rollup": {"sum": "case.closed", "of": {"kind": "station"}}},
    "planned": {"title": "规划数", "type": "integer", "x-unit": "个", "minimum": 0, "maximum": 9000},
    "share": {"title": "建成比例", "type": "number", "x-unit": "%", "minimum": 0, "maximum": 100, "x-rollup": {"percent": "county.villages", "of": "county.planned"}}
  }}`

// schemaWith is the test schema with that section for a county.
func schemaWith(section string) ([]byte, error) {
	data, err := os.ReadFile("testdata/schema.json")
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	part := tree["properties"].(map[string]any)["evidence"].(map[string]any)["properties"].(map[string]any)
	part["county"] = json.RawMessage(section)
	return json.Marshal(tree)
}

var countySchema = sync.OnceValue(func() *evidence.Schema {
	data, err := schemaWith(countySection)
	if err != nil {
		panic(err)
	}
	schema, err := evidence.ParseSchema(data)
	if err != nil {
		panic(err)
	}
	return schema
})

func subjectText(id, name, kind, level, region string) string {
	return fmt.Sprintf("subject: {id: %s, name: %s, kind: %s, level: %s, region: %q}\nreporting_date: 2026-06-30\n"+
		"sources:\n  S1: {kind: system, title: 导出表, system: 业务系统, date: 2026-06-30}\nevidence:\n", id, name, kind, level, region)
}

// The county of these tests: a town with two villages, and what the county types in.
const (
	countyRegion = "330482000000"
	townFacts    = "  premises: {area_sqm: 92.5, fixed: 是}\n  staff: {total: 3}\n  case: {closed: {value: 100, source: S1}}\n"
	firstFacts   = "  premises: {area_sqm: 30.25, fixed: 是, host: 甲镇站}\n  staff: {total: 1}\n  case: {closed: {value: 20, source: S1}}\n"
	secondFacts  = "  premises: {area_sqm: 7.25, fixed: 否, host: 乙镇站}\n  staff: {total: 0}\n  case: {closed: {value: 3, source: S1}}\n"
)

func county(typed string, members map[string]string) fstest.MapFS {
	text := subjectText("county", "示例县体系", "county_system", "county", countyRegion)
	fsys := fstest.MapFS{"county/bundle.yaml": {Data: []byte(text + typed)}}
	for name, member := range members {
		fsys["county/stations/"+name] = &fstest.MapFile{Data: []byte(member)}
	}
	return fsys
}

func threeStations() map[string]string {
	return map[string]string{
		"a-town/bundle.yaml": subjectText("a-town", "甲镇站", "station", "town", "330482106000") + townFacts,
		"b-first.yaml":       subjectText("b-first", "丁村站", "station", "village", "330482106201") + firstFacts,
		"c-second.yml":       subjectText("c-second", "戊村站", "station", "village", "330482106202") + secondFacts,
		"attachments/a.jpg":  "a photo",
		".DS_Store":          "junk",
	}
}

func openCounty(fsys fstest.MapFS) (*evidence.Bundle, error) {
	return evidence.Open(fsys, "county", evidence.Options{Schema: countySchema()})
}

// rolled is the county's facts as text by their names.
func rolled(b *evidence.Bundle) map[string]string {
	got := map[string]string{}
	for _, f := range b.Value("county").Fields {
		got[f.Name] = f.Value.Text
	}
	return got
}

func noteTexts(b *evidence.Bundle) []string {
	var texts []string
	for _, n := range b.Notes {
		texts = append(texts, n.Text)
	}
	return texts
}

func TestACountyIsRolledUpFromItsStations(t *testing.T) {
	t.Parallel()
	b, err := openCounty(county("  county:\n    planned: 3\n    area:\n", threeStations()))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"stations": "3", "villages": "2", "fixed": "2", "staffed": "2", "linked": "1",
		"area": "130", "closed": "123", "planned": "3", "share": "66.66",
	}
	if diff := cmp.Diff(want, rolled(b)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	files := []string{}
	for _, m := range b.Members {
		files = append(files, m.ID+" "+m.Name+" "+m.File)
		if alone, err := evidence.Open(county("", threeStations()), strings.TrimSuffix(m.File, "/bundle.yaml"), evidence.Options{Schema: countySchema()}); err != nil || alone.Digest != m.Digest {
			t.Errorf("%s is pinned as %s, not as it is read alone (%v)", m.ID, m.Digest, err)
		}
	}
	if diff := cmp.Diff([]string{
		"a-town 甲镇站 county/stations/a-town/bundle.yaml", "b-first 丁村站 county/stations/b-first.yaml", "c-second 戊村站 county/stations/c-second.yml",
	}, files); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	area := b.Value("county.area")
	if diff := cmp.Diff([]string{"a-town", "b-first", "c-second"}, area.Sources); diff != "" || area.At.String() != "county/bundle.yaml:8:5" {
		t.Errorf("the area stands at %s and rests on (-want +got):\n%s", area.At, diff)
	}
	if _, blank := b.Blanks["county.area"]; blank {
		t.Error("the area is blank although it is rolled up")
	}
	if at := b.Value("county.fixed").At.String(); at != "county/bundle.yaml:6:3" {
		t.Errorf("what is not written stands at %s, not at its section", at)
	}
	if diff := cmp.Diff([]string{
		"“上级属实的村站数”不含戊村站：所写的上级站不在材料里，或层级、区划对不上",
		"没有老兵壹家的材料，没有汇总“家数”",
	}, noteTexts(b)); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// TestNothingMissingCountsAsZero: a value exists only where every counted member states
// the fact.
func TestNothingMissingCountsAsZero(t *testing.T) {
	t.Parallel()
	members := threeStations()
	members["c-second.yml"] = strings.Replace(secondStation(), "area_sqm: 7.25, fixed: 否, ", "", 1)
	for i := range 11 {
		name := fmt.Sprintf("d-%02d", i)
		members[name+".yaml"] = subjectText(name, "己"+name+"站", "station", "town", "330482107000") + "  staff: {total: }\n"
	}
	b, err := openCounty(county("  county:\n    closed: 7\n", members))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"stations": "14", "villages": "2", "linked": "1", "closed": "7"}, rolled(b)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	notes := strings.Join(noteTexts(b), "\n")
	for _, want := range []string{
		"“总面积”没有汇总：戊村站、己d-00站、", "等 12 个站没有填“使用面积”（premises.area_sqm）", "“总办结”没有汇总：己d-00站、",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("no note says %s:\n%s", want, notes)
		}
	}
	if strings.Contains(notes, "己d-10站") {
		t.Errorf("more than ten are named:\n%s", notes)
	}
}

func secondStation() string { return threeStations()["c-second.yml"] }

func TestOtherReportingDatesAreNoted(t *testing.T) {
	t.Parallel()
	members := threeStations()
	members["c-second.yml"] = strings.Replace(secondStation(), "2026-06-30\nsources", "2026-03-31\nsources", 1)
	b, err := openCounty(county("  {}\n", members))
	if err != nil {
		t.Fatal(err)
	}
	if notes := noteTexts(b); notes[0] != "戊村站的统计截止日不是 2026-06-30" {
		t.Errorf("got the notes %q", notes)
	}
}

func TestTypedAndRolledUpMustAgree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, typed, want string }{
		{"the same number", "stations: 3, area: 130.0, closed: 123", ""},
		{"another count", "stations: 4", "county/bundle.yaml:6:22: “站数”填的是 4个，由各站材料汇总得 3个（county/stations/a-town/bundle.yaml、county/stations/b-first.yaml、county/stations/c-second.yml）"},
		{"another sum", "area: 130.1", "“总面积”填的是 130.1㎡，由各站材料汇总得 130㎡"},
		{"a percentage as cut", "planned: 3, share: 66.66", ""},
		{"a percentage as rounded", "planned: 3, share: 66.7", ""},
		{"a percentage without places", "planned: 3, share: 67", ""},
		{"another percentage", "planned: 3, share: 66.5", "“建成比例”填的是 66.5%，由各站材料汇总得 66.66%"},
		{"a typed value of what nobody has", "homes: 5", ""},
		{"a percentage of a plan that is not there", "share: 12", ""},
		{"a percentage of a plan of none", "planned: 0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, err := openCounty(county("  county: {"+c.typed+"}\n", threeStations()))
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				for pair := range strings.SplitSeq(c.typed, ", ") {
					name, text, _ := strings.Cut(pair, ": ")
					if got := rolled(b)[name]; got != strings.TrimSuffix(text, ".0") {
						t.Errorf("%s became %s", pair, got)
					}
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestMoreBuiltThanPlannedHasNoPercentage(t *testing.T) {
	t.Parallel()
	b, err := openCounty(county("  county: {planned: 1}\n", threeStations()))
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(noteTexts(b), "\n"); b.Value("county.share") != nil || !strings.Contains(notes, "“建成比例”没有计算：村站数 2 多于规划数 1") {
		t.Errorf("got %v and the notes\n%s", b.Value("county.share"), notes)
	}
}

func TestLinksNameTheUnitAbove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, host, want string }{
		{"the town's station", "甲镇站", "2"},
		{"the town's station among blanks", "' 甲镇站 '", "2"},
		{"a village's station", "丁村站", "1"},
		{"itself", "戊村站", "1"},
		{"another town's station", "乙镇站", "1"},
		{"the county's centre, two levels up", "县中心", "1"},
		{"nobody who is there", "丙镇站", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			members := threeStations()
			members["c-second.yml"] = strings.Replace(secondStation(), "host: 乙镇站", "host: "+c.host, 1)
			members["other.yaml"] = subjectText("other", "乙镇站", "station", "town", "330482107000") + townFacts
			members["centre.yaml"] = subjectText("centre", "县中心", "station", "county", countyRegion) + townFacts
			b, err := openCounty(county("  {}\n", members))
			if err != nil {
				t.Fatal(err)
			}
			if got := b.Value("county.linked").Text; got != c.want {
				t.Errorf("%s villages are linked, want %s", got, c.want)
			}
		})
	}
}

// TestSumsAreExact adds the same numbers independently.
func TestSumsAreExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		members := map[string]string{}
		area, closed, fixed := new(big.Rat), 0, 0
		known := true
		for i := range rapid.IntRange(1, 8).Draw(t, "stations") {
			facts := ""
			hundredths, cases := rapid.IntRange(0, 99999).Draw(t, "area"), rapid.IntRange(0, 9999).Draw(t, "closed")
			yes := rapid.Bool().Draw(t, "fixed")
			if rapid.IntRange(0, 9).Draw(t, "states its area") > 0 {
				facts = fmt.Sprintf("area_sqm: %d.%02d, ", hundredths/100, hundredths%100)
			} else {
				known = false
			}
			area.Add(area, big.NewRat(int64(hundredths), 100))
			closed += cases
			if yes {
				fixed++
			}
			id := fmt.Sprintf("s-%d", i)
			members[id+".yaml"] = subjectText(id, id+"站", "station", "town", fmt.Sprintf("3304821%02d000", i+1)) +
				fmt.Sprintf("  premises: {%sfixed: %v}\n  case: {closed: {value: %d, source: S1}}\n", facts, yes, cases)
		}
		b, err := openCounty(county("  {}\n", members))
		if err != nil {
			t.Fatal(err)
		}
		got := rolled(b)
		if got["closed"] != fmt.Sprint(closed) || got["fixed"] != fmt.Sprint(fixed) || got["stations"] != fmt.Sprint(len(members)) {
			t.Fatalf("got %v, want %d closed and %d fixed of %d", got, closed, fixed, len(members))
		}
		sum, there := new(big.Rat).SetString(got["area"])
		if there != known || known && sum.Cmp(area) != 0 {
			t.Fatalf("got the area %q, want %s (known: %v)", got["area"], area.FloatString(2), known)
		}
	})
}

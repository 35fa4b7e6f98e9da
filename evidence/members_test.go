package evidence_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

func TestFolderFileAndZipRollUpAlike(t *testing.T) {
	t.Parallel()
	fsys := county("  {}\n", threeStations())
	var flat, topped []stored
	for name, file := range fsys {
		flat = append(flat, stored{strings.TrimPrefix(name, "county/"), string(file.Data)})
		topped = append(topped, stored{name, string(file.Data)})
	}
	fsys["flat.zip"], fsys["topped.zip"] = zipOf(t, flat...), zipOf(t, topped...)
	want := ""
	for _, name := range []string{"county", "county/bundle.yaml", "flat.zip", "topped.zip"} {
		b, err := evidence.Open(fsys, name, evidence.Options{Schema: countySchema()})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want == "" {
			want = b.Digest
		}
		if b.Digest != want || len(b.Members) != 3 || rolled(b)["closed"] != "123" {
			t.Errorf("%s: digest %s, %d members, facts %v", name, b.Digest, len(b.Members), rolled(b))
		}
	}
}

func TestTheDigestCoversTheStations(t *testing.T) {
	t.Parallel()
	before, err := openCounty(county("  {}\n", threeStations()))
	if err != nil {
		t.Fatal(err)
	}
	members := threeStations()
	members["b-first.yaml"] = strings.Replace(members["b-first.yaml"], "host: 甲镇站", "host: 甲镇站, founded_month: \"2016-11\"", 1)
	after, err := openCounty(county("  {}\n", members))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rolled(before), rolled(after)); diff != "" {
		t.Fatalf("the change was meant not to be rolled up:\n%s", diff)
	}
	if before.Digest == after.Digest || before.DigestSM3 == after.DigestSM3 {
		t.Error("a station changed and the county's digest did not")
	}
}

func TestMembersThatDoNotBelongAreRefused(t *testing.T) {
	t.Parallel()
	village := subjectText("d-third", "己村站", "station", "village", "330482107201")
	for _, c := range []struct{ name, file, text, want string }{
		{"another county's", "d.yaml", subjectText("d", "远村站", "station", "village", "330481107201") + "  {}\n", "county/stations/d.yaml:1:"},
		{"another county's, in words", "d.yaml", subjectText("d", "远村站", "station", "village", "330481107201") + "  {}\n", "不在“示例县体系”（330482000000）之内；应为：前 6 位与县域体系相同"},
		{"a county within the county", "d.yaml", subjectText("d", "另县体系", "county_system", "county", countyRegion) + "  {}\n", "县域体系里的材料是“county_system”"},
		{"an id that a station has", "d.yaml", strings.Replace(village, "d-third", "b-first", 1) + "  {}\n", "编号“b-first”与 county/stations/b-first.yaml 的重复"},
		{"the id of the county", "d.yaml", strings.Replace(village, "d-third", "county", 1) + "  {}\n", "编号“county”与 county/bundle.yaml 的重复"},
		{"an invented one", "d.yaml", strings.Replace(village, "己村站", "己村站, sample: true", 1) + "  {}\n", "虚构示例与真实单位混在一份县域材料里"},
		{"faults of its own", "d/bundle.yaml", village + "  premises: {area_sqm: -3, fixd: 是}\n", "county/stations/d/bundle.yaml:6:"},
		{"no YAML", "d.yaml", "subject: [", "county/stations/d.yaml:"},
		{"a zip", "d.zip", "PK", "“stations/d.zip”不是站的材料"},
		{"a folder without a bundle", "d/材料.yaml", village, "“stations/d”不是站的材料"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			members := threeStations()
			members[c.file] = c.text
			b, err := openCounty(county("  {}\n", members))
			if b != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestFaultsOfCountyAndStationsComeTogether(t *testing.T) {
	t.Parallel()
	members := threeStations()
	members["b-first.yaml"] = strings.Replace(members["b-first.yaml"], "30.25", "many", 1)
	members["c-second.yml"] = strings.Replace(secondStation(), "total: 0", "total: -1", 1)
	_, err := openCounty(county("  county: {planned: -1}\n", members))
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v", err)
	}
	var files []string
	for _, f := range faults {
		files = append(files, f.At.File)
	}
	if diff := cmp.Diff([]string{"county/bundle.yaml", "county/stations/b-first.yaml", "county/stations/c-second.yml"}, files); diff != "" {
		t.Errorf("files with faults (-want +got):\n%s", diff)
	}
}

func TestTooManyStationsAndTooLargeSumsAreRefused(t *testing.T) {
	t.Parallel()
	many := map[string]string{}
	for i := range 5001 {
		many[fmt.Sprintf("%d.yaml", i)] = ""
	}
	if _, err := openCounty(county("  {}\n", many)); err == nil || !strings.Contains(err.Error(), "county/stations: 有 5001 份站的材料，太多；应为：不超过 5000 份") {
		t.Errorf("5001 stations gave %v", err)
	}
	members := threeStations()
	for name, text := range members {
		members[name] = strings.NewReplacer("value: 100,", "value: 900000,", "value: 20,", "value: 900000,").Replace(text)
	}
	if _, err := openCounty(county("  {}\n", members)); err == nil || !strings.Contains(err.Error(), "“总办结”由各站材料汇总得 1800003件") {
		t.Errorf("a sum out of bounds gave %v", err)
	}
}

func TestStationsBesideAnotherKindOfBundleAreNoted(t *testing.T) {
	t.Parallel()
	fsys := county("", threeStations())
	fsys["county/bundle.yaml"] = &fstest.MapFile{Data: []byte(subjectText("town", "甲镇站", "station", "town", "330482106000") + townFacts)}
	b, err := openCounty(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Members) != 0 || b.Value("county") != nil || !strings.Contains(strings.Join(noteTexts(b), ""), "没有汇总 stations 里的材料") {
		t.Errorf("got %d members and the notes %q", len(b.Members), noteTexts(b))
	}
}

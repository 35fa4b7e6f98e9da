package regions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/regions"
)

func packaged(t testing.TB) *regions.Table {
	t.Helper()
	table, err := regions.Open()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func codes(list []regions.Region) []string {
	var all []string
	for _, region := range list {
		all = append(all, region.Code)
	}
	return all
}

func TestTheTableHoldsTheWholeEdition(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	// The publisher's rows are 31, 342, 2,978, 41,352 and 620,573. As 12 digits, the pseudo-counties
	// of 东莞, 中山 and 儋州 are the city, and the pseudo-town and pseudo-village of 金门县 are the county.
	for level, want := range map[regions.Level]int{
		regions.Province: 31, regions.City: 342, regions.County: 2978 - 3, regions.Town: 41352 - 1, regions.Village: 620573 - 1,
	} {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			if got := table.Count("", level); got != want {
				t.Errorf("%d, want %d", got, want)
			}
		})
	}
}

func TestTheCountsOfKnownPlacesAreRight(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for name, c := range map[string]struct {
		code  string
		level regions.Level
		want  int
	}{
		"平湖市有 9 个镇街道":      {"330482000000", regions.Town, 9},
		"平湖市有 136 个村社区":    {"330482000000", regions.Village, 136},
		"历下区有 13 个街道":      {"370102000000", regions.Town, 13},
		"历下区有 139 个社区":     {"370102000000", regions.Village, 139},
		"蓬江区有 6 个镇街道":      {"440703000000", regions.Town, 6},
		"蓬江区有 139 个村社区":    {"440703000000", regions.Village, 139},
		"江海区有 3 个街道":       {"440704000000", regions.Town, 3},
		"江海区有 63 个村社区":     {"440704000000", regions.Village, 63},
		"钟埭街道有 12 个村社区":    {"330482002000", regions.Village, 12},
		"广陈镇有 13 个村社区":     {"330482106000", regions.Village, 13},
		"独山港镇有 19 个村社区":    {"330482108000", regions.Village, 19},
		"一个镇里只有它自己这一个镇":    {"330482106000", regions.Town, 1},
		"开头几位数字与代码等效":      {"330482", regions.Village, 136},
		"东莞市没有县级":          {"441900000000", regions.County, 0},
		"不存在的代码下面什么也没有":    {"990000000000", regions.Village, 0},
		"一个村不含别的村":         {"440704004212", regions.Village, 1},
		"开头 4 位 4190 含济源市": {"4190", regions.County, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := table.Count(c.code, c.level); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}

func TestARegionIsFoundByItsCode(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for name, want := range map[string]regions.Region{
		"a province has no parent": {
			Code: "330000000000", Name: "浙江省", Level: regions.Province, Kind: regions.Ordinary,
		},
		"a town": {
			Code: "330482106000", Name: "广陈镇", Level: regions.Town, Kind: regions.Ordinary, Parent: "330482000000",
		},
		"a district of a municipality stands right below it": {
			Code: "110101000000", Name: "东城区", Level: regions.County, Kind: regions.Ordinary, Parent: "110000000000",
		},
		"a county that the province administers stands right below it": {
			Code: "419001000000", Name: "济源市", Level: regions.County, Kind: regions.Ordinary, Parent: "410000000000",
		},
		"a town of a city without counties stands below the city": {
			Code: "441900101000", Name: "石碣镇", Level: regions.Town, Kind: regions.Ordinary, Parent: "441900000000",
		},
		"a city without counties is a city": {
			Code: "460400000000", Name: "儋州市", Level: regions.City, Kind: regions.Ordinary, Parent: "460000000000",
		},
		"a grouping row is known": {
			Code: "500200000000", Name: "县", Level: regions.City, Kind: regions.Nominal, Parent: "500000000000",
		},
		"a zone is no town": {
			Code: "440304400000", Name: "福田保税区", Level: regions.Town, Kind: regions.Similar, Parent: "440304000000",
		},
		"a community that was not yet approved is similar": {
			Code: "370102012400", Name: "下井村社区", Level: regions.Village, Kind: regions.Similar, Parent: "370102012000",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := table.Find(want.Code)
			if !ok {
				t.Fatal("not found")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, code := range []string{"", "3304", "330482", "330482106", "330482999000", "33048210600x", "000000000000"} {
		if region, ok := table.Find(code); ok {
			t.Errorf("Find(%q) = %v", code, region)
		}
	}
}

func TestThePathLeadsPastGroupingRows(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for name, c := range map[string]struct{ code, want string }{
		"a village":                      {"440704004212", "广东省 江门市 江海区 外海街道 直冲村委会"},
		"a district of a municipality":   {"110101001000", "北京市 东城区 东华门街道"},
		"a county under the province":    {"659001000000", "新疆维吾尔自治区 石河子市"},
		"a town of a countyless city":    {"442000118000", "广东省 中山市 小榄镇"},
		"a grouping row, asked for":      {"310100000000", "上海市 市辖区"},
		"a code that the table lacks":    {"330482999000", ""},
		"a province is the whole of its": {"330000000000", "浙江省"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var names []string
			for _, region := range table.Path(c.code) {
				names = append(names, region.Name)
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestChildrenStandRightBelow(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	want := []string{
		"330482001000", "330482002000", "330482003000", "330482101000", "330482102000", "330482103000", "330482106000", "330482107000", "330482108000",
	}
	if diff := cmp.Diff(want, codes(table.Children("330482000000"))); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		code  string
		want  int
		first string
		level regions.Level
	}{
		"provinces below the nation":              {"", 31, "110000000000", regions.Province},
		"districts below 北京":                      {"110000000000", 16, "110101000000", regions.County},
		"districts and counties below 重庆":         {"500000000000", 38, "500101000000", regions.County},
		"the same districts below the row 市辖区":    {"110100000000", 16, "110101000000", regions.County},
		"cities and then 济源 below 河南":             {"410000000000", 18, "410100000000", regions.City},
		"towns below 东莞":                          {"441900000000", 0, "441900003000", regions.Town},
		"villages below 广陈镇":                      {"330482106000", 13, "330482106000", regions.Village},
		"nothing below a village":                 {"440704004212", 0, "", ""},
		"nothing below a code that is not there":  {"330482999000", 0, "", ""},
		"nothing below a prefix that is no code":  {"330482", 0, "", ""},
		"nothing below a county without any town": {"350527000000", 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			children := table.Children(c.code)
			if c.want > 0 && len(children) != c.want {
				t.Errorf("%d children, want %d", len(children), c.want)
			}
			if c.first == "" {
				if len(children) > 0 {
					t.Errorf("children %v", children)
				}
				return
			}
			if len(children) == 0 || children[0].Level != c.level || !strings.HasPrefix(children[0].Code, regions.Prefix(c.first)) {
				t.Fatalf("first child %v", children)
			}
			for _, child := range children {
				if found, _ := table.Find(child.Code); found != child {
					t.Errorf("child %v is found as %v", child, found)
				}
			}
		})
	}
	last := table.Children("410000000000")[17]
	if last.Name != "济源市" || last.Parent != "410000000000" {
		t.Errorf("济源市 should come last below 河南省: %v", last)
	}
}

func TestAllWalksInOrderAndKnowsParents(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for name, within := range map[string]string{
		"a county":                      "330482000000",
		"a municipality":                "500000000000",
		"a city without counties":       "441900000000",
		"counties under the province":   "659000000000",
		"leading digits inside a level": "4407",
		"one village":                   "440704004212",
		"nothing":                       "99",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			last := ""
			for region := range table.All(within) {
				n++
				if found, ok := table.Find(region.Code); !ok || found != region {
					t.Fatalf("walked %v, found %v", region, found)
				}
				if region.Code <= last {
					t.Fatalf("%s comes after %s", region.Code, last)
				}
				last = region.Code
			}
			want := 0
			for _, level := range []regions.Level{regions.Province, regions.City, regions.County, regions.Town, regions.Village} {
				want += table.Count(within, level)
			}
			if n != want {
				t.Errorf("%d rows, counted %d", n, want)
			}
		})
	}
	for range table.All("") { // stopping early is allowed
		break
	}
}

func TestEveryRegionHangsInTheTree(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	n, groups := 0, []string{}
	for region := range table.All("") {
		n++
		if region.Kind == regions.Nominal {
			groups = append(groups, region.Name)
		} else if region.Level == regions.City && strings.ContainsAny(region.Name[len(region.Name)-3:], "区县划") && !strings.HasSuffix(region.Name, "地区") {
			t.Errorf("%s %s looks like a grouping row", region.Code, region.Name)
		}
		if region.Parent == "" != (region.Level == regions.Province) {
			t.Errorf("%s %s has the parent %q", region.Code, region.Name, region.Parent)
		}
		if region.Parent != "" && !regions.Contains(region.Parent, region.Code) {
			t.Errorf("%s does not contain %s", region.Parent, region.Code)
		}
	}
	if n != 665271 {
		t.Errorf("%d rows", n)
	}
	slices.Sort(groups)
	want := []string{"县", "市辖区", "市辖区", "市辖区", "市辖区", "省直辖县级行政区划", "省直辖县级行政区划", "省直辖县级行政区划", "自治区直辖县级行政区划"}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsSimilarToTownsAndVillagesIsMarked(t *testing.T) {
	t.Parallel()
	similar := map[regions.Level]int{}
	for region := range packaged(t).All("") {
		if region.Kind == regions.Similar {
			similar[region.Level]++
		}
	}
	if diff := cmp.Diff(map[regions.Level]int{regions.Town: 2710, regions.Village: 8779}, similar); diff != "" {
		t.Error(diff)
	}
}

func TestSearchFindsNamesThatContainTheText(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for name, c := range map[string]struct {
		text, within string
		limit        int
		want         []string
	}{
		"a town by its name":               {"广陈", "330482000000", 10, []string{"330482106000", "330482106003"}},
		"blanks around the text":           {"  独山港镇 ", "33", 10, []string{"330482108000"}},
		"the limit holds":                  {"广陈", "330482000000", 1, []string{"330482106000"}},
		"no limit, nothing":                {"广陈", "330482000000", 0, nil},
		"a blank text":                     {" ", "", 10, nil},
		"outside the region":               {"广陈镇", "440000000000", 10, nil},
		"a region that is not there":       {"镇", "990000000000", 10, nil},
		"text across two neighbours":       {"浙江省杭州市", "", 10, nil},
		"grouping rows are not found":      {"市辖区", "", 10, nil},
		"the last row of the whole table":  {"石河子市", "65", 10, []string{"659001000000"}},
		"a text that is no text":           {"\xff", "", 10, nil},
		"the region itself may be a match": {"平湖市", "330482000000", 1, []string{"330482000000"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := table.Search(c.text, c.within, c.limit)
			if diff := cmp.Diff(c.want, codes(got)); diff != "" {
				t.Errorf("%s\n%v", diff, got)
			}
		})
	}
}

func TestSearchFindsWhatAWalkFinds(t *testing.T) {
	t.Parallel()
	table := packaged(t)
	for _, text := range []string{"新村", "村", "1", "社区居委会"} {
		var want []string
		for region := range table.All("3304") {
			if strings.Contains(region.Name, text) {
				want = append(want, region.Code)
			}
		}
		if diff := cmp.Diff(want, codes(table.Search(text, "330400000000", 1<<30))); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

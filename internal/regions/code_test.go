package regions_test

import (
	"testing"

	"zhanping/internal/regions"
)

func TestACodeTellsItsLevelAndPrefix(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code   string
		level  regions.Level
		prefix string
	}{
		"a province":                               {"330000000000", regions.Province, "33"},
		"a province whose digits end in 0":         {"500000000000", regions.Province, "50"},
		"a city":                                   {"330400000000", regions.City, "3304"},
		"a city whose digits end in 0":             {"442000000000", regions.City, "4420"},
		"a county":                                 {"330482000000", regions.County, "330482"},
		"a county whose digits end in 0":           {"130130000000", regions.County, "130130"},
		"a town":                                   {"330482106000", regions.Town, "330482106"},
		"a town whose digits end in 0":             {"330482100000", regions.Town, "330482100"},
		"a town of a city without counties":        {"441900101000", regions.Town, "441900101"},
		"a village":                                {"440704004212", regions.Village, "440704004212"},
		"a village whose digits end in 0":          {"440704004200", regions.Village, "440704004200"},
		"short digits are no code":                 {"330482", "", "330482"},
		"letters are no code":                      {"33048210600x", "", "33048210600x"},
		"digits of another script are no code":     {"３３０４", "", "３３０４"},
		"zeros are no code and not the whole land": {"000000000000", "", "000000000000"},
		"nothing is no code":                       {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			level, ok := regions.LevelOf(c.code)
			if level != c.level || ok != (c.level != "") {
				t.Errorf("LevelOf = %q, %v; want %q", level, ok, c.level)
			}
			if got := regions.Prefix(c.code); got != c.prefix {
				t.Errorf("Prefix = %q, want %q", got, c.prefix)
			}
		})
	}
}

func TestContainmentGoesByLevel(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		outer, inner string
		want         bool
	}{
		"a county and its village":                    {"330482000000", "330482106201", true},
		"a region and itself":                         {"330482106000", "330482106000", true},
		"a village and its county":                    {"330482106201", "330482000000", false},
		"neighbouring counties":                       {"330482000000", "330481106201", false},
		"a province and a county that it administers": {"410000000000", "419001000000", true},
		"a city and a county beside it":               {"410100000000", "419001000000", false},
		"a city without counties and its town":        {"441900000000", "441900101000", true},
		"a city ending in 0 and another city":         {"442000000000", "440200000000", false},
		"a province ending in 0 and another province": {"500000000000", "510000000000", false},
		"a town ending in 00 and its neighbour":       {"330482100000", "330482101201", false},
		"nothing contains nothing":                    {"", "330482000000", false},
		"zeros do not contain the whole land":         {"000000000000", "330482000000", false},
		"leading digits are no region":                {"3304", "330482000000", false},
		"a code that is too long is in no region":     {"330482000000", "3304820000000", false},
		"a code with letters is in no region":         {"330482000000", "33048210600x", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := regions.Contains(c.outer, c.inner); got != c.want {
				t.Errorf("Contains = %v", got)
			}
		})
	}
}

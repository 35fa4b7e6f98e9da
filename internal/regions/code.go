package regions

import "strings"

// codeLen is how many digits a code has.
const codeLen = 12

// zeros pads a prefix to a code.
const zeros = "000000000000"

// LevelOf is the level that a code stands for by its trailing zeros, whether or not a
// table has it; false where it is not 12 digits or is all zeros.
func LevelOf(code string) (Level, bool) {
	if len(code) != codeLen || code == zeros {
		return "", false
	}
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return "", false
		}
	}
	return levelOf(code), true
}

// Prefix is the part of a code that every code within the region begins with: 2, 4, 6, 9 or
// 12 digits. What is no code comes back unchanged.
func Prefix(code string) string {
	if _, ok := LevelOf(code); !ok {
		return code
	}
	return code[:digits(code)]
}

// Contains says whether the region of the inner code is the outer region or lies within it.
// It is false where one of them is no code.
func Contains(outer, inner string) bool {
	if _, ok := LevelOf(outer); !ok {
		return false
	}
	_, ok := LevelOf(inner)
	return ok && strings.HasPrefix(inner, Prefix(outer))
}

// digits is how many leading digits of a code name its region. Zeros are trimmed by level,
// not one by one: 110000000000 is "11", and 500000000000 is "50".
func digits(code string) int {
	for _, n := range []int{9, 6, 4, 2} {
		if code[n:] != zeros[n:] {
			return after(n)
		}
	}
	return 2
}

// levelOf is LevelOf for what is known to be a code.
func levelOf(code string) Level {
	switch digits(code) {
	case 2:
		return Province
	case 4:
		return City
	case 6:
		return County
	case 9:
		return Town
	}
	return Village
}

// after is the length of the prefixes one level below those of length n.
func after(n int) int {
	switch n {
	case 2:
		return 4
	case 4:
		return 6
	case 6:
		return 9
	}
	return 12
}

// above is the code one level up by the digits alone, "" for a province. In 东莞, 中山 and
// 儋州, which have no counties, the code above a town is the city's.
func above(code string) string {
	switch n := digits(code); n {
	case 2:
		return ""
	case 4, 6:
		return code[:n-2] + zeros[n-2:]
	default:
		return code[:n-3] + zeros[n-3:]
	}
}

// nominal are the rows of city level that only group counties.
var nominal = map[string]bool{
	"110100000000": true, // 北京：市辖区
	"120100000000": true, // 天津：市辖区
	"310100000000": true, // 上海：市辖区
	"419000000000": true, // 河南：省直辖县级行政区划
	"429000000000": true, // 湖北：省直辖县级行政区划
	"469000000000": true, // 海南：省直辖县级行政区划
	"500100000000": true, // 重庆：市辖区
	"500200000000": true, // 重庆：县
	"659000000000": true, // 新疆：自治区直辖县级行政区划
}

// kindOf is the kind of row that a code stands for: from 400 on, digits 7 to 9 number what is
// similar to a town, and digits 10 to 12 what is similar to a village.
func kindOf(code string) Kind {
	switch n := digits(code); {
	case n == 4 && nominal[code]:
		return Nominal
	case n == 9 && code[6] >= '4', n == 12 && code[9] >= '4':
		return Similar
	}
	return Ordinary
}

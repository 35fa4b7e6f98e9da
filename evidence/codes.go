package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// digitsOnly says whether text is ASCII digits, at least one.
func digitsOnly(text string) bool {
	for _, b := range []byte(text) {
		if b < '0' || b > '9' {
			return false
		}
	}
	return text != ""
}

// atoi is the value of a short text of digits.
func atoi(digits string) int {
	n := 0
	for _, b := range []byte(digits) {
		n = n*10 + int(b-'0')
	}
	return n
}

// realDate says whether the calendar has that day, between 1900 and 2100.
func realDate(year, month, day int) bool {
	return year >= 1900 && onCalendar(year, month, day)
}

func onCalendar(year, month, day int) bool {
	if year > 2100 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

func formatDate(year, month, day int) string {
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// provinces are the first two digits that the statistical code uses (GB/T 2260).
var provinces = []string{
	"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
	"41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
}

// withoutCounties are the cities whose towns stand directly below them.
var withoutCounties = []string{"4419", "4420", "4604", "6202"}

// regionLevel is the level that a 12-digit statistical code (统计用区划代码) stands for, by
// its padding with zeros. The fault says what is wrong with the code, in Chinese.
func regionLevel(code string) (level, fault string) {
	if len(code) != 12 || !digitsOnly(code) {
		return "", "不是 12 位数字"
	}
	city, county, town, village := code[2:4], code[4:6], code[6:9], code[9:]
	switch {
	case code[:2] == "00":
		return "", "前 2 位（省）不能是 00"
	case city == "00" && county+town+village != "00000000":
		return "", "第 3、4 位（市）是 00，后面却不是 0"
	case city == "00":
		return "province", ""
	case county == "00" && town == "000" && village != "000":
		return "", "第 5 至 9 位是 0，最后 3 位却不是 0"
	case county == "00" && town == "000":
		return "city", ""
	case county == "00" && !slices.Contains(withoutCounties, code[:4]):
		return "", "第 5、6 位（县）是 00，而这个市设有县级区划"
	case town == "000" && village != "000":
		return "", "第 7 至 9 位（乡镇）是 000，最后 3 位却不是 000"
	case town == "000":
		return "county", ""
	case atoi(town) > 599:
		return "", "第 7 至 9 位（乡镇）超出 001–599"
	case village == "000":
		return "town", ""
	case atoi(village) > 599:
		return "", "最后 3 位（村、社区）超出 001–599"
	}
	return "village", ""
}

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccCheck is the check digit of a 统一社会信用代码 (GB 32100-2015) by its first 17
// characters; it is false where one of them is not in the alphabet.
func usccCheck(code string) (byte, bool) {
	weight, sum := 1, 0
	for i := range 17 {
		value := strings.IndexByte(usccAlphabet, code[i])
		if value < 0 {
			return 0, false
		}
		sum += value * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31], true
}

// usccFault says what is wrong with an upper-case code, in Chinese, and how to correct
// it; both are empty for a valid one.
func usccFault(code string) (found, fix string) {
	if len(code) != 18 {
		return fmt.Sprintf("有 %d 位，应有 18 位", len([]rune(code))), "照登记证书抄写"
	}
	for i := range 18 {
		if strings.IndexByte(usccAlphabet, code[i]) >= 0 {
			continue
		}
		if code[i] >= 'A' && code[i] <= 'Z' {
			return fmt.Sprintf("第 %d 位是 %c，代码不用字母 I、O、S、V、Z", i+1, code[i]), "对照证书，1 和 I、0 和 O、5 和 S、2 和 Z 容易看错"
		}
		return fmt.Sprintf("第 %d 位不是数字或大写字母", i+1), "照登记证书抄写"
	}
	if want, _ := usccCheck(code); want != code[17] {
		return fmt.Sprintf("校验位是 %c，按前 17 位应为 %c", code[17], want), "对照证书逐位核对"
	}
	return "", ""
}

const usccBodies = "123456789ANY" // 登记管理部门, first character

// organisationCheck is the check character of the subject code inside a USCC (GB 11714).
func organisationCheck(body string) byte {
	weights := [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		value := int(body[i] - '0')
		if body[i] >= 'A' {
			value = int(body[i]-'A') + 10
		}
		sum += value * weight
	}
	return "0X987654321"[sum%11]
}

// usccNote is what is odd about a valid code without making it wrong, in Chinese.
func usccNote(code string) string {
	if strings.IndexByte(usccBodies, code[0]) < 0 {
		return fmt.Sprintf("统一社会信用代码第 1 位是 %c，不是已知的登记管理部门", code[0])
	}
	if want := organisationCheck(code[8:16]); want != code[16] {
		return fmt.Sprintf("统一社会信用代码中主体标识码的校验位（第 17 位）是 %c，按前 8 位应为 %c，请核对", code[16], want)
	}
	return ""
}

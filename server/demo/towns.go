package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// town is an invented town beside the samples, made from modelTown: a batch needs more stations than
// there are samples. It lacks some items of the standard; where it took part in the batch of the year
// before, it lacked others then.
type town struct {
	code, name, region string
	lacks, lacked      string // items, with blanks between
}

var towns = []town{
	{"demo-town-wu", "戊", "105", "", "A02 A06 C03 D04 E01 E04 E05 F03 G02 H04 H05 J01 K01 K03 K04 L02 M01 M02 M03"},
	{"demo-town-ji", "己", "106", "", ""},
	{"demo-town-geng", "庚", "107", "", ""},
	{"demo-town-xin", "辛", "108", "E05 M01", "E05 F03 H04 M01 M02 M03"},
	{"demo-town-ren", "壬", "109", "M02", "E05 F03 H04 M01 M02 M03"},
	{"demo-town-gui", "癸", "110", "E05 H04 M01 M03", "D04 E05 E06 F03 G02 H04 H05 J01 K04 M01 M02 M03"},
	{"demo-town-zi", "子", "111", "C03 E05", "C03 E05 F03 K04 M01 M02 M03"},
	{"demo-town-chou", "丑", "112", "A06 E04 E05 F03 H04 M01 M02 M03", "A06 E05 F03 H04 K03 M01 M02 M03"},
	{"demo-town-yin", "寅", "113", "E05 F04 G02 M01 M03", "A02 E01 E05 F04 G02 H04 J01 K01 K04 M01 M02 M03"},
	{"demo-town-mao", "卯", "114", "E05 F03 J03 M01 M02", ""},
	{"demo-town-chen", "辰", "115", "C05 E05 M01", ""},
	{"demo-town-si", "巳", "116", "A06 D04 E05 F03 G02 H04 H05 J01 K03 M01 M02 M03", ""},
	{"demo-town-noon", "午", "122", "E05 F03 J03 M01 M02", ""},
	{"demo-town-wei", "未", "117", "A02 A04 A06 C03 D04 E01 E04 E05 F03 G02 H04 H05 J01 K01 K03 K04 L02 M01 M02 M03", ""},
	{"demo-town-shen", "申", "118", "E05 F04 H01 H05 J03 M01 M03", ""},
	{"demo-town-you", "酉", "119", "E05 E06 G02 M01 M02 M03", ""},
	{"demo-town-xu", "戌", "120", "C05 E05 M01", ""},
	{"demo-town-hai", "亥", "121", "A06 D04 E04 E05 F03 H04 K04 M01 M02 M03", ""},
}

// lacking is how a town shows that it lacks an item: what the model says, and what such a town says.
var lacking = map[string][2]string{
	"A02": {"dates: [2025-08-12, 2025-11-20, 2026-02-10, 2026-05-18]", "dates: [2025-11-20, 2026-05-18]"},
	"A04": {"joint_meeting:\n    count_12m: 12", "joint_meeting:\n    count_12m: 1"},
	"A06": {"inspected_12m: 18", "inspected_12m: 7"},
	"C03": {"area_sqm: 180", "area_sqm: 64"},
	"C05": {"talk_private: 是", "talk_private: 否"},
	"D04": {"wall: [工作职责, 工作制度, 工作流程图, 服务标准及规范]", "wall: [工作职责]"},
	"E01": {"policy: [服务承诺, 接访, 走访慰问, 联席办公,", "policy: [服务承诺,"},
	"E04": {"on_time: 238", "on_time: 168"},
	"E05": {"filled_months: 12", "filled_months: 4"},
	"E06": {"satisfied: 111", "satisfied: 90"},
	"F03": {"study_day:\n    count_12m: 12", "study_day:\n    count_12m: 3"},
	"F04": {"lecture:\n    count_12m: 5", "lecture:\n    count_12m: 1"},
	"G02": {"complete: 480", "complete: 240"},
	"H01": {"hung: 512\n    signed: 512", "hung: 510\n    signed: 510"},
	"H04": {"trigger_on_time: 26", "trigger_on_time: 11"},
	"H05": {"key_contacted: 14\n    key_visited: 14", "key_contacted: 6\n    key_visited: 5"},
	"J01": {"registered: 12", "registered: 4"},
	"J03": {"referral_12m: 15", "referral_12m: 0"},
	"K01": {"full_loop: 20", "full_loop: 7"},
	"K03": {"resolved_here: 19", "resolved_here: 8"},
	"K04": {"screening:\n    count_12m: 12", "screening:\n    count_12m: 3"},
	"L02": {"activity_12m: 15", "activity_12m: 1"},
	"M01": {"awards: [全国示范型]", "awards: [省级优秀]"},
	"M02": {"documents: 2", "documents: 0"},
	"M03": {"fusion_done: 1\n    brands: 1", "fusion_done: 0\n    brands: 0"},
}

var (
	codeLine   = regexp.MustCompile(`(?m)^  id: .*$`)
	nameLine   = regexp.MustCompile(`(?m)^  name: .*$`)
	regionLine = regexp.MustCompile(`(?m)^  region: .*$`)
	yearWords  = regexp.MustCompile(`\b20[0-9]{2}(-[0-9]{2}-[0-9]{2})|〔20[0-9]{2}〕`)
)

// like is the evidence of the model as the town's, which lacks some items. The subject comes first in
// a bundle.
func (t town) like(model, lacks string) (string, error) {
	for _, line := range []struct {
		form *regexp.Regexp
		with string
	}{
		{codeLine, "  id: " + t.code},
		{nameLine, "  name: 示例县" + t.name + "镇退役军人服务站"},
		{regionLine, `  region: "330499` + t.region + `000"`},
	} {
		if at := line.form.FindStringIndex(model); at != nil {
			model = model[:at[0]] + line.with + model[at[1]:]
		}
	}
	model = strings.ReplaceAll(model, "示例县甲镇", "示例县"+t.name+"镇")
	model = strings.ReplaceAll(model, "示甲委", "示"+t.name+"委")
	for item := range strings.FieldsSeq(lacks) {
		words := lacking[item]
		if strings.Count(model, words[0]) != 1 {
			return "", fmt.Errorf("the model does not say once: %q", words[0])
		}
		model = strings.Replace(model, words[0], words[1], 1)
	}
	return model, nil
}

// yearBefore is evidence with every date a year earlier.
func yearBefore(text string) string {
	return yearWords.ReplaceAllStringFunc(text, func(date string) string {
		at := strings.Index(date, "20")
		year, _ := strconv.Atoi(date[at : at+4]) // four digits, by the form
		return date[:at] + strconv.Itoa(year-1) + date[at+4:]
	})
}

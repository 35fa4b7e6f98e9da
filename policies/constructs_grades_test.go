package policies_test

import (
	"fmt"
	"strings"
)

// coreItems is so many core items of so many points, of which as many pass as n says.
func coreItems(count, points int) string {
	var b strings.Builder
	for i := 1; i <= count; i++ {
		fmt.Fprintf(&b, "- {id: C%d, points: %d, class: core, check: count_at_least, facts: {count: x.n}, params: {min: %d}}\n", i, points, i)
	}
	return b.String()
}

// threePoints is the core item that passes at 2 of its 3 points, which m counts.
const threePoints = "- {id: C13, points: 3, class: core, check: count_at_least, facts: {count: x.m}, params: {min: 3}, scoring: {linear: {zero: 0}}}"

// others is the rest of a sheet, of which k counts the points.
func others(points int) string {
	return fmt.Sprintf("points: %d\n- {id: B1, points: %d, check: count_at_least, facts: {count: x.k}, params: {min: %d}, scoring: {linear: {zero: 0}}}",
		points, points, points)
}

var graded = []construct{
	{no: 27, sheet: "分类计数：关键 0 项，重点不超过 1 项，重点和一般合计不超过 3 项", points: "6", head: `
		grades: [{name: 通过, failed: [{classes: [关键], at_most: 0}, {classes: [重点], at_most: 1}, {classes: [重点, 一般], at_most: 3}]}, {name: 不通过}]`, chapters: []string{`
		points: 6
		- {id: 1, points: 1, class: 关键, check: all_yes, facts: {each: [x.yes_a]}}
		- {id: 2, points: 1, class: 重点, check: all_yes, facts: {each: [x.yes_b]}}
		- {id: 3, points: 1, class: 重点, check: all_yes, facts: {each: [x.yes_c]}}
		- {id: 4, points: 1, class: 一般, check: all_yes, facts: {each: [x.yes_d]}}
		- {id: 5, points: 1, class: 一般, check: all_yes, facts: {each: [x.yes_e]}}
		- {id: 6, points: 1, class: 一般, check: count_at_least, facts: {count: x.n}, params: {min: 1}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 是, yes_e: 是, n: 1", want: "6", grade: "通过"},
		{facts: "yes_a: 是, yes_b: 否, yes_c: 是, yes_d: 否, yes_e: 否, n: 1", want: "3", grade: "通过"},
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 否, yes_e: 否, n: 0", want: "3", grade: "通过"},
		{facts: "yes_a: 是, yes_b: 否, yes_c: 是, yes_d: 否, yes_e: 否, n: 0", want: "2", grade: "不通过"},
		{facts: "yes_a: 是, yes_b: 否, yes_c: 否, yes_d: 是, yes_e: 是, n: 1", want: "4", grade: "不通过"},
		{facts: "yes_a: 否, yes_b: 是, yes_c: 是, yes_d: 是, yes_e: 是, n: 1", want: "5", grade: "不通过"},
		{facts: "yes_a: 是, yes_b: 否, yes_d: 是, yes_e: 是, n: 1", want: "4..5", grade: "不通过..通过"},
	}},
	{no: 28, sheet: "住培：核心指标得 70% 算通过，3 分的一项得 2 分算通过；各级要通过 10、7、5 项", points: "63", head: `
		grades: [{name: 合格, core: {class: core, pass_at: 70, except: {C13: 2}, at_least: 10}}, {name: 基本合格, core: {class: core, pass_at: 70, except: {C13: 2}, at_least: 7}}, {name: 黄牌, core: {class: core, pass_at: 70, except: {C13: 2}, at_least: 5}}, {name: 红牌}]`, chapters: []string{
		"points: 63\n" + coreItems(11, 5) + threePoints + `
		- {id: C12, points: 5, class: core, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, scoring: {linear: {zero: 0}}}`,
	}, readings: []reading{
		{facts: "n: 11, percent: 70%, m: 2", want: "60.5", grade: "合格"},
		{facts: "n: 8, percent: 70%, m: 2", want: "45.5", grade: "合格"},
		{facts: "n: 8, percent: 69.9%, m: 2", want: "45.495", grade: "基本合格"},
		{facts: "n: 8, percent: 70%, m: 1", want: "44.5", grade: "基本合格"},
		{facts: "n: 7, percent: 0%, m: 0", want: "35", grade: "基本合格"},
		{facts: "n: 6, percent: 50%, m: 1", want: "33.5", grade: "黄牌"},
		{facts: "n: 4, percent: 100%, m: 0", want: "25", grade: "黄牌"},
		{facts: "n: 4, percent: 0%, m: 0", want: "20", grade: "红牌"},
		{facts: "n: 8, percent: 70%", want: "43.5..46.5", grade: "基本合格..合格"},
	}},
	{no: 38, sheet: "口岸：90 分以上合格，53÷59 折算为 89.83，不够", points: "100", head: `
		absence: {rebase: sheet}
		grades: [{name: 合格, total: 90}, {name: 不合格}]`, chapters: []string{absentRows, otherRows}, readings: []reading{
		{facts: "yes_a: 否, yes_c: 是, yes_d: 是, yes_e: 否", want: "5300/59", grade: "不合格"},
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 是, yes_e: 否", want: "94", grade: "合格"},
		{facts: "yes_a: 否, yes_c: 是, yes_d: 是", want: "5300/59..100", grade: "不合格..合格"},
	}},
	{no: 38, sheet: "写明四舍五入到整数的，同一结果够 90 分", points: "100", head: `
		absence: {rebase: sheet}
		rounding: {mode: half_up, places: 0}
		grades: [{name: 合格, total: 90}, {name: 不合格}]`, chapters: []string{absentRows, otherRows}, readings: []reading{
		{facts: "yes_a: 否, yes_c: 是, yes_d: 是, yes_e: 否", want: "90", grade: "合格"},
	}},
	{no: 39, sheet: "总分 90 且每章不低于 80%，总分 80 且每章不低于 60%", points: "100", head: `
		grades: [{name: 示范, total: 90, chapters: 80}, {name: 达标, total: 80, chapters: 60}, {name: 未达标}]`, chapters: []string{`
		points: 40
		- {id: A1, points: 40, check: count_at_least, facts: {count: x.n}, params: {min: 40}, scoring: {linear: {zero: 0}}}`, others(60)}, readings: []reading{
		{facts: "n: 32, k: 60", want: "92", grade: "示范"},
		{facts: "n: 31, k: 60", want: "91", grade: "达标"},
		{facts: "n: 40, k: 48", want: "88", grade: "达标"},
		{facts: "n: 24, k: 60", want: "84", grade: "达标"},
		{facts: "n: 23, k: 60", want: "83", grade: "未达标"},
		{facts: "n: 32", want: "32..92", grade: "未达标..示范"},
	}},
	{no: 40, sheet: "住培 2019：总分 85、核心 10 项合格；85 分以上 7 至 9 项没有等级，重叠的取差的一级", points: "100", head: `
		choose: worst
		grades: [{name: 合格, total: 85, core: {class: core, pass_at: 70, except: {C13: 2}, at_least: 10}}, {name: 基本合格, total: {at_least: 70, below: 85}, core: {class: core, pass_at: 70, except: {C13: 2}, at_least: 7}}, {name: 黄牌, any: [{total: {at_least: 60, below: 70}}, {core: {class: core, pass_at: 70, except: {C13: 2}, at_least: 5, below: 7}}]}, {name: 红牌, any: [{total: {below: 60}}, {core: {class: core, pass_at: 70, except: {C13: 2}, below: 5}}]}]`, chapters: []string{
		"points: 15\n" + coreItems(12, 1) + threePoints, others(85),
	}, readings: []reading{
		{facts: "n: 10, m: 0, k: 75", want: "85", grade: "合格"},
		{facts: "n: 9, m: 2, k: 74", want: "85", grade: "合格"},
		{facts: "n: 9, m: 1, k: 75", want: "85", grade: noGrade},
		{facts: "n: 7, m: 0, k: 78", want: "85", grade: noGrade},
		{facts: "n: 9, m: 1, k: 74", want: "84", grade: "基本合格"},
		{facts: "n: 10, m: 0, k: 74", want: "84", grade: "基本合格"},
		{facts: "n: 7, m: 0, k: 63", want: "70", grade: "基本合格"},
		{facts: "n: 10, m: 0, k: 59", want: "69", grade: "黄牌"},
		{facts: "n: 6, m: 0, k: 84", want: "90", grade: "黄牌"},
		{facts: "n: 3, m: 1, k: 61", want: "65", grade: "红牌"},
		{facts: "n: 4, m: 1, k: 85", want: "90", grade: "红牌"},
		{facts: "n: 10, m: 0, k: 49", want: "59", grade: "红牌"},
		{facts: "n: 9, k: 74", want: "83..86", grade: "基本合格..合格"},
		{facts: "n: 9, m: 1", want: "10..95", grade: "红牌.." + noGrade},
	}},
	{no: 40, sheet: "住培 2022：总分 80、核心 14 项合格；80 分以上 11 至 13 项没有等级", points: "100", head: `
		choose: worst
		grades: [{name: 合格, total: 80, core: {class: core, pass_at: 70, at_least: 14}}, {name: 基本合格, total: {at_least: 70, below: 80}, core: {class: core, pass_at: 70, at_least: 11}}, {name: 不合格, any: [{total: {below: 70}}, {core: {class: core, pass_at: 70, below: 11}}]}]`, chapters: []string{
		"points: 16\n" + coreItems(16, 1), others(84),
	}, readings: []reading{
		{facts: "n: 14, k: 66", want: "80", grade: "合格"},
		{facts: "n: 13, k: 67", want: "80", grade: noGrade},
		{facts: "n: 11, k: 69", want: "80", grade: noGrade},
		{facts: "n: 14, k: 65", want: "79", grade: "基本合格"},
		{facts: "n: 13, k: 66", want: "79", grade: "基本合格"},
		{facts: "n: 11, k: 59", want: "70", grade: "基本合格"},
		{facts: "n: 10, k: 84", want: "94", grade: "不合格"},
		{facts: "n: 16, k: 53", want: "69", grade: "不合格"},
	}},
}

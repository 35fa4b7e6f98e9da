package policies_test

var gated = []construct{
	{no: 25, sheet: "口岸 ※：关键项不合格，整份不合格", points: "10", head: `
		grades: [{name: 合格, total: 6, required: true}, {name: 不合格}]`, chapters: []string{`
		points: 10
		- {id: 1, kind: required, check: all_yes, facts: {each: [x.yes_a]}}
		- {id: 2, points: 10, check: all_yes, facts: {each: [x.yes_b]}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是", want: "10", grade: "合格"}, {facts: "yes_a: 否, yes_b: 是", want: "10", grade: "不合格"},
	}},
	{no: 26, sheet: "卫监：** 不合格定为末等，* 不合格不得评 A", points: "10", head: `
		grades: [{name: A, total: 9, required: true, items: ["2"]}, {name: B, total: 6, required: true}, {name: C}]`, chapters: []string{`
		points: 10
		- {id: 1, kind: required, check: all_yes, facts: {each: [x.yes_a]}}
		- {id: 2, points: 1, check: all_yes, facts: {each: [x.yes_b]}}
		- {id: 3, points: 9, check: all_yes, facts: {each: [x.yes_c]}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是", want: "10", grade: "A"},
		{facts: "yes_a: 是, yes_b: 否, yes_c: 是", want: "9", grade: "B"},
		{facts: "yes_a: 否, yes_b: 是, yes_c: 是", want: "10", grade: "C"},
	}},
	{no: 29, sheet: "申报条件：一年内没有被撤销，运行满一年（12 个月）", points: "10", head: `
		grades: [{name: 可申报, total: 8, required: true}, {name: 不得申报}]`, chapters: []string{`
		points: 10
		- {id: 1, kind: required, check: count_at_most, facts: {count: x.n}, params: {max: 0}}
		- {id: 2, kind: required, check: count_at_least, facts: {count: x.m}, params: {min: 12}}
		- {id: 3, points: 10, check: all_yes, facts: {each: [x.yes_a]}}`}, readings: []reading{
		{facts: "n: 0, m: 12, yes_a: 是", want: "10", grade: "可申报"}, {facts: "n: 0, m: 11, yes_a: 是", want: "10", grade: "不得申报"}, {facts: "n: 1, m: 30, yes_a: 是", want: "10", grade: "不得申报"},
	}},
	{no: 30, sheet: "长街：重大事故既扣 10 分又一票否决", points: "100", head: `
		grades: [{name: 先进, total: 80, required: true}, {name: 不评}]`, chapters: []string{`
		points: 100
		- {id: 1, kind: required, check: none_yes, facts: {each: [x.yes_a]}}
		- {id: 2, kind: deduction, check: none_yes, facts: {each: [x.yes_a]}, scoring: {deduct: {each: 10, at_most: 10}}}
		- {id: 3, points: 100, check: all_yes, facts: {each: [x.yes_b]}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是", want: "90", grade: "不评"}, {facts: "yes_a: 否, yes_b: 是", want: "100", grade: "先进"},
	}},
	{no: 31, sheet: "住培注 5：每违规聘用一名医师，从总分扣 10 分", points: "100", chapters: []string{`
		points: 100
		- {id: 1, points: 100, check: all_yes, facts: {each: [x.yes_b]}}`, `
		- {id: 9, kind: deduction, check: count_at_most, facts: {count: x.n}, params: {max: 0}, scoring: {deduct: {each: 10, at_most: 100}}}`}, readings: []reading{
		{facts: "yes_b: 是, n: 0", want: "100"}, {facts: "yes_b: 是, n: 2", want: "80"}, {facts: "yes_b: 是", want: "0..100"},
	}},
	{no: 32, sheet: "住培注 7：材料造假一票否决；粮食 (11)、(12)：不用法定统计数据的，本条 0 分", points: "2", head: `
		grades: [{name: 有效, total: 0, required: true}, {name: 作废}]`, chapters: []string{`
		points: 2
		- {id: 1, kind: required, check: none_yes, facts: {each: [x.yes_a]}}
		- {id: 11, points: 2, parts: [{check: at_mean_and_minimum, facts: {now: x.now, history: x.history}, params: {years: 2}}, {check: all_yes, facts: {each: [x.yes_b]}}], scoring: {deduct: {each: 0.2, by: gap, per: 1, part_step: nearest}}}`}, readings: []reading{
		{facts: "yes_a: 否, yes_b: 是, now: 99, history: [98, 102]", want: "1.8", grade: "有效"},
		{facts: "yes_a: 否, yes_b: 否, now: 120, history: [98, 102]", want: "0", grade: "有效"},
		{facts: "yes_a: 是, yes_b: 是, now: 120, history: [98, 102]", want: "2", grade: "作废"},
	}},
}

const absentRows = `
	points: 60
	- {id: 1, points: 41, absence: exclude, when: {check: all_yes, facts: {each: [x.yes_a]}}, check: all_yes, facts: {each: [x.yes_b]}}
	- {id: 2, points: 19, check: all_yes, facts: {each: [x.yes_c]}}`

const otherRows = `
	points: 40
	- {id: 3, points: 34, check: all_yes, facts: {each: [x.yes_d]}}
	- {id: 4, points: 6, check: all_yes, facts: {each: [x.yes_e]}}`

const bonusRows = `
	- {id: 1, kind: bonus, check: achievements, facts: {list: x.enlisted}, scoring: {earn: {kinds: {入伍: 4, 大学生: 4}, at_most: 24}}}`

var composed = []construct{
	{no: 33, sheet: "口岸标化分：缺项后按全表折算，53÷59", points: "100", head: "absence: {rebase: sheet}", chapters: []string{absentRows, otherRows}, readings: []reading{
		{facts: "yes_a: 否, yes_c: 是, yes_d: 是, yes_e: 否", want: "5300/59"}, {facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 是, yes_e: 是", want: "100"},
	}},
	{no: 33, sheet: "按章折算得另一个数", points: "100", head: "absence: {rebase: chapter}", chapters: []string{absentRows, otherRows}, readings: []reading{
		{facts: "yes_a: 否, yes_c: 是, yes_d: 是, yes_e: 否", want: "94"},
	}},
	{no: 33, sheet: "缺项超过 30% 的结果不作数", points: "100", head: `
		absence: {rebase: sheet, ceiling: 30}
		grades: [{name: 合格, total: 80}, {name: 不合格}]`, chapters: []string{absentRows, otherRows}, readings: []reading{
		{facts: "yes_a: 否, yes_c: 是, yes_d: 是, yes_e: 是", want: "100", grade: noGrade}, {facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 是, yes_e: 否", want: "94", grade: "合格"},
	}},
	{no: 34, sheet: "遂宁普法：百分制子表按 10% 计入总分", points: "100", chapters: []string{`
		points: 90
		- {id: 1, points: 90, check: all_yes, facts: {each: [x.yes_a]}}`, `
		points: 100
		weight: 10
		- {id: 2, points: 100, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, scoring: {linear: {zero: 0}}}`}, readings: []reading{
		{facts: "yes_a: 是, percent: 85%", want: "98.5"}, {facts: "yes_a: 否, percent: 85%", want: "8.5"}, {facts: "yes_a: 是", want: "90..100"},
	}},
	{no: 34, sheet: "密评：技术、管理按 70% 和 30% 计", points: "100", chapters: []string{`
		points: 100
		weight: 70
		- {id: 1, points: 100, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, scoring: {linear: {zero: 0}}}`, `
		points: 100
		weight: 30
		- {id: 2, points: 100, check: all_yes, facts: {each: [x.yes_a]}}`}, readings: []reading{{facts: "yes_a: 是, percent: 80.5%", want: "86.35"}}},
	{no: 35, sheet: "湖州：纪律检查得分折算为 5 分；长街：第三方年度测评好、一般、不合格为 +2、+1、−1 至 −2", points: "5", chapters: []string{`
		points: 5
		- {id: 1, points: 5, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, scoring: {linear: {zero: 0}}}
		- {id: 2, kind: bonus, points: 2, check: best_tier, facts: {held: x.held}, params: {tiers: [[好], [一般]]}, scoring: {steps: [{at_least: 2, points: 2}, {at_least: 1, points: 1}]}}
		- {id: 3, kind: deduction, check: none_yes, facts: {each: [x.yes_a]}, scoring: {inspector: {from: -2, to: -1}}}`}, readings: []reading{
		{facts: "percent: 92%, held: [好], yes_a: 否", want: "6.6"}, {facts: "percent: 92%, held: [一般], yes_a: 否", want: "5.6"}, {facts: "percent: 92%, held: [不合格], yes_a: 是", want: "2.6..3.6"},
	}},
	{no: 36, sheet: "石城六：标明 7 分而奖励合计更高；长街：有的线不设分值", points: "0", chapters: []string{`
		cap: 7
		- {id: 1, kind: bonus, points: 10, check: all_yes, facts: {each: [x.yes_a]}}
		- {id: 2, kind: deduction, check: none_yes, facts: {each: [x.yes_b]}, scoring: {deduct: {each: 2, at_most: 2}}}`, `
		- {id: 3, kind: bonus, points: 1, check: all_yes, facts: {each: [x.yes_c]}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 否, yes_c: 是", want: "8"}, {facts: "yes_a: 是, yes_b: 是, yes_c: 否", want: "7"}, {facts: "yes_a: 否, yes_b: 是, yes_c: 否", want: "-2"},
	}},
	{no: 37, sheet: "广元：加分最多 10 分", points: "0", head: "bonus: {cap: 10}", chapters: []string{bonusRows}, readings: []reading{
		{facts: "enlisted: [{kind: 入伍, count: 2}]", want: "8"}, {facts: "enlisted: [{kind: 入伍, count: 3}]", want: "10"},
	}},
	{no: 37, sheet: "长街：加分不封顶（每次计到本条的 24 分）", points: "0", head: "bonus: {}", chapters: []string{bonusRows}, readings: []reading{
		{facts: "enlisted: [{kind: 入伍, count: 5}]", want: "20"}, {facts: "enlisted: [{kind: 入伍, count: 9}]", want: "24"},
	}},
	{no: 37, sheet: "住培：加分 10 分只列示，不计入总分", points: "0", head: "bonus: {cap: 10, counts: shown}", chapters: []string{bonusRows}, readings: []reading{
		{facts: "enlisted: [{kind: 入伍, count: 3}]", want: "0"}, {want: "0"},
	}},
	{no: 46, sheet: "密评弥补：PB := max(0.5 × PA, PB)，四舍五入到四位小数", points: "1", head: "rounding: {mode: half_up, places: 4}", chapters: []string{`
		points: 1
		- {id: 1, points: 1, combine: best, parts: [{check: rate_at_least, facts: {done: x.n, due: x.m}, params: {min_percent: 100}, points: 1, scoring: {linear: {zero: 0}}}, {check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, points: 0.5, scoring: {linear: {zero: 0}}}], absence: exclude}`}, readings: []reading{
		{facts: "n: 1, m: 3, percent: 80%", want: "0.4"}, {facts: "n: 2, m: 3, percent: 80%", want: "0.6667"}, {facts: "n: 0, m: 3, percent: 100%", want: "0.5"},
	}},
	{no: 47, sheet: "街道文化站：建成区内不少于 3 类活动，建成区外不少于 2 类", points: "2", chapters: []string{`
		points: 2
		- {id: 1, points: 2, check: count_for_kind, facts: {count: x.n, kind: x.area}, params: {kinds: [建成区内, 建成区外], mins: [3, 2]}, scoring: {deduct: {each: 1}}}`}, readings: []reading{
		{facts: "n: 2, area: 建成区内", want: "1"}, {facts: "n: 2, area: 建成区外", want: "2"}, {facts: "n: 2", want: "0..2"},
	}},
	{no: 48, sheet: "婚姻登记：50 万人以下至少 2 名登记员，每增 20 万人增加 1 名", points: "4", chapters: []string{`
		points: 4
		- {id: 1, points: 4, check: scaled_count_at_least, facts: {count: x.n, size: x.m}, params: {base_min: 2, base_size: 50, per: 20}, scoring: {deduct: {each: 2}}}`}, readings: []reading{
		{facts: "n: 2, m: 50", want: "4"}, {facts: "n: 2, m: 51", want: "2"}, {facts: "n: 3, m: 70", want: "4"}, {facts: "n: 2, m: 71", want: "0"},
	}},
	{no: 49, sheet: "婚姻登记：三种机构形式之一；四室中两室可以合并，缺一室扣 1 分", points: "5", chapters: []string{`
		points: 5
		- {id: 1, points: 2, combine: {at_least: 1}, parts: [{check: all_yes, facts: {each: [x.yes_a]}}, {check: all_yes, facts: {each: [x.yes_b]}}, {check: all_yes, facts: {each: [x.yes_c]}}]}
		- {id: 2, points: 3, combine: {at_least: 3}, scoring: {deduct: {each: 1, by: gap}}, parts: [{check: all_yes, facts: {each: [x.yes_a]}}, {check: all_yes, facts: {each: [x.yes_b]}}, {check: all_yes, facts: {each: [x.yes_c]}}, {check: all_yes, facts: {each: [x.yes_d]}}]}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 否, yes_c: 否, yes_d: 是", want: "4"},
		{facts: "yes_a: 否, yes_b: 否, yes_c: 否, yes_d: 否", want: "0"},
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是", want: "5"},
		{facts: "yes_a: 是", want: "2..5"},
	}},
	{no: 50, sheet: "粮食 (11)：因自然灾害、政策调减的不扣分", points: "2", chapters: []string{`
		points: 2
		- {id: 11, points: 2, when: {check: none_yes, facts: {each: [x.yes_a, x.yes_b]}}, absence: full, check: change_at_least, facts: {now: x.now, before: x.before}, scoring: {deduct: {each: 0.2, by: gap, per: 1, part_step: nearest}}}`}, readings: []reading{
		{facts: "yes_a: 否, yes_b: 否, now: 97, before: 100", want: "1.4"}, {facts: "yes_a: 是, yes_b: 否, now: 60, before: 100", want: "2"},
	}},
	{no: 51, sheet: "长街：慰问要有照片；志愿活动穿红马甲才算，每年 8 次，每少一次扣 0.5", points: "5", chapters: []string{`
		points: 5
		- {id: 1, points: 1, parts: [{check: all_yes, facts: {each: [x.yes_a]}}, {check: photo_taken, facts: {photo: x.photo}}]}
		- {id: 2, points: 4, parts: [{check: count_at_least, facts: {count: x.n}, params: {min: 8}}, {check: all_yes, facts: {each: [x.yes_b]}}], scoring: {deduct: {each: 0.5, by: gap}}}`}, readings: []reading{
		{facts: "yes_a: 是, photo: {date: 2026-02-10}, n: 6, yes_b: 是", want: "4"},
		{facts: "yes_a: 是, photo: 无, n: 8, yes_b: 是", want: "4"},
		{facts: "yes_a: 是, photo: {date: 2026-02-10}, n: 8, yes_b: 否", want: "1"},
	}},
	{no: 52, sheet: "月报每迟一次扣 0.5；遂宁：半年 1 次计 1 分，季度各 1 分", points: "12", chapters: []string{`
		points: 12
		- {id: 1, points: 6, check: count_at_most, facts: {count: x.n}, params: {max: 0}, scoring: {deduct: {each: 0.5}}}
		- {id: 2, points: 2, check: count_at_least, facts: {count: x.m}, params: {min: 2}, scoring: {linear: {zero: 0}}}
		- {id: 3, points: 4, check: count_at_least, facts: {count: x.m}, params: {min: 4}, scoring: {linear: {zero: 0}}}`}, readings: []reading{
		{facts: "n: 0, m: 4", want: "12"}, {facts: "n: 3, m: 1", want: "6.5"},
	}},
	{no: 53, sheet: "长街：连续 1–5 年无上访奖 1、3、5、7、9 万元，不是分数", points: "0", head: "bonus: {counts: shown}", chapters: []string{`
		- {id: 1, kind: bonus, points: 9, check: count_at_least, facts: {count: x.n}, params: {min: 1}, scoring: {steps: [{at_least: 5, points: 9}, {at_least: 4, points: 7}, {at_least: 3, points: 5}, {at_least: 2, points: 3}, {at_least: 1, points: 1}]}}`}, readings: []reading{
		{facts: "n: 5", want: "0"}, {facts: "n: 0", want: "0"},
	}},
}

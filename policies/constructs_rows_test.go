package policies_test

import "slices"

// constructs is every way in which a row, a chapter or a sheet scores and is graded, with
// real figures. Results over several sheets, raters or years lie above.
var constructs = slices.Concat(earning, losing, gated, composed, graded)

var earning = []construct{
	{no: 1, sheet: "绍兴枫桥式司法所 第 1 条：全扣全得", points: "2", chapters: []string{`
		points: 2
		- {id: 1, points: 2, check: all_yes, facts: {each: [x.yes_a]}}`}, readings: []reading{
		{facts: "yes_a: 是", want: "2"}, {facts: "yes_a: 否", want: "0"}, {want: "0..2"},
	}},
	{no: 2, sheet: "双拥第 1 条 2 分四项各 0.5；第 3 条 0.25+0.25+0.5", points: "3", chapters: []string{`
		points: 3
		- {id: 1, points: 2, parts: [{check: all_yes, facts: {each: [x.yes_a]}, points: 0.5}, {check: all_yes, facts: {each: [x.yes_b]}, points: 0.5}, {check: all_yes, facts: {each: [x.yes_c]}, points: 0.5}, {check: all_yes, facts: {each: [x.yes_d]}, points: 0.5}]}
		- {id: 3, points: 1, parts: [{check: all_yes, facts: {each: [x.yes_a]}, points: 0.25}, {check: all_yes, facts: {each: [x.yes_b]}, points: 0.25}, {check: all_yes, facts: {each: [x.yes_e]}, points: 0.5}]}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 否, yes_e: 是", want: "2.5"},
		{facts: "yes_a: 是, yes_b: 否, yes_c: 是, yes_d: 是, yes_e: 否", want: "1.75"},
	}},
	{no: 3, sheet: "粮食 (38)：≥85% 0.5，60%（含）至 85% 0.3，低于 60% 不得分", points: "0.5", chapters: []string{`
		points: 0.5
		- {id: 38, points: 0.5, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 85}, scoring: {steps: [{at_least: 85, points: 0.5}, {at_least: 60, points: 0.3}]}}`}, readings: []reading{
		{facts: "percent: 85%", want: "0.5"}, {facts: "percent: 84.9%", want: "0.3"}, {facts: "percent: 60%", want: "0.3"}, {facts: "percent: 59.9%", want: "0"},
	}},
	{no: 3, sheet: "A级旅游区：距离 ≤30 公里 10 分，≤60 公里 6 分，≤100 公里 2 分", points: "10", chapters: []string{`
		points: 10
		- {id: 1, points: 10, check: count_at_most, facts: {count: x.n}, params: {max: 30}, scoring: {steps: [{at_most: 30, points: 10}, {at_most: 60, points: 6}, {at_most: 100, points: 2}]}}`}, readings: []reading{
		{facts: "n: 30", want: "10"}, {facts: "n: 31", want: "6"}, {facts: "n: 60", want: "6"}, {facts: "n: 100", want: "2"}, {facts: "n: 101", want: "0"},
	}},
	{no: 4, sheet: "文明村镇：五项中满足 5、4、3 项为 A、B、C", points: "3", chapters: []string{`
		points: 3
		- {id: 1, points: 3, combine: {at_least: 5}, scoring: {steps: [{at_least: 5, points: 3}, {at_least: 4, points: 2}, {at_least: 3, points: 1}]}, parts: [{check: all_yes, facts: {each: [x.yes_a]}}, {check: all_yes, facts: {each: [x.yes_b]}}, {check: all_yes, facts: {each: [x.yes_c]}}, {check: all_yes, facts: {each: [x.yes_d]}}, {check: all_yes, facts: {each: [x.yes_e]}}]}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是, yes_c: 是, yes_d: 是, yes_e: 是", want: "3"},
		{facts: "yes_a: 是, yes_b: 是, yes_c: 否, yes_d: 是, yes_e: 是", want: "2"},
		{facts: "yes_a: 是, yes_b: 是, yes_c: 否, yes_d: 是, yes_e: 否", want: "1"},
		{facts: "yes_a: 是, yes_b: 否, yes_c: 否, yes_d: 是, yes_e: 否", want: "0"},
		{facts: "yes_a: 是, yes_b: 否, yes_d: 是, yes_e: 是", want: "0..2"},
	}},
	{no: 4, sheet: "住培 6.3.1：种类全或超过 10 人次 2 分；两类或超过 5 人次 1 分；一类 0.5 分", points: "2", chapters: []string{`
		points: 2
		- {id: 6.3.1, points: 2, combine: best, parts: [{check: count_at_least, facts: {count: x.n}, params: {min: 3}, points: 2, scoring: {steps: [{at_least: 3, points: 2}, {at_least: 2, points: 1}, {at_least: 1, points: 0.5}]}}, {check: count_at_least, facts: {count: x.m}, params: {min: 11}, points: 2, scoring: {steps: [{above: 10, points: 2}, {above: 5, points: 1}]}}]}`}, readings: []reading{
		{facts: "n: 3, m: 0", want: "2"},
		{facts: "n: 1, m: 11", want: "2"},
		{facts: "n: 2, m: 5", want: "1"},
		{facts: "n: 1, m: 6", want: "1"},
		{facts: "n: 1, m: 5", want: "0.5"},
		{facts: "n: 0, m: 10", want: "1"},
		{facts: "n: 2", want: "1..2"},
		{facts: "n: 3", want: "2"},
	}},
	{no: 5, sheet: "街道测评：0、1、2、3 处问题得 100%、66%、33%、0", points: "100", chapters: []string{`
		points: 100
		- {id: 1, points: 100, check: count_at_most, facts: {count: x.n}, params: {max: 0}, scoring: {steps: [{at_most: 0, points: 100}, {at_most: 1, points: 66}, {at_most: 2, points: 33}]}}`}, readings: []reading{
		{facts: "n: 0", want: "100"}, {facts: "n: 1", want: "66"}, {facts: "n: 2", want: "33"}, {facts: "n: 3", want: "0"},
	}},
	{no: 6, sheet: "医院评审：C ⊂ B ⊂ A，C 不达标则 B、A 全有也不算", points: "3", chapters: []string{`
		points: 3
		- {id: 1, points: 3, combine: ladder, parts: [{check: all_yes, facts: {each: [x.yes_c]}, points: 1}, {check: all_yes, facts: {each: [x.yes_b]}, points: 1}, {check: all_yes, facts: {each: [x.yes_a]}, points: 1}]}`}, readings: []reading{
		{facts: "yes_c: 是, yes_b: 是, yes_a: 是", want: "3"},
		{facts: "yes_c: 是, yes_b: 否, yes_a: 是", want: "1"},
		{facts: "yes_c: 否, yes_b: 是, yes_a: 是", want: "0"},
		{facts: "yes_b: 是, yes_a: 是", want: "0..3"},
		{facts: "yes_c: 否", want: "0"},
	}},
	{no: 7, sheet: "石城 21：未退出的水库按比例扣；粮食 (36)：未完成项目按比例扣，最多扣 2 分", points: "8", chapters: []string{`
		points: 8
		- {id: 21, points: 4, check: rate_at_least, absence: full, facts: {done: x.n, due: x.m}, params: {min_percent: 100}, scoring: {linear: {zero: 0}}}
		- {id: 36, points: 4, check: rate_at_least, absence: full, facts: {done: x.n, due: x.m}, params: {min_percent: 100}, scoring: {deduct: {each: 0.04, by: gap, at_most: 2}}}`}, readings: []reading{
		{facts: "n: 10, m: 10", want: "8"}, {facts: "n: 7, m: 10", want: "5.6"}, {facts: "n: 4, m: 10", want: "3.6"}, {facts: "n: 2, m: 3", want: "16/3"}, {facts: "n: 0, m: 0", want: "8"},
	}},
	{no: 8, sheet: "粮食 (3)：有预案 0.8，在此基础上有省级预案再得 0.2", points: "1", chapters: []string{`
		points: 1
		- {id: 3, points: 1, combine: ladder, parts: [{check: all_yes, facts: {each: [x.yes_a]}, points: 0.8}, {check: all_yes, facts: {each: [x.yes_b]}, points: 0.2}]}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是", want: "1"}, {facts: "yes_a: 是, yes_b: 否", want: "0.8"}, {facts: "yes_a: 否, yes_b: 是", want: "0"}, {facts: "yes_a: 是", want: "0.8..1"},
	}},
	{no: 9, sheet: "粮食 (7)：比上年好 2 分，持平 1.8 分，每降 0.1 等从 2 分扣 0.6，扣完为止", points: "2", chapters: []string{`
		points: 2
		- {id: 7, points: 2, check: change_at_least, facts: {now: x.now, before: x.before}, scoring: {steps: [{above: 0, points: 2}, {at_least: 0, points: 1.8}, {at_least: -0.1, points: 1.4}, {at_least: -0.2, points: 0.8}, {at_least: -0.3, points: 0.2}]}}`}, readings: []reading{
		{facts: "now: 2.3, before: 2.2", want: "2"},
		{facts: "now: 2.2, before: 2.2", want: "1.8"},
		{facts: "now: 2.1, before: 2.2", want: "1.4"},
		{facts: "now: 1.9, before: 2.2", want: "0.2"},
		{facts: "now: 1.8, before: 2.2", want: "0"},
		{facts: "now: 2.2", want: "0..2"},
	}},
	{no: 10, sheet: "粮食 (11)：不低于历年平均满分，每低 1 个百分点扣 0.2（四舍五入），低于历年最低 0 分", points: "2", chapters: []string{`
		points: 2
		- {id: 11, points: 2, check: at_mean_and_minimum, facts: {now: x.now, history: x.history}, params: {years: 5}, scoring: {deduct: {each: 0.2, by: gap, per: 1, part_step: nearest}}}`}, readings: []reading{
		{facts: "now: 100, history: [98, 99, 100, 101, 102]", want: "2"},
		{facts: "now: 98.6, history: [98, 99, 100, 101, 102]", want: "1.8"},
		{facts: "now: 98.5, history: [98, 99, 100, 101, 102]", want: "1.6"},
		{facts: "now: 97.9, history: [98, 99, 100, 101, 102]", want: "0"},
	}},
	{no: 11, sheet: "住培：通过率不低于全省平均满分，相差在 5 以内 0.5；区县考核名次 60、57、54、51、48；第一名 6 分，其余按第一名的比例", points: "67", chapters: []string{`
		points: 67
		- {id: 1, points: 1, check: change_at_least, facts: {now: x.now, before: x.before}, scoring: {steps: [{at_least: 0, points: 1}, {at_least: -5, points: 0.5}]}}
		- {id: 2, points: 60, check: count_at_most, facts: {count: x.n}, params: {max: 1}, scoring: {steps: [{at_most: 1, points: 60}, {at_most: 2, points: 57}, {at_most: 3, points: 54}, {at_most: 4, points: 51}, {at_most: 5, points: 48}]}}
		- {id: 3, points: 6, check: covers, facts: {have: x.now, need: x.before}, scoring: {linear: {zero: 0}}}`}, readings: []reading{
		{facts: "now: 90, before: 90, n: 1", want: "67"}, {facts: "now: 87, before: 90, n: 3", want: "60.3"}, {facts: "now: 60, before: 90, n: 6", want: "4"},
	}},
	{no: 12, sheet: "长街加分：景区村 AAA、AA、A 加 2、1、0.5，同村不重复计算", points: "0", chapters: []string{`
		- {id: 1, kind: bonus, points: 2, check: best_tier, facts: {held: x.held}, params: {tiers: [[AAA], [AA], [A]]}, scoring: {steps: [{at_least: 3, points: 2}, {at_least: 2, points: 1}, {at_least: 1, points: 0.5}]}}`}, readings: []reading{
		{facts: "held: [A, AAA]", want: "2"}, {facts: "held: [AA, A]", want: "1"}, {facts: "held: [A]", want: "0.5"}, {facts: "held: []", want: "0"}, {want: "0..2"},
	}},
	{no: 13, sheet: "高职考核 R19：专业群国家级每个 4 分、省级每个 1 分，同一专业群取最高", points: "0", chapters: []string{`
		- {id: 19, kind: bonus, check: distinct_highest, facts: {list: x.groups}, params: {levels: [国家级, 省级]}, scoring: {earn: {kinds: {国家级: 4, 省级: 1}, at_most: 12}}}`}, readings: []reading{
		{facts: "groups: [{name: 数控, kind: 国家级}, {name: 数控, kind: 省级}, {name: 护理, kind: 省级}]", want: "5"},
		{facts: "groups: [{name: 甲, kind: 国家级}, {name: 乙, kind: 国家级}, {name: 丙, kind: 国家级}, {name: 丁, kind: 省级}]", want: "12"},
		{facts: "groups: []", want: "0"},
		{want: "0..12"},
	}},
}

var losing = []construct{
	{no: 14, sheet: "绍兴第 4、5 条：各 4 分，每缺一项（一室）扣 2 分", points: "8", chapters: []string{`
		points: 8
		- {id: 4, points: 4, check: all_yes, facts: {each: [x.yes_a, x.yes_b, x.yes_c]}, scoring: {deduct: {each: 2}}}
		- {id: 5, points: 4, check: all_yes, facts: {each: [x.yes_d, x.yes_e]}, scoring: {deduct: {each: 2}}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 否, yes_c: 是, yes_d: 是, yes_e: 是", want: "6"},
		{facts: "yes_a: 否, yes_b: 否, yes_c: 否, yes_d: 是, yes_e: 否", want: "2"},
	}},
	{no: 15, sheet: "石城 12：4 分，每出现一次水质不达标扣 2 分，扣完为止", points: "4", chapters: []string{`
		points: 4
		- {id: 12, points: 4, check: count_at_most, facts: {count: x.n}, params: {max: 0}, scoring: {deduct: {each: 2}}}`}, readings: []reading{
		{facts: "n: 0", want: "4"}, {facts: "n: 1", want: "2"}, {facts: "n: 3", want: "0"},
	}},
	{no: 16, sheet: "粮食 (36)：4 分，此项原因最多扣 2 分", points: "4", chapters: []string{`
		points: 4
		- {id: 36, points: 4, check: count_at_most, facts: {count: x.n}, params: {max: 0}, scoring: {deduct: {each: 0.5, at_most: 2}}}`}, readings: []reading{
		{facts: "n: 3", want: "2.5"}, {facts: "n: 9", want: "2"},
	}},
	{no: 17, sheet: "回访：时间 20 分每少 5 分钟扣 5，任务 20 分每少一项扣 5；长街：志愿活动少一次扣 0.5；湖州：满意率低于 95% 每点扣 0.5", points: "52", chapters: []string{`
		points: 52
		- {id: 1, points: 20, check: count_at_least, facts: {count: x.n}, params: {min: 30}, scoring: {deduct: {each: 5, by: gap, per: 5, part_step: counts}}}
		- {id: 2, points: 20, check: count_at_least, facts: {count: x.m}, params: {min: 4}, scoring: {deduct: {each: 5}}}
		- {id: 3, points: 4, check: count_at_least, facts: {count: x.m}, params: {min: 8}, scoring: {deduct: {each: 0.5}}}
		- {id: 4, points: 8, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 95}, scoring: {deduct: {each: 0.5, by: gap, per: 1, part_step: ignored}}}`}, readings: []reading{
		{facts: "n: 30, m: 8, percent: 95%", want: "52"}, {facts: "n: 24, m: 3, percent: 92.5%", want: "33.5"}, {facts: "n: 9, m: 0, percent: 70%", want: "0"},
	}},
	{no: 17, sheet: "回访：态度五档 30、20、15、10、5，由回访员选档", points: "30", chapters: []string{`
		points: 30
		- {id: 1, points: 30, methods: [interview], rubric: 按态度选档, scoring: {inspector: {from: 5, to: 30, steps: [5, 10, 15, 20, 30]}}}`}, readings: []reading{
		{findings: "outcome: not_satisfied, points: 15, reason: 较好", want: "15"}, {findings: "outcome: not_satisfied, points: 25, reason: 好", fault: "不在允许的范围内"},
	}},
	{no: 17, sheet: "湖州：材料三件 2 分，每缺一件扣 0.7，缺三件扣完为止", points: "2", chapters: []string{`
		points: 2
		- {id: 1, points: 2, check: all_yes, facts: {each: [x.yes_a, x.yes_b, x.yes_c]}, scoring: {deduct: {each: 0.7}}}`}, readings: []reading{
		{facts: "yes_a: 是, yes_b: 是, yes_c: 否", want: "1.3"}, {facts: "yes_a: 否, yes_b: 否, yes_c: 否", want: "0"},
	}},
	{no: 18, sheet: "长街 8.2：体检率低于 100% 每低 5% 扣 0.5，不足一档按一档", points: "0", chapters: []string{`
		- {id: 8.2, kind: deduction, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, scoring: {deduct: {each: 0.5, by: gap, per: 5, part_step: counts, at_most: 10}}}`}, readings: []reading{
		{facts: "percent: 100%", want: "0"}, {facts: "percent: 95%", want: "-0.5"}, {facts: "percent: 93%", want: "-1"}, {facts: "percent: 0%", want: "-10"}, {want: "-10..0"},
	}},
	{no: 18, sheet: "长街 8.2：不足一档不计", points: "0", chapters: []string{`
		- {id: 8.2, kind: deduction, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 100}, scoring: {deduct: {each: 0.5, by: gap, per: 5, part_step: ignored, at_most: 10}}}`}, readings: []reading{
		{facts: "percent: 96%", want: "0"}, {facts: "percent: 95%", want: "-0.5"}, {facts: "percent: 93%", want: "-0.5"},
	}},
	{no: 19, sheet: "粮食 (8)：≥95% 得 1.5，每低 1 个点扣 0.3，低于 90% 不得分", points: "1.5", chapters: []string{`
		points: 1.5
		- {id: 8, points: 1.5, check: percent_at_least, facts: {percent: x.percent}, params: {min_percent: 95}, scoring: {deduct: {each: 0.3, by: gap, per: 1, part_step: share, nothing_below: 90}}}`}, readings: []reading{
		{facts: "percent: 95%", want: "1.5"},
		{facts: "percent: 93%", want: "0.9"},
		{facts: "percent: 92.5%", want: "0.75"},
		{facts: "percent: 90.5%", want: "0.15"},
		{facts: "percent: 89.9%", want: "0"},
		{want: "0..1.5"},
	}},
	{no: 20, sheet: "长街：到县、市、省、北京上访扣 0.5、1、2、5", points: "0", chapters: []string{`
		- {id: 1, kind: deduction, check: occurrences, facts: {list: x.petitions}, scoring: {deduct: {kinds: {县: 0.5, 市: 1, 省: 2, 北京: 5}, factors: {集体: 1, 催办未办: 1, 其他干部: 1}, floor: -30}}}`}, readings: []reading{
		{facts: "petitions: []", want: "0"},
		{facts: "petitions: [{kind: 县}, {kind: 市}, {kind: 省}, {kind: 北京}]", want: "-8.5"},
		{facts: "petitions: [{kind: 县, count: 3}, {kind: 县, count: 3}]", want: "-3"},
		{facts: "petitions: [{kind: 北京, count: 9}]", want: "-30"},
	}},
	{no: 21, sheet: "长街：集体上访加倍，催办后仍未办加倍，其他干部减半", points: "0", chapters: []string{`
		- {id: 1, kind: deduction, check: occurrences, facts: {list: x.petitions}, scoring: {deduct: {kinds: {县: 0.5, 市: 1, 省: 2, 北京: 5}, factors: {集体: 2, 催办未办: 2, 其他干部: 0.5}, floor: -30}}}`}, readings: []reading{
		{facts: "petitions: [{kind: 省, factors: [集体]}]", want: "-4"},
		{facts: "petitions: [{kind: 市, count: 2, factors: [集体, 催办未办]}]", want: "-8"},
		{facts: "petitions: [{kind: 县, factors: [其他干部]}]", want: "-0.25"},
	}},
	{no: 22, sheet: "加扣：发生一起扣 1 分，后果严重的再加扣 2 分", points: "4", chapters: []string{`
		points: 4
		- {id: 1, points: 4, check: occurrences, facts: {list: x.accidents}, scoring: {deduct: {kinds: {发生: 1, 后果严重: 2}}}}`}, readings: []reading{
		{facts: "accidents: [{kind: 发生}]", want: "3"}, {facts: "accidents: [{kind: 发生}, {kind: 后果严重}]", want: "1"},
	}},
	{no: 23, sheet: "长街：酌情扣 0.5–2 分，写明理由，超出范围不收", points: "0", chapters: []string{`
		- {id: 1, kind: deduction, methods: [inspect], rubric: 视情扣分, scoring: {inspector: {from: -2, to: -0.5}}}`}, readings: []reading{
		{want: "-2..0"},
		{findings: "outcome: satisfied", want: "0"},
		{findings: "outcome: not_satisfied, points: -1.5, reason: 值班空缺", want: "-1.5"},
		{findings: "outcome: not_satisfied, points: -1.5, shortfalls: [{text: 值班空缺}]", fault: "没有写理由"},
		{findings: "outcome: not_satisfied, points: -3, reason: 严重", fault: "不在允许的范围内"},
		{findings: "outcome: not_satisfied, shortfalls: [{text: 值班空缺}]", fault: "没有写得分"},
	}},
	{no: 24, sheet: "粮食 (60)：本条 0 分，出现的扣 2 分；粮食 (26)：1 分，挪用的不得分并倒扣 1 分", points: "1", chapters: []string{`
		points: 1
		- {id: 60, kind: deduction, check: none_yes, facts: {each: [x.yes_a]}, scoring: {deduct: {each: 2, at_most: 2}}}
		- {id: 26, points: 1, check: none_yes, facts: {each: [x.yes_b]}, scoring: {deduct: {each: 2, floor: -1}}}`}, readings: []reading{
		{facts: "yes_a: 否, yes_b: 否", want: "1"}, {facts: "yes_a: 是, yes_b: 否", want: "-1"}, {facts: "yes_a: 是, yes_b: 是", want: "-3"}, {want: "-3..1"},
	}},
}

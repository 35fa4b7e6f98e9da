package report_test

import (
	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

const bundleFile = "evidence/samples/示例镇/bundle.yaml"

func points(text string) standards.Points { return standards.MustPoints(text) }

func pointsOf(text string) *standards.Points {
	p := standards.MustPoints(text)
	return &p
}

func span(certain, possible string) assessment.Interval {
	return assessment.Interval{Certain: points(certain), Possible: points(possible)}
}

func place(path string, line, column int, present bool) assessment.Place {
	return assessment.Place{Path: path, At: yamltext.Position{File: bundleFile, Line: line, Column: column}, Present: present}
}

func factTitle(path string) string {
	return map[string]string{
		"rota.filled_months": "排班有人的月数",
		"volunteer.members":  "在册志愿者人数",
	}[path]
}

func setOf(reports ...*assessment.Report) report.Set {
	for _, r := range reports {
		for i := range r.Items {
			r.Items[i].Draft = r.Standard.Draft || r.Items[i].Item.Provenance.Draft()
		}
	}
	return report.Set{Version: "0.1.0", AsOf: "2026-11-21", Reports: reports, FactTitle: factTitle}
}

func draftOf(topic ...string) standards.Provenance {
	return standards.Provenance{Topic: topic, Threshold: "draft"}
}

// townItems has every outcome, every kind and every way of scoring once.
func townItems() []assessment.ItemResult {
	return []assessment.ItemResult{
		{
			Item: &standards.Item{
				ID: "A01", Title: "党（工）委领导退役军人工作机制", Kind: standards.KindRequired,
				Text:       "成立党（工）委退役军人事务工作领导小组，组长由党（工）委书记或副书记担任。",
				Methods:    []standards.Method{standards.MethodExamine},
				Evidence:   []string{"document"},
				Provenance: standards.Provenance{Topic: []string{"seed:004", "public:P10"}, Threshold: "draft", Clause: "第三条"},
				Parts:      []standards.Part{{Check: "document_exists"}, {Check: "one_of"}},
			},
			Chapter: "A", ChapterTitle: "组织领导", Checks: []string{"document_exists", "one_of"},
			Outcome: assessment.Satisfied, CheckOutcome: assessment.Satisfied, Source: "check",
			Observations: []string{"文件《关于成立领导小组的通知》，2025-03-01", "组长职务：党委书记"},
			Reads:        []assessment.Place{place("leadership.group_doc", 21, 5, true), place("leadership.head_role", 22, 5, true)},
		},
		{
			Item: &standards.Item{
				ID: "A02", Title: "党委政府定期研究部署", Kind: standards.KindScored, Points: points("2"),
				Text:     "近 12 个月党委会、政府会议研究退役军人工作不少于 4 次，每季度不少于 1 次。",
				Methods:  []standards.Method{standards.MethodExamine},
				Evidence: []string{"document"},
				Scoring: standards.Scoring{Deduct: &standards.Deduct{
					Each: points("0.5"), Kinds: map[string]standards.Points{"quarter": points("0.25")}, AtMost: pointsOf("2"),
				}},
				Fix:        "每季度把退役军人工作列入一次党委会议题，会后留存会议纪要。",
				Provenance: standards.Provenance{Topic: []string{"public:P18"}, Threshold: "public:P18"},
				Parts:      []standards.Part{{Check: "each_quarter"}},
			},
			Chapter: "A", ChapterTitle: "组织领导", Checks: []string{"each_quarter"},
			Outcome: assessment.NotSatisfied, CheckOutcome: assessment.NotSatisfied, Source: "check",
			Points: span("1.25", "1.25"), Max: points("2"),
			Observations: []string{"统计期内 3 次：2025-08-12、2025-11-03、2026-05-20"},
			Shortfalls: []assessment.Shortfall{
				{Kind: "short", Count: points("1"), Text: "研究 3 次，比要求的 4 次少 1 次"},
				{Kind: "quarter", Count: points("1"), Text: "2026-01-01 至 2026-03-31 这一季度没有研究"},
			},
			Reads: []assessment.Place{place("party_agenda.dates", 30, 5, true)},
		},
		{
			Item: &standards.Item{
				ID: "B07", Title: "辖区村（社区）站全覆盖", Kind: standards.KindRequired,
				Text:    "辖区内每个村（社区）都建立退役军人服务站。",
				Methods: []standards.Method{standards.MethodSystem}, Evidence: []string{"system"},
				Fix:        "对照村（社区）名单，给没有建站的村补办批复并挂牌。",
				Provenance: standards.Provenance{Topic: []string{"seed:000"}, Threshold: "public:P05"},
				Parts:      []standards.Part{{Check: "covers"}},
			},
			Chapter: "B", ChapterTitle: "机构与队伍", Checks: []string{"covers"},
			Outcome: assessment.NotSatisfied, CheckOutcome: assessment.NotSatisfied, Source: "check",
			Observations: []string{"已建站 13 个，村（社区）14 个"},
			Shortfalls:   []assessment.Shortfall{{Kind: "short", Count: points("1"), Text: "少建 1 个村（社区）站"}},
			Reads:        []assessment.Place{place("villages.stations", 41, 5, true), place("villages.units", 42, 5, true)},
		},
		{
			Item: &standards.Item{
				ID: "B06", Title: "业务培训全覆盖", Kind: standards.KindScored, Points: points("1"),
				Text:    "近 12 个月工作人员参加业务培训的比率达到 100%。",
				Methods: []standards.Method{standards.MethodExamine, standards.MethodSample}, Evidence: []string{"ledger"},
				Scoring:    standards.Scoring{Linear: &standards.Linear{Zero: points("50")}},
				Fix:        "给没有参训的人员补训，留存签到和课件。",
				Provenance: draftOf("public:P31"),
				Parts:      []standards.Part{{Check: "rate_at_least"}},
			},
			Chapter: "B", ChapterTitle: "机构与队伍", Checks: []string{"rate_at_least"},
			Outcome: assessment.NotSatisfied, CheckOutcome: assessment.NotSatisfied, Source: "check",
			Points: span("1/3", "1/3"), Max: points("1"),
			Observations: []string{"已培训 2 人，应培训 3 人，比率 66.66%"},
			Shortfalls:   []assessment.Shortfall{{Kind: "below", Count: points("1"), Text: "比率 66.66%，低于要求的 100%"}},
			Reads:        []assessment.Place{place("staff.trained_12m", 50, 5, true), place("staff.total", 47, 5, true)},
		},
		{
			Item: &standards.Item{
				ID: "C03", Title: "固定场所与面积", Kind: standards.KindScored, Points: points("3"),
				Text:    "有固定场所，使用面积不少于 80 ㎡。",
				Methods: []standards.Method{standards.MethodInspect}, Evidence: []string{"on_site", "photo"},
				Fix:        "协调增加或调整办公用房。",
				Provenance: draftOf("public:P16"),
				Parts: []standards.Part{
					{Check: "all_yes", Points: pointsOf("1")},
					{Check: "floor_area", Points: pointsOf("2"), Scoring: standards.Scoring{Steps: []standards.Step{
						{AtLeast: pointsOf("80"), Points: points("2")}, {Above: pointsOf("60"), Points: points("1")},
					}}},
				},
			},
			Chapter: "C", ChapterTitle: "工作保障", Checks: []string{"all_yes", "floor_area"},
			Outcome: assessment.Satisfied, CheckOutcome: assessment.Satisfied, Source: "check",
			Points: span("3", "3"), Max: points("3"),
			Observations: []string{"固定场所：是", "使用面积 92 ㎡"},
			Reads:        []assessment.Place{place("premises.fixed", 60, 5, true), place("premises.area_sqm", 61, 5, true)},
			Findings: []evidence.Finding{{
				Standard: "fqs-town-76", Item: "C03", Source: "self", Outcome: "satisfied", Points: "3",
				By: "经办员甲", Date: "2026-06-30", At: yamltext.Position{File: bundleFile, Line: 204, Column: 5},
			}},
		},
		{
			Item: &standards.Item{
				ID: "D03", Title: "入口指引标识", Kind: standards.KindScored, Points: points("1"),
				Text:    "单独设置办公室的，入口处有指引标识。",
				Methods: []standards.Method{standards.MethodInspect}, Evidence: []string{"photo"},
				When: &standards.Part{Check: "all_yes"}, Absence: standards.AbsenceExclude,
				Provenance: standards.Provenance{Topic: []string{"public:P18"}, Threshold: "public:P18"},
				Parts:      []standards.Part{{Check: "photo_taken"}},
			},
			Chapter: "C", ChapterTitle: "工作保障", Checks: []string{"photo_taken"},
			Outcome: assessment.NotApplicable, CheckOutcome: assessment.NotApplicable, Source: "check",
			Max: points("1"), Excluded: points("1"),
			Reason: "与便民服务中心合署办公，没有单独的办公室",
			Reads:  []assessment.Place{place("sign.separate_office", 70, 5, true)},
		},
		{
			Item: &standards.Item{
				ID: "E05", Title: "轮值站长制度", Kind: standards.KindScored, Points: points("2"),
				Text:    "近 12 个月每月都有轮值站长排班。",
				Methods: []standards.Method{standards.MethodExamine, standards.MethodInterview}, Evidence: []string{"ledger"},
				Fix:        "补齐排班表。",
				Provenance: draftOf("seed:000", "public:P13"),
				Parts:      []standards.Part{{Check: "count_at_least"}},
			},
			Chapter: "E", ChapterTitle: "制度与运行", Checks: []string{"count_at_least"},
			Outcome: assessment.NoEvidence, CheckOutcome: assessment.NoEvidence,
			Points: span("0", "2"), Max: points("2"),
			Missing: []assessment.Place{place("rota.filled_months", 80, 3, false)},
			Reads:   []assessment.Place{place("rota.filled_months", 80, 3, false)},
		},
		{
			Item: &standards.Item{
				ID: "E07", Title: "台账分类归档", Kind: standards.KindScored, Points: points("1"),
				Text:    "应建台账齐全，抽查 10 份无缺页。",
				Methods: []standards.Method{standards.MethodInspect, standards.MethodSample}, Evidence: []string{"on_site"},
				Scoring: standards.Scoring{Inspector: &standards.Range{
					From: points("0"), To: points("1"), Steps: []standards.Points{points("0"), points("0.5"), points("1")},
				}},
				Rubric:     "随机抽 10 份，有缺页的给 0.5 分，缺两份以上不给分。",
				Provenance: draftOf("public:P11"),
			},
			Chapter: "E", ChapterTitle: "制度与运行",
			Outcome: assessment.NotChecked, Points: span("0", "1"), Max: points("1"),
		},
		{
			Item: &standards.Item{
				ID: "E03", Title: "服务事项清单公开", Kind: standards.KindScored, Points: points("2"),
				Text:    "对外公布的服务事项不少于 8 项，线上线下一致。",
				Methods: []standards.Method{standards.MethodSystem, standards.MethodInspect}, Evidence: []string{"system"},
				Fix:        "按目录补充公布的事项，线上线下同步更新。",
				Provenance: standards.Provenance{Topic: []string{"seed:004"}, Threshold: "seed:004"},
				Parts:      []standards.Part{{Check: "count_at_least"}},
			},
			Chapter: "E", ChapterTitle: "制度与运行", Checks: []string{"count_at_least"},
			Outcome: assessment.NotSatisfied, CheckOutcome: assessment.Satisfied, Source: "on_site",
			Max:          points("2"),
			Observations: []string{"公布事项 9 项"},
			Shortfalls:   []assessment.Shortfall{{Count: points("1"), Text: "窗口公示牌只有 6 项，与线上不一致"}},
			Reason:       "现场与系统登记不符",
			Reads:        []assessment.Place{place("catalog.published_items", 90, 5, true)},
			Findings: []evidence.Finding{{
				Standard: "fqs-town-76", Item: "E03", Source: "on_site", Outcome: "not_satisfied",
				Shortfalls: []evidence.FindingShortfall{{Count: 1, Text: "窗口公示牌只有 6 项，与线上不一致"}},
				Reason:     "现场与系统登记不符", By: "核查员甲", Date: "2026-07-02",
				At: yamltext.Position{File: bundleFile, Line: 210, Column: 5},
			}},
		},
		{
			Item: &standards.Item{
				ID: "L01", Title: "退役军人志愿服务队", Kind: standards.KindScored, Points: points("1"),
				Text:    "有志愿服务队，在册不少于 10 人。",
				Methods: []standards.Method{standards.MethodExamine}, Evidence: []string{"document"},
				Absence:    standards.AbsenceExclude,
				Provenance: draftOf("seed:001"),
				Parts:      []standards.Part{{Check: "count_at_least"}},
			},
			Chapter: "L", ChapterTitle: "作用发挥", Checks: []string{"count_at_least"},
			Outcome: assessment.Waived, CheckOutcome: assessment.NoEvidence, Source: "review",
			Max: points("1"), Excluded: points("1"),
			Reason: "撤镇设街道过渡期，准予豁免至 2026-12-31",
			Findings: []evidence.Finding{{
				Standard: "fqs-town-76", Item: "L01", Source: "review", Outcome: "waived",
				Reason: "撤镇设街道过渡期，准予豁免至 2026-12-31", By: "复核组", Date: "2026-08-01", Until: "2026-12-31",
				At: yamltext.Position{File: bundleFile, Line: 216, Column: 5},
			}},
		},
		{
			Item: &standards.Item{
				ID: "L02", Title: "志愿服务活动", Kind: standards.KindScored, Points: points("2"),
				Text:    "近 12 个月开展志愿服务不少于 4 次，时长有记录。",
				Methods: []standards.Method{standards.MethodExamine}, Evidence: []string{"ledger"},
				Provenance: draftOf("seed:001"),
				Parts:      []standards.Part{{Check: "rate_at_least"}},
			},
			Chapter: "L", ChapterTitle: "作用发挥", Checks: []string{"rate_at_least"},
			Outcome: assessment.Errored, CheckOutcome: assessment.Errored,
			Points: span("0", "2"), Max: points("2"),
			Reason: "本条不允许缺项，却判为不适用",
			Reads:  []assessment.Place{place("volunteer.activities", 99, 5, true)},
		},
		{
			Item: &standards.Item{
				ID: "M02", Title: "经验推广", Kind: standards.KindBonus, Points: points("2"),
				Text:    "县级及以上发文推广或召开现场会，每件加 1 分，最多 2 分。",
				Methods: []standards.Method{standards.MethodExamine}, Evidence: []string{"document"},
				Scoring:    standards.Scoring{Steps: []standards.Step{{AtLeast: pointsOf("2"), Points: points("2")}, {AtLeast: pointsOf("1"), Points: points("1")}}},
				Provenance: draftOf("seed:001"),
				Parts:      []standards.Part{{Check: "count_at_least"}},
			},
			Chapter: "M", ChapterTitle: "加分项", Checks: []string{"count_at_least"},
			Outcome: assessment.Satisfied, CheckOutcome: assessment.Satisfied, Source: "check",
			Points: span("1", "1"), Max: points("2"),
			Observations: []string{"推广 1 件"},
			Reads:        []assessment.Place{place("promotion.documents", 120, 5, true)},
		},
	}
}

// town is a small sheet in the shape of the town-level standard. Its numbers are made
// for the tests: 15 points, of which 2 are absent, re-based from 13.
func town() *assessment.Report {
	items := townItems()
	certain := points("67/12").Mul(points("15")).Quo(points("13"))
	possible := points("127/12").Mul(points("15")).Quo(points("13"))
	r := &assessment.Report{
		Subject: evidence.Subject{
			ID: "sample-lacking-town", Name: "示例镇退役军人服务站", Kind: "station", Level: "town",
			Region: "330482106000", USCC: "12330482MB0000000X", Sample: true,
		},
		Bundle: assessment.BundlePin{
			File: bundleFile, Digest: "sha256:" + repeat("0a", 32), DigestSM3: "sm3:" + repeat("1b", 32), ReportingDate: "2026-06-30",
		},
		Standard: assessment.StandardPin{
			ID: "fqs-town-76", Edition: "2026-draft", Title: "枫桥式退役军人服务站创建标准（乡镇级）",
			Digest: "sha256:" + repeat("2c", 32), Draft: true,
		},
		Policies: assessment.Pin{Digest: "sha256:" + repeat("3d", 32)},
		AsOf:     "2026-11-21",
		OutOf:    pointsOf("15"),
		Total:    &assessment.Interval{Certain: certain, Possible: possible},
		BonusCap: pointsOf("6"),
		Grade:    assessment.GradeInterval{Certain: "未达标", Possible: "未达标"},
		Chapters: []assessment.ChapterResult{
			{ID: "A", Title: "组织领导", OutOf: pointsOf("2"), Total: spanOf("1.25", "1.25")},
			{ID: "B", Title: "机构与队伍", OutOf: pointsOf("1"), Total: spanOf("1/3", "1/3")},
			{ID: "C", Title: "工作保障", OutOf: pointsOf("4"), Total: spanOf("3", "3")},
			{ID: "E", Title: "制度与运行", OutOf: pointsOf("5"), Total: spanOf("0", "3")},
			{ID: "L", Title: "作用发挥", OutOf: pointsOf("3"), Total: spanOf("0", "2")},
			{ID: "M", Title: "加分项", OutOf: pointsOf("2"), Total: spanOf("1", "1")},
		},
		Items: items,
		Gates: []assessment.Gate{
			{Item: "A01", Rule: "required", State: assessment.Held, Text: "符合"},
			{Item: "B07", Rule: "required", State: assessment.Broken, Text: "不符合：少建 1 个村（社区）站"},
			{Chapter: "E", Rule: "floor", State: assessment.Unknown, Text: "制度与运行：应不低于 60%，可得 5 分，现得 0 至 3 分"},
		},
		Grading: []assessment.GradeRule{
			{
				Grade: "示范", Total: pointsOf("13.5"), Gates: []string{"A01", "B07"}, Chapters: pointsOf("60"),
				Conditions: []string{"总分不低于 13.5 分", "必备项全部符合", "各章不低于本章分值的 60%"},
			},
			{
				Grade: "达标", Total: pointsOf("12"), Gates: []string{"A01", "B07"},
				Conditions: []string{"总分不低于 12 分", "必备项全部符合"},
			},
			{Grade: "未达标", Certain: true, Possible: true},
		},
		Counts: map[assessment.Outcome]int{},
		Notes:  []string{"统计截止日距评定日已超过 4 个月，建议更新数据。"},
	}
	for _, item := range items {
		r.Counts[item.Outcome]++
	}
	r.Ledger = townLedger(certain)
	return r
}

func townLedger(total standards.Points) []assessment.Entry {
	entry := func(item, chapter string, kind assessment.EntryKind, given, most, text, rule string) assessment.Entry {
		return assessment.Entry{Item: item, Chapter: chapter, Entry: kind, Points: points(given), Max: points(most), Text: text, Rule: rule}
	}
	lines := []assessment.Entry{
		entry("A02", "A", assessment.EntryEarn, "2", "2", "本条分值", "deduct"),
		entry("A02", "A", assessment.EntryLose, "-0.5", "0", "研究 3 次，比要求的 4 次少 1 次", "deduct"),
		entry("A02", "A", assessment.EntryLose, "-0.25", "0", "2026-01-01 至 2026-03-31 这一季度没有研究", "deduct"),
		entry("B06", "B", assessment.EntryEarn, "1/3", "1", "比率 66.66%，按比例得分", "linear"),
		entry("C03", "C", assessment.EntryEarn, "3", "3", "符合", "steps"),
		entry("D03", "C", assessment.EntryExclude, "0", "1", "与便民服务中心合署办公，没有单独的办公室", "absence"),
		entry("E05", "E", assessment.EntryPending, "0", "2", "未举证", "all_or_nothing"),
		entry("E07", "E", assessment.EntryPending, "0", "1", "待核查", "inspector"),
		entry("E03", "E", assessment.EntryLose, "0", "2", "现场与系统登记不符", "all_or_nothing"),
		entry("L01", "L", assessment.EntryExclude, "0", "1", "豁免", "waiver"),
		entry("L02", "L", assessment.EntryPending, "0", "2", "判定出错", "all_or_nothing"),
		entry("M02", "M", assessment.EntryBonus, "1", "2", "推广 1 件", "steps"),
	}
	var sum standards.Points
	for _, line := range lines {
		sum = sum.Add(line.Points)
	}
	return append(lines, assessment.Entry{
		Entry: assessment.EntryRebase, Points: total.Sub(sum), Text: "缺项 2 分，按 15 ÷ 13 换算", Rule: "sheet",
	})
}

func spanOf(certain, possible string) *assessment.Interval {
	iv := span(certain, possible)
	return &iv
}

// county is a report on a county whose facts come from two stations.
func county() *assessment.Report {
	r := village()
	r.Members = []evidence.Member{
		{ID: "jia", Name: "甲镇站", Kind: "station", Level: "town", Region: "330482106000", File: "stations/jia.yaml", Digest: "sha256:" + repeat("2c", 32)},
		{ID: "yi", Name: "乙网格老兵壹家", Kind: "home", Level: "village", Region: "330482106201", File: "stations/yi.yaml", Digest: "sha256:" + repeat("3d", 32)},
	}
	r.MemberResults = []assessment.MemberResult{{
		Fact: "county.five_have_stations", Title: "五有齐全的站数", Grade: "齐全",
		Standard: assessment.StandardPin{ID: "five-have", Edition: "2026", Title: "五级五有", Digest: "sha256:" + repeat("5f", 32)},
		Members: []assessment.MemberGrade{
			{ID: "a", Name: "甲站", Level: "village", Grade: assessment.GradeInterval{Certain: "齐全", Possible: "齐全"}, State: assessment.Held},
			{ID: "b", Name: "乙站", Level: "town", State: assessment.Broken},
		},
	}}
	return r
}

// village is judged by a standard without points: only gates and a grade.
func village() *assessment.Report {
	item := func(id, title string, outcome assessment.Outcome, missing ...assessment.Place) assessment.ItemResult {
		return assessment.ItemResult{
			Item: &standards.Item{
				ID: id, Title: title, Text: title + "。", Kind: standards.KindRequired,
				Methods: []standards.Method{standards.MethodExamine}, Evidence: []string{"document"},
				Provenance: standards.Provenance{Topic: []string{"seed:004"}},
			},
			Chapter: "W", ChapterTitle: "五有", Checks: []string{"document_exists"},
			Outcome: outcome, CheckOutcome: outcome, Missing: missing,
		}
	}
	return &assessment.Report{
		Subject: evidence.Subject{ID: "zhichong", Name: "直冲村退役军人服务站", Kind: "station", Level: "village", Region: "330482106201"},
		Bundle:  assessment.BundlePin{File: "evidence/samples/zhichong/bundle.yaml", Digest: "sha256:" + repeat("4e", 32)},
		Standard: assessment.StandardPin{ID: "five-have", Edition: "2026", Title: "五级五有", Digest: "sha256:" + repeat("5f", 32), OutsideScope: "本标准适用于乡镇级，被评单位是村级", Scope: []assessment.ScopeFact{
			{Fact: "veterans.registered", Title: "在册退役军人数", Value: pointsOf("122"), AtLeast: pointsOf("100"), Below: pointsOf("300"), State: standards.ScopeInside},
			{Fact: "veterans.war", Title: "参战退役军人数", AtLeast: pointsOf("1"), State: standards.ScopeUnknown},
		}},
		Policies: assessment.Pin{Digest: "sha256:" + repeat("3d", 32)},
		AsOf:     "2026-11-21",
		Grade:    assessment.GradeInterval{Certain: "未齐全", Possible: "齐全"},
		Chapters: []assessment.ChapterResult{{ID: "W", Title: "五有"}},
		Items: []assessment.ItemResult{
			item("W1", "有机构", assessment.Satisfied),
			item("W2", "有编制", assessment.NoEvidence, place("posts.approved", 12, 3, false)),
		},
		Gates: []assessment.Gate{
			{Item: "W1", Rule: "required", State: assessment.Held, Text: "符合"},
			{Item: "W2", Rule: "required", State: assessment.Unknown, Text: "未举证，缺 1 项事实"},
		},
		Grading: []assessment.GradeRule{
			{Grade: "齐全", Gates: []string{"W1", "W2"}, Possible: true, Conditions: []string{"必备项全部符合"}},
			{Grade: "未齐全", Certain: true, Possible: true},
		},
		Counts: map[assessment.Outcome]int{assessment.Satisfied: 1, assessment.NoEvidence: 1},
	}
}

// hostile is a report whose texts try to escape from every format.
func hostile() *assessment.Report {
	const evil = "=cmd|'/c calc'!A1 \x1b[31m红\x1b]0;x\a\u009b2J \u202e反 <script>alert(1)</script> ]]> | `x` *b* \x00 \ufffe \"q\" & \xff尾\r\n第二行\t格"
	r := town()
	r.Subject.Name = evil
	r.Standard.Title = evil
	r.Bundle.File = "目录 a/b%c#d\x1b[2J.yaml"
	r.Notes = []string{evil}
	r.Grade = assessment.GradeInterval{Certain: evil, Possible: "@SUM(1)"}
	r.Grading[0].Grade = evil
	r.Gates[1].Text = evil
	r.Chapters[0].Title = evil
	for i := range r.Items {
		item := &r.Items[i]
		item.Item.Title, item.Item.Text, item.Item.Fix, item.Item.Note = evil, evil, evil, evil
		item.ChapterTitle = evil
		item.Observations = []string{evil}
		if len(item.Shortfalls) > 0 {
			item.Shortfalls = []assessment.Shortfall{{Text: evil, Count: points("1")}}
		}
		for j := range item.Findings {
			item.Findings[j].By, item.Findings[j].Reason = evil, evil
		}
	}
	for i := range r.Ledger {
		r.Ledger[i].Text = evil
	}
	return r
}

func repeat(text string, n int) string {
	out := ""
	for range n {
		out += text
	}
	return out
}

// classed is a report under a grade table with core items, failed items, upper ends and
// alternatives, of which the worst counts.
func classed() *assessment.Report {
	r := town()
	count := func(n int) *int { return &n }
	core := func(atLeast, below *int) *assessment.CoreRule {
		return &assessment.CoreRule{
			Class: "core", AtLeast: atLeast, Below: below, Certain: 1, Possible: 2,
			Items: []assessment.CoreItem{{Item: "A02", Line: pointsOf("1.4")}, {Item: "A01"}},
		}
	}
	r.Items[0].Item.Class, r.Items[1].Item.Class = "core", "core"
	r.Choose = standards.ChooseWorst
	r.Grade = assessment.GradeInterval{Certain: "红牌"}
	r.Gates = append(r.Gates, assessment.Gate{Rule: "count", State: assessment.Unknown, Text: "核心条目：应通过不少于 2 项，共 2 项，现通过 1 至 2 项"})
	r.Grading = []assessment.GradeRule{
		{
			Grade: "合格", Total: pointsOf("12"), Core: core(count(2), nil), Possible: true,
			Failed:     []assessment.FailedRule{{Classes: []string{"general"}, AtMost: 1, Items: []string{"B07"}, Certain: 1, Possible: 1}},
			Conditions: []string{"总分不低于 12 分", "核心条目（得分率不低于 70%）通过不少于 2 项", "一般条目不符合不超过 1 项"},
		},
		{
			Grade: "红牌", Certain: true,
			Any: []assessment.GradeRule{
				{Below: pointsOf("10"), Certain: true, Conditions: []string{"总分低于 10 分"}},
				{Core: core(nil, count(2)), Certain: true, Conditions: []string{"核心条目（得分率不低于 70%）通过少于 2 项"}},
			},
			Conditions: []string{"总分低于 10 分，或者核心条目（得分率不低于 70%）通过少于 2 项"},
		},
	}
	return r
}

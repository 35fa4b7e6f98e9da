package demo

import (
	"zhanping/assessment/stages"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// The batches of the demonstration.
const (
	batchBefore = "示例县 2025 年枫桥式退役军人服务站创建（示例批次）"
	batchNow    = "示例县 2026 年枫桥式退役军人服务站创建（示例批次）"
)

// Who organises them, and where to object; there is no such county.
const (
	office  = "示例县主管部门"
	contact = "示例县主管部门办公室，工作日上班时间当面或来信（示例，没有这个部门）"
)

var batches = []casework.BatchInput{
	{
		Title: batchBefore, Region: county, Year: 2025, Standard: "fqs-town-76", OpensOn: "2025-07-01", ClosesOn: "2025-07-31",
		Rules: records.Rules{
			Assessors: 2, Blind: true, DifferenceLimit: "0.4", PublicityDays: 5, LowestGrade: "达标", Bureau: office, Contact: contact,
		},
	},
	{
		Title: batchNow, Region: county, Year: 2026, Standard: "fqs-town-76", OpensOn: "2026-07-01",
		Rules: records.Rules{
			Assessors: 2, Blind: true, DifferenceLimit: "0.4", PublicityDays: 5, LowestGrade: "达标", SampleSize: 1,
			Quotas: []records.Quota{{Grade: "示范", Most: 6}}, Bureau: office, Contact: contact,
		},
	},
}

// wave is cases of a batch that go through the process on the same days.
type wave struct {
	batch    string
	days     days
	journeys []journey
}

// days are the days on which a wave takes its steps.
type days struct {
	declare, accept, admit, draw, visit, check, conclude, publish, name string
	recheck, review, verdict, answer                                    string
}

// journey is how one town comes through.
type journey struct {
	code    string
	end     stages.Stage
	pair    [2]string // its assessors, the lead first
	found   answers   // on site
	again   answers   // when it is checked again
	dispute dispute
}

// dispute is what a town questions once there is a conclusion.
type dispute struct{ item, reason, decision string }

func before() wave {
	both, other := [2]string{lead, assessor}, [2]string{lead, helping}
	return wave{
		batch: batchBefore,
		days: days{
			declare: "2025-07-02", accept: "2025-07-03", admit: "2025-07-08", visit: "2025-07-15", check: "2025-07-15",
			conclude: "2025-07-18", publish: "2025-07-21", name: "2025-07-30",
			recheck: "2026-03-09", review: "2026-03-12", verdict: "2026-03-16",
		},
		journeys: []journey{
			{code: "demo-town-wu", end: stages.Refused, pair: both, found: plain},
			{code: "demo-town-xin", end: stages.Named, pair: both, found: plain},
			{code: "demo-town-ren", end: stages.Named, pair: both, found: plain},
			{code: "demo-town-gui", end: stages.Named, pair: other, found: plain},
			{code: "demo-town-yin", end: stages.Named, pair: both, found: plain},
			{code: "demo-town-zi", end: stages.Kept, pair: both, found: plain, again: plain},
			{code: "demo-town-chou", end: stages.Withdrawn, pair: both, found: plain, again: closed},
		},
	}
}

// summer is those who declared when the batch was opened.
func summer() wave {
	both, other := [2]string{lead, assessor}, [2]string{lead, helping}
	return wave{
		batch: batchNow,
		days: days{
			declare: "2026-07-02", accept: "2026-07-03", admit: "2026-07-06", draw: "2026-07-07", visit: "2026-07-08", check: "2026-07-08",
			conclude: "2026-07-09", publish: "2026-07-10", name: "2026-07-20",
			recheck: "2026-09-10", review: "2026-09-11", verdict: "2026-09-14", answer: "2026-09-20",
		},
		journeys: []journey{
			{code: filling, end: stages.Self},
			{code: "lacking-town", end: stages.Declared},
			{code: "contradictory-town", end: stages.Onsite, pair: both, found: half},
			{code: modelTown, end: stages.Decided, pair: both, found: differing},
			{code: "demo-town-wu", end: stages.Publicity, pair: both, found: plain},
			{code: "demo-town-ji", end: stages.Named, pair: both, found: plain},
			{code: rectifying, end: stages.Rectify, pair: both, found: plain, again: lapsed},
			{
				code: "demo-town-mao", end: stages.Decided, pair: both, found: plain,
				dispute: dispute{item: "E05", reason: "轮值安排全年 12 个月都有，自评时漏录了第三季度，请按原始排班表复核"},
			},
			{
				code: "demo-town-chen", end: stages.Named, pair: other, found: plain,
				dispute: dispute{
					item: "C05", reason: "谈心室六月底已装隔断，请重新认定", decision: "隔断在统计截止日以后完工，本次按截止日的情况认定，维持原结论",
				},
			},
			{code: "demo-town-si", end: stages.Named, pair: both, found: plain},
			{code: "demo-town-noon", end: stages.Decided, pair: both, found: plain}, // one place is left for it and demo-town-mao
			{code: "demo-town-wei", end: stages.Refused, pair: both, found: plain},
		},
	}
}

// autumn is those who come later: they are under way on whatever day the demonstration is looked at.
func (l *loader) autumn() wave {
	both, other := [2]string{lead, assessor}, [2]string{lead, helping}
	return wave{
		batch: batchNow,
		days: days{
			declare: l.day(-24), accept: l.day(-21), admit: l.day(-15), draw: l.day(-12), visit: l.day(0), check: l.day(-9),
			conclude: l.day(-6), publish: l.day(-2),
		},
		journeys: []journey{
			{code: "demo-town-shen", end: stages.Initial},
			{code: "demo-town-you", end: stages.Onsite, pair: both},
			{code: "demo-town-hai", end: stages.Onsite, pair: other},
			{code: "demo-town-xu", end: stages.Publicity, pair: both, found: plain},
		},
	}
}

package stages

// Guard is a condition that a step waits for (条件). Whoever takes the step finds out
// whether it holds and says so in Facts.
type Guard string

// The guards. Each comment says when it holds.
const (
	// BatchOpen holds while the batch takes declarations (批次在申报期内).
	BatchOpen Guard = "batch_open"
	// ReapplyIntervalOver holds where the station was never withdrawn under this standard, or
	// Process.ReapplyYears have passed since.
	ReapplyIntervalOver Guard = "reapply_interval_over"
	// SelfAssessed holds when a revision of the bundle is saved, scored and pinned to the case.
	SelfAssessed Guard = "self_assessed"
	// Complete holds when no item of the result has the outcome error (判定出错).
	Complete Guard = "complete"
	// Reason holds when the request gives a reason that is not blank.
	Reason Guard = "reason"
	// AssessorsAssigned holds when as many assessors are assigned as standard and batch
	// demand, none of them to their own station.
	AssessorsAssigned Guard = "assessors_assigned"
	// SamplesDrawn holds when every draw that the standard demands was made, with its seed,
	// before the first finding on what it drew; also where nothing is drawn.
	SamplesDrawn Guard = "samples_drawn"
	// AllSigned holds when every assigned assessor signed the findings as they stand now.
	AllSigned Guard = "all_signed"
	// DifferencesSettled holds when no difference between two assessors above the set size is open.
	DifferencesSettled Guard = "differences_settled"
	// GradeReached holds when the result for certain reaches a grade that may be named.
	GradeReached Guard = "grade_reached"
	// WithinQuota holds when the batch has a place left for the case, or sets no quota.
	WithinQuota Guard = "within_quota"
	// PublicityOver holds when the last day of publicity has passed (公示期满).
	PublicityOver Guard = "publicity_over"
	// NoOpenDispute holds when every dispute about the case is decided.
	NoOpenDispute Guard = "no_open_dispute"
	// AwardNumber holds when the request gives an award number that no other award has.
	AwardNumber Guard = "award_number"
	// RectificationsListed holds when at least one rectification is on the list, each with
	// measure, responsible person and deadline.
	RectificationsListed Guard = "rectifications_listed"
	// Rectified holds when every rectification on the list was judged passed.
	Rectified Guard = "rectified"
	// RectificationFailed holds when a rectification was judged not passed, or its deadline
	// passed without one that was.
	RectificationFailed Guard = "rectification_failed"
)

// guards holds the name of each guard and what is wrong, and to be done, where it does not hold.
var guards = []struct {
	guard        Guard
	title, unmet string
}{
	{BatchOpen, "批次在申报期内", "批次不在申报期内；请在申报期内提交，或请主管部门调整批次的起止日期"},
	{ReapplyIntervalOver, "再申报间隔已满", "摘牌后再申报的间隔未满；请期满后再申报"},
	{SelfAssessed, "自评已完成", "还没有保存并计分的自评材料；请先完成自评"},
	{Complete, "没有判定出错的条目", "有条目判定出错，得分不完整；请按条目的提示更正后重新计分"},
	{Reason, "写明理由", "没有写明理由；请写明依据和情况"},
	{AssessorsAssigned, "核查员已派齐", "核查员没有派齐；请按标准和批次规定的人数指派，并注意回避"},
	{SamplesDrawn, "抽样已留痕", "应抽查的名单没有在核查前抽取并留下随机种子；请先抽取名单，再核查"},
	{AllSigned, "核查员全部签名", "有核查员没有对现有核查结果签名；请全部签名后再办"},
	{DifferencesSettled, "评分分歧已解决", "核查员之间有超过限度的分歧没有商定；请逐条商定并写明理由"},
	{GradeReached, "达到等级", "确定得分没有达到可命名的等级；不达标的应退回、责令整改或不予通过"},
	{WithinQuota, "批次有名额", "批次名额已满；请按排名取舍，或请主管部门调整名额"},
	{PublicityOver, "公示期满", "公示期未满；请在公示最后一个工作日过后再办"},
	{NoOpenDispute, "没有未裁定的异议", "有异议没有裁定；请先由第三人裁定"},
	{AwardNumber, "命名编号", "没有命名编号，或编号已被使用；请填写新的编号"},
	{RectificationsListed, "整改事项已列明", "没有整改事项，或有事项缺措施、责任人、期限；请补全整改台账"},
	{Rectified, "整改全部通过", "有整改事项没有判为通过；请逐项核验并给出结论"},
	{RectificationFailed, "整改不合格或逾期", "整改期限未到，也没有整改事项判为不合格；整改期内不能摘牌"},
}

// Guards is every guard, in the order in which the process meets them.
func Guards() []Guard {
	all := make([]Guard, len(guards))
	for i := range guards {
		all[i] = guards[i].guard
	}
	return all
}

// Title is the condition in a few Chinese words.
func (g Guard) Title() string {
	for i := range guards {
		if guards[i].guard == g {
			return guards[i].title
		}
	}
	return string(g)
}

// Unmet is what a person reads where the condition does not hold: what is lacking and what to do.
func (g Guard) Unmet() string {
	for i := range guards {
		if guards[i].guard == g {
			return guards[i].unmet
		}
	}
	return string(g)
}

// Package stages is the process of naming as one table: which step leads from which stage
// to which, what must hold before it is taken, and by when it is due. It decides on facts
// that it is given; it stores nothing, asks for nobody's rights and reads no clock.
package stages

import "slices"

// Stage is where a case stands (阶段).
type Stage string

// The stages, in the order in which a case passes them.
const (
	Self      Stage = "self"      // 自评
	Declared  Stage = "declared"  // 申报
	Initial   Stage = "initial"   // 初评
	Onsite    Stage = "onsite"    // 验收
	Decided   Stage = "decided"   // 验收结论: signed and locked
	Publicity Stage = "publicity" // 公示
	Named     Stage = "named"     // 命名
	Review    Stage = "review"    // 复核
	Rectify   Stage = "rectify"   // 限期整改
	Kept      Stage = "kept"      // 保持
	Withdrawn Stage = "withdrawn" // 摘牌, an end
	Refused   Stage = "refused"   // 未通过, an end
)

// stages holds what is known of each stage, in the order of the constants.
var stages = []struct {
	stage  Stage
	title  string
	locked bool
	end    bool
}{
	{stage: Self, title: "自评"},
	{stage: Declared, title: "申报"},
	{stage: Initial, title: "初评"},
	{stage: Onsite, title: "验收"},
	{stage: Decided, title: "验收结论", locked: true},
	{stage: Publicity, title: "公示", locked: true},
	{stage: Named, title: "命名", locked: true},
	{stage: Review, title: "复核"},
	{stage: Rectify, title: "限期整改"},
	{stage: Kept, title: "保持", locked: true},
	{stage: Withdrawn, title: "摘牌", locked: true, end: true},
	{stage: Refused, title: "未通过", locked: true, end: true},
}

// Stages is every stage, in the order in which a case passes them.
func Stages() []Stage {
	all := make([]Stage, len(stages))
	for i := range stages {
		all[i] = stages[i].stage
	}
	return all
}

// Known reports whether there is such a stage.
func (s Stage) Known() bool { return s.place() >= 0 }

// Title is the stage in Chinese, and the stage as it is written where it is not known.
func (s Stage) Title() string {
	if i := s.place(); i >= 0 {
		return stages[i].title
	}
	return string(s)
}

// Locked reports whether the findings and the result of a case are signed or closed at this
// stage: nothing that was written for it changes until a step leads to another stage.
func (s Stage) Locked() bool {
	i := s.place()
	return i >= 0 && stages[i].locked
}

// End reports whether the case is over: no step leads on.
func (s Stage) End() bool {
	i := s.place()
	return i >= 0 && stages[i].end
}

func (s Stage) place() int {
	for i := range stages {
		if stages[i].stage == s {
			return i
		}
	}
	return -1
}

// Action is a step that somebody takes with a case (操作).
type Action string

// The actions.
const (
	Declare             Action = "declare"              // 申报
	Accept              Action = "accept"               // 受理
	Admit               Action = "admit"                // 初评通过
	Return              Action = "return"               // 退回
	Conclude            Action = "conclude"             // 形成验收结论
	Publish             Action = "publish"              // 公示
	Name                Action = "name"                 // 命名授牌
	Recheck             Action = "recheck"              // 启动复核
	Keep                Action = "keep"                 // 保持
	OrderRectification  Action = "order_rectification"  // 责令整改
	AcceptRectification Action = "accept_rectification" // 整改通过
	Withdraw            Action = "withdraw"             // 摘牌
	Refuse              Action = "refuse"               // 不予通过
	Dispute             Action = "dispute"              // 提出异议: freezes the case
	SettleDispute       Action = "settle_dispute"       // 裁定异议: unfreezes it
)

var actions = []struct {
	action Action
	title  string
}{
	{Declare, "申报"},
	{Accept, "受理"},
	{Admit, "初评通过"},
	{Return, "退回"},
	{Conclude, "形成验收结论"},
	{Publish, "公示"},
	{Name, "命名授牌"},
	{Recheck, "启动复核"},
	{Keep, "保持"},
	{OrderRectification, "责令整改"},
	{AcceptRectification, "整改通过"},
	{Withdraw, "摘牌"},
	{Refuse, "不予通过"},
	{Dispute, "提出异议"},
	{SettleDispute, "裁定异议"},
}

// Actions is every action, in the order of the process.
func Actions() []Action {
	all := make([]Action, len(actions))
	for i := range actions {
		all[i] = actions[i].action
	}
	return all
}

// Known reports whether there is such an action.
func (a Action) Known() bool { return slices.Contains(Actions(), a) }

// Title is the action in Chinese, and the action as it is written where it is not known.
func (a Action) Title() string {
	for i := range actions {
		if actions[i].action == a {
			return actions[i].title
		}
	}
	return string(a)
}

package policies

import (
	"slices"

	"zhanping/assessment/stages"
)

// Action is what somebody asks to do, as <resource>.<verb>: what routes require, what tokens
// have for scopes and what policies/authz decides on.
type Action string

// The actions. There are no others: policies/authz refuses what is not listed here.
const (
	ActionRegionRead    Action = "region.read"
	ActionStationRead   Action = "station.read"
	ActionStationWrite  Action = "station.write"
	ActionStationImport Action = "station.import"

	ActionPeopleRead  Action = "people.read"
	ActionPeopleWrite Action = "people.write"
	ActionTokenWrite  Action = "token.write"
	ActionSessionOwn  Action = "session.own"

	ActionStandardRead Action = "standard.read"
	ActionSetRead      Action = "set.read"
	ActionSetSubmit    Action = "set.submit"
	ActionSetApprove   Action = "set.approve"

	ActionBundleRead             Action = "bundle.read"
	ActionBundleSave             Action = "bundle.save"
	ActionBundleScore            Action = "bundle.score"
	ActionAttachmentAdd          Action = "attachment.add"
	ActionAttachmentRead         Action = "attachment.read"
	ActionAttachmentReadOriginal Action = "attachment.read_original"

	ActionBatchRead               Action = "batch.read"
	ActionBatchWrite              Action = "batch.write"
	ActionCaseRead                Action = "case.read"
	ActionCaseOpen                Action = "case.open"
	ActionCaseDeclare             Action = "case.declare"
	ActionCaseAccept              Action = "case.accept"
	ActionCaseAdmit               Action = "case.admit"
	ActionCaseReturn              Action = "case.return"
	ActionCaseConclude            Action = "case.conclude"
	ActionCasePublish             Action = "case.publish"
	ActionCaseName                Action = "case.name"
	ActionCaseRecheck             Action = "case.recheck"
	ActionCaseKeep                Action = "case.keep"
	ActionCaseOrderRectification  Action = "case.order_rectification"
	ActionCaseAcceptRectification Action = "case.accept_rectification"
	ActionCaseWithdraw            Action = "case.withdraw"
	ActionCaseRefuse              Action = "case.refuse"

	ActionAssignmentWrite   Action = "assignment.write"
	ActionDrawMake          Action = "draw.make"
	ActionFindingRecord     Action = "finding.record"
	ActionFindingReadOthers Action = "finding.read_others"
	ActionFindingSign       Action = "finding.sign"
	ActionFindingOverride   Action = "finding.override"
	ActionDifferenceSettle  Action = "difference.settle"

	ActionDisputeRaise        Action = "dispute.raise"
	ActionDisputeDecide       Action = "dispute.decide"
	ActionRectificationWrite  Action = "rectification.write"
	ActionRectificationAnswer Action = "rectification.answer"
	ActionRectificationJudge  Action = "rectification.judge"

	ActionAwardRead   Action = "award.read"
	ActionAwardWrite  Action = "award.write"
	ActionRankingRead Action = "ranking.read"
	ActionSummaryRead Action = "summary.read"
	ActionExportMake  Action = "export.make"

	ActionJobRead           Action = "job.read"
	ActionJobCancel         Action = "job.cancel"
	ActionNoticeRead        Action = "notice.read"
	ActionJournalRead       Action = "journal.read"
	ActionJournalCheckpoint Action = "journal.checkpoint"
	ActionSettingsWrite     Action = "settings.write"
	ActionBackupMake        Action = "backup.make"

	ActionPublicRead Action = "public.read"
	ActionCardVerify Action = "card.verify"
)

// actions holds every action with its Chinese title, in the order of the constants.
var actions = []struct {
	action Action
	title  string
}{
	{ActionRegionRead, "查看行政区划"},
	{ActionStationRead, "查看服务站"},
	{ActionStationWrite, "新建、修改服务站及其网点"},
	{ActionStationImport, "批量导入服务站"},
	{ActionPeopleRead, "查看人员"},
	{ActionPeopleWrite, "管理人员和授权"},
	{ActionTokenWrite, "管理访问令牌"},
	{ActionSessionOwn, "管理本人的登录和密码"},
	{ActionStandardRead, "查看标准"},
	{ActionSetRead, "查看规则集"},
	{ActionSetSubmit, "提交规则集"},
	{ActionSetApprove, "审定规则集"},
	{ActionBundleRead, "查看佐证材料"},
	{ActionBundleSave, "保存佐证材料"},
	{ActionBundleScore, "计分"},
	{ActionAttachmentAdd, "上传附件"},
	{ActionAttachmentRead, "查看附件"},
	{ActionAttachmentReadOriginal, "查看附件原件"},
	{ActionBatchRead, "查看批次"},
	{ActionBatchWrite, "管理批次"},
	{ActionCaseRead, "查看评定件"},
	{ActionCaseOpen, "新建评定件"},
	{ActionCaseDeclare, "申报"},
	{ActionCaseAccept, "受理"},
	{ActionCaseAdmit, "初评通过"},
	{ActionCaseReturn, "退回"},
	{ActionCaseConclude, "形成验收结论"},
	{ActionCasePublish, "公示"},
	{ActionCaseName, "命名授牌"},
	{ActionCaseRecheck, "启动复核"},
	{ActionCaseKeep, "保持"},
	{ActionCaseOrderRectification, "责令整改"},
	{ActionCaseAcceptRectification, "整改通过"},
	{ActionCaseWithdraw, "摘牌"},
	{ActionCaseRefuse, "不予通过"},
	{ActionAssignmentWrite, "指派核查员"},
	{ActionDrawMake, "抽样"},
	{ActionFindingRecord, "记录核查结果"},
	{ActionFindingReadOthers, "查看他人的核查结果"},
	{ActionFindingSign, "签名"},
	{ActionFindingOverride, "改判"},
	{ActionDifferenceSettle, "商定评分分歧"},
	{ActionDisputeRaise, "提出异议"},
	{ActionDisputeDecide, "裁定异议"},
	{ActionRectificationWrite, "列明整改事项"},
	{ActionRectificationAnswer, "提交整改情况"},
	{ActionRectificationJudge, "核验整改"},
	{ActionAwardRead, "查看命名"},
	{ActionAwardWrite, "登记命名"},
	{ActionRankingRead, "查看排名"},
	{ActionSummaryRead, "查看汇总"},
	{ActionExportMake, "导出"},
	{ActionJobRead, "查看任务"},
	{ActionJobCancel, "取消任务"},
	{ActionNoticeRead, "查看提醒"},
	{ActionJournalRead, "查看日志"},
	{ActionJournalCheckpoint, "导出日志检查点"},
	{ActionSettingsWrite, "修改设置"},
	{ActionBackupMake, "备份"},
	{ActionPublicRead, "查看公开信息"},
	{ActionCardVerify, "核验结果卡"},
}

// Actions is every action, in the order of the constants.
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

// ActionOf is the action that somebody needs who takes a step of the process.
func ActionOf(step stages.Action) Action {
	switch step { //nolint:exhaustive // the others are called alike
	case stages.Dispute:
		return ActionDisputeRaise
	case stages.SettleDispute:
		return ActionDisputeDecide
	}
	return Action("case." + string(step))
}

// RoleName is what a grant makes of a person.
type RoleName string

// The roles.
const (
	RoleStation    RoleName = "station"    // 填报人, of one station
	RoleAssessor   RoleName = "assessor"   // 核查员
	RoleBureau     RoleName = "bureau"     // 主管部门
	RoleAuthor     RoleName = "author"     // 标准作者
	RoleAuditor    RoleName = "auditor"    // 审计员
	RoleAdmin      RoleName = "admin"      // 系统管理员
	RoleIntegrator RoleName = "integrator" // by API tokens only
)

// Roles is every role.
func Roles() []RoleName {
	return []RoleName{RoleStation, RoleAssessor, RoleBureau, RoleAuthor, RoleAuditor, RoleAdmin, RoleIntegrator}
}

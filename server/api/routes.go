package api

import (
	"net/http"

	"zhanping/policies"
)

// routes is every door into the system, with the action that must be allowed behind it.
func routes(h *Handlers) []route {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	return []route{
		op(h, post, "/session", unguarded, "登录", h.signIn),
		op(h, get, "/session", unguarded, "我是谁", h.session),
		op(h, del, "/session", unguarded, "退出登录", h.signOut),
		op(h, post, "/session/password", unguarded, "改自己的密码", h.changePassword),

		op(h, get, "/people", policies.ActionPeopleRead, "列出账号", h.people),
		op(h, post, "/people", policies.ActionPeopleWrite, "开通账号", h.addPerson, created, shownOnce),
		op(h, get, "/people/{id}", policies.ActionPeopleRead, "账号", h.person),
		op(h, put, "/people/{id}", policies.ActionPeopleWrite, "修改账号", h.changePerson),
		op(h, post, "/people/{id}/grants", policies.ActionPeopleWrite, "授予角色", h.give, created),
		op(h, del, "/people/{id}/grants/{grant}", policies.ActionPeopleWrite, "收回角色", h.take),

		op(h, get, "/stations", policies.ActionStationRead, "列出单位", h.stations),
		op(h, post, "/stations", policies.ActionStationWrite, "登记单位", h.addStation, created),
		op(h, get, "/stations/{id}", policies.ActionStationRead, "单位", h.station),
		op(h, put, "/stations/{id}", policies.ActionStationWrite, "修改单位", h.changeStation),

		op(h, get, "/stations/{id}/bundle", policies.ActionBundleRead, "当前佐证材料", h.bundle),
		op(h, put, "/stations/{id}/bundle", policies.ActionBundleSave, "保存佐证材料并按全部适用标准计分", h.saveBundle, large),
		op(h, get, "/stations/{id}/questions", policies.ActionBundleRead, "适用标准要问的全部填报项", h.questions),
		op(h, get, "/stations/{id}/form", policies.ActionBundleRead, "佐证材料，按表单", h.form),
		op(h, put, "/stations/{id}/form", policies.ActionBundleSave, "按表单保存佐证材料并计分", h.saveForm, large),
		op(h, post, "/stations/{id}/form/score", policies.ActionBundleScore, "按表单试算，不保存", h.scoreForm, large),
		op(h, get, "/stations/{id}/revisions", policies.ActionBundleRead, "佐证材料的历次版本", h.revisions),
		op(h, get, "/stations/{id}/revisions/{number}", policies.ActionBundleRead, "佐证材料的一版", h.revision),
		op(h, post, "/stations/{id}/score", policies.ActionBundleScore, "试算：不保存，只看得分", h.score, large),
		op(h, get, "/stations/{id}/results", policies.ActionStationRead, "现有材料在各标准下的得分", h.results),
		op(h, get, "/stations/{id}/reports", policies.ActionBundleRead, "现有材料的完整评定报告", h.reports),

		op(h, get, "/stations/{id}/attachments", policies.ActionAttachmentRead, "单位的附件", h.attachments),
		op(h, post, "/stations/{id}/attachments", policies.ActionAttachmentAdd, "上传附件", h.addAttachment, uploading),
		op(h, get, "/cases/{id}/attachments", policies.ActionAttachmentRead, "核查所附的照片和文件", h.caseAttachments),
		op(h, post, "/cases/{id}/attachments", policies.ActionAttachmentAdd, "核查时上传", h.addCaseAttachment, uploading),
		op(h, get, "/attachments/{id}", policies.ActionAttachmentRead, "附件，供查看", h.attachmentContent, sending(attachmentTypes()...)),
		op(h, get, "/attachments/{id}/original", policies.ActionAttachmentReadOriginal, "附件原文件", h.attachmentOriginal, sending(attachmentTypes()...)),

		op(h, get, "/stations.xlsx", policies.ActionStationRead, "单位名单（Excel），至多 5000 个", h.stationSheet, sending(sheetType)),
		op(h, get, "/stations.csv", policies.ActionStationRead, "单位名单（CSV），至多 5000 个", h.stationCSV, sending(csvType)),
		op(h, post, "/stations/import", policies.ActionStationImport, "批量登记单位：xlsx，或 UTF-8、GB18030 的 CSV；有错按格指出", h.importStations, listingStations),
		op(h, get, "/workbooks/{file}", policies.ActionStandardRead, "空白填报表（Excel），按层级", h.blankWorkbook, sending(sheetType)),
		op(h, get, "/stations/{id}/workbook", policies.ActionBundleRead, "单位的填报表（Excel），已填的都在", h.workbook, sending(sheetType)),
		op(h, post, "/stations/{id}/workbook", policies.ActionBundleSave, "上传填好的填报表，存成新的一版并计分；有错按格指出", h.saveWorkbook, filling),
		op(h, post, "/stations/{id}/workbook/marked", policies.ActionBundleScore, "检查填报表：有错给标红的填报表，没有错为 204；都不保存", h.markedWorkbook, filling, sending(sheetType), orNothing),

		op(h, get, "/batches", policies.ActionBatchRead, "列出批次", h.batches),
		op(h, post, "/batches", policies.ActionBatchWrite, "建立批次", h.addBatch, created),
		op(h, get, "/batches/{id}", policies.ActionBatchRead, "批次", h.batch),
		op(h, put, "/batches/{id}", policies.ActionBatchWrite, "修改批次", h.changeBatch),
		op(h, post, "/batches/{id}/cases", policies.ActionCaseOpen, "把单位列入批次", h.openCases, created),
		op(h, get, "/batches/{id}/draws", policies.ActionBatchRead, "批次的抽样", h.draws),
		op(h, post, "/batches/{id}/draws", policies.ActionDrawMake, "抽样", h.draw, created),

		op(h, get, "/cases", policies.ActionCaseRead, "列出评定件", h.cases),
		op(h, get, "/cases/{id}", policies.ActionCaseRead, "评定件", h.getCase),
		op(h, get, "/cases/{id}/steps", policies.ActionCaseRead, "下一步可以办什么、还差什么", h.nextSteps),
		op(h, get, "/cases/{id}/report", policies.ActionCaseRead, "评定件的完整评定报告", h.caseReport),
		op(h, get, "/cases/{id}/conclusions", policies.ActionCaseRead, "历次结论", h.conclusions),
		op(h, get, "/cases/{id}/conclusions/{number}/report", policies.ActionCaseRead, "结论所依据的评定报告，原样", h.conclusionReport),
		op(h, get, "/cases/{id}/assignments", policies.ActionCaseRead, "核查任务", h.assignments),
		op(h, post, "/cases/{id}/assignments", policies.ActionAssignmentWrite, "指派核查员", h.assign, created),
		op(h, del, "/cases/{id}/assignments/{person}", policies.ActionAssignmentWrite, "撤下核查员", h.unassign),
		op(h, get, "/cases/{id}/findings", policies.ActionCaseRead, "人工评定", h.findings),
		op(h, post, "/cases/{id}/findings/{item}", policies.ActionFindingRecord, "评定一个条目", h.recordFinding, created),
		op(h, get, "/cases/{id}/differences", policies.ActionFindingReadOthers, "核查员之间的分歧", h.differences),
		op(h, post, "/cases/{id}/differences/{item}", policies.ActionDifferenceSettle, "商定一个条目", h.settle, created),
		op(h, post, "/cases/{id}/signature", policies.ActionFindingSign, "签字", h.sign, created),
		op(h, get, "/cases/{id}/disputes", policies.ActionCaseRead, "异议", h.disputes),
		op(h, post, "/cases/{id}/disputes", policies.ActionDisputeRaise, "提出异议", h.raise, created),
		op(h, post, "/disputes/{id}/decision", policies.ActionDisputeDecide, "裁定异议", h.decide),
		op(h, get, "/cases/{id}/rectifications", policies.ActionCaseRead, "整改事项", h.rectifications),
		op(h, post, "/cases/{id}/rectifications", policies.ActionRectificationWrite, "列出整改事项", h.addRectification, created),
		op(h, post, "/rectifications/{id}/answer", policies.ActionRectificationAnswer, "报整改情况", h.answerRectification),
		op(h, post, "/rectifications/{id}/verdict", policies.ActionRectificationJudge, "验收整改", h.judgeRectification),

		step(h, "declare", policies.ActionCaseDeclare, "申报"),
		step(h, "accept", policies.ActionCaseAccept, "受理"),
		step(h, "admit", policies.ActionCaseAdmit, "初评通过"),
		step(h, "return", policies.ActionCaseReturn, "退回"),
		step(h, "conclude", policies.ActionCaseConclude, "形成验收结论"),
		step(h, "publish", policies.ActionCasePublish, "公示"),
		step(h, "name", policies.ActionCaseName, "命名授牌"),
		step(h, "recheck", policies.ActionCaseRecheck, "启动复核"),
		step(h, "keep", policies.ActionCaseKeep, "保持"),
		step(h, "order_rectification", policies.ActionCaseOrderRectification, "责令整改"),
		step(h, "accept_rectification", policies.ActionCaseAcceptRectification, "整改通过"),
		step(h, "withdraw", policies.ActionCaseWithdraw, "摘牌"),
		step(h, "refuse", policies.ActionCaseRefuse, "不予通过"),

		op(h, get, "/regions", policies.ActionRegionRead, "省级区划，或按名称查找", h.regions),
		op(h, get, "/regions/{code}", policies.ActionRegionRead, "区划及其上级", h.region),
		op(h, get, "/regions/{code}/children", policies.ActionRegionRead, "下一级区划", h.regionChildren),
		op(h, post, "/regions/{code}/score", policies.ActionBundleScore, "按现行标准和规则重新计分，后台办理", h.rescore, accepted),
		op(h, get, "/batches/{id}/ranking", policies.ActionRankingRead, "批次的排名", h.ranking),
		op(h, get, "/batches/{id}/summary", policies.ActionSummaryRead, "批次按区划汇总", h.batchSummary),
		op(h, get, "/batches/{id}/heat", policies.ActionSummaryRead, "批次的失分热力表", h.heat),
		op(h, get, "/batches/{id}/workload", policies.ActionPeopleRead, "核查员的任务量", h.workload),
		op(h, get, "/summary", policies.ActionSummaryRead, "现有自评按区划汇总", h.selfSummary),
		op(h, get, "/trends", policies.ActionSummaryRead, "同一标准历次批次的变化", h.trends),
		op(h, post, "/exports", policies.ActionExportMake, "生成文书，后台办理", h.export, accepted),
		op(h, get, "/jobs", policies.ActionJobRead, "列出后台任务", h.jobs),
		op(h, get, "/jobs/{id}", policies.ActionJobRead, "后台任务", h.job),
		op(h, get, "/jobs/{id}/events", policies.ActionJobRead, "后台任务的进度，逐条推送到办完为止", h.jobEvents, eventStream),
		op(h, post, "/jobs/{id}/cancel", policies.ActionJobCancel, "取消后台任务", h.cancelJob),
		op(h, get, "/jobs/{id}/file", policies.ActionJobRead, "下载后台任务所生成的文件", h.jobFile, download),

		op(h, get, "/awards", policies.ActionAwardRead, "命名", h.awards),
		op(h, get, "/notices", policies.ActionSessionOwn, "给我的通知", h.notices),
		op(h, get, "/journal", policies.ActionJournalRead, "日志", h.journal),
		op(h, get, "/journal/own", policies.ActionSessionOwn, "我办过的事", h.ownJournal),
	}
}

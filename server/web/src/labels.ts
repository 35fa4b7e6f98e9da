// The official words, in one place. A test compares them with the server's constants.
import type { Schemas } from "./api/client";

export const outcomes: Record<string, { title: string; sign: string; tone: Tone }> = {
  satisfied: { title: "符合", sign: "✓", tone: "good" },
  not_satisfied: { title: "不符合", sign: "✗", tone: "bad" },
  no_evidence: { title: "未举证", sign: "？", tone: "open" },
  not_applicable: { title: "不适用", sign: "—", tone: "mute" },
  not_checked: { title: "待核查", sign: "◌", tone: "open" },
  waived: { title: "豁免", sign: "免", tone: "mute" },
  error: { title: "判定出错", sign: "！", tone: "bad" },
};

export type Tone = "good" | "bad" | "open" | "mute" | "warn";

export const stages: Record<string, string> = {
  self: "自评",
  declared: "申报",
  initial: "初评",
  onsite: "验收",
  decided: "验收结论",
  publicity: "公示",
  named: "命名",
  review: "复核",
  rectify: "限期整改",
  kept: "保持",
  withdrawn: "摘牌",
  refused: "未通过",
};

export const levels: Record<string, string> = {
  province: "省",
  city: "市",
  county: "县（市、区）",
  town: "乡镇（街道）",
  village: "村（社区）",
};

export const roles: Record<Schemas["Grant"]["role"], string> = {
  station: "填报人",
  assessor: "核查员",
  bureau: "主管部门",
  author: "标准作者",
  auditor: "审计员",
  admin: "系统管理员",
  integrator: "对接程序",
};

export const methods: Record<Schemas["VisitItem"]["methods"][number], string> = {
  examine: "查阅资料",
  inspect: "实地查看",
  interview: "访谈询问",
  sample: "抽查",
  system: "系统数据",
};

/** How an item counts. */
export const kinds: Record<string, string> = {
  required: "必备",
  scored: "计分",
  bonus: "加分",
  deduction: "扣分",
};

/** Whose word stands. */
export const sources: Record<string, string> = {
  check: "程序判定",
  self: "自评",
  on_site: "现场核查",
  review: "复核",
};

/** What the journal calls what was done; what a case goes through is called as on the case itself. */
export const journalActions: Record<string, string> = {
  "station.write": "登记或修改单位",
  "station.import": "批量登记单位",
  "people.write": "管理账号和授权",
  "token.write": "管理接口令牌",
  "set.register": "登记随程序提供的标准和规则",
  "set.submit": "提交标准或规则的草案",
  "set.approve": "批准发布标准或规则",
  "set.withdraw": "撤回标准或规则",
  "bundle.save": "保存佐证材料",
  "bundle.score": "要求重新计分",
  "attachment.add": "上传附件",
  "batch.write": "建立或修改批次",
  "case.open": "把单位列入批次",
  "case.declare": "申报",
  "case.accept": "受理",
  "case.admit": "初评通过",
  "case.return": "退回",
  "case.conclude": "形成验收结论",
  "case.publish": "公示",
  "case.name": "命名授牌",
  "case.recheck": "启动复核",
  "case.keep": "保持",
  "case.order_rectification": "责令整改",
  "case.accept_rectification": "整改通过",
  "case.withdraw": "摘牌",
  "case.refuse": "不予通过",
  "case.pin": "留存结论和评定报告",
  "assignment.write": "指派或撤下核查员",
  "draw.make": "抽样",
  "finding.record": "评定条目",
  "finding.override": "改判条目",
  "finding.sign": "签名",
  "difference.settle": "商定评分分歧",
  "dispute.raise": "提出异议",
  "dispute.decide": "裁定异议",
  "rectification.write": "列明整改事项",
  "rectification.answer": "报整改情况",
  "rectification.judge": "验收整改",
  "award.write": "登记命名",
  "card.issue": "签发结果卡",
  "export.make": "导出",
  "job.asked": "发起后台任务",
  "job.ended": "后台任务办完",
  "job.cancel": "取消后台任务",
  "notice.done": "把通知标为已办",
  "journal.checkpoint": "导出日志检查点",
  "settings.write": "修改设置",
  "backup.make": "备份",
};

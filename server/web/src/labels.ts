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

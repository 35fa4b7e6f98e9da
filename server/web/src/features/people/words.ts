// What a role may do, for the person who gives it, and what a program may be allowed.
import type { Schemas } from "../../api/client";
import type { Role } from "../../session";

export const roleWords: Record<Role, string> = {
  station: "填报一个单位的佐证材料，申报，报整改情况。",
  assessor: "核查指派给他的评定件。",
  bureau: "登记单位、建批次、受理、指派核查员、公示、命名，看本区划的全部单位。",
  author: "提交标准和判定规则的草案，审定别人提交的。",
  auditor: "看本区划的全部评定件和日志，什么也不能改。",
  admin: "开通和停用账号，授予和收回角色；不能参与评定。",
  integrator: "给程序用，只凭接口令牌，不能登录。",
};

/** What a token of a program may be allowed; the server decides on each request all the same. */
export const scopes: readonly { scope: string; title: string }[] = [
  { scope: "station.read", title: "查看单位" },
  { scope: "station.write", title: "新建、修改单位" },
  { scope: "station.import", title: "批量导入单位" },
  { scope: "bundle.read", title: "查看佐证材料" },
  { scope: "bundle.save", title: "保存佐证材料" },
  { scope: "bundle.score", title: "试算得分" },
  { scope: "attachment.read", title: "查看附件" },
  { scope: "attachment.add", title: "上传附件" },
  { scope: "case.read", title: "查看评定件" },
  { scope: "batch.read", title: "查看批次" },
  { scope: "award.read", title: "查看命名" },
  { scope: "ranking.read", title: "查看排名" },
  { scope: "summary.read", title: "查看汇总" },
  { scope: "export.make", title: "导出" },
  { scope: "standard.read", title: "查看标准" },
  { scope: "region.read", title: "查看行政区划" },
];

/** A scope in words; one that is not offered here goes by its name. */
export function scopeTitle(scope: string): string {
  return scopes.find((s) => s.scope === scope)?.title ?? scope;
}

export type TokenState = "revoked" | "expired" | "good";

export function tokenState(token: Pick<Schemas["Token"], "revoked" | "expires">, now: number): TokenState {
  if (token.revoked !== null) return "revoked";
  return Date.parse(token.expires) <= now ? "expired" : "good";
}

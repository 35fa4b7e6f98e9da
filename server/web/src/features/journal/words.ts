// An entry of the journal in words.
import type { Schemas } from "../../api/client";
import { journalActions, outcomes, roles } from "../../labels";

export type Entry = Schemas["Entry"];

function text(entry: Entry, key: string): string {
  const value = entry.detail[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What was done, as exactly as the journal knows. */
export function deed(entry: Entry): string {
  const title = journalActions[entry.action] ?? entry.action;
  const item = text(entry, "item");
  switch (entry.action) {
    case "people.write":
      return account(entry) ?? title;
    case "bundle.save":
      return `${title}（第 ${text(entry, "number")} 版）`;
    case "finding.record":
      return `${title} ${item}：${outcomes[text(entry, "outcome")]?.title ?? "酌情给分"}`;
    case "assignment.write":
      return text(entry, "removed") === "" ? "指派核查员" : "撤下核查员";
    case "award.write":
      return text(entry, "withdrawn") === "" ? `${title} ${text(entry, "number")}`.trim() : "摘牌，命名作废";
    default:
      return item === "" ? title : `${title} ${item}`;
  }
}

function account(entry: Entry): string | undefined {
  if (entry.kind === "grant") {
    const role = text(entry, "role");
    return role === "" ? "收回角色" : `授予角色“${(roles as Record<string, string>)[role] ?? role}”`;
  }
  if ("login_digest" in entry.detail) return "开通账号";
  if (text(entry, "subject") === "password") return "重置密码";
  if ("disabled" in entry.detail) return entry.detail["disabled"] === true ? "停用账号" : "修改账号";
  return undefined;
}

/** Who did it. */
export function doer(entry: Entry): string {
  if (entry.actor === "system") return "系统";
  return entry.name || "已没有这个账号";
}

/** The case that an entry is about; empty where there is none. */
export function caseOf(entry: Entry): string {
  return entry.kind === "case" ? entry.subject : text(entry, "case");
}

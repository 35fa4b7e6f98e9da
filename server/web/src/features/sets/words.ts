// States of a set, and what a change of scores is called.
import type { Schemas } from "../../api/client";
import { outcomes, type Tone } from "../../labels";
import { shown } from "../../ui/exact";

type Set = Schemas["RuleSet"];

export const setKinds: Record<Set["kind"], string> = { standard: "标准", policies: "判定规则" };

export const setStates: Record<Set["state"], { title: string; sign: string; tone: Tone; words: string }> = {
  builtin: { title: "随程序提供", sign: "○", tone: "mute", words: "随程序提供，一直可用。" },
  draft: { title: "待批准", sign: "…", tone: "warn", words: "草案：还没有批准，不影响任何得分，批次也不能选用。" },
  approved: { title: "已发布", sign: "✓", tone: "good", words: "已批准发布，正在使用。" },
  withdrawn: { title: "已撤回", sign: "—", tone: "mute", words: "已撤回：新的批次不能选用，在办的照旧。" },
};

/** What a station comes to, in words; the points as an interval where they are one. */
export function outlook(o: Schemas["Outlook"]): string {
  if (o === null) return "";
  const points = o.certain === "" ? "" : o.certain === o.possible ? `${shown(o.certain)} 分` : `${shown(o.certain)}～${shown(o.possible)} 分`;
  const certain = o.grade_certain || "无等级";
  const grade = o.grade_certain === o.grade_possible ? o.grade_certain : `${certain}，可能${o.grade_possible || "无等级"}`;
  return [points, grade].filter((w) => w !== "").join("，") || "不计分";
}

/** From one side of an item's change to the other. */
export function change(item: Schemas["ItemDiff"]): string {
  return `${side(item.before)} → ${side(item.after)}`;
}

function side(words: string): string {
  const [outcome = "", points = ""] = words.split(" ");
  if (outcome === "") return "没有这一条";
  const [certain = "", most = ""] = splitAtMost(points);
  const title = outcomes[outcome]?.title ?? outcome;
  return most === "" || most === "0" ? title : `${title} ${shown(certain)}/${shown(most)} 分`;
}

// Points may be fractions themselves: of 1/3/2 the last is what is at most to be had.
function splitAtMost(points: string): [string, string] {
  const parts = points.split("/");
  if (parts.length === 4) return [parts.slice(0, 2).join("/"), parts.slice(2).join("/")];
  const most = parts.pop() ?? "";
  return [parts.join("/"), most];
}

/** A fault without the place that a compiler writes before it; place tells that. */
export function fault(words: string): string {
  return words.replace(/^[\w./-]*(:\d+:\d+)?: /, "");
}

/** Where a fault of submitted files lies, in words. */
export function place(fault: Schemas["Fault"]): string {
  if (fault.field === "") return "";
  const name = fault.field.startsWith("body.") || !fault.field.includes(".") ? "" : fault.field;
  return [name, fault.line ? `第 ${fault.line} 行` : ""].filter((w) => w !== "").join(" ");
}

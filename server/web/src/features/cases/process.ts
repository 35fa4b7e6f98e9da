// The process of docs/stages.md as people read it: where a case stands, by when what is due, what a step does.
import type { Schemas } from "../../api/client";
import type { Tone } from "../../labels";
import { daysBetween } from "../../ui/day";

type Stage = string;

const way: readonly Stage[] = ["self", "declared", "initial", "onsite", "decided", "publicity", "named", "review", "kept"];

export interface Stop {
  stage: Stage;
  state: "past" | "now" | "later";
}

/** The stages of a case in their order; what is past is told only where it is known. */
export function stops(stage: Stage, concluded: readonly Stage[]): Stop[] {
  let line = [...way];
  if (stage === "rectify") line.splice(line.indexOf("kept"), 0, "rectify");
  if (stage === "withdrawn") line = [...line.slice(0, line.indexOf("kept")), "withdrawn"];
  if (stage === "refused") line = [...line.slice(0, line.indexOf(concluded.includes("decided") ? "publicity" : "onsite")), "refused"];
  const at = line.indexOf(stage);
  return line.map((s, i) => ({ stage: s, state: i < at ? "past" : i === at ? "now" : "later" }));
}

export interface Due {
  words: string;
  tone: Tone;
  late: boolean;
}

const left = (days: number) => (days === 0 ? "今天到期" : `还有 ${days} 天`);

/** What the last day of a stage means, in words; nothing where there is none. */
export function due(stage: Stage, on: string, today: string): Due | undefined {
  if (on === "") return undefined;
  const days = daysBetween(today, on);
  if (stage === "publicity") {
    return days >= 0 ? { words: `公示至 ${on}，${left(days)}`, tone: "mute", late: false } : { words: `公示已于 ${on} 期满`, tone: "good", late: false };
  }
  const what = { self: "申报截止", named: "复核期限", kept: "复核期限" }[stage] ?? "期限";
  if (days < 0) return { words: `已逾期 ${-days} 天（${what} ${on}）`, tone: "bad", late: true };
  return { words: `${what} ${on}，${left(days)}`, tone: days <= 3 ? "warn" : "mute", late: false };
}

const done: Record<string, string> = {
  declare: "站里现有的佐证材料从此固定，作为这一次评定的依据；以后再改材料，不影响这一次，退回的除外。",
  accept: "进入初评，初评期限从明天起算。",
  admit: "进入验收：可以指派核查员、抽样、到现场核查。",
  conclude: "得分、等级和评定报告从此锁定，原样保存，以后材料和规则再变也不改。",
  publish: "列入公示名单，不登录也能看到；公示期满以前不能命名。",
  name: "发给称号和带二维码的结果卡，列入命名名单；有效期和复核期从今天起算。",
  recheck: "按站里现在的材料重新评定，须重新指派核查员、核查、签字。",
  keep: "称号继续有效，有效期和复核期从今天重新起算，换发结果卡。",
  order_rectification: "站里会收到列明的整改事项，须逐项报整改情况；整改期限从明天起算。",
  accept_rectification: "整改通过，称号保持，有效期和复核期从今天重新起算，换发结果卡。",
  withdraw: "称号和结果卡作废，列入摘牌名单；这一件办结，不能再改。",
  refuse: "这一件办结，不能再改；要再评，须列入另一个批次。",
};

/** What a step does, for the person who is about to take it. */
export function consequence(action: string, to: Stage): string {
  if (action !== "return") return done[action] ?? "";
  return to === "self"
    ? "退回自评：站里可以改材料，改好后重新申报；已有的核查签字作废，须重新签字。"
    : "退回验收，重新核查：锁定解除，核查员的签字作废，须重新签字；在公示的撤下公示。";
}

/** Steps that cannot be taken back: they are marked as such. */
export const grave: ReadonlySet<string> = new Set(["withdraw", "refuse"]);

/** The stages at which something beside the steps is written; the server has the last word. */
export const writable = {
  assignments: new Set(["initial", "onsite", "review"]),
  settling: new Set(["onsite", "review"]),
  rectifications: new Set(["review", "rectify"]),
  disputes: new Set(["initial", "onsite", "decided", "publicity", "named", "review", "rectify", "kept"]),
} as const;

export const rectifyStates: Record<Schemas["Rectification"]["state"], { title: string; sign: string; tone: Tone }> = {
  open: { title: "待整改", sign: "◌", tone: "open" },
  answered: { title: "已报，待验收", sign: "…", tone: "warn" },
  passed: { title: "已通过", sign: "✓", tone: "good" },
  failed: { title: "没有通过", sign: "✗", tone: "bad" },
};

export const disputeStates: Record<Schemas["Dispute"]["state"], { title: string; sign: string; tone: Tone }> = {
  open: { title: "待裁定", sign: "！", tone: "warn" },
  upheld: { title: "异议成立", sign: "✓", tone: "good" },
  rejected: { title: "异议不成立", sign: "✗", tone: "mute" },
};

/** Whether somebody works in the county of a station: mostly they may not assess it. */
export function sameCounty(home: string, region: string): boolean {
  return !/^\d{4}0{8}$/.test(home) && home !== "" && home.slice(0, 6) === region.slice(0, 6);
}

// Which items of the sheet are shown, and how each stands.
import type { Tone } from "../../labels";
import { lacks } from "./answer";
import type { Recorded, VisitItem } from "./store";

export type Narrowing = "all" | "unseen" | "apart" | "unproven";

export const narrowings: Record<Narrowing, string> = { all: "全部", unseen: "未查", apart: "有分歧", unproven: "未举证" };

/** Whether our answer says something else than the program, or than another device. */
export const apart = (item: VisitItem, row?: Recorded) =>
  row?.state === "conflict" || (!!row?.answer.outcome && row.answer.outcome !== item.check.outcome && ["satisfied", "not_satisfied", "not_applicable"].includes(item.check.outcome));

export function passes(narrowing: Narrowing, item: VisitItem, row: Recorded | undefined, seen: boolean): boolean {
  switch (narrowing) {
    case "all":
      return true;
    case "unseen":
      return !seen;
    case "apart":
      return apart(item, row);
    case "unproven":
      return item.check.outcome === "no_evidence" || item.check.outcome === "not_checked";
  }
}

/** What is to be said of an answer beside its outcome. */
export function standing(item: VisitItem, row?: Recorded): { tone: Tone; sign: string; words: string } | undefined {
  if (!row || row.answer.outcome === "") return undefined;
  if (row.state === "conflict") return { tone: "bad", sign: "！", words: "两台设备不一致" };
  if (row.state === "refused") return { tone: "bad", sign: "！", words: "没有收下" };
  if (lacks(item, row.answer)) return { tone: "warn", sign: "…", words: "没有填完" };
  if (row.state === "waiting") return { tone: "warn", sign: "↑", words: "待上传" };
  return { tone: "good", sign: "✓", words: "已上传" };
}

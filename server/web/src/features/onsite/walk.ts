// Which items of the sheet are shown, and how each stands.
import type { Tone } from "../../labels";
import { lacks } from "./answer";
import type { Recorded, VisitItem } from "./store";

export type Narrowing = "all" | "unseen" | "open" | "apart" | "unproven";

export const narrowings: Record<Narrowing, string> = { all: "全部", unseen: "未查", open: "要处理（没填完、没收下、不一致）", apart: "有分歧", unproven: "未举证" };

/** Whether our answer says something else than the program, or than another device. */
export const apart = (item: VisitItem, row?: Recorded) =>
  row?.state === "conflict" || (!!row?.answer.outcome && row.answer.outcome !== item.check.outcome && ["satisfied", "not_satisfied", "not_applicable"].includes(item.check.outcome));

export function passes(narrowing: Narrowing, item: VisitItem, row: Recorded | undefined, seen: boolean): boolean {
  switch (narrowing) {
    case "all":
      return true;
    case "unseen":
      return !seen;
    case "open":
      return ["没有填完", "没有收下", "两台设备不一致"].includes(standing(item, row)?.words ?? "");
    case "apart":
      return apart(item, row);
    case "unproven":
      return item.check.outcome === "no_evidence" || item.check.outcome === "not_checked";
  }
}

/** A room of the walk: what of it is listed, and how much of all of it was looked at. */
export interface Room {
  name: string;
  items: VisitItem[];
  seen: number;
  total: number;
}

/** The rooms in which something is listed, in the order of the sheet. */
export function rooms(sheet: readonly VisitItem[], listed: readonly VisitItem[], seen: ReadonlySet<string>): Room[] {
  const found = new Map<string, Room>();
  for (const item of listed) {
    const room = found.get(item.place) ?? { name: item.place, items: [], seen: 0, total: 0 };
    room.items.push(item);
    found.set(item.place, room);
  }
  for (const item of sheet) {
    const room = found.get(item.place);
    if (!room) continue;
    room.total++;
    if (seen.has(item.id)) room.seen++;
  }
  return [...found.values()];
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

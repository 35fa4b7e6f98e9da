// Rectifications as they are drawn up from a report's failed items.
import type { Schemas } from "../../api/client";
import type { ReportItem } from "../report/report";

export type Input = Schemas["RectificationInput"];

const most = 500;

/** A text for a field that takes so many characters; one that is cut says so. */
export function fitting(text: string, length = most): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** What of a report has to be put right and is not listed yet, with its problem and how it is mended. */
export function drawnUp(items: readonly ReportItem[], listed: readonly { item: string; state: string }[], responsible: string, deadline: string): Input[] {
  const there = new Set(listed.map((r) => r.item));
  return items
    .filter((i) => (i.outcome === "not_satisfied" || i.outcome === "no_evidence") && !i.announced && !there.has(i.id))
    .map((i) => {
      const found = i.shortfalls.map((s) => s.text);
      const words = found.length > 0 ? found.join("；") : i.missing.length > 0 ? "没有填报，也没有佐证" : i.reason || "不符合";
      return { item: i.id, problem: fitting(`${i.title}：${words}`), measure: fitting(i.fix || `按要求做到：${i.text}`), responsible, deadline };
    });
}

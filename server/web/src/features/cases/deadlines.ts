// What is late and what is due soon: cases by their stage's last day or by that of what is to be put right.
import type { Schemas } from "../../api/client";
import { plusDays } from "../../ui/day";

type Row = Schemas["CaseRow"];

export interface Urgent {
  row: Row;
  /** The day that counts: the earlier of the stage's and of the rectifications'. */
  on: string;
}

export interface Groups {
  late: Urgent[];
  soon: Urgent[];
  /** 公示 that is over: the title may be given. */
  ripe: Urgent[];
  /** 限期整改 that is not due yet. */
  later: Urgent[];
}

export const soonDays = 14;

/** Puts cases into groups, each the most urgent first; a case that comes twice is told once. */
export function grouped(rows: readonly Row[], today: string): Groups {
  const groups: Groups = { late: [], soon: [], ripe: [], later: [] };
  const until = plusDays(today, soonDays);
  for (const row of new Map(rows.map((r) => [r.id, r])).values()) {
    const days = [row.due_on, row.stage === "rectify" ? row.rectify_by : ""].filter((d) => d !== "").sort();
    const on = days[0] ?? "";
    if (on === "") continue;
    if (row.stage === "publicity" && on < today) groups.ripe.push({ row, on });
    else if (on < today) groups.late.push({ row, on });
    else if (on <= until) groups.soon.push({ row, on });
    else groups.later.push({ row, on });
  }
  for (const group of Object.values(groups) as Urgent[][]) group.sort((a, b) => a.on.localeCompare(b.on) || a.row.station_name.localeCompare(b.row.station_name, "zh"));
  return groups;
}

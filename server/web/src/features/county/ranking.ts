// The ranking as rows, with the lines where the places of a quota end.
import type { Schemas } from "../../api/client";

export type Standing = Schemas["Standing"];
export type QuotaUse = Schemas["QuotaUse"];

export interface QuotaLine {
  /** The line stands behind this row; -1 before the first. */
  after: number;
  use: QuotaUse;
}

/** Where the places of each quota end: behind the last who takes one. A quota that gives none begins the list. */
export function quotaLines(rows: readonly Standing[], uses: readonly QuotaUse[]): QuotaLine[] {
  return uses.map((use) => ({ use, after: rows.findLastIndex((row) => row.quota === use.grade) }));
}

/** What a quota came to, in words. */
export function quotaWords(use: QuotaUse): string {
  const left = use.places - use.given;
  return `“${use.grade}”名额 ${use.places} 个，按名次给出 ${use.given} 个${left > 0 ? `，还剩 ${left} 个` : "，已满"}`;
}

/** The place in words; tied places say so. */
export function place(row: Standing): string {
  return row.tied ? `并列第 ${row.rank}` : `第 ${row.rank}`;
}

/** Whether what is still open may change the row's points and so its place. */
export function unsettled(row: Standing): boolean {
  return row.open > 0 || row.certain !== row.possible;
}

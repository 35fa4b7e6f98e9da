// The region tree as the lines of a table: a region, its stations, then the regions right below it.
import type { Schemas } from "../../api/client";

export type Row = Schemas["SummaryRow"];

/** A station in the tree, with its case where the tree is of a batch. */
export interface Unit {
  id: string;
  name: string;
  caseId: string;
  stage: string;
  frozen: boolean;
  certain: string;
  possible: string;
  grade: string;
}

/** What lies right below a region. */
export interface Level {
  parts: readonly Row[];
  units: readonly Unit[];
}

export interface Line {
  key: string;
  depth: number;
  row?: Row;
  unit?: Unit;
  /** Of a region: whether what lies below it is shown. */
  open: boolean;
}

/** Whether nobody there takes part. */
export const empty = (row: Row): boolean => row.cases === 0 && row.scored === 0;

/** The lines below a region: as far as they are known and opened. Regions where nobody takes part are left out. */
export function lines(root: string, known: ReadonlyMap<string, Level>, opened: ReadonlySet<string>, depth = 1): Line[] {
  const level = known.get(root);
  if (!level) return [];
  const found: Line[] = level.units.map((unit) => ({ key: unit.caseId || unit.id, depth, unit, open: false }));
  for (const row of level.parts) {
    if (row.own || empty(row)) continue;
    const open = opened.has(row.code);
    found.push({ key: row.code, depth, row, open });
    if (open) found.push(...lines(row.code, known, opened, depth + 1));
  }
  return found;
}

/** How many regions right below take no part. */
export function absent(level: Level | undefined): number {
  return level?.parts.filter((row) => !row.own && empty(row)).length ?? 0;
}

/** The stages or grades that occur, in the order in which the total tells them. */
export function occurring<T extends { n: number }>(total: readonly T[]): T[] {
  return total.filter((count) => count.n > 0);
}

// What a report says to the clerk: what is missing, what it is worth, what comes next.
import type { GradeRule, Report, ReportItem } from "../report/report";
import { compare, minus, sum } from "./points";

/** A grade with the total that it needs; null where it looks at none. */
export type Grading = GradeRule & { total_at_least: string | null };

/** An item with the places that its decision reads. */
export type Item = ReportItem & { at: { path: string; present: boolean }[] };

export interface Lack {
  item: Item;
  gate: boolean;
  /** What it still earns: once its facts are known, or once it is put right. */
  points: string;
}

export interface Standing {
  /** Items that wait for facts, the most pressing first. */
  unknown: Lack[];
  /** Items that fall short, the most pressing first. */
  short: Lack[];
  /** Different facts that are not known. */
  facts: number;
  /** What all the unknown may still earn, and what falls short for certain. */
  worth: string;
  lost: string;
  /** Items that only an inspector decides. */
  waiting: number;
}

export function standingOf(report: Report): Standing {
  const gates = new Set(report.gates.filter((g) => g.state !== "held").map((g) => g.item));
  const lacks = (items: readonly ReportItem[], points: (i: ReportItem) => string): Lack[] =>
    items
      .map((item) => ({ item: item as Item, gate: gates.has(item.id), points: points(item) }))
      .filter((l) => l.gate || compare(l.points, "0") > 0 || report.out_of === null)
      .sort((a, b) => Number(b.gate) - Number(a.gate) || compare(b.points, a.points) || a.item.missing.length - b.item.missing.length);
  const counted = report.items.filter((i) => !i.announced);
  const open = counted.filter((i) => i.missing.length > 0 && i.outcome === "no_evidence");
  const unknown = lacks(open, (i) => minus(i.points.possible, i.points.certain));
  const short = lacks(counted.filter((i) => i.outcome === "not_satisfied"), (i) => minus(i.points.max, i.points.excluded, i.points.possible));
  return {
    unknown,
    short,
    facts: new Set(open.flatMap((i) => i.missing)).size,
    worth: sum(unknown.map((l) => l.points)),
    lost: sum(short.map((l) => l.points)),
    waiting: counted.filter((i) => i.outcome === "not_checked").length,
  };
}

/** The next better grade than the certain one; "" where there is none. */
export function nextGrade(report: Report): string {
  const at = report.grading.findIndex((g) => g.grade === report.grade.certain);
  return at < 0 ? (report.grading.at(-1)?.grade ?? "") : (report.grading[at - 1]?.grade ?? "");
}

/** The grades that may be aimed at: the better ones, the next one first. */
export function aims(report: Report): string[] {
  const at = report.grading.findIndex((g) => g.grade === report.grade.certain);
  return report.grading.slice(0, at < 0 ? undefined : at).map((g) => g.grade).reverse();
}

/** Where a fact stands in the form. */
export const anchor = (path: string): string => `#f-${path.replaceAll(".", "-")}`;

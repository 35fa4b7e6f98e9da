import { expect, test } from "vitest";

import { verdictOf, type Assess, type Counted, type Judging } from "./judge";

const finding = (item: string, reason: string): Counted => ({
  item, source: "on_site", outcome: "satisfied", points: "", shortfalls: [], reason, by: "me", date: "2026-07-15", until: "",
});
const judging = (...findings: Counted[]): Judging => ({ file: "f", text: "", standard: "s@1", as_of: "2026-07-15", findings });

let asked = 0;
/** An engine that refuses whatever has no reason and counts the rest. */
const assess: Assess = ({ findings }) => {
  asked++;
  const bad = findings.find((f) => f.reason === "");
  if (bad) return { report: "", error: `${bad.item} 没有理由` };
  const n = String(findings.length);
  const report = { standard: { digest: "s" }, policies: { digest: "p" }, total: { certain: n, possible: n }, grade: { certain: null, possible: "合格" } };
  return { report: JSON.stringify({ reports: [report] }), error: "" };
};

test("an answer that does not count is told and hides nothing", () => {
  const verdict = verdictOf(assess, judging(finding("A", "好"), finding("B", ""), finding("C", "好")), new Set());
  expect(verdict.total).toEqual({ certain: "2", possible: "2" });
  expect(verdict.faults).toEqual({ B: "B 没有理由" });
});

test("what has counted before is not asked again one by one", () => {
  const good = new Set<string>();
  verdictOf(assess, judging(finding("A", "好"), finding("C", "好")), good);
  asked = 0;
  verdictOf(assess, judging(finding("A", "好"), finding("C", "好"), finding("B", "")), good);
  expect(asked).toBe(3); // all, B alone, all but B
});

test("a case that cannot be judged at all says why", () => {
  expect(() => verdictOf(() => ({ report: "", error: "材料读不出" }), judging(), new Set())).toThrow("材料读不出");
});

import { expect, test } from "vitest";

import type { Report } from "../report/report";
import { aims, nextGrade, standingOf } from "./standing";

const item = (id: string, outcome: string, certain: string, possible: string, max: string, missing: string[] = []) => ({
  id, outcome, points: { certain, possible, max, excluded: "0" }, missing, at: [],
});

const report = {
  out_of: "100",
  grade: { certain: "未达标", possible: "示范" },
  grading: [{ grade: "示范" }, { grade: "达标" }, { grade: "未达标" }],
  gates: [{ item: "A01", state: "unknown" }, { item: "B01", state: "held" }],
  items: [
    item("A01", "no_evidence", "0", "0", "0", ["head.role"]),
    item("A02", "no_evidence", "0", "3", "3", ["visit.a", "visit.b"]),
    item("A03", "no_evidence", "0.5", "2", "2", ["visit.b"]),
    item("A04", "not_satisfied", "1/3", "1/3", "1"),
    item("A05", "satisfied", "2", "2", "2"),
    item("A06", "not_checked", "0", "1", "1"),
    { ...item("A07", "no_evidence", "0", "9", "9", ["soon"]), announced: true },
  ],
} as unknown as Report;

test("what is missing is counted once a fact, and worth what it may earn", () => {
  const found = standingOf(report);
  expect(found.facts).toBe(3);
  expect(found.worth).toBe("9/2");
  expect(found.lost).toBe("2/3");
  expect(found.waiting).toBe(1);
});

test("必备条目在前，其余按分值", () => {
  expect(standingOf(report).unknown.map((l) => l.item.id)).toEqual(["A01", "A02", "A03"]);
});

test("the next grade is the one above what is certain", () => {
  expect(nextGrade(report)).toBe("达标");
  expect(aims(report)).toEqual(["达标", "示范"]);
  expect(nextGrade({ ...report, grade: { certain: "示范", possible: "示范" } })).toBe("");
  expect(nextGrade({ ...report, grade: { certain: null, possible: "示范" } })).toBe("未达标");
});

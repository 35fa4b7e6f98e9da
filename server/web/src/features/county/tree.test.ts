import { expect, test } from "vitest";

import { absent, lines, occurring, type Level, type Row, type Unit } from "./tree";

const row = (code: string, cases: number, own = false): Row => ({ code, name: code, own, cases, stages: [], scored: 0, grades: [], mean: "" });
const unit = (id: string): Unit => ({ id, name: id, caseId: "", stage: "", frozen: false, certain: "", possible: "", grade: "" });
const known = new Map<string, Level>([
  ["330499000000", { parts: [row("330499000000", 1, true), row("330499101000", 2), row("330499102000", 0)], units: [unit("county")] }],
  ["330499101000", { parts: [row("330499101000", 1, true), row("330499101201", 1)], units: [unit("town")] }],
]);

test("a closed region shows nothing of what lies below it", () => {
  expect(lines("330499000000", known, new Set()).map((l) => l.key)).toEqual(["county", "330499101000"]);
});

test("an opened region shows its own stations before the regions below it", () => {
  const found = lines("330499000000", known, new Set(["330499101000"]));
  expect(found.map((l) => [l.key, l.depth])).toEqual([["county", 1], ["330499101000", 1], ["town", 2], ["330499101201", 2]]);
});

test("what was opened but not asked yet is no line", () => {
  const found = lines("330499000000", known, new Set(["330499101000", "330499101201"]));
  expect(found.at(-1)?.key).toBe("330499101201");
  expect(lines("nowhere", known, new Set())).toEqual([]);
});

test("regions without a case are counted, not listed", () => {
  expect(absent(known.get("330499000000"))).toBe(1);
  expect(absent(undefined)).toBe(0);
});

test("only what occurs has a column", () => {
  expect(occurring([{ n: 0 }, { n: 2 }])).toEqual([{ n: 2 }]);
});

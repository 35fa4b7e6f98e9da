import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { changes, dots, range, type Trend } from "./trends";

const trend = (mean: string): Trend => ({ batch_id: mean, title: "", year: 2026, standard: "", scored: 1, grades: [], mean });
const table = (...rows: [string, number, number][]): Schemas["HeatTable"] => ({
  columns: [],
  changed: 0,
  items: rows.map(([id, sheet, lost]) => ({ id, title: id, draft: false, sheet, lost, open: 0, parts: [] })),
});

test("items are compared by share; what is new, gone or unchanged is left out", () => {
  const before = table(["A", 10, 5], ["B", 4, 1], ["gone", 4, 4], ["none", 0, 0]);
  const after = table(["A", 20, 10], ["B", 8, 6], ["C", 8, 8], ["none", 8, 1]);
  expect(changes(before, after)).toEqual([{ id: "B", title: "B", before: 25, after: 75 }]);
});

test("the greatest change comes first, better or worse", () => {
  const found = changes(table(["A", 10, 5], ["B", 10, 9]), table(["A", 10, 6], ["B", 10, 1]));
  expect(found.map((c) => c.id)).toEqual(["B", "A"]);
});

test("the axis spans whole tens around the means, so that no dot lies on its edge", () => {
  expect(range([trend("88.58"), trend("90")])).toEqual([80, 100]);
  expect(range([trend("90")])).toEqual([80, 100]);
});

test("a higher mean lies higher; a batch without a mean leaves a gap", () => {
  const [first, third, none] = dots([trend("80.5"), trend(""), trend("99")], 100, 60); // from 70 to 100
  expect(first).toEqual({ x: 0, y: 39 });
  expect(third).toEqual({ x: 100, y: 2 });
  expect(none).toBeUndefined();
  expect(dots([trend("90")], 100, 50)[0]?.x).toBe(50);
});

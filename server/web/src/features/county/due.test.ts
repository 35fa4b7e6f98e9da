import { expect, test } from "vitest";

import { plusDays } from "../../ui/day";
import { urgent, type Task } from "./due";

test.each([
  ["2026-11-22", 7, "2026-11-29"],
  ["2026-12-28", 7, "2027-01-04"],
  ["2024-02-28", 1, "2024-02-29"],
])("%s and %i days is %s", (day, n, then) => {
  expect(plusDays(day, n)).toBe(then);
});

test("what is overdue comes first, what is far or has no deadline is left out", () => {
  const task = (day: string): Task => ({ caseId: day, station: "站", what: "", day, frozen: false, waits: false });
  const found = urgent([task("2026-11-29"), task(""), task("2026-11-30"), task("2026-09-04")], "2026-11-29");
  expect(found.map((t) => t.day)).toEqual(["2026-09-04", "2026-11-29"]);
});

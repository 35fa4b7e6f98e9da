import { expect, test } from "vitest";

import { place, quotaLines, quotaWords, unsettled, type Standing } from "./ranking";

const row = (rank: number, quota: string, more: Partial<Standing> = {}): Standing => ({
  rank, tied: false, case_id: "", station_id: "", code: "", name: "", region: "", region_name: "", stage: "", out_of: "100",
  certain: "90", possible: "90", grade: "", open: 0, quota, note: "", ...more,
});

test("the line of a quota stands behind the last who takes a place, also where one before was passed over", () => {
  const rows = [row(1, "示范"), row(2, ""), row(3, "示范"), row(4, "达标"), row(5, "")];
  const uses = [{ grade: "示范", places: 2, given: 2 }, { grade: "达标", places: 3, given: 1 }];
  expect(quotaLines(rows, uses).map((l) => l.after)).toEqual([2, 3]);
});

test("a quota that gives no place begins the list", () => {
  expect(quotaLines([row(1, "")], [{ grade: "示范", places: 0, given: 0 }])[0]?.after).toBe(-1);
});

test("a quota says how much is left", () => {
  expect(quotaWords({ grade: "示范", places: 6, given: 5 })).toBe("“示范”名额 6 个，按名次给出 5 个，还剩 1 个");
  expect(quotaWords({ grade: "示范", places: 6, given: 6 })).toContain("已满");
});

test("ties are ties, and what is open is not settled", () => {
  expect(place(row(7, "", { tied: true }))).toBe("并列第 7");
  expect(place(row(9, ""))).toBe("第 9");
  expect(unsettled(row(1, "", { certain: "5300/59", possible: "90" }))).toBe(true);
  expect(unsettled(row(1, "", { open: 1 }))).toBe(true);
  expect(unsettled(row(1, ""))).toBe(false);
});

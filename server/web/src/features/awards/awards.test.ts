import { expect, test } from "vitest";

import { plusDays } from "../../ui/day";
import { filterOf, pointsOf, queryOf, standing, written } from "./awards";

test.each([
  [{ withdrawn: "2026-09-01", valid_until: "2029-07-01", recheck_on: "2028-07-01" }, "2026-10-01", "2026-09-01 摘牌"],
  [{ withdrawn: "", valid_until: "2029-07-01", recheck_on: "2028-07-01" }, "2026-10-01", "有效"],
  [{ withdrawn: "", valid_until: "2029-07-01", recheck_on: "2028-07-01" }, "2028-04-02", "将到复核日"],
  [{ withdrawn: "", valid_until: "2029-07-01", recheck_on: "2028-07-01" }, "2028-04-01", "有效"],
  [{ withdrawn: "", valid_until: "2029-07-01", recheck_on: "2028-07-01" }, "2028-07-02", "复核已逾期"],
  [{ withdrawn: "", valid_until: "2029-07-01", recheck_on: "2028-07-01" }, "2029-07-02", "已过有效期"],
  [{ withdrawn: "", valid_until: "", recheck_on: "" }, "2099-01-01", "有效"],
])("%o on %s: %s", (award, on, words) => {
  expect(standing(award, on).words).toBe(words);
});

test("the filter survives the address, and nonsense in it does no harm", () => {
  for (const filter of [{ batch: "", view: "all" }, { batch: "b1", view: "recheck" }] as const) {
    const query = Object.fromEntries(Object.entries(queryOf(filter)).map(([name, value]) => [name, String(value)]));
    expect(filterOf(query)).toEqual(filter);
  }
  expect(filterOf({ view: "constructor" }).view).toBe("all");
});

test("points stand in a sentence", () => {
  expect([pointsOf("106"), pointsOf("5500/60")]).toEqual([" 106 ", "约 91.66 "]);
});

test("days", () => {
  expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(written("2026-07-08")).toBe("2026年7月8日");
});

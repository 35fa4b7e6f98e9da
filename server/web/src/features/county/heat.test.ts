import { expect, test } from "vitest";

import { depth, regionCell, shortened, stationCell, weakestFirst, type Item } from "./heat";

test.each([
  [0, 5, 0], [1, 200, 1], [1, 4, 1], [2, 4, 2], [3, 4, 3], [4, 4, 4], [151, 200, 4], [0, 0, 0],
])("%i of %i who lose points is depth %i", (lost, sheet, want) => {
  expect(depth({ lost, sheet, open: 0 })).toBe(want);
});

test("a station's cell tells lost, open, fine and none apart without colour", () => {
  const signs = [{ sheet: 1, lost: 1, open: 0 }, { sheet: 1, lost: 0, open: 1 }, { sheet: 1, lost: 0, open: 0 }, { sheet: 0, lost: 0, open: 0 }].map(stationCell);
  expect(signs.map((s) => s.words)).toEqual(["失分或不符合", "没有结论", "没有失分", "没有这一条"]);
  expect(new Set(signs.map((s) => s.sign)).size).toBe(4);
});

test("a region's cell says how many of how many", () => {
  expect(regionCell({ sheet: 5, lost: 3, open: 1 })).toEqual({ sign: "3/5？", words: "5 个单位里 3 个失分或不符合，1 个没有结论" });
});

test("the weakest come first by share, not by number", () => {
  const item = (id: string, sheet: number, lost: number): Item => ({ id, title: id, draft: false, sheet, lost, open: 0, parts: [] });
  expect(weakestFirst([item("A", 100, 10), item("B", 2, 2), item("C", 100, 10), item("D", 0, 0)]).map((i) => i.id)).toEqual(["B", "A", "C", "D"]);
});

test("names lose what all have in common, but never all", () => {
  expect(shortened(["示例县甲镇服务站", "示例县乙镇服务站"])).toEqual(["甲镇", "乙镇"]);
  expect(shortened(["甲站", "乙站"])).toEqual(["甲", "乙"]);
  expect(shortened(["甲镇", "甲镇乙村"])).toEqual(["甲镇", "乙村"]);
  expect(shortened(["示例县甲镇服务站"])).toEqual(["示例县甲镇服务站"]);
});

import { expect, test } from "vitest";

import { agreement } from "./agreement";

const pairs = (n: number, a: string, b: string) => Array.from({ length: n }, () => [a, b] as const);

test("the textbook table of fifty proposals gives 0.4", () => {
  const a = agreement([...pairs(20, "是", "是"), ...pairs(5, "是", "否"), ...pairs(10, "否", "是"), ...pairs(15, "否", "否")]);
  expect(a.equal / a.pairs).toBeCloseTo(0.7);
  expect(a.kappa?.value).toBeCloseTo(0.4, 10);
  expect(a.kappa?.low).toBeCloseTo(0.1512, 3);
  expect(a.kappa?.high).toBeCloseTo(0.6488, 3);
});

test("nine pairs give no coefficient and say why", () => {
  const a = agreement(pairs(9, "是", "是"));
  expect(a.kappa).toBeUndefined();
  expect(a.words).toContain("少于 10 对");
});

test("ten pairs are enough", () => {
  expect(agreement([...pairs(5, "是", "是"), ...pairs(5, "否", "否")]).kappa?.value).toBe(1);
});

test.each([
  ["both say", pairs(12, "是", "是")],
  ["one says", [...pairs(11, "是", "是"), ...pairs(1, "是", "否")]],
])("where %s one thing only, there is no coefficient", (_, all) => {
  expect(agreement(all).kappa).toBeUndefined();
  expect(agreement(all).words).toContain("没有意义");
});

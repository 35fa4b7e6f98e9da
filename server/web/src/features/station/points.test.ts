import { expect, test } from "vitest";

import { compare, minus, sum } from "./points";

test("thirds and tenths add up exactly", () => {
  expect(sum(["1/3", "1/3", "1/3"])).toBe("1");
  expect(sum(["0.1", "0.2"])).toBe("3/10");
  expect(sum([])).toBe("0");
  expect(sum(["61.5", "-1.5", "200/9"])).toBe("740/9");
});

test("what is left is exact, below nothing, too", () => {
  expect(minus("3", "0.5", "1/2")).toBe("2");
  expect(minus("1", "-2")).toBe("3");
  expect(minus("0", "0.25")).toBe("-1/4");
});

test.each([
  ["200/9", "22.2", 1],
  ["80", "80.0", 0],
  ["9.99", "10", -1],
])("%s beside %s", (a, b, order) => {
  expect(compare(a, b)).toBe(order);
});

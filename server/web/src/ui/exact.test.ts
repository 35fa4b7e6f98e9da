import { expect, test } from "vitest";

import { near, shown } from "./exact";

test.each([
  ["61.5", "61.5"],
  ["90", "90"],
  ["0", "0"],
  ["-0.5", "-0.5"],
  ["5300/59", "约 89.83"],
  ["89.999", "约 89.99"],
  ["100", "100"],
  ["10.10", "10.1"],
  ["", ""],
])("%s is shown as %s", (exact, words) => {
  expect(shown(exact)).toBe(words);
});

test("a fraction is drawn where it lies", () => {
  expect(near("5300/59")).toBeCloseTo(89.8305, 4);
});

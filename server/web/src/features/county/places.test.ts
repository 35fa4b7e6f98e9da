import { expect, test } from "vitest";

import { levelOf, start } from "./places";

test.each([
  ["330000000000", "33", "province"],
  ["330400000000", "3304", "city"],
  ["330499000000", "330499", "county"],
  ["330499120000", "330499120", "town"],
  ["330499101201", "330499101201", "village"],
  ["331000000000", "3310", "city"],
])("%s begins with %s and is a %s", (code, begins, level) => {
  expect(start(code)).toBe(begins);
  expect(levelOf(code)).toBe(level);
});

test("the whole nation has no code", () => {
  expect(start("")).toBe("");
});

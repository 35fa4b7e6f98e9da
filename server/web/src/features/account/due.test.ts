import { beforeEach, expect, test } from "vitest";

import { due, haveSeen, seenUntil } from "./due";

test.each([
  ["2026-07-08", "期限 2026-07-08，就是今天", "warn"],
  ["2026-07-07", "期限 2026-07-07，已过 1 天", "bad"],
  ["2026-07-15", "期限 2026-07-15，还有 7 天", "warn"],
  ["2026-07-16", "期限 2026-07-16，还有 8 天", "open"],
  ["2027-07-08", "期限 2027-07-08，还有 365 天", "open"],
])("%s on 2026-07-08", (on, words, tone) => {
  expect(due(on, "2026-07-08")).toMatchObject({ words, tone });
});

beforeEach(() => localStorage.clear());

test("what was seen stays seen, and is nobody else's", () => {
  expect(seenUntil("a")).toBe("");
  haveSeen("a", "0190-2");
  haveSeen("a", "0190-1");
  expect(seenUntil("a")).toBe("0190-2");
  expect(seenUntil("b")).toBe("");
});

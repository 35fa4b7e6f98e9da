import { expect, test } from "vitest";

import { day, minute } from "./day";

test.each([
  ["2026-07-07T16:30:00Z", "2026-07-08", "2026-07-08 00:30"],
  ["2026-07-08T15:59:59.123456Z", "2026-07-08", "2026-07-08 23:59"],
  ["", "", ""],
])("%s is %s in China", (moment, isDay, isMinute) => {
  expect(day(moment)).toBe(isDay);
  expect(minute(moment)).toBe(isMinute);
});

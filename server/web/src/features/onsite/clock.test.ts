import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clockWords, heard, now } from "./clock";

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: new Date("2026-07-15T01:00:00Z") });
});
afterEach(() => void vi.useRealTimers());

test("a clock that is a minute out is right enough", () => {
  heard("Wed, 15 Jul 2026 01:01:00 GMT");
  expect(clockWords()).toBe("");
  expect(now().toISOString()).toBe("2026-07-15T01:00:00.000Z");
});

test("a phone that is a year ahead writes the server's time and says so", () => {
  heard("Tue, 15 Jul 2025 01:00:00 GMT");
  expect(clockWords()).toContain("快约 365 天");
  expect(now().toISOString()).toBe("2025-07-15T01:00:00.000Z");
});

test("a phone that is three hours behind says so", () => {
  heard("Wed, 15 Jul 2026 04:00:00 GMT");
  expect(clockWords()).toContain("慢约 3 小时");
});

test("an answer without a time changes nothing", () => {
  heard(null);
  expect(clockWords()).toBe("");
});

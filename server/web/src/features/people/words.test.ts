import { expect, test } from "vitest";

import { scopeTitle, tokenState } from "./words";

const now = Date.parse("2026-07-08T00:00:00Z");

test.each([
  [{ revoked: null, expires: "2026-07-08T00:00:01Z" }, "good"],
  [{ revoked: null, expires: "2026-07-08T00:00:00Z" }, "expired"],
  [{ revoked: "2026-07-01T00:00:00Z", expires: "2026-07-07T00:00:00Z" }, "revoked"],
])("%j is %s", (token, state) => {
  expect(tokenState(token, now)).toBe(state);
});

test("an unknown scope is not hidden", () => {
  expect(scopeTitle("case.read")).toBe("查看评定件");
  expect(scopeTitle("other.read")).toBe("other.read");
});

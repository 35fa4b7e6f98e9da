import { expect, test } from "vitest";

import type { Schemas } from "../../../api/client";
import { sittingsOf } from "./sittings";

const revision = (number: number, by: string, at: string) => ({ number, saved_by: by, saved_at: `2026-07-15T${at}:00Z` }) as Schemas["Revision"];

test("what was saved without a rest by one person is one sitting", () => {
  const found = sittingsOf([
    revision(5, "a", "09:50"), revision(4, "a", "09:21"), revision(3, "b", "09:20"), revision(2, "b", "08:45"), revision(1, "b", "08:44"),
  ]);
  expect(found.map((s) => [s.by, s.revisions.map((r) => r.number)])).toEqual([["a", [5, 4]], ["b", [3]], ["b", [2, 1]]]);
});

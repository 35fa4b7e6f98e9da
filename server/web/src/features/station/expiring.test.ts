import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { daysBetween } from "../../ui/day";
import { gathered } from "./expiring";

const item = (id: string, on: string, fact: string) => ({
  item: id, on, title: id, points: "0.5", then: "not_satisfied", why: [], facts: [{ fact, title: fact }],
});

test("one photo that two standards read is brought up to date once", () => {
  const found = gathered({
    as_of: "2026-07-15", until: "2026-10-13",
    standards: [
      { standard: "a@1", title: "甲", items: [item("D01", "2026-09-02", "sign.photo"), item("G04", "2026-08-31", "roster.updated")] },
      { standard: "b@1", title: "乙", items: [item("7", "2026-09-02", "sign.photo")] },
    ],
  } as unknown as Schemas["Expiries"]);
  expect(found.map((e) => [e.on, e.items.map((i) => i.item.item)])).toEqual([
    ["2026-08-31", ["G04"]],
    ["2026-09-02", ["D01", "7"]],
  ]);
});

test("days are counted over the end of a month", () => {
  expect(daysBetween("2026-07-15", "2026-08-31")).toBe(47);
  expect(daysBetween("2026-07-15", "2026-07-15")).toBe(0);
});

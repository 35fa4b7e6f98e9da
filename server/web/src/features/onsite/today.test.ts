import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { askedOf, lineOf } from "./today";

const case_ = (stage: string) => ({ id: "c", stage }) as Schemas["Case"];
const task = (person_id: string, signed: boolean, source = "on_site") =>
  ({ person_id, source, visit_on: "2026-07-15", signed_at: signed ? "2026-07-15T01:00:00Z" : null }) as unknown as Schemas["Assignment"];
const difference = (settled: boolean) => ({ item: "C05", settled }) as Schemas["Difference"];

test.each([
  ["nothing signed", [task("me", false), task("other", false)], [], "还要核查并签字"],
  ["signed by me alone", [task("me", true), task("other", false)], [], "等其他 1 名核查员签字"],
  ["both signed, one item open", [task("me", true), task("other", true)], [difference(false), difference(true)], "有 1 条分歧待商定"],
  ["both signed, all settled", [task("me", true), task("other", true)], [difference(true)], ""],
])("%s", (_, tasks, differences, want) => {
  expect(askedOf(lineOf("me", case_("onsite"), "站", tasks, differences))).toBe(want);
});

test("a re-check asks anew, whatever was signed before", () => {
  expect(askedOf(lineOf("me", case_("review"), "站", [task("me", true), task("me", false, "review")], []))).toBe("还要核查并签字");
});

test("a case that is published asks nothing of an assessor", () => {
  const line = lineOf("me", case_("named"), "站", [task("me", true)], []);
  expect([line.done, askedOf(line)]).toEqual([true, ""]);
});

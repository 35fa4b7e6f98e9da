import { expect, test } from "vitest";

import { byUrgency, wanted, type StationCase } from "./useStationCases";

const made = (id: string, stage: string, more: object = {}, open: object[] = []): StationCase =>
  ({ of: { id, stage, reason: "", due_on: "", ...more }, open }) as unknown as StationCase;

test("退回的要再报，列了整改的要改，在别处办的不催", () => {
  expect(wanted(made("a", "self"))).toBe("declare");
  expect(wanted(made("a", "self", { reason: "台账不全" }))).toBe("again");
  expect(wanted(made("a", "rectify", {}, [{ state: "open" }]))).toBe("rectify");
  expect(wanted(made("a", "rectify"))).toBeUndefined();
  expect(wanted(made("a", "onsite"))).toBeUndefined();
});

test("what is due sooner comes first, what has no day last", () => {
  const cases = [made("a", "self"), made("b", "self", { due_on: "2026-09-01" }), made("c", "self", { due_on: "2026-08-01" })];
  expect(cases.sort(byUrgency).map((c) => c.of.id)).toEqual(["c", "b", "a"]);
});

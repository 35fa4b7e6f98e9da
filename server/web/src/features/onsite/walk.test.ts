import { expect, test } from "vitest";

import { emptyAnswer } from "./answer";
import type { Recorded, VisitItem } from "./store";
import { passes, rooms, standing } from "./walk";

const item = (id: string, place: string) => ({ id, place, deductions: [], check: { outcome: "no_evidence", shortfalls: [] } }) as unknown as VisitItem;
const sheet = [item("A1", "资料桌"), item("A2", "资料桌"), item("C1", "办事服务区")];
const row = (state: Recorded["state"], outcome: Recorded["answer"]["outcome"]) => ({ state, answer: { ...emptyAnswer(), outcome } }) as Recorded;

test("a room tells how much of all of it was seen, whatever is listed", () => {
  expect(rooms(sheet, [sheet[1] as VisitItem], new Set(["A1"]))).toEqual([{ name: "资料桌", items: [sheet[1]], seen: 1, total: 2 }]);
});

test("rooms come in the order of the walk", () => {
  expect(rooms(sheet, sheet, new Set()).map((r) => r.name)).toEqual(["资料桌", "办事服务区"]);
});

test.each([
  ["refused", "satisfied", "没有收下"],
  ["conflict", "satisfied", "两台设备不一致"],
  ["waiting", "not_applicable", "没有填完"],
  ["waiting", "satisfied", "待上传"],
  ["sent", "satisfied", "已上传"],
] as const)("%s, %s is told as %s", (state, outcome, words) => {
  expect(standing(sheet[0] as VisitItem, row(state, outcome))?.words).toBe(words);
});

test("what waits for a person is found: not filled in, refused, in conflict", () => {
  for (const [state, outcome, found] of [["refused", "satisfied", true], ["conflict", "satisfied", true], ["waiting", "not_applicable", true], ["waiting", "satisfied", false], ["sent", "satisfied", false]] as const)
    expect(passes("open", sheet[0] as VisitItem, row(state, outcome), true)).toBe(found);
});

import { expect, test } from "vitest";

import { emptyAnswer, inputOf, lacks, type Answer } from "./answer";
import type { VisitItem } from "./store";

const item = (more: Partial<VisitItem> & { outcome?: string; found?: string[] } = {}) =>
  ({
    id: "X", deductions: [{ kind: "", words: "问题", price: "0.5", whole: false, unit: "处" }], ...more,
    check: { outcome: more.outcome ?? "no_evidence", shortfalls: more.found ?? [] },
  }) as unknown as VisitItem;
const range = { from: "0", to: "2", steps: [] };

const cases: [string, VisitItem, Partial<Answer>, string][] = [
  ["no outcome", item(), {}, "还没有结论"],
  ["met", item(), { outcome: "satisfied" }, ""],
  ["met against the program", item({ outcome: "not_satisfied" }), { outcome: "satisfied" }, "与程序判定不同，请写明理由"],
  ["met, though problems were found", item({ found: ["缺"] }), { outcome: "satisfied" }, "程序查出了问题，判为符合请写明理由"],
  ["lacking without a problem", item(), { outcome: "not_satisfied", reason: "乱" }, "请点出是哪一处不符合"],
  ["lacking with a problem", item(), { outcome: "not_satisfied", counts: { "": 2 } }, ""],
  ["not applicable without a reason", item(), { outcome: "not_applicable", reason: " " }, "请写明不适用的理由"],
  ["points without a reason", item({ discretion: range, deductions: [] }), { outcome: "not_satisfied", points: "1" }, "酌情给分请写明理由"],
  ["points beyond the range", item({ discretion: range }), { outcome: "not_satisfied", points: "3", reason: "好" }, "得分不在范围内：0 至 2 分"],
  ["points where rules compute", item(), { outcome: "satisfied", points: "1", reason: "好" }, "这一条的得分由规则计算，请删去所填的分"],
  ["lacking without points", item({ discretion: range, deductions: [] }), { outcome: "not_satisfied", reason: "差" }, "请给分，0 至 2 分"],
];

test.each(cases)("%s", (_, of, answer, want) => {
  expect(lacks(of, { ...emptyAnswer(), ...answer })).toBe(want);
});

test("what is tapped becomes problems by kind and count", () => {
  const answer: Answer = { ...emptyAnswer(), outcome: "not_satisfied", counts: { "": 2 }, reason: " 缺打印机 " };
  expect(inputOf(item(), answer, 3, "2026-07-15T01:00:00Z", ["p"])).toMatchObject({
    number: 3, reason: "缺打印机", photos: ["p"], shortfalls: [{ kind: "", count: 2, text: "问题：缺打印机" }],
  });
});

import { expect, test } from "vitest";

import type { Form, Question } from "./answers";
import { differing, filesOf, wordsOf } from "./words";

const question = (type: string, more: object = {}) => ({ type, unit: "", members: [], ...more }) as unknown as Question;
const form = (facts: Record<string, unknown>, backing = {}): Form => ({ revision: 1, reporting_date: "2026-06-30", facts, backing, sources: {} });

test.each([
  ["boolean", false, "否"],
  ["boolean", undefined, "没有填报"],
  ["document", false, "没有"],
  ["document", { title: "批复", number: "示编〔2019〕14号", date: "2019-03-18", file: "批复.pdf" }, "《批复》，示编〔2019〕14号，2019-03-18，附件 批复.pdf"],
  ["photo", { date: "2026-05-06", place: "站正门" }, "2026-05-06，站正门"],
  ["photo", {}, "有，没有写明"],
  ["list", ["电脑", "电话"], "电脑；电话"],
  ["list", [], "一项也没有"],
])("%s %j 读作 %s", (type, value, words) => {
  expect(wordsOf(question(type), value)).toBe(words);
});

test("a number has its unit, an entry of a list its titles", () => {
  expect(wordsOf(question("number", { unit: "㎡" }), 96)).toBe("96 ㎡");
  const members = [{ path: "visit.made.date", title: "日期", unit: "" }, { path: "visit.made.people", title: "人数", unit: "人" }];
  expect(wordsOf(question("list", { members }), [{ people: 3, date: "2026-05-06" }])).toBe("日期 2026-05-06，人数 3 人");
});

test("two forms differ where an answer or its backing does, not in the order of members", () => {
  const a = form({ x: { date: "2026-01-01", file: "a" }, y: 1, z: 3, gone: true }, { z: ["S1"] });
  const b = form({ x: { file: "a", date: "2026-01-01" }, y: 2, z: 3, empty: "" }, { z: ["S2"] });
  expect(differing(a, b)).toEqual(["y", "z", "gone"]);
});

test("a file is named once, wherever it is used", () => {
  const facts = { p: { date: "2026-05-06", file: "牌.jpg" }, q: { file: "牌.jpg" }, r: 3, s: ["file"] };
  expect(filesOf({ ...form(facts), sources: { S1: { kind: "document", title: "批复", file: "批复.pdf" } } })).toEqual(["牌.jpg", "批复.pdf"]);
});

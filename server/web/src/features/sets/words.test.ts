import { expect, test } from "vitest";

import { change, fault, outlook, place } from "./words";

test.each([
  [{ certain: "61.5", possible: "88", grade_certain: "", grade_possible: "达标" }, "61.5～88 分，无等级，可能达标"],
  [{ certain: "90", possible: "90", grade_certain: "示范", grade_possible: "示范" }, "90 分，示范"],
  [{ certain: "", possible: "", grade_certain: "五有齐全", grade_possible: "五有齐全" }, "五有齐全"],
  [{ certain: "", possible: "", grade_certain: "", grade_possible: "" }, "不计分"],
])("%j is told as %s", (given, words) => {
  expect(outlook({ standard: "x@1", ...given })).toBe(words);
});

test.each([
  ["satisfied 2/2", "not_satisfied 0.5/2", "符合 2/2 分 → 不符合 0.5/2 分"],
  ["", "no_evidence 0/1", "没有这一条 → 未举证 0/1 分"],
  ["satisfied 0/0", "not_satisfied 0/0", "符合 → 不符合"],
  ["satisfied 1/3/2", "satisfied 1/3/4/3", "符合 约 0.33/2 分 → 符合 约 0.33/约 1.33 分"],
])("from %s to %s", (before, after, words) => {
  expect(change({ item: "A01", title: "", before, after })).toBe(words);
});

test.each([
  ["standard.yaml:1:1: 缺少“issuer”", "缺少“issuer”"],
  [": 没有章文件", "没有章文件"],
  ["规则里写：a: b", "规则里写：a: b"],
])("%s is told as %s", (words, told) => {
  expect(fault(words)).toBe(told);
});

test("a fault says where it lies", () => {
  expect(place({ code: "x", field: "01-a.yaml", line: 3, words: "" })).toBe("01-a.yaml 第 3 行");
  expect(place({ code: "x", field: "body.files", words: "" })).toBe("");
});

import { expect, test } from "vitest";

import { answered, nextSource, readersOf, sent, typedNumber, type Form, type Question } from "./answers";

const form: Form = {
  revision: 2,
  reporting_date: "2026-06-30",
  facts: { "premises.area_sqm": 96, "premises.fixed": false, "staff.trained": "", "policy.shown": [], "head.role": null },
  backing: { "premises.area_sqm": ["S1", "S9"], "staff.trained": ["S1"] },
  sources: { S1: { kind: "system", title: "月报" } },
};

test("no is an answer, and none at all is one, too; nothing is not", () => {
  expect(answered(false)).toBe(true);
  expect(answered(0)).toBe(true);
  expect(answered("")).toBe(false);
  expect(answered([])).toBe(true);
  expect(answered(undefined)).toBe(false);
});

test("what was left empty is not sent, nor a source that is gone", () => {
  expect(sent(form)).toEqual({
    revision: 2,
    reporting_date: "2026-06-30",
    facts: { "premises.area_sqm": 96, "premises.fixed": false, "policy.shown": [] },
    backing: { "premises.area_sqm": ["S1"] },
    sources: { S1: { kind: "system", title: "月报" } },
  });
});

test("a line that was added and not filled in yet is not sent", () => {
  const facts = { "aid.dates": ["", "2026-05-06"], "visit.made": [{}, { date: "2026-05-06", people: "" }], "party.dates": [""] };
  expect(sent({ ...form, facts }).facts).toEqual({ "aid.dates": ["2026-05-06"], "visit.made": [{ date: "2026-05-06" }] });
});

test("a document without day and number, and a source without a name, wait until they have one", () => {
  const facts = { "sign.photo": { file: "牌.jpg" }, "org.doc": { number: "示编〔2019〕14号" }, "head.doc": {}, "sign.none": false };
  const got = sent({ ...form, facts, backing: { "org.doc": ["S1", "S2"] }, sources: { ...form.sources, S2: { kind: "ledger", title: "" } } });
  expect(got.facts).toEqual({ "org.doc": { number: "示编〔2019〕14号" }, "sign.none": false });
  expect(got.sources).toEqual(form.sources);
  expect(got.backing).toEqual({ "org.doc": ["S1"] });
});

test("a new source gets the next free number", () => {
  expect(nextSource(form)).toBe("S2");
});

test.each([
  ["96", 96],
  [" 1,204 ", 1204],
  ["１２．５", 12.5],
  ["-3", -3],
  ["约 30", "约 30"],
  ["", ""],
])("%s is read as %s", (typed, read) => {
  expect(typedNumber(typed)).toBe(read);
});

test("readers are told standard by standard", () => {
  const readers = [
    { standard: "fqs-town-76@2026-draft", item: "C03", title: "场所面积" },
    { standard: "fqs-town-76@2026-draft", item: "C04", title: "固定场所" },
    { standard: "five-have@2026-draft", item: "2-town", title: "有场所" },
  ];
  const names = new Map([["fqs-town-76@2026-draft", "枫桥式服务站创建标准"]]);
  expect(readersOf({ readers } as Question, names)).toEqual([
    { standard: "枫桥式服务站创建标准", items: "C03 场所面积、C04 固定场所" },
    { standard: "five-have@2026-draft", items: "2-town 有场所" },
  ]);
});

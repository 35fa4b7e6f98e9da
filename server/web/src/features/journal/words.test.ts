import { expect, test } from "vitest";

import { caseOf, deed, doer, type Entry } from "./words";

const entry: Entry = {
  seq: 1, at: "2026-07-08T00:00:00Z", actor: "p1", name: "丙镇站填报人", action: "case.declare", kind: "case", subject: "c1", about: "丙镇站", region: "", detail: {}, hash: "", chain: "",
};

test.each([
  [{}, "申报"],
  [{ action: "bundle.save", kind: "revision", detail: { number: 3 } }, "保存佐证材料（第 3 版）"],
  [{ action: "finding.record", kind: "finding", detail: { item: "A01", outcome: "not_satisfied" } }, "评定条目 A01：不符合"],
  [{ action: "finding.record", kind: "finding", detail: { item: "A01", outcome: "" } }, "评定条目 A01：酌情给分"],
  [{ action: "people.write", kind: "grant", detail: { role: "station" } }, "授予角色“填报人”"],
  [{ action: "people.write", kind: "grant", detail: { removed: "p2" } }, "收回角色"],
  [{ action: "people.write", kind: "person", detail: { login_digest: "x" } }, "开通账号"],
  [{ action: "people.write", kind: "person", detail: { disabled: true } }, "停用账号"],
  [{ action: "people.write", kind: "person", detail: { subject: "password" } }, "重置密码"],
  [{ action: "assignment.write", detail: { removed: "p2" } }, "撤下核查员"],
  [{ action: "rectification.write", kind: "rectification", detail: { item: "A06" } }, "列明整改事项 A06"],
  [{ action: "something.new" }, "something.new"],
])("%j is %s", (changed, words) => {
  expect(deed({ ...entry, ...changed } as Entry)).toBe(words);
});

test("who did it, to what", () => {
  expect(doer(entry)).toBe("丙镇站填报人");
  expect(doer({ ...entry, actor: "system", name: "" })).toBe("系统");
  expect(doer({ ...entry, name: "" })).toBe("已没有这个账号");
  expect(caseOf(entry)).toBe("c1");
  expect(caseOf({ ...entry, kind: "finding", subject: "f1", detail: { case: "c2" } })).toBe("c2");
  expect(caseOf({ ...entry, kind: "batch", detail: {} })).toBe("");
});

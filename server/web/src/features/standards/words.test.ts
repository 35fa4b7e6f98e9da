import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { basis, given, matching, percent, standing } from "./words";

const item: Schemas["Requirement"] = {
  id: "A02", title: "定期研究部署", text: "每季度不少于 1 次", kind: "scored", worth: "计分 2 分", class: "", points: "2", levels: [], draft: false,
  methods: [], evidence: [], when: "", checks: [{ check: "rate_at_least", title: "比率达到", settings: ["最低百分比 95"], facts: [{ role: "done", paths: ["a.done"] }, { role: "all", paths: ["b", "c"] }] }],
  facts: ["a.done"], scoring: "", absence: "", rubric: "", fix: "", effective: "", provenance: "主题：公开资料 P18；数字：公开资料 P18", note: "", amended: [],
};
const titles = new Map([["a.done", "按期办结数"]]);
const chapters: Schemas["StandardChapter"][] = [
  { id: "A", title: "组织", points: "", weight: "", cap: "", basis: "", items: [item, { ...item, id: "A03", title: "站长", text: "", checks: [], facts: [] }] },
  { id: "B", title: "队伍", points: "", weight: "", cap: "", basis: "", items: [{ ...item, id: "B01", title: "专职", checks: [], facts: [] }] },
];

test.each([
  ["", ["A02", "A03", "B01"]],
  ["  ", ["A02", "A03", "B01"]],
  ["a02", ["A02"]],
  ["办结", ["A02"]],
  ["比率 季度", ["A02"]],
  ["专职 p18", ["B01"]],
  ["没有这样的话", []],
])("查找“%s”得到 %j", (query, ids) => {
  expect(matching(chapters, query, titles).flatMap((c) => c.items.map((i) => i.id))).toEqual(ids);
});

test("a case speaks of the item's own facts", () => {
  const [use] = item.checks;
  if (!use) throw new Error("no check");
  const example = { name: "差一件", settings: ["最低百分比 95"], outcome: "not_satisfied", given: [{ role: "done", value: "18" }, { role: "all", value: "true" }, { role: "gone", value: "" }] };
  expect(given(example, use, titles)).toBe("要求 最低百分比 95；按期办结数：18；其中一项：是；另一项事实：空");
  const twice = [{ role: "done", value: "true" }, { role: "done", value: "false" }];
  expect(given({ ...example, given: twice, settings: [] }, use, titles)).toBe("第 1 项：是；第 2 项：否");
  expect(given({ ...example, given: [], settings: [] }, use, titles)).toBe("没有填");
});

test("a draft is a draft whatever it cites", () => {
  expect(basis(item)).toBe("public");
  expect(basis({ ...item, provenance: "主题：《退役军人保障法》" })).toBe("document");
  expect(basis({ ...item, draft: true, provenance: "主题：《退役军人保障法》" })).toBe("draft");
});

test("every station stands somewhere", () => {
  const at = standing({ id: "A02", title: "", draft: false, sheet: 12, lost: 3, open: 1, parts: [] });
  expect(at).toEqual({ n: 12, kept: 8, lost: 3, open: 1 });
  expect(percent(at.lost, at.n)).toBe(25);
  expect(percent(2, 3)).toBe(67);
  expect(percent(0, 0)).toBe(0);
});

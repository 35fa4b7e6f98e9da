import { mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";

import ReportItem from "./ReportItem.vue";
import type { Entry, ReportItem as Item } from "./report";

const item = (more: Partial<Item> = {}): Item => ({
  id: "A01", title: "领导机制", chapter: "A", kind: "scored", draft: false, outcome: "not_satisfied", points: { certain: "0.5", possible: "1", max: "2", excluded: "0" },
  observations: ["会议 2 次"], shortfalls: [{ kind: "", text: "缺 2 次", count: "2" }], missing: [], provenance: { topic: ["public:P1"], threshold: "", clause: "" },
  text: "每季度一次。", methods: ["examine"], fix: "补开。", reason: "", source: "check", check_outcome: "not_satisfied", findings: [], ...more,
});
const line = (points: string, text: string): Entry => ({ item: "A01", entry: "lose", points, text, chapter: "A", max: "2", rule: "deduct" });
const show = (of: Item, account: Entry[] = []) => mount(ReportItem, { props: { item: of, account, nameOf: (id: string) => `名${id}`, titleOf: (path: string) => `题${path}` } });

describe("报告中的一条", () => {
  it("可以链接到，结论用文字和符号，得分是区间", () => {
    const shown = show(item());
    expect(shown.attributes("id")).toBe("item-A01");
    expect(shown.text()).toContain("不符合");
    expect(shown.text()).toContain("0.5～1 / 2 分");
    expect(shown.text()).toContain("公开资料");
  });

  it("每一笔扣分都写明原因，已在扣分里写过的问题不再写一遍", () => {
    const text = show(item(), [line("-0.5", "会议少：缺 2 次，应扣 0.5 分")]).text();
    expect(text).toContain("-0.5 分");
    expect(text.match(/缺 2 次/g)).toHaveLength(1);
  });

  it("人改判的，程序原来的判定、谁在哪天、为什么都在", () => {
    const finding = { source: "on_site", outcome: "satisfied", points: "1", shortfalls: [], reason: "补看了记录", by: "7", date: "2026-07-08", until: "" };
    const text = show(item({ outcome: "satisfied", findings: [finding], shortfalls: [] })).text();
    expect(text).toContain("程序判定");
    expect(text).toMatch(/现场核查.*符合.*1 分.*名7 · 2026-07-08.*补看了记录/s);
  });

  it("没有填报的写事实的名称，不写路径", () => {
    expect(show(item({ missing: ["a.b"] })).text()).toContain("题a.b");
  });

  it("没有施行的条目说明只预告", () => {
    expect(show(item({ announced: true, effective: { from: "2027-01-01", to: null } })).text()).toContain("2027-01-01 起施行");
  });
});

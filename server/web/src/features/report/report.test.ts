import { describe, expect, it } from "vitest";

import { accountOf, provenanceBadge, provenanceWords, remark, type Entry, type Report } from "./report";

const line = (item: string | null, entry: string, text: string): Entry => ({ item, entry, text, points: "1", chapter: "A", max: "1", rule: "linear" });

describe("a report's item", () => {
  it("is explained by its own lines of the account, without those that only say it is met", () => {
    const ledger = [line("A01", "earn", "符合"), line("A02", "lose", "缺 1 次"), line("A01", "lose", "缺 2 次"), line(null, "cap", "封顶")];
    expect(accountOf({ ledger } as unknown as Report, "A01").map((e) => e.text)).toEqual(["缺 2 次"]);
  });

  it("names its origins, and a document by title and number", () => {
    const references = [{ id: "d1", title: "工作规范", number: "示〔2026〕1号", date: "2026-01-01", issuer: "示例" }];
    expect(provenanceWords({ topic: ["doc:d1", "public:P10"], threshold: "draft", clause: "第三条", references })).toBe(
      "主题：《工作规范》（示〔2026〕1号）、公开资料 P10；数字：本地草案；第三条",
    );
    expect(provenanceWords({ topic: [], threshold: "", clause: "" })).toBe("");
    expect(provenanceWords({ topic: ["doc:gone"], threshold: "", clause: "" })).toBe("主题：doc:gone");
  });

  it("is called official only by a document, and never while it is a draft", () => {
    const p = { topic: ["doc:d1"], threshold: "", clause: "" };
    expect(provenanceBadge(p, false).words).toBe("正式文件");
    expect(provenanceBadge(p, true).words).toBe("本地草案");
    expect(provenanceBadge({ topic: ["public:P1"], threshold: "public:P1", clause: "" }, false).words).toBe("公开资料");
  });
});

it("a remark names its sources as people know them", () => {
  expect(remark("另见 public:P18。“8 项”取自 seed:004 的清单，标 draft 的待换。")).toBe("另见公开资料 P18。“8 项”取自基础资料 004 的清单，标“本地草案”的待换。");
});

import { describe, expect, it } from "vitest";

import type { ReportItem } from "../report/report";
import { drawnUp, fitting } from "./rectify";

const item = (id: string, outcome: string, more: Partial<ReportItem> = {}) =>
  ({ id, title: `条目${id}`, outcome, shortfalls: [], missing: [], reason: "", fix: "", text: "要求", ...more }) as unknown as ReportItem;

describe("从评定报告带入整改事项", () => {
  it("只带入不符合和未举证、还没有列入的条目", () => {
    const items = [item("A", "satisfied"), item("B", "not_satisfied"), item("C", "no_evidence"), item("D", "not_satisfied"), item("E", "not_applicable"), item("F", "not_satisfied", { announced: true })];
    expect(drawnUp(items, [{ item: "D", state: "passed" }], "站长", "2026-08-01").map((r) => r.item)).toEqual(["B", "C"]);
  });

  it("写明问题、措施，没有措施的照要求写", () => {
    const [b, c] = drawnUp(
      [item("B", "not_satisfied", { shortfalls: [{ kind: "", text: "缺一", count: "1" }, { kind: "", text: "缺二", count: "1" }], fix: "补上" }), item("C", "no_evidence", { missing: ["x"] })],
      [], "站长", "2026-08-01",
    );
    expect(b).toEqual({ item: "B", problem: "条目B：缺一；缺二", measure: "补上", responsible: "站长", deadline: "2026-08-01" });
    expect(c).toMatchObject({ problem: "条目C：没有填报，也没有佐证", measure: "按要求做到：要求" });
  });

  it("过长的截断，不超过服务器收的长度", () => {
    expect(fitting("好".repeat(501))).toHaveLength(500);
    expect(fitting("好".repeat(501)).endsWith("…")).toBe(true);
    expect(fitting("好".repeat(500))).toBe("好".repeat(500));
  });
});

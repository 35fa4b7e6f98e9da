import { describe, expect, it } from "vitest";

import { blank, itemsOf, openWords, quotasOf } from "./batches";

describe("批次", () => {
  it("说明现在能不能申报，首尾两天都算", () => {
    const b = { closed: false, opens_on: "2026-07-01", closes_on: "2026-07-31" };
    expect(openWords(b, "2026-06-30").words).toBe("2026-07-01 开始申报");
    expect(openWords(b, "2026-07-01").words).toBe("正在申报");
    expect(openWords(b, "2026-07-31").words).toBe("正在申报");
    expect(openWords(b, "2026-08-01").words).toBe("申报已截止");
    expect(openWords({ ...b, closes_on: "" }, "2030-01-01").words).toBe("正在申报");
    expect(openWords({ ...b, closed: true }, "2026-07-01").words).toBe("已结束");
  });

  it("没有填名额的等级不限，填 0 的一个也没有", () => {
    expect(quotasOf({ 示范: 4, 达标: "", 未达标: 0 }, ["示范", "达标", "未达标"])).toEqual([{ grade: "示范", most: 4 }, { grade: "未达标", most: 0 }]);
    expect(quotasOf({ 别的: 1 }, ["示范"])).toEqual([]);
  });

  it("条目编号用什么分开都行", () => {
    expect(itemsOf(" A01、B02，C03  D04;E05 ")).toEqual(["A01", "B02", "C03", "D04", "E05"]);
    expect(itemsOf("")).toEqual([]);
  });

  it("新批次默认两人、互不可见、本年度", () => {
    expect(blank("330499000000", "2026-07-12")).toMatchObject({ year: 2026, opens_on: "2026-07-12", rules: { assessors: 2, blind: true } });
  });
});

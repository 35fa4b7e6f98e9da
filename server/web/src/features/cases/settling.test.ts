import { describe, expect, it } from "vitest";

import type { Schemas } from "../../api/client";
import { choices } from "./settling";

const finding = (by: string, outcome: string, points = "") =>
  ({ by, outcome, points, shortfalls: null, photos: ["p"], until: "", reason: `${by}说` }) as unknown as Schemas["Finding"];
const difference = (sides: [string, string, string][], answers: Schemas["Finding"][]) =>
  ({ item: "A01", settled: false, sides: sides.map(([by, outcome, points]) => ({ by, outcome, points })), answers }) as Schemas["Difference"];

describe("商定时可以选的", () => {
  it("有人评过的，照他最后一次的评定原样送出，没有给分的不送分", () => {
    const [a, b] = choices(difference([["甲", "satisfied", "2"], ["乙", "not_satisfied", "1"]], [finding("甲", "not_satisfied"), finding("甲", "satisfied"), finding("乙", "not_satisfied", "1")]));
    expect(a).toMatchObject({ own: true, reason: "甲说", answer: { outcome: "satisfied", shortfalls: [], photos: ["p"] } });
    expect(a?.answer).not.toHaveProperty("points");
    expect(b?.answer?.points).toBe("1");
  });

  it("没有评的，可以选程序的判定；程序没有判定的不能选", () => {
    const [a, b] = choices(difference([["甲", "satisfied", "2"], ["乙", "not_checked", "0"]], []));
    expect(a).toMatchObject({ own: false, answer: { outcome: "satisfied" } });
    expect(b?.answer).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";

import { daysBetween, plusDays } from "../../ui/day";
import { consequence, due, sameCounty, stops } from "./process";

const line = (stage: string, concluded: string[] = []) => stops(stage, concluded).map((s) => `${s.stage}${{ past: "✓", now: "●", later: "" }[s.state]}`).join(" ");

describe("where a case stands", () => {
  it("shows what is past, where it is and what comes", () => {
    expect(line("initial")).toBe("self✓ declared✓ initial● onsite decided publicity named review kept");
    expect(line("kept")).toMatch(/review✓ kept●$/);
  });

  it("shows 限期整改 only while it is under way", () => {
    expect(line("rectify")).toMatch(/review✓ rectify● kept$/);
    expect(line("review")).not.toContain("rectify");
  });

  it("says of a case that was turned down only what is known to have happened", () => {
    expect(line("refused")).toBe("self✓ declared✓ initial✓ refused●");
    expect(line("refused", ["decided"])).toBe("self✓ declared✓ initial✓ onsite✓ decided✓ refused●");
    expect(line("withdrawn")).toMatch(/named✓ review✓ withdrawn●$/);
  });
});

describe("a last day in words", () => {
  it("counts days across months and a change of clocks", () => {
    expect(daysBetween("2026-02-27", "2026-03-02")).toBe(3);
    expect(daysBetween("2026-03-02", "2026-02-27")).toBe(-3);
    expect(plusDays("2026-12-25", 14)).toBe("2027-01-08");
  });

  it("says how late, how long still, and nothing where there is none", () => {
    expect(due("declared", "2026-07-09", "2026-07-12")).toEqual({ words: "已逾期 3 天（期限 2026-07-09）", tone: "bad", late: true });
    expect(due("onsite", "2026-07-12", "2026-07-12")).toMatchObject({ words: "期限 2026-07-12，今天到期", tone: "warn", late: false });
    expect(due("self", "2026-08-12", "2026-07-12")).toMatchObject({ words: "申报截止 2026-08-12，还有 31 天", tone: "mute" });
    expect(due("refused", "", "2026-07-12")).toBeUndefined();
  });

  it("takes the end of publicity for good news, not for lateness", () => {
    expect(due("publicity", "2026-07-09", "2026-07-12")).toMatchObject({ words: "公示已于 2026-07-09 期满", late: false });
    expect(due("publicity", "2026-07-12", "2026-07-12")).toMatchObject({ tone: "mute", late: false });
  });
});

describe("what a step does", () => {
  it("differs by where it leads back to", () => {
    expect(consequence("return", "self")).toContain("重新申报");
    expect(consequence("return", "onsite")).toContain("重新核查");
    expect(consequence("publish", "publicity")).toContain("公示名单");
  });
});

describe("who works in the station's county", () => {
  it("is told by the first six digits, and never of a city's or a province's people", () => {
    expect(sameCounty("330499101000", "330499107000")).toBe(true);
    expect(sameCounty("330401000000", "330499107000")).toBe(false);
    expect(sameCounty("330400000000", "330400107000")).toBe(false);
    expect(sameCounty("", "330499107000")).toBe(false);
  });
});

import { expect, test } from "vitest";

import { lastDay, objecting, stateOf } from "./words";

test("an objection has an address and a last day, whatever is known", () => {
  const known = objecting({ bureau: "示例县退役军人事务局", contact: "局办公室，示例路 1 号。" }, "2026-07-22", "2026-07-22");
  expect(known).toBe("对名单有异议的，请在各单位的公示截止日以前（最晚 2026-07-22）向示例县退役军人事务局反映，写明依据。受理方式：局办公室，示例路 1 号。");
  const unknown = objecting({ bureau: "", contact: "" }, "", "2026-07-22");
  expect(unknown).toContain("请在公示期内向组织评定的部门反映");
  expect(unknown).toContain("没有在这里公布");
  expect(objecting({ bureau: "", contact: "" }, "2026-07-22", "2026-07-23")).toContain("公示期已于 2026-07-22 届满");
});

test("the last day is the latest of all", () => {
  expect(lastDay([{ until: "2026-07-22" }, { until: "2026-08-01" }, { until: "" }])).toBe("2026-08-01");
  expect(lastDay([])).toBe("");
});

test.each([
  [{ state: "named", until: "2029-07-01", withdrawn: "" }, "有效"],
  [{ state: "named", until: "", withdrawn: "" }, "有效"],
  [{ state: "named", until: "2026-07-22", withdrawn: "" }, "有效"],
  [{ state: "named", until: "2026-07-21", withdrawn: "" }, "已过有效期"],
  [{ state: "withdrawn", until: "2029-07-01", withdrawn: "2026-07-01" }, "2026-07-01 摘牌"],
] as const)("%o", (s, words) => {
  expect(stateOf(s, "2026-07-22").words).toBe(words);
});

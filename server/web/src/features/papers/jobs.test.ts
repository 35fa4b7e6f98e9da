import { expect, test } from "vitest";

import { argsOf, progress, states, titleOf } from "./jobs";
import { kindOf, kinds, paperOf } from "./kinds";

const batches = new Map([["b1", "示例批次"]]);
const regions = new Map([["330482000000", "平湖市"]]);
const job = (args: unknown, more = {}) => ({ kind: "export", name: "", region: "330482000000", args: JSON.stringify(args), ...more });

test.each([
  [job({ kind: "notice", batch_id: "b1" }), "通报（代拟稿）：示例批次"],
  [job({ kind: "notice", batch_id: "b1", region: "330482101000" }), "通报（代拟稿）：示例批次，330482101000"],
  [job({ kind: "sheets", case_id: "c1" }), "评分表：一个单位"],
  [job({ kind: "stations", region: "330482000000" }), "单位名单：平湖市"],
  [job({ kind: "ranking", batch_id: "b1" }, { name: "示例批次汇总排名.xlsx" }), "示例批次汇总排名.xlsx"],
  [job({}, { kind: "score" }), "重新计分：平湖市"],
  [job({}, { kind: "score", region: "" }), "重新计分：全国"],
  [{ ...job({}), args: "{" }, "文书：批次"],
])("%o is called %s", (one, title) => {
  expect(titleOf(one, batches, regions)).toBe(title);
});

test("progress is told while there is any", () => {
  const at = { state: "running", done: 3, total: 8, cancel: false } as const;
  expect(progress(at)).toBe("已办 3 项，共 8 项");
  expect(progress({ ...at, total: 0 })).toBe("已办 3 项");
  expect(progress({ ...at, cancel: true })).toBe("正在停下…");
  expect(progress({ ...at, state: "waiting" })).toBe("前面的办完就开始");
  expect(progress({ ...at, state: "done" })).toBe("");
  expect(argsOf({ args: "null" })).toEqual({});
  expect(new Set(Object.values(states).map((s) => s.title + s.sign)).size).toBe(5);
});

test("a paper says what was typed, and nothing that its kind does not ask for", () => {
  const notice = kindOf("notice");
  const ranking = kindOf("ranking");
  const typed = { bureau: " 示例县退役军人事务局 ", serial: "12", contact: "不是通报的", deadline: "" };
  expect(notice && paperOf(notice, typed)).toEqual({ bureau: "示例县退役军人事务局", serial: 12 });
  expect(ranking && paperOf(ranking, {})).toBeUndefined();
  expect(new Set(kinds.map((k) => k.kind)).size).toBe(8);
});

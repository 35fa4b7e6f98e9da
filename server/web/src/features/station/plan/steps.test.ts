import { expect, test } from "vitest";

import type { Schemas } from "../../../api/client";
import { stepWords } from "./steps";

const step = (more: object) => ({ gate: false, points: "0", kind: "supply", ...more }) as Schemas["PlanStep"];

test.each([
  [step({ gate: true }), true, "必备，缺了不能达到，补填材料"],
  [step({ points: "3", kind: "fix" }), true, "得 3 分，整改"],
  [step({ points: "1/3" }), true, "得 约 0.33 分，补填材料"],
  [step({ points: "3" }), false, "补填材料"],
])("%j", (of, pointed, words) => {
  expect(stepWords(of, pointed)).toBe(words);
});

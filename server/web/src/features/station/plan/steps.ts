// What a step of a plan is, in words.
import type { Schemas } from "../../../api/client";
import { shown } from "../../../ui/exact";

export const kindsOfStep: Record<string, string> = {
  supply: "补填材料",
  fix: "整改",
  wait: "请核查员看",
  error: "先改正填报",
};

/** Why the step is in the plan: a must, or what it brings. */
export function stepWords(step: Schemas["PlanStep"], pointed: boolean): string {
  const brings = pointed && step.points !== "0" ? `得 ${shown(step.points)} 分` : "";
  return [step.gate ? "必备，缺了不能达到" : "", brings, kindsOfStep[step.kind] ?? step.kind].filter((w) => w !== "").join("，");
}

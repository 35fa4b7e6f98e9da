import { flushPromises, mount, RouterLinkStub } from "@vue/test-utils";
import { describe, expect, it, vi } from "vitest";

import type { Schemas } from "../../api/client";

let steps: Partial<Schemas["NextStep"]>[] = [];
vi.mock("../../api/client", async (original) => ({
  ...(await original<object>()),
  api: { GET: () => Promise.resolve({ data: { items: steps }, response: new Response(null, { status: 200 }) }) },
}));
vi.mock("../../session", () => ({ useSession: () => ({ roles: { value: new Set(["bureau"]) } }) }));

const CaseSteps = (await import("./CaseSteps.vue")).default;

const step = (action: string, title: string, more: Partial<Schemas["NextStep"]> = {}) => ({ action, title, to: "initial", allowed: true, award: false, reason: false, why: "", unmet: [], ...more });

async function show(of: Partial<Schemas["Case"]>) {
  const page = mount(CaseSteps, { props: { of: { id: "1", version: 1, stage: "declared", frozen: false, ...of } as Schemas["Case"], station: "示例站" }, global: { stubs: { RouterLink: RouterLinkStub } } });
  await flushPromises();
  return page;
}

describe("下一步", () => {
  it("还差条件的按钮不能按，差什么逐条写明", async () => {
    steps = [step("accept", "受理"), step("conclude", "形成验收结论", { unmet: ["没有签字", "没有商定"] })];
    const page = await show({});
    const [accept, conclude] = page.findAll("button");
    expect(accept?.attributes("disabled")).toBeUndefined();
    expect(conclude?.attributes("disabled")).toBeDefined();
    expect(page.text()).toContain("还差：没有签字");
    expect(page.text()).toContain("还差：没有商定");
  });

  it("不由本人办的，说由谁办；有这个角色而不能办的，说为什么", async () => {
    steps = [step("declare", "申报", { allowed: false, why: "您的角色没有这项权限" }), step("accept", "受理", { allowed: false, why: "请回避" })];
    const text = (await show({})).text();
    expect(text).toContain("申报：由填报人办理");
    expect(text).toContain("受理：请回避");
  });

  it("冻结时只说先裁定异议；办结时说没有后续", async () => {
    steps = [step("publish", "公示", { allowed: false, why: "冻结" })];
    const frozen = (await show({ frozen: true })).text();
    expect(frozen).toContain("裁定以前不能办理");
    expect(frozen).not.toContain("公示：");
    steps = [];
    expect((await show({})).text()).toContain("已经办结");
  });
});

import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import DateInput from "./DateInput.vue";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function typing() {
  const wrapper = mount(DateInput, { props: { id: "d", value: "2026-06-30" } });
  const input = wrapper.get("input");
  const type = async (value: string, badInput = false) => {
    Object.defineProperty(input.element, "validity", { configurable: true, value: { badInput } });
    input.element.value = value;
    await input.trigger("change");
  };
  return { wrapper, input, type };
}

test("on the way to the 13th, the 1st is not taken for the answer", async () => {
  const { wrapper, input, type } = typing();
  await input.trigger("focus");
  await type("2026-02-01");
  vi.advanceTimersByTime(300);
  await type("2026-02-13");
  await input.trigger("blur");
  expect(wrapper.emitted("day")).toEqual([["2026-02-13"]]);
});

test("二月三十日不会悄悄变成二月三日：说明没有这一天，保存的退回原来的", async () => {
  const { wrapper, input, type } = typing();
  await input.trigger("focus");
  await type("2026-02-03");
  vi.advanceTimersByTime(1500); // a slow hand
  await wrapper.setProps({ value: "2026-02-03" });
  await type("", true);
  expect(wrapper.emitted("day")).toEqual([["2026-02-03"], ["2026-06-30"]]);
  expect(wrapper.get("[role=alert]").text()).toContain("没有这一天");
  expect(wrapper.get("[role=alert]").text()).toContain("2026-06-30");
});

test("a field that is only passed through hands over nothing", async () => {
  const { wrapper, input } = typing();
  await input.trigger("focus");
  await input.trigger("blur");
  expect(wrapper.emitted("day")).toBeUndefined();
});

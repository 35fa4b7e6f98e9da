import { effectScope } from "vue";
import { flushPromises } from "@vue/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";

const asked: string[] = [];
let role = "bureau";
vi.mock("../../api/client", () => ({
  api: {
    GET: (_: string, { params }: { params: { path: { id: string } } }) => {
      asked.push(params.path.id);
      return Promise.resolve(params.path.id === "elsewhere" ? { error: {} } : { data: { person: { name: `姓名${params.path.id}` } } });
    },
  },
}));
vi.mock("../../session", () => ({
  useSession: () => ({ self: { value: { person: { id: "me", name: "本人" } } }, roles: { value: new Set([role]) } }),
}));

const { useNames } = await import("./useNames");

async function names(ids: string[]): Promise<(id: string, instead?: string) => string> {
  const nameOf = effectScope().run(() => useNames(() => ids));
  await flushPromises();
  if (!nameOf) throw new Error("no names");
  return nameOf;
}

describe("人的名字", () => {
  beforeEach(() => {
    asked.length = 0;
    role = "bureau";
  });

  it("主管部门按编号各问一次，本人不用问，查不到的用代称", async () => {
    const nameOf = await names(["a", "a", "", "me", "elsewhere"]);
    expect(asked.sort()).toEqual(["a", "elsewhere"]);
    expect([nameOf("a"), nameOf("elsewhere", "核查员"), nameOf("me"), nameOf("", "无")]).toEqual(["姓名a", "核查员", "本人（本人）", "无"]);
  });

  it("填报人和核查员不问别人的名字", async () => {
    role = "station";
    const nameOf = await names(["a", "me"]);
    expect(asked).toEqual([]);
    expect([nameOf("a", "核查员"), nameOf("me")]).toEqual(["核查员", "本人（本人）"]);
  });
});

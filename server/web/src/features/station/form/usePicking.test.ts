import { expect, test, vi } from "vitest";
import { effectScope } from "vue";

import { size, usePicking } from "./usePicking";

const picking = () => effectScope().run(usePicking) as ReturnType<typeof usePicking>;
const file = (name: string, bytes: number, type = "") => {
  const made = new File(["x"], name, { type });
  Object.defineProperty(made, "size", { value: bytes });
  return made;
};

test("a paper goes as it is; one that the server would not take is refused before it is sent", async () => {
  const p = picking();
  await p.pick(file("批复.pdf", 2 << 20));
  expect(p.picked.value).toMatchObject({ name: "批复.pdf", before: 2 << 20, shot: undefined });
  await p.pick(file("全部台账.pdf", 31 << 20));
  expect(p.picked.value).toBeUndefined();
  expect(p.words.value).toContain("31.0 MB，超过 30 MB");
});

test("what no browser can read as a photo is refused in words", async () => {
  const p = picking();
  await p.pick(file("牌.txt", 10));
  expect(p.picked.value).toBeUndefined();
  expect(p.words.value).toContain("请用 JPEG 或 PNG");
});

test("what was picked stays until it is sent, also where sending fails", async () => {
  const p = picking();
  await p.pick(file("批复.pdf", 2000));
  expect(await p.send(() => Promise.reject(new Error("断网")))).toBe(false);
  expect(p.picked.value?.name).toBe("批复.pdf");
  const to = vi.fn().mockResolvedValue(undefined);
  expect(await p.send(to)).toBe(true);
  expect(to).toHaveBeenCalledOnce();
  expect(p.picked.value).toBeUndefined();
});

test.each([[800, "1 KB"], [20_000, "20 KB"], [20 << 20, "20.0 MB"]])("%d bytes are %s", (bytes, words) => {
  expect(size(bytes)).toBe(words);
});

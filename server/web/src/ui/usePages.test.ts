import { expect, test } from "vitest";
import { ref } from "vue";

import { usePages } from "./usePages";

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("pages come one behind the other, and begin anew with another filter", async () => {
  const key = ref("a");
  const asked: string[] = [];
  const list = usePages(
    () => key.value,
    async (k, after) => {
      asked.push(`${k}/${after}`);
      return after === "" ? { items: [`${k}1`], next: "p2" } : { items: [`${k}2`], next: "" };
    },
  );
  expect(list.loaded.value).toBe(false);
  await settled();
  expect([list.items.value, list.rest.value]).toEqual([["a1"], true]);
  await list.more();
  expect([list.items.value, list.rest.value]).toEqual([["a1", "a2"], false]);
  await list.more();
  key.value = "b";
  await settled();
  expect(list.items.value).toEqual(["b1"]);
  expect(asked).toEqual(["a/", "a/p2", "b/"]);
});

test("an answer that comes too late is dropped, and a refusal keeps what was read", async () => {
  const key = ref("slow");
  let answer: (page: { items: string[]; next: string }) => void = () => undefined;
  let fails = false;
  const list = usePages(
    () => key.value,
    (k) => {
      if (fails) return Promise.reject(new Error("no"));
      return k === "slow" ? new Promise<{ items: string[]; next: string }>((resolve) => (answer = resolve)) : Promise.resolve({ items: ["quick"], next: "" });
    },
  );
  key.value = "quick";
  await settled();
  answer({ items: ["slow"], next: "" });
  await settled();
  expect(list.items.value).toEqual(["quick"]);
  fails = true;
  await list.again();
  expect(list.items.value).toEqual(["quick"]);
  expect(list.error.value).toBeInstanceOf(Error);
});

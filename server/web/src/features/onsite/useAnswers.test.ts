import "fake-indexeddb/auto";

import { effectScope } from "vue";
import { beforeEach, expect, test, vi } from "vitest";

import { emptyAnswer, type Answer } from "./answer";
import { itemKey, OnsiteStore, record } from "./store";
import { useAnswers } from "./useAnswers";

const saying = (reason: string): Answer => ({ ...emptyAnswer(), outcome: "satisfied", reason });
const key = itemKey("me/case", "C05");
let db: OnsiteStore;
let n = 0;

beforeEach(() => {
  db = new OnsiteStore(`answers ${++n}`);
});

const started = () => {
  const scope = effectScope();
  const answers = scope.run(() => useAnswers(db, () => "me/case"));
  if (!answers) throw new Error("no scope");
  return { ...answers, end: () => scope.stop() };
};

test("what is typed fast is shown at once and the last of it is on the disk", async () => {
  const { rows, save, end } = started();
  let done = Promise.resolve();
  for (const text of ["门", "门外", "门外听", "门外听得", "门外听得清"]) {
    done = save("C05", saying(text));
    expect(rows.get("C05")?.answer.reason).toBe(text);
  }
  await done;
  expect((await db.answers.get(key))?.answer.reason).toBe("门外听得清");
  await new Promise((r) => setTimeout(r, 50));
  expect(rows.get("C05")?.answer.reason).toBe("门外听得清");
  end();
});

test("an older state of the disk never replaces what is shown", async () => {
  const { rows, save, end } = started();
  const seen: (string | undefined)[] = [];
  for (const text of ["一", "一二", "一二三"]) {
    void save("C05", saying(text));
    await new Promise((r) => setTimeout(r, 2));
    seen.push(rows.get("C05")?.answer.reason);
  }
  expect(seen).toEqual(["一", "一二", "一二三"]);
  end();
});

test("what another tab records is taken over", async () => {
  const { rows, end } = started();
  await record(db, "me/case", "C05", saying("另一页"), "2026-07-15T01:00:00Z");
  await vi.waitFor(() => expect(rows.get("C05")?.answer.reason).toBe("另一页"));
  end();
});

test("a full phone is told in words, and the next try clears it", async () => {
  const { save, problem, end } = started();
  const full = vi.spyOn(db.answers, "put").mockRejectedValueOnce(new DOMException("full", "QuotaExceededError"));
  await save("C05", saying("一"));
  expect(problem.value?.message).toContain("存储空间满了");
  full.mockRestore();
  await save("C05", saying("一二"));
  expect(problem.value).toBeUndefined();
  expect((await db.answers.get(key))?.answer.reason).toBe("一二");
  end();
});

// The answers to a visit: shown at once as they are tapped, written at once, and one write at a time, so
// that fast typing makes no queue. What another tab or the server changes is taken over.
import { liveQuery } from "dexie";
import { onScopeDispose, ref, shallowReactive, shallowRef, watch } from "vue";

import type { Problem } from "../../api/client";
import { emptyAnswer, type Answer } from "./answer";
import { now } from "./clock";
import { storageProblem } from "./storage";
import { itemKey, record, type OnsiteStore, type Recorded } from "./store";

export function useAnswers(db: OnsiteStore, visit: () => string) {
  const rows = shallowReactive(new Map<string, Recorded>());
  const writing = ref(0); // answers that are not on the disk yet
  const problem = shallowRef<Problem>();
  const next = new Map<string, Recorded>(); // by key, the latest that is to be written
  const busy = new Map<string, Promise<void>>();
  let stop = () => {};

  function take(found: readonly Recorded[]): void {
    const there = new Set(found.map((row) => row.item));
    for (const row of found) {
      const mine = rows.get(row.item);
      if (!mine || row.edit > mine.edit || (row.edit === mine.edit && !alike(row, mine))) rows.set(row.item, row);
    }
    for (const [item, mine] of rows) if (!there.has(item) && !next.has(mine.key) && !busy.has(mine.key)) rows.delete(item);
  }

  watch(
    visit,
    (key) => {
      stop();
      rows.clear();
      const asked = liveQuery(() => db.answers.where("visit").equals(key).toArray()).subscribe({
        next: take,
        error: (e: unknown) => (problem.value = storageProblem(e)),
      });
      stop = () => asked.unsubscribe();
    },
    { immediate: true },
  );
  onScopeDispose(() => stop());

  /** Records an answer. It is shown at once; the promise ends when it is on the disk, or cannot be. */
  function save(item: string, answer: Answer): Promise<void> {
    const key = itemKey(visit(), item);
    const before = rows.get(item);
    const row: Recorded = {
      key, visit: visit(), item, answer, state: before?.state === "conflict" ? "conflict" : "waiting", edit: (before?.edit ?? 0) + 1,
      base: before?.base ?? 0, made_at: now().toISOString(), words: "", ...(before?.theirs ? { theirs: before.theirs } : {}),
    };
    rows.set(item, row);
    next.set(key, row);
    const going = busy.get(key) ?? write(key);
    busy.set(key, going);
    return going;
  }

  async function write(key: string): Promise<void> {
    writing.value++;
    try {
      for (let row = next.get(key); row; row = next.get(key)) {
        next.delete(key);
        await record(db, row.visit, row.item, row.answer, row.made_at, row.edit);
        problem.value = undefined;
      }
    } catch (e) {
      problem.value = storageProblem(e);
    } finally {
      busy.delete(key);
      writing.value--;
    }
  }

  const answerOf = (item: string): Answer => structuredClone(rows.get(item)?.answer ?? emptyAnswer());
  return { rows, writing, problem, save, answerOf };
}

/** Whether two rows of the same edit say the same; sending changes state, number and the names of photos. */
function alike(a: Recorded, b: Recorded): boolean {
  return a.state === b.state && a.base === b.base && a.words === b.words && a.theirs?.id === b.theirs?.id && a.answer.photos.join() === b.answer.photos.join();
}

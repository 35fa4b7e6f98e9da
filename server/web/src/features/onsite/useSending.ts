// Sends what waits: now, when reception comes back, and every half minute. One tab at a time does it.
import { onScopeDispose, ref, shallowRef } from "vue";

import { Problem } from "../../api/client";
import { storageProblem } from "./storage";
import { store, type Taken } from "./store";
import { post, send, sendSignature } from "./sync";

export type Sending = ReturnType<typeof useSending>;

export function useSending(of: () => Promise<Taken[]>) {
  const busy = ref(false);
  const problem = shallowRef<unknown>();

  async function all(): Promise<void> {
    for (const taken of await of()) {
      const stopped = await send(store, taken, post);
      if (stopped) throw stopped;
      await sendSignature(store, taken, post);
    }
  }

  async function now(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await navigator.locks.request("zhanping-sending", { ifAvailable: true }, async (lock) => {
        if (lock) await all();
      });
      problem.value = undefined;
    } catch (e) {
      problem.value = storageProblem(e);
    } finally {
      busy.value = false;
    }
  }

  const wake = () => void now();
  let later: ReturnType<typeof setTimeout> | undefined;

  /** Sends once nobody has tapped or typed for a while, so that not every letter becomes an answer of its own. */
  function soon(): void {
    clearTimeout(later);
    later = setTimeout(() => (busy.value ? soon() : wake()), 2500);
  }

  const timer = setInterval(wake, 30_000);
  addEventListener("online", wake);
  onScopeDispose(() => {
    clearInterval(timer);
    clearTimeout(later);
    removeEventListener("online", wake);
  });
  /** Whether the reason is only that there is no reception. */
  const offline = () => problem.value instanceof Problem && problem.value.status === 0;
  /** Whether the reason is that the session has ended. */
  const ended = () => problem.value instanceof Problem && problem.value.status === 401;
  return { busy, problem, offline, ended, now, soon };
}

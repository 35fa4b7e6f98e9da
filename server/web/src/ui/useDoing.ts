// Something that a person has done to the records: busy, then done or refused, each to be shown in words.
import { readonly, ref, shallowRef, type Ref } from "vue";

export interface Doing {
  busy: Readonly<Ref<boolean>>;
  error: Readonly<Ref<unknown>>;
  /** What was done last, in words; empty while busy and after a refusal. */
  done: Readonly<Ref<string>>;
  /** Does it unless something is being done already; tells whether it was done. */
  run: (work: () => Promise<unknown>, words?: string) => Promise<boolean>;
}

export function useDoing(): Doing {
  const busy = ref(false);
  const error = shallowRef<unknown>();
  const done = ref("");
  async function run(work: () => Promise<unknown>, words = "已办好"): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    error.value = undefined;
    done.value = "";
    try {
      await work();
      done.value = words;
      return true;
    } catch (e) {
      error.value = e;
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy: readonly(busy), error, done: readonly(done), run };
}

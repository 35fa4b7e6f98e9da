// A list that comes page by page: what was read so far, and more on demand.
import { ref, shallowRef, watch, type Ref } from "vue";

export interface PageOf<T> {
  items: readonly T[];
  /** Where the next page begins; empty where there is none. */
  next: string;
}

export interface Pages<T> {
  items: Readonly<Ref<readonly T[]>>;
  /** Whether a first page has come. */
  loaded: Readonly<Ref<boolean>>;
  error: Readonly<Ref<unknown>>;
  pending: Readonly<Ref<boolean>>;
  /** Whether there is more. */
  rest: Readonly<Ref<boolean>>;
  more: () => Promise<void>;
  /** Begins anew, and shows what there was until the first page has come. */
  again: () => Promise<void>;
}

/** Asks for the first page now, and again whenever what `of` reads has changed; an answer that comes too late is dropped. */
export function usePages<K, T>(of: () => K, ask: (key: K, after: string) => Promise<PageOf<T>>): Pages<T> {
  const items = shallowRef<readonly T[]>([]);
  const loaded = ref(false);
  const error = shallowRef<unknown>();
  const pending = ref(false);
  const rest = ref(false);
  let next = "";
  let turn = 0;

  async function read(after: string): Promise<void> {
    const mine = ++turn;
    pending.value = true;
    try {
      const page = await ask(of(), after);
      if (mine !== turn) return;
      items.value = after === "" ? page.items : [...items.value, ...page.items];
      next = page.next;
      rest.value = next !== "";
      loaded.value = true;
      error.value = undefined;
    } catch (e) {
      if (mine === turn) error.value = e;
    } finally {
      if (mine === turn) pending.value = false;
    }
  }

  watch(
    of,
    () => {
      items.value = [];
      loaded.value = false;
      rest.value = false;
      void read("");
    },
    { immediate: true },
  );
  return {
    items, loaded, error, pending, rest,
    more: async () => {
      if (next !== "" && !pending.value) await read(next);
    },
    again: () => read(""),
  };
}

// Something that is asked of the server: pending, then a value or a refusal.
import { ref, shallowRef, watch, type Ref } from "vue";

export interface Asked<T> {
  value: Readonly<Ref<T | undefined>>;
  error: Readonly<Ref<unknown>>;
  pending: Readonly<Ref<boolean>>;
  again: () => Promise<void>;
}

/** Asks now, and again whenever what `of` reads has changed; an answer that comes too late is dropped. */
export function useAsync<K, T>(of: () => K, ask: (key: K) => Promise<T>): Asked<T> {
  const value = shallowRef<T>();
  const error = shallowRef<unknown>();
  const pending = ref(false);
  let turn = 0;
  async function again(): Promise<void> {
    const mine = ++turn;
    pending.value = true;
    try {
      const found = await ask(of());
      if (mine === turn) {
        value.value = found;
        error.value = undefined;
      }
    } catch (e) {
      if (mine === turn) error.value = e;
    } finally {
      if (mine === turn) pending.value = false;
    }
  }
  watch(of, () => void again(), { immediate: true });
  return { value, error, pending, again };
}

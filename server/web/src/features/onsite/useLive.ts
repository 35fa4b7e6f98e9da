// What the database of the browser holds now, and whenever it changes.
import { liveQuery } from "dexie";
import { onScopeDispose, shallowRef, watch, type Ref } from "vue";

export function useLive<T>(of: () => string, query: (key: string) => Promise<T>, first: T): Readonly<Ref<T>> {
  const value = shallowRef(first);
  let stop = () => {};
  watch(
    of,
    (key) => {
      stop();
      const asked = liveQuery(() => query(key)).subscribe({ next: (found) => (value.value = found) });
      stop = () => asked.unsubscribe();
    },
    { immediate: true },
  );
  onScopeDispose(() => stop());
  return value;
}

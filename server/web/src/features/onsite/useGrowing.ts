// How many lines of a long list are there: a screenful at once, the rest in pieces between two pictures,
// so that no tap waits for what cannot be seen yet.
import { onScopeDispose, ref, watch } from "vue";

const screenful = 16;
const piece = 40;

export function useGrowing(list: () => readonly unknown[]) {
  const upTo = ref(screenful);
  let timer: ReturnType<typeof setTimeout> | undefined;
  function grow(): void {
    if (upTo.value >= list().length) return;
    timer = setTimeout(() => {
      upTo.value += piece;
      requestAnimationFrame(grow);
    }, 20);
  }
  watch(
    list,
    () => {
      clearTimeout(timer);
      upTo.value = screenful;
      grow();
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return upTo;
}

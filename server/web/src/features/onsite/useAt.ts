// Which item is shown and what is listed: in the address, so that a shared link leads there, and kept, so
// that after a kill one goes on where one was. The router is not asked, for it would ask the server first.
import { onScopeDispose, ref, watch } from "vue";

import { narrowings, type Narrowing } from "./walk";

export function useAt(visit: () => string) {
  const kept = () => `zhanping.at ${visit()}`;
  const query = new URLSearchParams(location.search);
  const at = ref(query.get("item") ?? localStorage.getItem(kept()) ?? "");
  const asked = query.get("show") ?? "all";
  const narrowing = ref<Narrowing>(asked in narrowings ? (asked as Narrowing) : "all");
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch([at, narrowing], () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 50); // after the picture, for it costs more than showing the item
  });
  onScopeDispose(() => clearTimeout(timer));
  function keep(): void {
    const [item, show] = [at.value, narrowing.value];
    const url = new URL(location.href);
    if (item) url.searchParams.set("item", item);
    if (show === "all") url.searchParams.delete("show");
    else url.searchParams.set("show", show);
    history.replaceState(history.state, "", url);
    localStorage.setItem(kept(), item);
  }
  return { at, narrowing };
}

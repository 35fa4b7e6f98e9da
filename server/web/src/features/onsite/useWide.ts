// Whether list and item have room side by side.
import { onScopeDispose, ref } from "vue";

export function useWide() {
  const media = matchMedia("(min-width: 60rem)");
  const wide = ref(media.matches);
  const change = () => (wide.value = media.matches);
  media.addEventListener("change", change);
  onScopeDispose(() => media.removeEventListener("change", change));
  return wide;
}

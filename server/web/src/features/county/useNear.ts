// Whether an element is about to be seen. Before printing everything is.
import { onMounted, onUnmounted, ref, type Ref } from "vue";

export function useNear(element: Readonly<Ref<HTMLElement | null>>, margin = "600px"): Readonly<Ref<boolean>> {
  const near = ref(false);
  let watching: IntersectionObserver | undefined;
  const show = () => (near.value = true);
  onMounted(() => {
    if (!element.value) return;
    watching = new IntersectionObserver(([seen]) => (near.value = seen?.isIntersecting ?? false), { root: element.value.closest(".heat"), rootMargin: margin });
    watching.observe(element.value);
    window.addEventListener("beforeprint", show);
  });
  onUnmounted(() => {
    watching?.disconnect();
    window.removeEventListener("beforeprint", show);
  });
  return near;
}

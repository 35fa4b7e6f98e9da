// Choices that live in the address, so that the back button and a shared link keep them.
import { computed, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

/** Gives, for a name, the choice under it; empty where there is none. Changing it stays on the page. */
export function useQuery(): (name: string) => WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return (name) =>
    computed({
      get() {
        const value = route.query[name];
        return typeof value === "string" ? value : "";
      },
      set(value) {
        const { [name]: _, ...others } = route.query;
        void router.replace({ query: value === "" ? others : { ...others, [name]: value }, hash: route.hash });
      },
    });
}

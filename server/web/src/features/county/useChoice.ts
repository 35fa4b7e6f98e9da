// A choice on a page lives in the address, so that the back button and a shared link keep it.
import { computed, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

/** What the address says under a name; setting it leaves the other choices as they are, but for those it ends. */
export function useChoice(name: string, ends: readonly string[] = []): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => String(route.query[name] ?? ""),
    set: (value) => {
      const query = { ...route.query, [name]: value === "" ? undefined : value };
      for (const other of ends) delete query[other];
      void router.push({ query });
    },
  });
}

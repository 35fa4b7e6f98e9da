// The standards by their references: titles for people.
import { computed } from "vue";

import { api, told } from "../../api/client";
import { useAsync } from "../../ui/useAsync";

export function useStandards() {
  const heads = useAsync(() => "", async () => (await told(api.GET("/standards"))).data.items);
  const byRef = computed(() => new Map(heads.value.value?.map((s) => [s.ref, s]) ?? []));
  return { heads, titleOf: (ref: string) => byRef.value.get(ref)?.title ?? ref };
}

// The regions below the person's own, for a filter; none where the table has nothing to offer.
import { computed } from "vue";

import { api } from "../../api/client";
import { useSession } from "../../session";
import { useAsync } from "../../ui/useAsync";

export function useRegions() {
  const { region } = useSession();
  const below = useAsync(
    () => region.value,
    async (code) => (code === "" ? (await api.GET("/regions")).data?.items : (await api.GET("/regions/{code}/children", { params: { path: { code } } })).data?.items) ?? [],
  );
  return computed(() => below.value.value ?? []);
}

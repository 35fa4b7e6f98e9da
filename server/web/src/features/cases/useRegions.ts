// The regions below the person's own, for a filter; none where the table has nothing to offer.
import { computed } from "vue";

import { useSession } from "../../session";
import { useAsync } from "../../ui/useAsync";
import { regionsBelow } from "../regions/regions";

export function useRegions() {
  const { region } = useSession();
  const below = useAsync(() => region.value, regionsBelow);
  return computed(() => below.value.value ?? []);
}

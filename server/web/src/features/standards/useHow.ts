// How the stations of a batch do under a standard, for those who may see a whole region.
import { computed, type ComputedRef, type Ref } from "vue";

import { api, told, type Schemas } from "../../api/client";
import { useSession } from "../../session";
import { useAsync } from "../../ui/useAsync";
import { useQuery } from "../../ui/useQuery";
import { standing, type Standing } from "./words";

export interface How {
  batches: ComputedRef<readonly Schemas["Batch"][]>;
  batch: Ref<string>;
  error: ComputedRef<unknown>;
  words: ComputedRef<string>;
  at: (item: string) => Standing | undefined;
}

export function useHow(standard: () => string): How {
  const { self } = useSession();
  const grant = computed(() => self.value?.grants.find((g) => g.role === "bureau" || g.role === "auditor"));
  const batch = useQuery()("batch");
  const batches = useAsync(
    () => [standard(), grant.value?.region] as const,
    async ([ref, region]) => {
      if (ref === "" || region === undefined) return [];
      const { data } = await told(api.GET("/batches", { params: { query: { region } } }));
      return data.items.filter((b) => b.standard === ref);
    },
  );
  const chosen = computed(() => batches.value.value?.find((b) => b.id === batch.value));
  const heat = useAsync(
    () => [chosen.value?.id ?? "", grant.value?.region ?? ""] as const,
    async ([id, region]) => (id === "" ? undefined : (await told(api.GET("/batches/{id}/heat", { params: { path: { id }, query: { region } } }))).data),
  );
  const rows = computed(() => new Map(heat.value.value?.items.map((row) => [row.id, standing(row)]) ?? []));
  const words = computed(() => {
    const table = heat.value.value;
    if (!chosen.value || !table) return "";
    const n = table.columns.reduce((sum, column) => sum + column.n, 0);
    const changed = table.changed > 0 ? `另有 ${table.changed} 个的条目已与现行标准不同，没有计入。` : "";
    return `每条下面是“${chosen.value.title}”里 ${n} 个有得分的单位做得怎样。${changed}`;
  });
  return {
    batches: computed(() => batches.value.value ?? []),
    batch,
    error: computed(() => batches.error.value ?? heat.error.value),
    words,
    at: (item) => rows.value.get(item),
  };
}

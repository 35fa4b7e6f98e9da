// The station's cases, each with what is to be put right, where something is.
import { computed } from "vue";

import { api, told, type Schemas } from "../../api/client";
import { useAsync } from "../../ui/useAsync";

export interface StationCase {
  of: Schemas["CaseRow"];
  open: Schemas["Rectification"][]; // to be put right by the station
}

/** What the bureau waits for: the station has to declare, to declare again, or to put something right. */
export function wanted(c: StationCase): "declare" | "again" | "rectify" | undefined {
  if (c.of.stage === "self") return c.of.reason === "" ? "declare" : "again";
  return c.of.stage === "rectify" && c.open.length > 0 ? "rectify" : undefined;
}

async function describe(of: Schemas["CaseRow"]): Promise<StationCase> {
  if (of.stage !== "rectify") return { of, open: [] };
  const listed = (await told(api.GET("/cases/{id}/rectifications", { params: { path: { id: of.id } } }))).data.items;
  return { of, open: listed.filter((r) => r.state === "open" || r.state === "failed") };
}

/** What is due sooner comes first; what has no day comes last. */
export function byUrgency(a: StationCase, b: StationCase): number {
  return (a.of.due_on || "9999").localeCompare(b.of.due_on || "9999") || a.of.id.localeCompare(b.of.id);
}

export function useStationCases(station: () => string) {
  const asked = useAsync(station, async (id) => {
    const { data } = await told(api.GET("/cases", { params: { query: { station: id, limit: 50 } } }));
    return (await Promise.all(data.items.map(describe))).sort(byUrgency);
  });
  const cases = computed(() => asked.value.value ?? []);
  return { cases, error: asked.error, loaded: computed(() => asked.value.value !== undefined), wanting: computed(() => cases.value.filter((c) => wanted(c) !== undefined)) };
}

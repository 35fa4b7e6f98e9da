// What is to be made: the address holds batch, kind and case, the rest is chosen here.
import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { api, told, type Schemas } from "../../api/client";
import { useSession } from "../../session";
import { useAsync } from "../../ui/useAsync";
import { kinds, paperOf, type Format } from "./kinds";
import { useNames, type Place } from "./usePlaces";

/** Places are the regions that may be chosen where there is no batch. */
export function usePaperForm(own: () => readonly Place[]) {
  const route = useRoute();
  const router = useRouter();
  const { region } = useSession();
  const query = (name: string) => String(route.query[name] ?? "");
  const caseID = computed(() => query("case"));
  const offered = computed(() => (caseID.value === "" ? kinds : kinds.filter((k) => k.single.length > 0)));
  const kind = computed(() => offered.value.find((k) => k.kind === query("kind")) ?? offered.value[0]);
  const typed = ref<Record<string, string>>({});
  const format = ref<Format>();
  const place = ref("");

  const batches = useAsync(
    () => region.value,
    async (key) => (await told(api.GET("/batches", { params: { query: { region: key } } }))).data.items,
  );
  const station = useAsync(
    () => caseID.value,
    async (id) => {
      if (id === "") return undefined;
      const found = (await told(api.GET("/cases/{id}", { params: { path: { id } } }))).data;
      const { name } = (await told(api.GET("/stations/{id}", { params: { path: { id: found.station_id } } }))).data;
      return { name, batch: found.batch_id };
    },
  );
  const batch = computed(() => {
    const all = batches.value.value ?? [];
    const id = caseID.value === "" ? query("batch") : station.value.value?.batch;
    return all.find((b) => b.id === id) ?? (caseID.value === "" ? all[0] : undefined);
  });
  const wanted = computed(() => (caseID.value === "" && kind.value?.kind !== "stations" ? (batch.value?.id ?? "") : ""));
  const parts = useAsync(
    () => wanted.value,
    async (id) => (id === "" ? [] : (await told(api.GET("/batches/{id}/summary", { params: { path: { id } } }))).data.parts.filter((p) => !p.own)),
  );
  const places = computed<readonly Place[]>(() => {
    if (caseID.value !== "") return [];
    return kind.value?.kind === "stations" ? own() : (parts.value.value ?? []);
  });
  const organiser = useNames(() => (batch.value ? [batch.value.region] : []));
  /** What stands on the document where a field is left empty. */
  const usual = computed(() => usualOf(batch.value, organiser.value.value));
  const required = computed(() => ["bureau", "contact"].filter((name) => kind.value?.fields.some((f) => f.name === name) && !usual.value[name]));
  const formats = computed(() => (caseID.value === "" ? kind.value?.formats : kind.value?.single) ?? []);

  watch([kind, caseID], () => (format.value = undefined));
  watch(places, () => (place.value = ""));

  function choose(part: Partial<Record<"kind" | "batch" | "case", string>>): void {
    const next = { ...route.query, ...part };
    void router.replace({ query: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")) });
  }

  /** What is asked of the server. */
  function input(): Schemas["ExportInput"] | undefined {
    const k = kind.value;
    if (!k) return undefined;
    const body: Schemas["ExportInput"] = { kind: k.kind };
    const paper = paperOf(k, typed.value);
    if (paper) body.paper = paper;
    if (format.value) body.format = format.value;
    if (caseID.value !== "") return { ...body, case_id: caseID.value };
    if (k.kind === "stations") return { ...body, region: place.value || region.value };
    return batch.value && { ...body, batch_id: batch.value.id, ...(place.value !== "" && { region: place.value }) };
  }

  return { offered, kind, typed, format, formats, place, places, batches, batch, caseID, station, usual, required, choose, input };
}

/** What the records give for the fields of a document. */
export function usualOf(batch: Schemas["Batch"] | undefined, names: ReadonlyMap<string, string> | undefined): Record<string, string> {
  if (!batch) return {};
  const name = names?.get(batch.region);
  const known = name !== undefined && name !== batch.region;
  const office = known ? `${name}${batch.region.endsWith("0000000000") ? "退役军人事务厅" : "退役军人事务局"}` : "";
  return { bureau: batch.rules.bureau || office, contact: batch.rules.contact ?? "" };
}

// What is known of the region tree: asked level by level as it is opened.
import { ref, shallowRef, watch } from "vue";

import { api, told, type Schemas } from "../../api/client";
import type { Level, Unit } from "./tree";

/** What the tree is of: a batch's cases, or the self-assessments under a standard. */
export interface Whole {
  batch: string;
  standard: string;
  region: string;
}

async function summary(of: Whole, region: string): Promise<Schemas["Summary"]> {
  if (of.batch !== "") return (await told(api.GET("/batches/{id}/summary", { params: { path: { id: of.batch }, query: { region } } }))).data;
  return (await told(api.GET("/summary", { params: { query: { region, standard: of.standard } } }))).data;
}

/** The stations of a region itself that have a case in the batch. */
async function unitsOfBatch(of: Whole, region: string): Promise<Unit[]> {
  const [cases, ranking] = await Promise.all([
    told(api.GET("/cases", { params: { query: { batch: of.batch, region, limit: 200 } } })),
    told(api.GET("/batches/{id}/ranking", { params: { path: { id: of.batch }, query: { region, limit: 200 } } })),
  ]);
  const own = cases.data.items.filter((c) => c.region === region);
  return own.map((c) => {
    const place = ranking.data.items.find((s) => s.case_id === c.id);
    const { certain = "", possible = "", grade = "" } = place ?? {};
    return { id: c.station_id, name: c.station_name, caseId: c.id, stage: c.stage, frozen: c.frozen, certain, possible, grade };
  });
}

/** The stations of a region itself that assess themselves by the standard. */
async function unitsOfStandard(of: Whole, region: string): Promise<Unit[]> {
  const { items } = (await told(api.GET("/stations", { params: { query: { region, limit: 200 } } }))).data;
  const found = await Promise.all(
    items.filter((s) => s.region === region).map(async (s) => {
      const results = (await told(api.GET("/stations/{id}/results", { params: { path: { id: s.id } } }))).data.items;
      const result = results.find((r) => r.standard === of.standard || r.standard.startsWith(`${of.standard}@`));
      return result
        ? [{ id: s.id, name: s.name, caseId: "", stage: "", frozen: false, certain: result.certain, possible: result.possible, grade: result.grade_certain }]
        : [];
    }),
  );
  return found.flat();
}

export function useTree(of: () => Whole, opened: () => readonly string[]) {
  const known = shallowRef<ReadonlyMap<string, Level>>(new Map());
  const total = shallowRef<Schemas["Summary"]>();
  const error = shallowRef<unknown>();
  const busy = ref<ReadonlySet<string>>(new Set());
  let turn = 0;

  async function load(whole: Whole, region: string, mine: number): Promise<void> {
    if (known.value.has(region) || busy.value.has(region)) return;
    busy.value = new Set([...busy.value, region]);
    try {
      const found = await summary(whole, region);
      const own = found.parts.some((part) => part.own && (part.cases > 0 || part.scored > 0));
      const units = !own ? [] : await (whole.batch !== "" ? unitsOfBatch(whole, region) : unitsOfStandard(whole, region));
      if (mine !== turn) return;
      if (region === whole.region) total.value = found;
      known.value = new Map([...known.value, [region, { parts: found.parts, units }]]);
    } catch (e) {
      if (mine === turn) error.value = e;
    } finally {
      if (mine === turn) busy.value = new Set([...busy.value].filter((code) => code !== region));
    }
  }

  async function begin(): Promise<void> {
    const whole = of();
    const mine = ++turn;
    known.value = new Map();
    busy.value = new Set();
    total.value = undefined;
    error.value = undefined;
    if (whole.batch === "" && whole.standard === "") return;
    await Promise.all([whole.region, ...opened()].map((region) => load(whole, region, mine)));
  }

  watch(() => JSON.stringify(of()), () => void begin(), { immediate: true });
  watch(() => opened().join(","), () => void Promise.all(opened().map((region) => load(of(), region, turn))));
  return { known, total, error, busy, again: begin };
}

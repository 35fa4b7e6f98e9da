// The form's state: what was typed, whether it is kept, and what it is worth. It saves by itself.
import { computed, onScopeDispose, reactive, ref, shallowRef } from "vue";

import { api, Problem, told, type Fault, type Schemas } from "../../../api/client";
import { minute, today } from "../../../ui/day";
import { questionsFor } from "./questions";
import { sent, type Form, type Group, type Value } from "./answers";

export type Keeping = "kept" | "changed" | "keeping" | "refused" | "waiting" | "conflict";

/** How long typing may rest before it is saved. */
const pause = 1200;
/** How long a save that failed for a passing reason waits before it is tried again. */
const wait = 8000;

export function useForm(station: string) {
  const form = reactive<Form>({ revision: 0, reporting_date: "", facts: {}, backing: {}, sources: {} });
  const groups = shallowRef<readonly Group[]>([]);
  const results = shallowRef<readonly Schemas["Result"][]>([]);
  const names = shallowRef<ReadonlyMap<string, string>>(new Map()); // of standards, by their reference
  const notes = shallowRef<readonly string[]>([]);
  const faults = shallowRef<readonly Fault[]>([]);
  const keeping = ref<Keeping>("kept");
  const keptAt = ref(""); // the time of day
  const error = shallowRef<unknown>();
  const loaded = ref(false);
  const path = { id: station };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changes = 0;

  async function load(): Promise<void> {
    try {
      const { data: who } = await told(api.GET("/stations/{id}", { params: { path } }));
      const [questions, held, scored] = await Promise.all([
        questionsFor(who),
        told(api.GET("/stations/{id}/form", { params: { path } })),
        told(api.GET("/stations/{id}/results", { params: { path } })),
      ]);
      groups.value = questions;
      results.value = scored.data.items;
      names.value = new Map(scored.data.items.map((r) => [r.standard, r.title]));
      Object.assign(form, held.data);
      if (form.revision === 0 && form.reporting_date === "") form.reporting_date = today();
      loaded.value = true;
      error.value = undefined;
    } catch (e) {
      error.value = e;
    }
  }

  function changed(): void {
    changes++;
    if (keeping.value === "conflict") return; // nothing is sent until the person has decided
    keeping.value = "changed";
    later(pause);
  }

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), ms);
  }

  function answer(fact: string, value: Value): void {
    form.facts[fact] = value;
    changed();
  }

  function back(fact: string, ids: string[]): void {
    form.backing[fact] = ids;
    changed();
  }

  async function keep(): Promise<void> {
    clearTimeout(timer);
    if (keeping.value === "keeping") return later(pause);
    keeping.value = "keeping";
    const at = changes;
    try {
      const saved = await told(
        api.PUT("/stations/{id}/form", {
          params: { path, header: { "If-Match": `"${form.revision}"` } },
          body: sent(form),
        }),
      );
      form.revision = saved.data.revision.number;
      keptAt.value = minute(new Date().toISOString()).slice(11);
      results.value = saved.data.results;
      notes.value = saved.data.notes;
      faults.value = [];
      error.value = undefined;
      keeping.value = at === changes ? "kept" : "changed";
      if (at !== changes) later(pause);
    } catch (e) {
      failed(e);
    }
  }

  function failed(e: unknown): void {
    error.value = e;
    faults.value = e instanceof Problem ? e.faults : [];
    if (e instanceof Problem && e.code === "stale") keeping.value = "conflict";
    else if (e instanceof Problem && e.passing) {
      keeping.value = "waiting";
      later(wait);
    } else keeping.value = "refused";
  }

  /** After a conflict: what is on this page stands, or what the other saved. */
  async function settle(mine: boolean): Promise<void> {
    if (!mine) {
      await load();
      keeping.value = "kept";
      faults.value = [];
      return;
    }
    const now = await told(api.GET("/stations/{id}/form", { params: { path } }));
    form.revision = now.data.revision;
    keeping.value = "changed";
    await keep();
  }

  function warn(event: BeforeUnloadEvent): void {
    if (keeping.value !== "kept") event.preventDefault();
  }
  window.addEventListener("beforeunload", warn);
  onScopeDispose(() => {
    window.removeEventListener("beforeunload", warn);
    clearTimeout(timer);
    if (keeping.value === "changed" || keeping.value === "waiting") void keep();
  });

  const faultOf = computed(() => {
    const byFact = new Map<string, string>();
    for (const fault of faults.value) byFact.set(fault.field, fault.words);
    return byFact;
  });
  return { form, groups, results, names, notes, keeping, keptAt, error, loaded, faultOf, load, answer, back, changed, keep, settle };
}

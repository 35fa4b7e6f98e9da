// The jobs that a person may see, the newest first; those under way are followed live, a few at a time,
// since a browser keeps few connections open.
import { computed, onScopeDispose, shallowReactive, shallowRef, watch } from "vue";

import { api, Problem, told } from "../../api/client";
import { usePages } from "../../ui/usePages";
import { follow } from "./follow";
import { ended, type Job } from "./jobs";

const atOnce = 2;

export function useJobs() {
  const pages = usePages(
    () => "",
    async (_, after) => (await told(api.GET("/jobs", { params: { query: { after, limit: 20 } } }))).data,
  );
  const live = shallowReactive(new Map<string, Job>());
  const followed = new Map<string, () => void>();
  const error = shallowRef<unknown>();
  const jobs = computed(() => pages.items.value.map((job) => (ended(job) ? job : (live.get(job.id) ?? job))));

  function attend(): void {
    for (const job of jobs.value) {
      if (followed.size >= atOnce) return;
      if (!ended(job) && !followed.has(job.id)) begin(job.id);
    }
  }

  function begin(id: string): void {
    const path = { id };
    const stop = follow(`/api/v1/jobs/${id}/events`, {
      told: (job) => {
        live.set(id, job);
        if (ended(job)) leave(id);
      },
      ask: async () => (await told(api.GET("/jobs/{id}", { params: { path } }))).data,
      refused: (e) => {
        error.value = e;
        followed.delete(id); // not begun again: the refusal stays
      },
      passing: (e) => e instanceof Problem && e.passing,
    });
    followed.set(id, stop);
  }

  function leave(id: string): void {
    followed.get(id)?.();
    followed.delete(id);
    attend();
  }

  watch(pages.items, attend);
  onScopeDispose(() => followed.forEach((stop) => stop()));

  /** Shows a job that was just asked for, or changed. */
  async function show(job: Job): Promise<void> {
    live.set(job.id, job);
    await pages.again();
  }

  async function cancel(job: Job): Promise<void> {
    const { data } = await told(api.POST("/jobs/{id}/cancel", { params: { path: { id: job.id } } }));
    if (!followed.has(job.id) || ended(data)) live.set(job.id, data);
  }

  return { ...pages, jobs, followError: error, show, cancel };
}

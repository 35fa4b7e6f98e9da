// The total as it stands with the assessor's own answers, judged on this device.
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";

import { countedOf, dayOf, lacks } from "./answer";
import { judge, startEngine, type Judging, type Verdict } from "./judge";
import type { Recorded, Taken } from "./store";

export function useVerdict(taken: () => Taken | undefined, answers: () => readonly Recorded[]) {
  const engine = startEngine();
  const good = new Set<string>();
  const verdict = shallowRef<Verdict>();
  const pending = ref(false);
  const failed = ref("");
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const judging = computed<Judging | undefined>(() => {
    const visit = taken()?.visit;
    if (!visit) return undefined;
    const today = dayOf(new Date().toISOString());
    const as_of = today > visit.judging.as_of ? today : visit.judging.as_of;
    const findings = visit.sheet.flatMap((item) => {
      const row = answers().find((a) => a.item === item.id);
      return row && lacks(item, row.answer) === "" ? [countedOf(item, row.answer, visit.source, visit.assignment.person_id, as_of)] : [];
    });
    return { ...visit.judging, as_of, findings };
  });

  async function run(now: Judging): Promise<void> {
    const mine = ++turn;
    pending.value = true;
    try {
      const found = await judge(engine.ask, now, good);
      if (mine !== turn) return;
      const visit = taken()?.visit;
      const same = found.report.policies.digest === visit?.policies && found.report.standard.digest === visit.standard.digest;
      verdict.value = same ? found : undefined;
      failed.value = same ? "" : "这一件用的标准或规则与本机的不是一版，离线不计分；记录照常保存，联网后由服务器计分";
    } catch (e) {
      if (mine === turn) failed.value = e instanceof Error ? e.message : String(e);
    } finally {
      if (mine === turn) pending.value = false;
    }
  }

  watch(
    () => JSON.stringify(judging.value),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (judging.value) void run(judging.value);
      }, 200);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    engine.end();
  });
  return { verdict, pending, failed };
}

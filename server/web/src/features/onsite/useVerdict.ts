// The total as it stands with the assessor's own answers, judged on this device and off the page's thread.
import { onScopeDispose, ref, shallowRef, watch } from "vue";

import { countedOf, dayOf, lacks } from "./answer";
import { now } from "./clock";
import type { Engine } from "./engine";
import type { Counted, Verdict } from "./judge";
import type { Recorded, Visit } from "./store";

const pause = 250; // milliseconds without a tap before it is judged

/** What of the answers counts, in the order of the sheet. */
export function countedIn(visit: Visit, answers: ReadonlyMap<string, Recorded>, as_of: string): Counted[] {
  return visit.sheet.flatMap((item) => {
    const row = answers.get(item.id);
    return row && lacks(item, row.answer) === "" ? [countedOf(item, row.answer, visit.source, visit.assignment.person_id, as_of)] : [];
  });
}

/** Judges the visit, which must have been found good, and again with every answer. */
export function useVerdict(engine: Engine, visit: () => Visit | undefined, answers: ReadonlyMap<string, Recorded>) {
  const verdict = shallowRef<Verdict>();
  const pending = ref(false);
  const failed = ref("");
  let grounded: Promise<void> | undefined;
  let judged = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(of: Visit): Promise<void> {
    const today = dayOf(now().toISOString());
    const as_of = today > of.judging.as_of ? today : of.judging.as_of;
    const question = { as_of, findings: countedIn(of, answers, as_of) };
    const text = JSON.stringify(question);
    if (text === judged) return;
    judged = text;
    pending.value = true;
    try {
      grounded ??= engine.ground({ sets: of.sets, judging: of.judging });
      await grounded;
      const found = await engine.verdict(question);
      if (text !== judged) return;
      const same = found.policies === of.policies && found.standard === of.standard.digest;
      verdict.value = same ? found : undefined;
      failed.value = same ? "" : "随包带来的标准或规则与服务器签名的不是一版，离线不计分；记录照常保存，联网后由服务器计分";
    } catch (e) {
      if (text === judged) failed.value = e instanceof Error ? e.message : String(e);
    } finally {
      if (text === judged) pending.value = false;
    }
  }

  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const of = visit();
      if (of) void run(of);
    }, pause);
  }

  watch([visit, () => answers.size, () => [...answers.values()]], soon, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return { verdict, pending, failed };
}

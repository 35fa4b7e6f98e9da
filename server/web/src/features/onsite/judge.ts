// The engine as the page sees it: a case goes in, a report comes out, byte for byte what the server would send.
import type { Schemas } from "../../api/client";

export type Judging = Schemas["Judging"];
export type Counted = Schemas["Counted"];

export interface Asked {
  id: number;
  judging: Judging;
}

export interface Told {
  id: number;
  report: string;
  error: string;
  broken?: string; // why there is no engine
}

/** What the page reads of a report. */
export interface Report {
  subject: { name: string };
  bundle: { digest: string };
  standard: { digest: string };
  policies: { digest: string };
  out_of: string | null;
  total: { certain: string; possible: string } | null;
  grade: { certain: string | null; possible: string | null };
  items: { id: string; outcome: string; points: { certain: string; possible: string; max: string } }[];
}

export interface Verdict {
  text: string; // the whole document
  report: Report;
  faults: Record<string, string>; // answers that do not count, by item, with the engine's words
}

export type Ask = (judging: Judging) => Promise<Told>;

/** Asks the engine in a worker of its own; it starts with the first question. */
export function engineOf(make: () => Worker): { ask: Ask; end: () => void } {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, (told: Told) => void>();
  const ask: Ask = (judging) => {
    worker ??= listening();
    const id = ++last;
    return new Promise((done) => {
      waiting.set(id, done);
      worker?.postMessage({ id, judging } satisfies Asked);
    });
  };
  function listening(): Worker {
    const made = make();
    made.onmessage = ({ data }: MessageEvent<Told>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    made.onerror = () => {
      for (const [id, done] of waiting) done({ id, report: "", error: "", broken: "离线计分没有启动；记录照常保存，联网后由服务器计分" });
      waiting.clear();
      worker = undefined;
    };
    return made;
  }
  return { ask, end: () => worker?.terminate() };
}

export const startEngine = () => engineOf(() => new Worker(new URL("./judge.worker.ts", import.meta.url), { type: "module" }));

/** Judges; answers that the engine refuses are left out and told, so that one of them does not hide the total. */
export async function judge(ask: Ask, judging: Judging, good: Set<string>): Promise<Verdict> {
  let told = await ask(judging);
  const faults: Record<string, string> = {};
  if (told.error !== "") {
    const kept: Counted[] = [];
    for (const finding of judging.findings) {
      const alone = good.has(JSON.stringify(finding)) ? "" : (await ask({ ...judging, findings: [finding] })).error;
      if (alone === "") kept.push(finding);
      else faults[finding.item] = alone;
    }
    told = await ask({ ...judging, findings: kept });
  } else for (const finding of judging.findings) good.add(JSON.stringify(finding));
  if (told.broken ?? told.error) throw new Error(told.broken ?? told.error);
  const report = (JSON.parse(told.report) as { reports: Report[] }).reports[0];
  if (!report) throw new Error("计分没有给出结果");
  return { text: told.report, report, faults };
}

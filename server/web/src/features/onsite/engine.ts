// The engine as a page sees it: a worker of its own that starts with the first question.
import type { Asked, Ground, Now, Question, Told, Verdict } from "./judge";

export interface Engine {
  /** Gives the ground on which is judged; comes before verdict and report. */
  ground: (ground: Ground) => Promise<void>;
  verdict: (now: Now) => Promise<Verdict>;
  /** The whole report on the ground as it was given, byte for byte what the server would send. */
  report: () => Promise<string>;
  /** Whether the key has signed the note. */
  verify: (note: string, key: string) => Promise<boolean>;
  end: () => void;
}

export function engineOf(make: () => Worker): Engine {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, { done: (answer: unknown) => void; fail: (e: Error) => void }>();
  function listening(): Worker {
    const made = make();
    made.onmessage = ({ data }: MessageEvent<Told>) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.broken === undefined) asker?.done(data.answer);
      else asker?.fail(new Error(data.broken));
    };
    made.onerror = () => {
      for (const { fail } of waiting.values()) fail(new Error("离线计分没有启动；记录照常保存，联网后由服务器计分"));
      waiting.clear();
      worker = undefined;
    };
    return made;
  }
  function ask<T>(question: Question): Promise<T> {
    worker ??= listening();
    const id = ++last;
    const answer = new Promise<T>((done, fail) => waiting.set(id, { done: done as (answer: unknown) => void, fail }));
    worker.postMessage({ id, question } satisfies Asked);
    return answer;
  }
  return {
    ground: (ground) => ask<void>({ kind: "ground", ground }),
    verdict: (now) => ask<Verdict>({ kind: "verdict", now }),
    report: () => ask<string>({ kind: "report" }),
    verify: (note, key) => ask<boolean>({ kind: "verify", note, key }),
    end: () => worker?.terminate(),
  };
}

export const startEngine = () => engineOf(() => new Worker(new URL("./judge.worker.ts", import.meta.url), { type: "module" }));

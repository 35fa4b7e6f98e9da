// Follows a job until it has ended: the server tells how it goes on; where such a stream does not come
// through, the job is asked for now and then.
import { ended, type Job } from "./jobs";

export interface Follower {
  told: (job: Job) => void;
  /** Asks for the job once. */
  ask: () => Promise<Job>;
  /** A refusal that asking again does not mend. */
  refused: (error: unknown) => void;
  passing: (error: unknown) => boolean;
}

/** How often a job is asked for where there is no stream. */
const pause = 2000;
/** After how many broken connections in a row the stream is given up. */
const patience = 3;

/** Follows the job whose events are at an address. Call what it gives to stop. */
export function follow(address: string, { told, ask, refused, passing }: Follower): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let source: EventSource | undefined;
  let broken = 0;

  function stop(): void {
    stopped = true;
    source?.close();
    clearTimeout(timer);
  }

  function heard(event: MessageEvent<string>): void {
    broken = 0;
    const job = JSON.parse(event.data) as Job;
    if (ended(job)) stop();
    told(job);
  }

  async function poll(): Promise<void> {
    try {
      const job = await ask();
      if (stopped) return;
      told(job);
      if (ended(job)) return stop();
    } catch (e) {
      if (stopped) return;
      if (!passing(e)) {
        stop();
        return refused(e);
      }
    }
    timer = setTimeout(() => void poll(), pause);
  }

  if (typeof EventSource === "undefined") void poll();
  else {
    source = new EventSource(address);
    source.addEventListener("progress", heard);
    source.addEventListener("ended", heard);
    source.onerror = () => {
      broken++;
      // The server ends each stream after a while and the browser opens it again; a refusal closes it.
      if (stopped || (source?.readyState !== EventSource.CLOSED && broken < patience)) return;
      source?.close();
      void poll();
    };
  }
  return stop;
}

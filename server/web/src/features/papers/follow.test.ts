import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { follow, type Follower } from "./follow";
import type { Job } from "./jobs";

class Stream {
  static readonly CLOSED = 2;
  static last: Stream;
  readyState = 0;
  onerror: () => void = () => undefined;
  readonly listeners = new Map<string, (e: MessageEvent<string>) => void>();
  constructor(readonly address: string) {
    Stream.last = this;
  }
  addEventListener(name: string, call: (e: MessageEvent<string>) => void): void {
    this.listeners.set(name, call);
  }
  send(name: string, job: Partial<Job>): void {
    this.listeners.get(name)?.(new MessageEvent(name, { data: JSON.stringify(job) }));
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

const job = (state: Job["state"], done = 0) => ({ state, done }) as Job;
let heard: Job[];
let refusals: unknown[];
const follower = (ask: Follower["ask"]): Follower => ({
  ask, told: (j) => heard.push(j), refused: (e) => refusals.push(e), passing: (e) => e === "passing",
});

beforeEach(() => {
  heard = [];
  refusals = [];
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Stream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what the server tells is passed on until the job has ended", () => {
  follow("/jobs/1/events", follower(() => Promise.reject(new Error("not asked"))));
  Stream.last.send("progress", job("running", 3));
  Stream.last.send("ended", job("done", 8));
  expect(heard.map((j) => j.done)).toEqual([3, 8]);
  expect(Stream.last.readyState).toBe(Stream.CLOSED);
});

test("a stream that is closed is replaced by asking, through passing faults, until the end", async () => {
  const answers = [() => Promise.resolve(job("running", 1)), () => Promise.reject("passing"), () => Promise.resolve(job("done", 2))];
  follow("/jobs/1/events", follower(() => answers.shift()?.() ?? Promise.reject(new Error("asked too often"))));
  Stream.last.close();
  Stream.last.onerror();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(heard.map((j) => j.done)).toEqual([1, 2]);
  expect([answers.length, refusals.length]).toEqual([0, 0]);
});

test("a stream that breaks again and again is given up; one that the server ends now and then is not", async () => {
  let asked = 0;
  const ask = () => {
    asked++;
    return Promise.resolve(job("done"));
  };
  follow("/jobs/1/events", follower(ask));
  for (let i = 0; i < 5; i++) {
    Stream.last.onerror();
    Stream.last.onerror();
    Stream.last.send("progress", job("running", i));
  }
  expect(asked).toBe(0);
  for (let i = 0; i < 3; i++) Stream.last.onerror();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(1);
});

test("a refusal is told once, and whoever stopped hears no more", async () => {
  vi.stubGlobal("EventSource", undefined);
  follow("/jobs/1/events", follower(() => Promise.reject("forbidden")));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refusals).toEqual(["forbidden"]);
  const stop = follow("/jobs/1/events", follower(() => Promise.resolve(job("running"))));
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(heard).toEqual([]);
});

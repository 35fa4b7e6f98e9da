// The one way to the server: typed by the contract, with every refusal as a Problem in words.
import createClient from "openapi-fetch";

import type { components, paths } from "./contract";

export type Schemas = components["schemas"];
export type Fault = Schemas["Fault"];

/** A refusal by the server, or the want of one: words for a person, and where the fault lies. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    words: string,
    readonly faults: readonly Fault[] = [],
    readonly current: unknown = undefined,
    readonly request: string = "",
  ) {
    super(words);
  }

  /** Whether trying again, without changing anything, may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const client = createClient<paths>({ baseUrl: "/api/v1" });

let whenSignedOut: () => void = () => undefined;

/** Tells whom to call when the session has ended. */
export function onSignedOut(call: () => void): void {
  whenSignedOut = call;
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What came back, or the Problem. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<{ data: T; etag: string }> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new Problem(0, "offline", "连不上服务器；请检查网络，内容还在本机，稍后会再试");
  }
  const { data, error, response } = answer;
  if (response.ok) {
    return { data: data as T, etag: response.headers.get("ETag") ?? "" };
  }
  const problem = problemOf(response, error);
  if (problem.status === 401 && problem.code === "not_signed_in") whenSignedOut();
  throw problem;
}

function problemOf(response: Response, error: unknown): Problem {
  const told = (error ?? {}) as Partial<Schemas["Problem"]>;
  return new Problem(
    response.status,
    told.code ?? "internal",
    told.detail ?? "服务器没有给出说明；请稍后再试",
    told.errors ?? [],
    told.current,
    told.request_id ?? "",
  );
}

export const api = client;

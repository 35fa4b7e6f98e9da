// Checks a card: at once with what is kept on this device, and again with what the server has by now.
import { ref, shallowRef, watch } from "vue";

import { api, Problem, told } from "../../api/client";
import { today } from "../../ui/day";
import { fetchMeans, kept, type Means } from "./kept";
import { textOf, Unable, verify, type Verdict } from "./verify";

/** How long the server is waited for. */
const patience = 8000;

async function fetchText(path: string): Promise<string> {
  const answer = await fetch(path, { signal: AbortSignal.timeout(patience), cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return await answer.text();
}

/** Asks the server what became of a card, by its text or its number. */
async function asked(text: string): Promise<Verdict> {
  const signal = AbortSignal.timeout(patience);
  const { data } = await told(api.POST("/public/cards/verify", { body: { text }, signal }));
  const good = data.id !== "";
  return {
    status: data.status, id: data.id, since: data.withdrawn, listAt: good ? new Date().toISOString() : "", second: false,
    ...(data.card && { card: data.card }),
  };
}

export function useCheck(text: () => string) {
  const verdict = shallowRef<Verdict>();
  const means = shallowRef<Means>();
  const error = shallowRef<unknown>();
  const busy = ref(false);
  /** This browser cannot check signatures, so the server did. */
  const unable = ref(false);
  /** Whether the server was reached for the newest list. */
  const fresh = ref(false);
  /** The server checked, since this browser cannot or only a number was given. */
  const byServer = ref(false);
  let turn = 0;

  async function check(): Promise<void> {
    const mine = ++turn;
    const now = () => mine === turn;
    const card = textOf(text());
    verdict.value = undefined;
    error.value = undefined;
    fresh.value = false;
    byServer.value = false;
    busy.value = true;
    try {
      if (/^[0-9a-f]{32}$/.test(card)) await ask(card, now);
      else await offline(card, now);
    } catch (e) {
      if (!(e instanceof Unable)) throw e;
      unable.value = true;
      if (now() && card !== "") await ask(card, now);
    } finally {
      if (now()) busy.value = false;
    }
  }

  async function offline(card: string, now: () => boolean): Promise<void> {
    const judge = async (found: Means | undefined) => {
      const reached = card === "" ? undefined : await verify(card, found?.keys ?? new Map(), found?.list ? [found.list] : [], today());
      if (!now()) return;
      means.value = found;
      verdict.value = reached;
    };
    const held = await kept(localStorage);
    if (held) await judge(held);
    try {
      const found = await fetchMeans(localStorage, fetchText, new Date());
      if (now()) fresh.value = true;
      await judge(found);
    } catch (e) {
      if (e instanceof Unable) throw e;
      if (!held) await judge(undefined);
    }
  }

  async function ask(card: string, now: () => boolean): Promise<void> {
    try {
      const found = await asked(card);
      if (!now()) return;
      verdict.value = found;
      byServer.value = true;
      fresh.value = true;
    } catch (e) {
      if (now()) error.value = e instanceof Problem && e.status === 0 ? new Problem(0, "offline", "现在连不上服务器，这次查不了；请有网络时再查") : e;
    }
  }

  watch(text, () => void check(), { immediate: true });
  return { verdict, means, error, busy, unable, fresh, byServer, again: check };
}

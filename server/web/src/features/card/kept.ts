// The public keys and the signed list of withdrawn cards, kept on this device so that cards are checked
// without reception. A list is replaced only by a later one: an old one, brought again, hides nothing.
import { keysOf, listOf, Unable, type Keys, type Withdrawals } from "./verify";

const place = "zhanping.cards";

interface Held {
  keys: string;
  list: string;
  /** When both were fetched. */
  fetched: string;
}

/** What cards are compared with. */
export interface Means {
  keys: Keys;
  list?: Withdrawals;
  fetched: string;
}

/** Where something is kept: localStorage, or less in a test. */
export type Store = Pick<Storage, "getItem" | "setItem">;

/** How the server is asked for a text. */
export type Fetch = (path: string) => Promise<string>;

function held(store: Store): Held | undefined {
  try {
    const found = JSON.parse(store.getItem(place) ?? "null") as Held | null;
    return found && typeof found.keys === "string" && typeof found.list === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

async function meansOf(h: Held): Promise<Means | undefined> {
  try {
    const keys = await keysOf(h.keys);
    const list = await listOf(h.list, keys);
    return { keys, fetched: h.fetched, ...(list && { list }) };
  } catch (e) {
    if (e instanceof Unable) throw e;
    return undefined;
  }
}

/** What this device has kept; nothing where it never fetched any, or not soundly. */
export async function kept(store: Store): Promise<Means | undefined> {
  const h = held(store);
  return h && (await meansOf(h));
}

/**
 * Fetches keys and list anew and keeps them. Where the list does not come, or is none that the keys signed,
 * the one that was kept before stays.
 */
export async function fetchMeans(store: Store, fetch: Fetch, now: Date): Promise<Means> {
  const [keys, list] = await Promise.all([fetch("/api/v1/public/keys"), fetch("/api/v1/public/revocations").catch(() => "")]);
  let next: Held = { keys, list, fetched: now.toISOString() };
  let means = await meansOf(next);
  if (!means) throw new Error("取到的公钥不完整");
  const before = held(store);
  const older = before?.keys === keys ? await meansOf(before) : undefined;
  if (before && older?.list && older.list.at > (means.list?.at ?? "")) {
    next = before;
    means = older;
  }
  try {
    store.setItem(place, JSON.stringify(next));
  } catch {
    return means; // a device without room checks as well, while it has reception
  }
  return means;
}

/** How many whole days ago a moment was. */
export function daysSince(moment: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(moment)) / 86_400_000));
}

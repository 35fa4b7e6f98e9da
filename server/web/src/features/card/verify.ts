// Checks result cards and lists of withdrawn cards with the browser's own Ed25519, without a server. The
// rules are those of the Go package internal/card; a shared file of texts with their answers keeps both alike.
import { decode, fromBase64, fromBase64url, isDay, type Card } from "./payload";

export type Status = "valid" | "withdrawn" | "expired" | "unknown_key" | "forged" | "unreadable";

/** What became of a card. The card itself is there only where its signature is good. */
export interface Verdict {
  status: Status;
  card?: Card;
  id: string;
  /** Since when it does not count any more. */
  since: string;
  /** The moment of the list that was compared; empty where there was none. */
  listAt: string;
  /** There is a second signature, by SM2, which this browser cannot check. */
  second: boolean;
}

interface Key {
  name: string;
  key: CryptoKey;
}

export type Keys = ReadonlyMap<string, Key>;

/** Cards withdrawn so far, by their id, as of a moment. */
export interface Withdrawals {
  at: string;
  cards: ReadonlyMap<string, string>;
}

/** This browser has no Ed25519. */
export class Unable extends Error {}

const longest = 900;
const shape = /^ZP1\.[0-9a-f]{8}\.[\w-]+\.[\w-]{86}(\.[\w-]{86})?$/;
const utf8 = new TextEncoder();
const hex = (bytes: Uint8Array) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

function subtle(): SubtleCrypto {
  // Without a secure address (https or this machine itself) browsers keep it back.
  const found = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  if (!found) throw new Unable();
  return found;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await subtle().digest("SHA-256", bytes));
}

/** The public keys of a text, one a line, by their id. SM2 keys are passed over; a line that is none makes all of them doubtful. */
export async function keysOf(text: string): Promise<Keys> {
  const keys = new Map<string, Key>();
  for (const line of text.split("\n").map((l) => l.trim())) {
    if (line === "" || line.startsWith("PUBLIC+SM2+")) continue;
    const [, name = "", id = "", data = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(line) ?? [];
    const raw = fromBase64(data);
    if (raw?.length !== 33 || raw[0] !== 1) throw new Error("这不是公钥");
    const named = new Uint8Array([...utf8.encode(`${name}\n`), ...raw]);
    if (hex((await sha256(named)).slice(0, 4)) !== id) throw new Error("公钥的标识和内容不符");
    keys.set(id, { name, key: await imported(raw.slice(1)) });
  }
  return keys;
}

async function imported(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    return await subtle().importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch (e) {
    if (e instanceof DOMException && e.name === "NotSupportedError") throw new Unable();
    throw e;
  }
}

/** The list in a signed note; nothing where no known key signed it or it is not as an issuer writes it. */
export async function listOf(note: string, keys: Keys): Promise<Withdrawals | undefined> {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split("\n");
  if (gap < 0 || lines.pop() !== "" || lines.length === 0) return undefined;
  let signed = false;
  for (const line of lines) {
    const [, name = "", data = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const raw = fromBase64(data);
    if (!raw || raw.length < 5) return undefined;
    const known = keys.get(hex(raw.slice(0, 4)));
    if (known?.name !== name) continue; // somebody else's, which says nothing
    if (!(await subtle().verify("Ed25519", known.key, raw.slice(4), utf8.encode(text)))) return undefined;
    signed = true;
  }
  return signed ? withdrawals(text) : undefined;
}

function withdrawals(text: string): Withdrawals | undefined {
  const [title, at = "", ...rest] = text.trimEnd().split("\n");
  if (title !== "zhanping withdrawn cards v1" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(at) || Number.isNaN(Date.parse(at))) return undefined;
  const cards = new Map<string, string>();
  let before = "";
  for (const line of rest) {
    const [, id = "", day = ""] = /^([0-9a-f]{32}) (\S+)$/.exec(line) ?? [];
    if (id <= before || !isDay(day)) return undefined;
    cards.set(id, day);
    before = id;
  }
  return { at, cards };
}

/** What a scan or a paste holds of a card: what stands behind the address. */
export function textOf(scanned: string): string {
  const text = scanned.trim();
  return text.slice(text.lastIndexOf("#") + 1);
}

/** Checks a card on a day against trusted keys and lists. A card that is on a list is withdrawn on every day. */
export async function verify(scanned: string, keys: Keys, lists: readonly Withdrawals[], on: string): Promise<Verdict> {
  const told = (status: Status): Verdict => ({ status, id: "", since: "", listAt: "", second: false });
  const text = textOf(scanned);
  if (text.length > longest || !shape.test(text)) return told("unreadable");
  const [version = "", key = "", payload = "", first = "", ...more] = text.split(".");
  const raw = fromBase64url(payload);
  const signature = fromBase64url(first);
  if (!raw || !signature) return told("unreadable");
  const known = keys.get(key);
  if (!known) return told("unknown_key");
  const signed = utf8.encode(`${version}.${key}.${payload}`);
  if (!(await subtle().verify("Ed25519", known.key, signature, signed))) return told("forged");
  const found = decode(raw);
  if (!found) return told("unreadable");
  if ((found.second !== "") !== (more.length === 1)) return told("forged");
  const id = hex((await sha256(signed)).slice(0, 16));
  return { ...told("valid"), card: found.card, id, second: found.second !== "", ...compared(id, found.card, lists, on) };
}

function compared(id: string, card: Card, lists: readonly Withdrawals[], on: string): Pick<Verdict, "status" | "since" | "listAt"> {
  let listAt = "";
  for (const list of lists) {
    const since = list.cards.get(id);
    if (since) return { status: "withdrawn", since, listAt: list.at };
    if (list.at > listAt) listAt = list.at;
  }
  return { status: card.until !== "" && on > card.until ? "expired" : "valid", since: "", listAt };
}

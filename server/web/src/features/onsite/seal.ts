// Whether a package is what the server signed: its digest stands in a note, and the note is signed with
// the server's key (the form is that of golang.org/x/mod/sumdb/note).
import { canonical, digestOf } from "./canonical";
import type { Visit } from "./store";

/** Checks a note by the line of a key, where this browser cannot. */
export type Verify = (note: string, key: string) => Promise<boolean>;

export type Seal = { state: "good" | "unsigned" } | { state: "broken"; words: string };

const broken = (words: string): Seal => ({ state: "broken", words: `${words}。这份核查包不能用；请在有网络的地方重新下载，已记录的评定不会丢` });

/** What is found of a package that was kept with the keys that the server had then, one a line. */
export async function sealOf(visit: Visit, keys: string, otherwise: Verify): Promise<Seal> {
  if (visit.signature === "") return { state: "unsigned" };
  const content = await digestOf(canonical({ ...visit, signature: "" }));
  if (!visit.signature.includes(`\ncontent ${content}\n`)) return broken("核查包的内容与签名不符，下载以后被改动过，或没有存完整");
  for (const key of keys.split("\n").filter((line) => line !== "" && !line.startsWith("PUBLIC+"))) {
    if (await signedBy(visit.signature, key, otherwise)) return { state: "good" };
  }
  return broken("核查包上的签名不是这台服务器的");
}

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

async function signedBy(note: string, line: string, otherwise: Verify): Promise<boolean> {
  const [, name, , data] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(line) ?? [];
  const [, text, signature] = /^([^]*\n)\n— (?:\S+) (\S+)\n$/.exec(note) ?? [];
  if (!name || !data || text === undefined || !signature) return false;
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("raw", bytes(data).slice(1), "Ed25519", false, ["verify"]);
  } catch {
    return otherwise(note, line); // an older browser has no Ed25519
  }
  return crypto.subtle.verify("Ed25519", key, bytes(signature).slice(4), new TextEncoder().encode(text));
}

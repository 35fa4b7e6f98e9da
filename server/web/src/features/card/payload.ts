// What a result card says: the JSON of its third part, accepted only as the issuer writes it. The exact
// form is in the comment of the Go package internal/card.

/** A card's content by the short names that fit into a QR code. */
export interface Card {
  station: string;
  region: string;
  level: string;
  standard: string;
  edition: string;
  grade: string;
  /** Exact points; empty where the standard gives none. */
  total: string;
  award: string;
  issued: string;
  /** Last valid day; empty where the award does not expire. */
  until: string;
  issuer: string;
}

const required = ["a", "d", "e", "f", "g", "i", "l", "n", "r", "s"] as const;
const optional = ["k", "t", "u"] as const;
type Name = (typeof required)[number] | (typeof optional)[number];

/** The bytes of base64url in its one spelling, or nothing. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "="));
  return bytes && toBase64url(bytes) === text ? bytes : undefined;
}

/** The bytes of base64, or nothing. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Whether a text is a day of the calendar, such as 2026-11-21. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** The card in a payload and the id of its SM2 key; nothing where the issuer would not write it so. */
export function decode(raw: Uint8Array): { card: Card; second: string } | undefined {
  let text: string;
  let found: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = fieldsOf(found);
  if (!fields || written(fields) !== text || !sound(fields)) return undefined;
  const of = (name: Name) => fields.get(name) ?? "";
  const card: Card = {
    station: of("n"), region: of("r"), level: of("l"), standard: of("s"), edition: of("e"), grade: of("g"), total: of("t"),
    award: of("a"), issued: of("f"), until: of("u"), issuer: of("i"),
  };
  return { card, second: of("k") };
}

function fieldsOf(found: unknown): Map<Name, string> | undefined {
  if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
  const known: readonly string[] = [...required, ...optional];
  const fields = new Map<Name, string>();
  for (const [name, value] of Object.entries(found)) {
    if (!known.includes(name) || typeof value !== "string") return undefined;
    fields.set(name as Name, value);
  }
  return fields;
}

/** The fields as RFC 8785 writes them: strings alone, in the order of their names. */
function written(fields: Map<Name, string>): string {
  const names = [...fields.keys()].sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(fields.get(name))}`).join(",")}}`;
}

function sound(fields: Map<Name, string>): boolean {
  const of = (name: Name) => fields.get(name) ?? "";
  const texts = [...fields.values()];
  return (
    required.every((name) => of(name) !== "") &&
    texts.every((text) => text !== "" && !/[\p{Cc}\p{Cs}]/u.test(text)) &&
    /^\d{12}$/.test(of("r")) &&
    isDay(of("f")) &&
    (!fields.has("u") || (isDay(of("u")) && of("u") >= of("f"))) &&
    fromBase64url(of("d"))?.length === 32
  );
}

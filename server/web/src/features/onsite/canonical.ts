// One way to write a value as JSON (RFC 8785), so that two machines come to the same digest of it.

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The value as text; a name without a value is left out, as JSON does. */
export function canonical(value: unknown): string {
  return written(value as Json);
}

function written(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(written).join(",")}]`;
  const named = Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${named.map(([name, v]) => `${JSON.stringify(name)}:${written(v)}`).join(",")}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The SHA-256 of a text, as the server writes it. */
export async function digestOf(text: string): Promise<string> {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256:${Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("")}`;
}

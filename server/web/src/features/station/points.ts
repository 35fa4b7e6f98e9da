// Sums of points as exact as the points themselves: whole numbers over whole numbers, never floats.
interface Ratio {
  top: bigint;
  bottom: bigint;
}

function read(text: string): Ratio {
  const [above = "0", below = "1"] = text.split("/");
  const [whole = "0", decimals = ""] = above.replace("-", "").split(".");
  const top = BigInt(whole + decimals) * (above.startsWith("-") ? -1n : 1n);
  return { top, bottom: BigInt(below) * 10n ** BigInt(decimals.length) };
}

function write({ top, bottom }: Ratio): string {
  let [a, b] = [top < 0n ? -top : top, bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  const common = a === 0n ? 1n : a;
  return bottom / common === 1n ? String(top / common) : `${top / common}/${bottom / common}`;
}

/** The sum of exact texts. */
export function sum(texts: readonly string[]): string {
  return write(texts.map(read).reduce((a, b) => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }), { top: 0n, bottom: 1n }));
}

/** What the first is more than the others together. */
export function minus(text: string, ...others: string[]): string {
  return sum([text, ...others.map((o) => (o.startsWith("-") ? o.slice(1) : `-${o}`))]);
}

/** Below 0, 0, or above, as the first is less than, equal to or more than the second. */
export function compare(a: string, b: string): number {
  const difference = read(minus(a, b)).top;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

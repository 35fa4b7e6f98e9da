// Points come as exact text: a decimal or a fraction. For a bar they become a share; for people a
// number of at most two decimals that is cut, never rounded up, so that it reaches no line too early.

/** The value of an exact text as a number, for drawing only. */
export function near(text: string): number {
  const [above, below] = text.split("/");
  return Number(above) / (below === undefined ? 1 : Number(below));
}

/** An exact text for people: cut after two decimals, with 约 where something was cut. */
export function shown(text: string): string {
  if (text === "") return "";
  const [above = "0", below = "1"] = text.split("/");
  const [whole = "0", decimals = ""] = above.split(".");
  const negative = whole.startsWith("-");
  const scale = 10n ** BigInt(decimals.length);
  const top = BigInt(whole.replace("-", "") + decimals) * 100n;
  const bottom = BigInt(below) * scale;
  const cents = top / bottom;
  const cut = top % bottom !== 0n;
  const digits = `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`.replace(/\.?0+$/, "");
  return `${cut ? "约 " : ""}${negative && cents !== 0n ? "-" : ""}${digits}`;
}

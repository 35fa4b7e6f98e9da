// Region codes: what lies within what.

const cuts = [2, 4, 6, 9, 12];

/** The part of a code that the codes of everything within it begin with; empty for the whole nation. */
export function start(code: string): string {
  const n = cuts.find((cut) => /^0*$/.test(code.slice(cut))) ?? code.length;
  return code.slice(0, n);
}

/** The level whose code this is. */
export function levelOf(code: string): "province" | "city" | "county" | "town" | "village" {
  const names = ["province", "city", "county", "town", "village"] as const;
  return names[cuts.indexOf(start(code).length)] ?? "village";
}

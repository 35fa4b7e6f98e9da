// What runs out, gathered for the one who brings it up to date: by day and by facts, not by standard.
import type { Schemas } from "../../api/client";

export interface Expiring {
  on: string;
  facts: Schemas["ExpiringFact"][];
  items: { standard: string; title: string; item: Schemas["ExpiringItem"] }[];
}

/** One entry for the same facts on the same day, however many items of however many standards read them. */
export function gathered(expiries: Schemas["Expiries"]): Expiring[] {
  const found = new Map<string, Expiring>();
  for (const under of expiries.standards) {
    for (const item of under.items) {
      const key = [item.on, ...item.facts.map((f) => f.fact)].join(" ");
      const entry = found.get(key) ?? { on: item.on, facts: item.facts, items: [] };
      entry.items.push({ standard: under.standard, title: under.title, item });
      found.set(key, entry);
    }
  }
  return [...found.values()].sort((a, b) => a.on.localeCompare(b.on));
}

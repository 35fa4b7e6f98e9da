// The journal page by page: it goes on before the last number that was read.
import type { Pages } from "../../ui/usePages";
import { usePages } from "../../ui/usePages";
import type { Entry } from "./words";

const page = 50;

export function useJournal<K>(of: () => K, ask: (key: K, before: number, limit: number) => Promise<readonly Entry[]>): Pages<Entry> {
  return usePages(of, async (key, after) => {
    const items = await ask(key, after === "" ? 0 : Number(after), page);
    const last = items.at(-1);
    return { items, next: items.length === page && last ? String(last.seq) : "" };
  });
}

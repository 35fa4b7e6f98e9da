// The table of items and columns: which are weak, and how a cell says so in words and in a sign.
import type { Schemas } from "../../api/client";

export type Table = Schemas["HeatTable"];
export type Item = Schemas["HeatItem"];
export type Cell = Schemas["Heat"];

/** How much of those with the item lost points: 0 for none, 4 for more than three quarters. Only for the ground. */
export function depth(cell: Cell): 0 | 1 | 2 | 3 | 4 {
  if (cell.sheet === 0 || cell.lost === 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil((4 * cell.lost) / cell.sheet))) as 1 | 2 | 3 | 4;
}

/** The cell of one station. */
export function stationCell(cell: Cell): { sign: string; words: string } {
  if (cell.sheet === 0) return { sign: "", words: "没有这一条" };
  if (cell.lost > 0) return { sign: "✗", words: "失分或不符合" };
  if (cell.open > 0) return { sign: "？", words: "没有结论" };
  return { sign: "·", words: "没有失分" };
}

/** The cell of a region, or of all. */
export function regionCell(cell: Cell): { sign: string; words: string } {
  if (cell.sheet === 0) return { sign: "", words: "没有这一条" };
  const open = cell.open > 0 ? `，${cell.open} 个没有结论` : "";
  return { sign: `${cell.lost}/${cell.sheet}${cell.open > 0 ? "？" : ""}`, words: `${cell.sheet} 个单位里 ${cell.lost} 个失分或不符合${open}` };
}

/** The items with the most who lose points first, by share; equal ones stay in the standard's order. */
export function weakestFirst(items: readonly Item[]): Item[] {
  const share = (one: Item) => (one.sheet === 0 ? 0 : one.lost / one.sheet);
  return [...items].sort((a, b) => share(b) - share(a) || b.open - a.open);
}

/** Names without what all of them begin and end with, so that a narrow column can hold them. */
export function shortened(names: readonly string[]): string[] {
  const [first = ""] = names;
  if (names.length < 2) return [...names];
  let head = 0;
  while (head < first.length && names.every((n) => n[head] === first[head])) head++;
  let tail = 0;
  const shortest = Math.min(...names.map((n) => n.length));
  while (tail < shortest - head - 1 && names.every((n) => n.at(-1 - tail) === first.at(-1 - tail))) tail++;
  // what sort of place it is belongs to the name
  const place = /^(街道|社区|[镇乡村县市区])/.exec(first.slice(first.length - tail));
  const end = tail - (place?.[0].length ?? 0);
  return names.map((n) => n.slice(head, n.length - end) || n);
}

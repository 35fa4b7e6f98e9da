// How a region changed from one batch to the next.
import type { Schemas } from "../../api/client";
import { near } from "../../ui/exact";

export type Trend = Schemas["Trend"];

export interface Change {
  id: string;
  title: string;
  /** Of 100 stations with the item, how many lost points at it. */
  before: number;
  after: number;
}

const share = (cell: Schemas["Heat"]) => Math.round((100 * cell.lost) / cell.sheet);

/** The items that both batches had and whose share of those who lose points changed, the greatest change first. */
export function changes(before: Schemas["HeatTable"], after: Schemas["HeatTable"]): Change[] {
  const earlier = new Map(before.items.filter((one) => one.sheet > 0).map((one) => [one.id, one]));
  const found = after.items.flatMap((one) => {
    const then = earlier.get(one.id);
    return then && one.sheet > 0 ? [{ id: one.id, title: one.title, before: share(then), after: share(one) }] : [];
  });
  return found.filter((c) => c.before !== c.after).sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

export interface Dot {
  x: number;
  y: number;
}

/** The means as dots in a box of so much width and height; batches without a mean have none. */
export function dots(trends: readonly Trend[], width: number, height: number): Dot[] {
  const found = trends.flatMap((t, i) => (t.mean === "" ? [] : [{ i, mean: near(t.mean) }]));
  const [low, high] = range(trends);
  const step = trends.length > 1 ? width / (trends.length - 1) : 0;
  return found.map(({ i, mean }) => ({ x: trends.length > 1 ? i * step : width / 2, y: height - (height * (mean - low)) / (high - low) }));
}

/** What the axis of the means spans: whole tens around them. */
export function range(trends: readonly Trend[]): [number, number] {
  const means = trends.filter((t) => t.mean !== "").map((t) => near(t.mean));
  const low = Math.floor((Math.min(...means) - 1) / 10) * 10;
  const high = Math.ceil((Math.max(...means) + 1) / 10) * 10;
  return [low, high];
}

// How far two assessors agree: share of equal answers and Cohen's kappa with its 95 % interval
// (Fleiss, Cohen and Everitt 1969).

/** Fewer pairs than this say nothing about people. */
export const fewest = 10;

export interface Agreement {
  pairs: number;
  equal: number;
  /** Nothing where there are too few pairs, or where somebody gave one and the same answer to all. */
  kappa?: { value: number; low: number; high: number };
  /** Why there is no kappa. */
  words: string;
}

export function agreement(pairs: readonly (readonly [string, string])[]): Agreement {
  const n = pairs.length;
  const equal = pairs.filter(([a, b]) => a === b).length;
  if (n < fewest) return { pairs: n, equal, words: `只有 ${n} 对共同评定，少于 ${fewest} 对，不计算一致性系数，也不据此比较两人` };
  const kinds = [...new Set(pairs.flat())];
  const first = kinds.map((k) => pairs.filter(([a]) => a === k).length / n);
  const second = kinds.map((k) => pairs.filter(([, b]) => b === k).length / n);
  const cell = (i: number, j: number) => pairs.filter(([a, b]) => a === kinds[i] && b === kinds[j]).length / n;
  const at = (list: number[], i: number) => list[i] ?? 0;
  const seen = equal / n;
  const chance = kinds.reduce((sum, _, i) => sum + at(first, i) * at(second, i), 0);
  if (first.includes(1) || second.includes(1)) return { pairs: n, equal, words: "有人对每一条都给了同一种结论，一致性系数没有意义，只看一致率" };
  const value = (seen - chance) / (1 - chance);
  let spread = -((value - chance * (1 - value)) ** 2);
  kinds.forEach((_, i) => {
    spread += cell(i, i) * (1 - (at(first, i) + at(second, i)) * (1 - value)) ** 2;
    kinds.forEach((_, j) => {
      if (i !== j) spread += (1 - value) ** 2 * cell(i, j) * (at(second, i) + at(first, j)) ** 2;
    });
  });
  const error = Math.sqrt(Math.max(0, spread) / n) / (1 - chance);
  return { pairs: n, equal, words: "", kappa: { value, low: Math.max(-1, value - 1.96 * error), high: Math.min(1, value + 1.96 * error) } };
}

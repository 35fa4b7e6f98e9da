// How a title stands on a day, and which titles a list shows.
import type { LocationQuery, LocationQueryRaw } from "vue-router";

import type { Schemas } from "../../api/client";
import type { Tone } from "../../labels";
import { plusDays } from "../../ui/day";
import { shown } from "../../ui/exact";

export const views = { all: "全部", standing: "没有摘牌的", recheck: "90 天内应复核的", withdrawn: "已摘牌的" } as const;
export type View = keyof typeof views;

export interface Filter {
  batch: string;
  view: View;
}

/** The filter in an address; what is no filter counts as none. */
export function filterOf(query: LocationQuery): Filter {
  const view = String(query["view"] ?? "");
  return { batch: String(query["batch"] ?? ""), view: Object.hasOwn(views, view) ? (view as View) : "all" };
}

export function queryOf({ batch, view }: Filter): LocationQueryRaw {
  return { ...(batch !== "" && { batch }), ...(view !== "all" && { view }) };
}

/** How a title stands on a day, as sign and words. */
export function standing(award: Pick<Schemas["ShownAward"], "withdrawn" | "valid_until" | "recheck_on">, on: string): { tone: Tone; sign: string; words: string } {
  if (award.withdrawn !== "") return { tone: "bad", sign: "✗", words: `${award.withdrawn} 摘牌` };
  if (award.valid_until !== "" && on > award.valid_until) return { tone: "warn", sign: "！", words: "已过有效期" };
  if (award.recheck_on !== "" && plusDays(on, 90) >= award.recheck_on) return { tone: "warn", sign: "◷", words: on > award.recheck_on ? "复核已逾期" : "将到复核日" };
  return { tone: "good", sign: "✓", words: "有效" };
}

/** Points within a sentence: “ 106 ” or “约 91.66 ”. */
export function pointsOf(total: string): string {
  const words = shown(total);
  return words.startsWith("约") ? `${words} ` : ` ${words} `;
}

/** A day as certificates write it: 2026年7月8日. */
export function written(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${year}年${Number(month)}月${Number(date)}日`;
}

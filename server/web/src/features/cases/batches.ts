// Batches as a form has them, and in words.
import type { Schemas } from "../../api/client";
import type { Tone } from "../../labels";

type Batch = Schemas["Batch"];
export type BatchInput = Schemas["BatchInput"];

/** Whether stations may declare now. */
export function openWords(b: Pick<Batch, "closed" | "opens_on" | "closes_on">, today: string): { words: string; tone: Tone } {
  if (b.closed) return { words: "已结束", tone: "mute" };
  if (today < b.opens_on) return { words: `${b.opens_on} 开始申报`, tone: "open" };
  if (b.closes_on !== "" && today > b.closes_on) return { words: "申报已截止", tone: "warn" };
  return { words: "正在申报", tone: "good" };
}

/** A new batch of a region: what most bureaus want. */
export function blank(region: string, today: string): BatchInput {
  return {
    title: "", region, year: Number(today.slice(0, 4)), standard: "", opens_on: today, closes_on: "", closed: false,
    rules: { assessors: 2, blind: true, difference_limit: "0", allow_own_region: false, publicity_days: 0, quotas: [], lowest_grade: "", sample_size: 0 },
  };
}

/** A batch as it is changed. */
export function inputOf(b: Batch): BatchInput {
  const { title, region, year, standard, opens_on, closes_on, closed } = b;
  return { title, region, year, standard, opens_on, closes_on, closed, rules: structuredClone(b.rules) };
}

/** Items as they are typed: separated by anything that is no part of an id. */
export function itemsOf(text: string): string[] {
  return text.split(/[\s,，、;；]+/).filter((id) => id !== "");
}

/** Quotas of the grades that have one; an empty field is none, 0 is nobody. */
export function quotasOf(typed: Readonly<Record<string, number | "">>, grades: readonly string[]): Schemas["Quota"][] {
  return grades.flatMap((grade) => {
    const most = typed[grade];
    return typeof most === "number" ? [{ grade, most }] : [];
  });
}

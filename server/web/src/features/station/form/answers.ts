// What a form holds: answers by the path of their fact. An answer that is not there is not known,
// which is something else than "no".
import type { Schemas } from "../../../api/client";

export type Question = Schemas["Question"];
export type Group = Schemas["QuestionGroup"];
export type Form = Schemas["Form"];
export type Value = unknown;

/** Whether something was answered at all. */
export function answered(value: Value): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !(Array.isArray(value) && value.length === 0);
}

/** How many of a group's questions have an answer. */
export function count(group: Group, facts: Record<string, Value>): { done: number; all: number } {
  return { done: group.questions.filter((q) => answered(facts[q.path])).length, all: group.questions.length };
}

/** A form as it is sent: without what was left empty. */
export function sent(form: Form): Form {
  const facts: Record<string, unknown> = {};
  const backing: Record<string, string[]> = {};
  for (const [path, value] of Object.entries(form.facts)) {
    if (!answered(value)) continue;
    facts[path] = value;
    const ids = form.backing[path]?.filter((id) => id in form.sources);
    if (ids && ids.length > 0) backing[path] = ids;
  }
  return { ...form, facts, backing };
}

/** The next free id of a source: S1, S2, … */
export function nextSource(form: Form): string {
  for (let n = 1; ; n++) {
    if (!(`S${n}` in form.sources)) return `S${n}`;
  }
}

/** A number as a person typed it, with full-width digits and separators made plain; "" stays. */
export function typedNumber(text: string): number | string {
  const plain = text
    .trim()
    .replace(/[０-９．－]/g, (c) => (c === "．" ? "." : c === "－" ? "-" : String.fromCharCode(c.charCodeAt(0) - 0xfee0)))
    .replace(/,|，/g, "");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}

export const kindsOfSource: Record<string, string> = {
  document: "文件",
  photo: "照片",
  ledger: "台账",
  system: "系统记录",
  on_site: "现场",
  published: "公开材料",
};

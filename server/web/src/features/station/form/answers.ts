// What a form holds: answers by the path of their fact. An answer that is not there is not known,
// which is something else than "no".
import type { Schemas } from "../../../api/client";

/** A fact that is asked, or a member of the entries of a list. */
export type Question = Schemas["FormFact"];
export type Member = Schemas["FormValue"];
export interface Group {
  path: string;
  title: string;
  help: string;
  questions: Question[];
}
export type Form = Schemas["Form"];
export type Value = unknown;

/** Whether something was answered at all. A list without entries is an answer: there are none. */
export function answered(value: Value): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The sections of the evidence with the facts that some standard reads; what none reads is not asked. */
export function asked(sections: readonly Schemas["FormSection"][]): Group[] {
  return sections
    .map((s) => ({ path: s.path, title: s.path === "" ? "设备、制度和展示" : s.title, help: s.help, questions: s.facts.filter((f) => f.readers.length > 0 && !f.computed) }))
    .filter((g) => g.questions.length > 0);
}

/** Who reads a fact, a line for each standard: its name, and the items with their titles. */
export function readersOf(question: Question, names: ReadonlyMap<string, string>): { standard: string; items: string }[] {
  const items = new Map<string, string[]>();
  for (const reader of question.readers) {
    const words = reader.item === "" ? "选用哪套标准" : `${reader.item} ${reader.title}`;
    items.set(reader.standard, [...(items.get(reader.standard) ?? []), words]);
  }
  return [...items].map(([standard, words]) => ({ standard: names.get(standard) ?? standard, items: words.join("、") }));
}

/** How many of a group's questions have an answer. */
export function count(group: Group, facts: Record<string, Value>): { done: number; all: number } {
  return { done: group.questions.filter((q) => answered(facts[q.path])).length, all: group.questions.length };
}

/** A form as it is sent: without what was left empty. */
export function sent(form: Form): Form {
  const facts: Record<string, unknown> = {};
  const sources = Object.fromEntries(Object.entries(form.sources).filter(([, source]) => answered(source["title"])));
  const backing: Record<string, string[]> = {};
  for (const [path, held] of Object.entries(form.facts)) {
    const value = filled(held);
    if (!answered(value)) continue;
    facts[path] = value;
    const ids = form.backing[path]?.filter((id) => id in sources);
    if (ids && ids.length > 0) backing[path] = ids;
  }
  return { ...form, facts, backing, sources };
}

/** Whether a document or a photo says enough of itself to count: a day or a number. */
export function identified(members: Record<string, unknown>): boolean {
  return answered(members["date"]) || answered(members["number"]);
}

/** What is there of an answer that is not filled in to its end: lists lose their empty lines; undefined where nothing is left. */
function filled(value: Value): Value {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return identified(value as Record<string, unknown>) ? value : undefined;
  if (!Array.isArray(value) || value.length === 0) return value;
  const lines = value.flatMap((line: Value) => {
    if (typeof line !== "object" || line === null) return answered(line) ? [line] : [];
    const members = Object.entries(line).filter(([, member]) => answered(member));
    return members.length > 0 ? [Object.fromEntries(members)] : [];
  });
  return lines.length > 0 ? lines : undefined;
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

// Answers as people read them, and where two forms differ.
import { answered, type Form, type Question, type Value } from "./answers";

function member(value: Value): string {
  if (value === true) return "是";
  if (value === false) return "否";
  return value === undefined || value === null ? "" : String(value);
}

const documentWords: readonly [string, (text: string) => string][] = [
  ["title", (t) => `《${t.replace(/^《|》$/g, "")}》`],
  ["number", (t) => t],
  ["date", (t) => t],
  ["place", (t) => t],
  ["valid_until", (t) => `有效期至 ${t}`],
  ["file", (t) => `附件 ${t}`],
];

/** What was answered, on one line; "没有填报" where nothing was. */
export function wordsOf(question: Question, value: Value): string {
  if (value === false && (question.type === "document" || question.type === "photo")) return "没有";
  if (!answered(value)) return "没有填报";
  if (Array.isArray(value) && value.length === 0) return "一项也没有";
  if (Array.isArray(value)) return value.map((v) => entry(question, v)).join("；");
  if (typeof value === "object" && value !== null) {
    const members = value as Record<string, string>;
    return documentWords.flatMap(([name, words]) => (members[name] ? [words(members[name])] : [])).join("，") || "有，没有写明";
  }
  return `${member(value)}${question.unit && typeof value === "number" ? ` ${question.unit}` : ""}`;
}

function entry(question: Question, value: Value): string {
  if (typeof value !== "object" || value === null) return member(value);
  const members = value as Record<string, Value>;
  return question.members
    .flatMap((m) => {
      const text = member(members[m.path.slice(m.path.lastIndexOf(".") + 1)]);
      return text === "" ? [] : [`${m.title} ${text}${m.unit ? ` ${m.unit}` : ""}`];
    })
    .join("，");
}

/** The names of the files that a form refers to, each once. */
export function filesOf(form: Form): string[] {
  const holders = [...Object.values(form.facts), ...Object.values(form.sources)];
  const names = holders.flatMap((v) => (typeof v === "object" && v !== null && typeof (v as Record<string, unknown>)["file"] === "string" ? [(v as Record<string, string>)["file"] ?? ""] : []));
  return [...new Set(names.filter((n) => n !== ""))];
}

/** The paths whose answer, or what backs it, is not the same in both forms. */
export function differing(a: Form, b: Form): string[] {
  const paths = new Set([...Object.keys(a.facts), ...Object.keys(b.facts)]);
  const text = (form: Form, path: string) => (answered(form.facts[path]) ? canonical([form.facts[path], form.backing[path] ?? []]) : "");
  return [...paths].filter((path) => text(a, path) !== text(b, path));
}

/** A text that is the same for the same value, in whatever order its members are. */
function canonical(value: Value): string {
  return JSON.stringify(value, (_, v: unknown) =>
    typeof v === "object" && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => x.localeCompare(y))) : v,
  );
}

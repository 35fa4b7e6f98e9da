// The report as docs/report.schema.json has it: what the pages read of it. Points are exact text.
import type { Tone } from "../../labels";

export interface Span {
  certain: string;
  possible: string;
}

export interface Told {
  kind: string;
  text: string;
  count: string;
}

export interface Reference {
  id: string;
  title: string;
  number: string;
  date: string;
  issuer: string;
}

export interface Provenance {
  topic: string[];
  threshold: string;
  clause: string;
  references?: Reference[];
}

/** A person's answer to an item. */
export interface ReportFinding {
  source: string;
  outcome: string;
  points: string | null;
  shortfalls: { kind: string; count: number; text: string }[];
  reason: string;
  by: string;
  date: string;
  until: string;
}

export interface ReportItem {
  id: string;
  title: string;
  chapter: string;
  kind: "required" | "scored" | "bonus" | "deduction";
  draft: boolean;
  outcome: string;
  points: Span & { max: string; excluded: string };
  observations: string[];
  shortfalls: Told[];
  merits?: Told[];
  missing: string[];
  provenance: Provenance;
  text: string;
  methods: string[];
  fix: string;
  reason: string;
  source: string | null;
  check_outcome: string | null;
  findings: ReportFinding[];
  announced?: true;
  effective?: { from: string | null; to: string | null };
}

/** A signed line of the account; those of all lines add up to the certain total. */
export interface Entry {
  item: string | null;
  entry: string;
  points: string;
  text: string;
  chapter: string | null;
  max: string;
  rule: string;
}

export interface Gate {
  item: string | null;
  rule: string;
  state: "held" | "broken" | "unknown";
  text: string;
  chapter: string | null;
}

export interface GradeRule {
  grade: string;
  total_at_least: string | null;
  certain: boolean;
  possible: boolean;
  conditions: string[];
}

export interface Chapter {
  id: string;
  title: string;
  out_of: string | null;
  total: Span | null;
}

export interface Report {
  subject: { id: string; name: string; level: string; region: string; sample: boolean };
  standard: { id: string; edition: string; title: string; digest: string; draft: boolean };
  bundle: { digest: string; reporting_date: string };
  policies: { digest: string };
  out_of: string | null;
  total: Span | null;
  grade: { certain: string | null; possible: string | null };
  chapters: Chapter[];
  items: ReportItem[];
  ledger: Entry[];
  gates: Gate[];
  grading: GradeRule[];
  counts: Record<string, number>;
  notes: string[];
}

export interface ReportDocument {
  as_of: string;
  reports: Report[];
}

/** What may take points from an item, or give them: the lines of the account that explain its points. */
export function accountOf(report: Report, item: string): Entry[] {
  return report.ledger.filter((e) => e.item === item && (e.entry !== "earn" || e.text !== "符合"));
}

/** Where a topic or a number comes from, in words. */
function origin(source: string, references: readonly Reference[]): string {
  const [kind = "", rest = ""] = source.split(":", 2);
  if (source === "draft") return "本地草案";
  if (kind === "seed") return `基础资料 ${rest}`;
  if (kind === "public") return `公开资料 ${rest}`;
  const cited = kind === "doc" ? references.find((r) => r.id === rest) : undefined;
  if (!cited) return source;
  const mark = cited.number || cited.date;
  return (cited.title.startsWith("《") ? cited.title : `《${cited.title}》`) + (mark ? `（${mark}）` : "");
}

/** A remark with the sources it names, and what it calls a draft, as people know them. */
export function remark(text: string): string {
  return text
    .replaceAll(/ ?\b(public|seed):(\w+)/g, (_, kind: string, number: string) => `${kind === "public" ? "公开资料" : "基础资料"} ${number}`)
    .replaceAll(/ draft /g, "“本地草案”");
}

/** The origin of an item on one line; "" where none is given. */
export function provenanceWords(p: Provenance): string {
  const references = p.references ?? [];
  const parts = [];
  if (p.topic.length > 0) parts.push(`主题：${p.topic.map((t) => origin(t, references)).join("、")}`);
  if (p.threshold) parts.push(`数字：${origin(p.threshold, references)}`);
  if (p.clause) parts.push(p.clause);
  return parts.join("；");
}

/** Where the text of an item comes from, for a badge: a document, public material, or only our draft. */
export function provenanceBadge(p: Provenance, draft: boolean): { words: string; tone: Tone } {
  if (draft) return { words: "本地草案", tone: "warn" };
  if ([...p.topic, p.threshold].some((t) => t.startsWith("doc:"))) return { words: "正式文件", tone: "good" };
  return { words: "公开资料", tone: "mute" };
}

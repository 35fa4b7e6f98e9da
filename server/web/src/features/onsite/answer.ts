// An answer to one item as it is tapped, what it still lacks, and the forms in which it is sent and judged.
import type { Schemas } from "../../api/client";

type VisitItem = Schemas["VisitItem"];
type Finding = Schemas["Finding"];
type FindingInput = Schemas["FindingInput"];
type Counted = Schemas["Counted"];

export type Ruling = FindingInput["outcome"];

export interface Answer {
  outcome: Ruling | "";
  counts: Record<string, number>; // by kind of problem
  points: string; // only where the inspector gives them
  reason: string; // the note
  until: string;
  photos: string[]; // ids in the store of this device, or of attachments
}

export const emptyAnswer = (): Answer => ({ outcome: "", counts: {}, points: "", reason: "", until: "", photos: [] });

/** What the answer lacks before it can be sent, in words; "" where it is complete. */
export function lacks(item: VisitItem, answer: Answer): string {
  const reason = answer.reason.trim();
  const decided = ["satisfied", "not_satisfied", "not_applicable"].includes(item.check.outcome);
  switch (answer.outcome) {
    case "":
      return "还没有结论";
    case "not_applicable":
      return reason ? "" : "请写明不适用的理由";
    case "waived":
      return reason && answer.until ? "" : "请写明豁免的理由和截止日";
    case "satisfied":
    case "not_satisfied":
  }
  if (answer.points !== "") {
    const fault = pointsFault(item, answer.points);
    if (fault) return fault;
    if (!reason) return "酌情给分请写明理由";
  }
  if (answer.outcome === "not_satisfied") {
    if (item.discretion && item.deductions.length === 0 && answer.points === "") return `请给分，${rangeWords(item.discretion)}`;
    if (!item.discretion && named(answer).length === 0 && item.check.outcome !== "not_satisfied") return "请点出是哪一处不符合";
    if (named(answer).length === 0 && !reason) return "请写明问题";
  }
  if (decided && answer.outcome !== item.check.outcome && !reason) return "与程序判定不同，请写明理由";
  if (answer.outcome === "satisfied" && item.check.shortfalls.length > 0 && !reason) return "程序查出了问题，判为符合请写明理由";
  return "";
}

export function rangeWords(range: Schemas["VisitRange"]): string {
  return range.steps.length > 0 ? `只可给 ${range.steps.join("、")} 分` : `${range.from} 至 ${range.to} 分`;
}

function pointsFault(item: VisitItem, points: string): string {
  const range = item.discretion;
  if (!range) return "这一条的得分由规则计算，请删去所填的分";
  if (!/^-?\d+(\.\d+)?$/.test(points)) return `得分“${points}”不是数`;
  const given = Number(points);
  const listed = range.steps.length === 0 || range.steps.some((step) => Number(step) === given);
  return listed && given >= Number(range.from) && given <= Number(range.to) ? "" : `得分不在范围内：${rangeWords(range)}`;
}

const named = (answer: Answer) => Object.entries(answer.counts).filter(([, n]) => n > 0);

function shortfalls(item: VisitItem, answer: Answer): Schemas["CountedShortfall"][] {
  if (answer.outcome !== "not_satisfied") return [];
  return named(answer).map(([kind, count]) => {
    const words = item.deductions.find((d) => d.kind === kind)?.words ?? "问题";
    return { kind, count, text: answer.reason.trim() ? `${words}：${answer.reason.trim()}` : words };
  });
}

/** The answer as it is sent; number is how many of this person the server has. */
export function inputOf(item: VisitItem, answer: Answer, number: number, made_at: string, photos: string[]): FindingInput {
  if (answer.outcome === "") throw new Error("an answer without an outcome is not sent");
  return {
    outcome: answer.outcome, points: answer.points || undefined, shortfalls: shortfalls(item, answer), reason: answer.reason.trim(),
    photos, until: answer.until, number, made_at,
  };
}

/** The answer as the engine reads it. */
export function countedOf(item: VisitItem, answer: Answer, source: Counted["source"], by: string, date: string): Counted {
  if (answer.outcome === "") throw new Error("an answer without an outcome is not judged");
  return {
    item: item.id, source, outcome: answer.outcome, points: answer.points, shortfalls: shortfalls(item, answer),
    reason: answer.reason.trim(), by, date, until: answer.until,
  };
}

/** What the server has, as it would be tapped. */
export function answerOf(finding: Finding): Answer {
  const counts: Record<string, number> = {};
  for (const s of finding.shortfalls ?? []) counts[s.kind] = (counts[s.kind] ?? 0) + Math.max(1, s.count);
  return {
    outcome: finding.outcome, counts, points: finding.points, reason: finding.reason, until: finding.until, photos: finding.photos ?? [],
  };
}

/** Whether what the server has says what was sent: then an answer of the server that was lost is made up for. */
export function sameAs(input: FindingInput, finding: Finding): boolean {
  const shape = (f: FindingInput | Finding) =>
    JSON.stringify([
      f.outcome, f.points ?? "", f.reason ?? "", f.until ?? "",
      (f.shortfalls ?? []).map((s) => [s.kind, s.count, s.text]).sort(), [...(f.photos ?? [])].sort(),
    ]);
  return shape(input) === shape(finding);
}

/** The day in China on which something happened. */
export const dayOf = (at: string) => new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 10);

// What the worker with the engine is asked and tells, and how a total is come to in spite of an answer
// that does not count.
import type { Schemas } from "../../api/client";

export type Judging = Schemas["Judging"];
export type Counted = Schemas["Counted"];

/** What a case is judged on, sent once; findings and day change. */
export interface Ground {
  sets: string; // the archive that came with the visit, in base64
  judging: Judging;
}

/** What changes while a visit is under way. */
export interface Now {
  as_of: string;
  findings: Counted[];
}

export type Question =
  | { kind: "ground"; ground: Ground }
  | { kind: "verdict"; now: Now }
  | { kind: "report" }
  | { kind: "verify"; note: string; key: string };

export interface Asked {
  id: number;
  question: Question;
}

export interface Told {
  id: number;
  answer?: unknown;
  broken?: string; // why there is none
}

/** What a report says of the whole, and which answers do not count. */
export interface Verdict {
  standard: string; // digests of what was judged by
  policies: string;
  total: { certain: string; possible: string } | null;
  grade: { certain: string | null; possible: string | null };
  faults: Record<string, string>; // by item, in the engine's words
}

/** What the engine says to one case: a report as text, or why there is none. */
export type Assess = (judging: Judging) => { report: string; error: string };

interface Report {
  standard: { digest: string };
  policies: { digest: string };
  total: Verdict["total"];
  grade: Verdict["grade"];
}

/** Judges; answers that the engine refuses are left out and told, so that one of them does not hide the total. */
export function verdictOf(assess: Assess, judging: Judging, good: Set<string>): Verdict {
  let told = assess(judging);
  const faults: Record<string, string> = {};
  if (told.error !== "") {
    const kept: Counted[] = [];
    for (const finding of judging.findings) {
      const alone = good.has(JSON.stringify(finding)) ? "" : assess({ ...judging, findings: [finding] }).error;
      if (alone === "") kept.push(finding);
      else faults[finding.item] = alone;
    }
    told = assess({ ...judging, findings: kept });
    if (told.error !== "") throw new Error(told.error);
  } else for (const finding of judging.findings) good.add(JSON.stringify(finding));
  const report = (JSON.parse(told.report) as { reports: Report[] }).reports[0];
  if (!report) throw new Error("计分没有给出结果");
  const { standard, policies, total, grade } = report;
  return { standard: standard.digest, policies: policies.digest, total, grade, faults };
}

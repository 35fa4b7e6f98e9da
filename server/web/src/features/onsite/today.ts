// What is asked of an assessor: visits to make, signatures that are missing, differences to settle.
import { api, told, type Schemas } from "../../api/client";
import { stages } from "../../labels";
import type { Taken } from "./store";

export interface Line {
  id: string;
  name: string;
  stage: string;
  day: string; // planned
  mine: boolean; // signed by this person, as the server told last
  others: number; // assessors who have not signed yet, beside this person
  apart: number; // differences that nobody has settled
  active: boolean; // visits are recorded at this stage
  done: boolean; // nothing is asked of an assessor any more
}

const active = ["onsite", "review"];
const during = [...active, "rectify", "decided"];

/** A case as the list shows it, from what the server tells. */
export function lineOf(
  person: string, c: Pick<Schemas["Case"], "id" | "stage">, name: string, tasks: readonly Schemas["Assignment"][], differences: readonly Schemas["Difference"][],
): Line {
  const source = c.stage === "review" ? "review" : "on_site";
  const now = tasks.filter((t) => t.source === source);
  const own = now.find((t) => t.person_id === person);
  return {
    id: c.id, name, stage: stages[c.stage] ?? c.stage, day: own?.visit_on ?? "", mine: !!own?.signed_at,
    others: now.filter((t) => t.person_id !== person && !t.signed_at).length, apart: differences.filter((d) => !d.settled).length,
    active: active.includes(c.stage), done: !during.includes(c.stage),
  };
}

/** What is asked next, in words; "" for nothing. */
export function askedOf(line: Line): string {
  if (!line.active) return "";
  if (!line.mine) return "还要核查并签字";
  if (line.others > 0) return `等其他 ${line.others} 名核查员签字`;
  if (line.apart > 0) return `有 ${line.apart} 条分歧待商定`;
  return "";
}

/** The cases of a person, those of which something is asked first. */
export async function linesOf(person: string): Promise<Line[]> {
  const { items } = (await told(api.GET("/cases", { params: { query: { assigned: true, limit: 200 } } }))).data;
  return Promise.all(items.map((c) => line(person, c)));
}

async function line(person: string, c: Schemas["CaseRow"]): Promise<Line> {
  if (!during.includes(c.stage)) return lineOf(person, c, c.station_name, [], []);
  const tasks = (await told(api.GET("/cases/{id}/assignments", { params: { path: { id: c.id } } }))).data.items;
  const bare = lineOf(person, c, c.station_name, tasks, []);
  if (!bare.active || !bare.mine || bare.others > 0) return bare;
  const differences = (await told(api.GET("/cases/{id}/differences", { params: { path: { id: c.id } } }))).data.items;
  return lineOf(person, c, c.station_name, tasks, differences);
}

/** What is known of a visit on this device while the server cannot be asked. */
export function lineHere(taken: Taken): Line {
  const { visit } = taken;
  return {
    ...lineOf(taken.person, visit.case, visit.station.name, [], []), day: visit.assignment.visit_on, mine: taken.signed_at !== "",
    others: visit.assessors.filter((a) => a.person_id !== taken.person && !a.signed_at).length,
  };
}

/** Those planned first come first; those without a day last. */
export const byDay = (a: Line, b: Line) => (a.day || "9999").localeCompare(b.day || "9999") || a.name.localeCompare(b.name, "zh");

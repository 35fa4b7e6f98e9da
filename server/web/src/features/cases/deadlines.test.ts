import { describe, expect, it } from "vitest";

import type { Schemas } from "../../api/client";
import { grouped, type Urgent } from "./deadlines";

const row = (id: string, stage: string, due_on: string, rectify_by = "") => ({ id, stage, due_on, rectify_by, station_name: `站${id}` }) as Schemas["CaseRow"];
const ids = (group: Urgent[]) => group.map((u) => u.row.id).join("");

describe("期限和整改", () => {
  const today = "2026-07-12";

  it("逾期的、十四天内到期的、以后的分开，最急的在前", () => {
    const g = grouped([row("a", "onsite", "2026-07-26"), row("b", "declared", "2026-07-11"), row("c", "initial", "2026-07-01"), row("d", "rectify", "2026-07-27"), row("e", "onsite", "2026-07-12")], today);
    expect([ids(g.late), ids(g.soon), ids(g.later)]).toEqual(["cb", "ea", "d"]);
  });

  it("整改事项的期限早于整改阶段的期限，按早的算", () => {
    const g = grouped([row("a", "rectify", "2026-09-01", "2026-07-10")], today);
    expect([ids(g.late), g.late[0]?.on]).toEqual(["a", "2026-07-10"]);
  });

  it("别的阶段不看整改事项；没有期限的不列", () => {
    const g = grouped([row("a", "kept", "2028-07-01", "2026-07-10"), row("b", "decided", "")], today);
    expect([ids(g.late), ids(g.later)]).toEqual(["", "a"]);
  });

  it("公示期满不是逾期，两次查到的只列一次", () => {
    const g = grouped([row("a", "publicity", "2026-07-10"), row("a", "publicity", "2026-07-10"), row("b", "publicity", "2026-07-12")], today);
    expect([ids(g.late), ids(g.ripe), ids(g.soon)]).toEqual(["", "a", "b"]);
  });
});

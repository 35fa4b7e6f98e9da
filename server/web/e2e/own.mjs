// A standard that is not built in, of as many items as wanted, and a case to be visited under it.

// Yes-or-no facts of different rooms; every item asks for one of them.
const facts = [
  "head.appointed", "budget.in_local_budget", "assessment.included_this_year", "premises.fixed", "premises.accessible", "sign.priority",
  "zone.service", "zone.talk", "zone.talk_private", "zone.office", "zone.honor", "room.archive", "room.archive_keeper", "security.masked",
];
const methods = ["[examine]", "[inspect]", "[inspect]", "[inspect, interview]", "[system]", "[sample]"];

/** The files of a standard of n items in chapters of ten, one point each. */
export function ownStandard(id, n) {
  const chapters = Math.ceil(n / 10);
  const files = {
    "standard.yaml": `id: ${id}
edition: "1"
title: 自拟标准（${n} 条，虚构）
issuer: 示例县退役军人事务局（虚构）
draft: true
note: 虚构的标准，只用于测试。
sources: [draft]
scope: {kind: station, levels: [town]}
in_force: {from: 2020-01-01}
points: ${n}
items: ${n}
rounding: {mode: exact}
absence: {rebase: sheet}
grades:
  - {name: 达标, total: ${Math.ceil(n * 0.8)}}
  - {name: 未达标}
process: {rectification_days: 60, provenance: draft}
`,
  };
  for (let c = 0; c < chapters; c++) {
    const letter = String.fromCharCode(65 + c);
    const here = Math.min(10, n - c * 10);
    const items = Array.from({ length: here }, (_, i) => {
      const k = c * 10 + i;
      return `  - id: ${letter}${String(i + 1).padStart(2, "0")}
    title: 自拟条目 ${k + 1}
    text: 服务站落实第 ${k + 1} 项要求，现场看得到，有人说得清。
    points: 1
    methods: ${methods[k % methods.length]}
    check: all_yes
    facts: {each: [${facts[k % facts.length]}]}
    rubric: 看原件，问一名工作人员。
    provenance: {topic: [draft], threshold: draft}
`;
    });
    files[`${String(c + 1).padStart(2, "0")}-part.yaml`] = `chapter: ${letter}\ntitle: 第 ${c + 1} 部分\nbasis: draft\npoints: ${here}\nitems:\n${items.join("")}`;
  }
  return files;
}

/** Publishes the standard and opens a case under it for the first assessor; gives the case's id. */
export async function caseUnder(world, id, n) {
  const { admin, bureau, clerk, first } = world.people;
  const one = await admin.open(`${id}-a`, "作者甲", { role: "author", region: "" });
  const other = await admin.open(`${id}-b`, "作者乙", { role: "author", region: "" });
  const { set } = (await one.ask("POST", "/sets", { files: ownStandard(id, n), note: "测试" })).data;
  await other.ask("POST", `/sets/${set.id}/approve`, {}, '"1"');
  const rules = {
    assessors: 1, blind: false, difference_limit: "0", allow_own_region: true, publicity_days: 5, quotas: [], lowest_grade: "", sample_size: 0,
  };
  const batch = (
    await bureau.ask("POST", "/batches", { title: "自拟标准试评", region: "330499000000", year: 2026, standard: id, opens_on: "2026-01-01", rules })
  ).data;
  const made = (await bureau.ask("POST", `/batches/${batch.id}/cases`, { stations: [world.station] })).data.items[0].id;
  await clerk.step(made, "declare");
  await bureau.step(made, "accept");
  await bureau.step(made, "admit");
  await bureau.ask("POST", `/cases/${made}/assignments`, { person_id: first.id, lead: true, visit_on: new Date().toISOString().slice(0, 10) });
  return made;
}

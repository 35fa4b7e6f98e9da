// The words of a standard's codes, and what a reader makes of its parts.
import type { Schemas } from "../../api/client";

type Item = Schemas["Requirement"];
type Use = Schemas["CheckUse"];

/** Kinds of subject that standards are for. */
export const kinds: Record<string, string> = {
  station: "服务中心（站）",
  home: "老兵之家",
  county_system: "县域体系",
  person: "个人",
  liaison: "专职联络员",
};

/** Facts by path, as people call them. */
export type Titles = ReadonlyMap<string, string>;

/** Everything of an item that is worth finding, in lower case. */
export function findable(item: Item, titles: Titles): string {
  const parts = [item.id, item.title, item.text, item.note, item.rubric, item.fix, item.provenance, item.class];
  for (const use of item.checks) parts.push(use.title, use.check, ...use.settings);
  for (const path of item.facts) parts.push(path, titles.get(path) ?? "");
  return parts.join("\n").toLowerCase();
}

/** The chapters with the items in which every word of the query stands; those without any are left out. */
export function matching(chapters: readonly Schemas["StandardChapter"][], query: string, titles: Titles): Schemas["StandardChapter"][] {
  const words = query.toLowerCase().split(/\s+/).filter((w) => w !== "");
  if (words.length === 0) return [...chapters];
  return chapters
    .map((c) => ({ ...c, items: c.items.filter((i) => words.every((w) => findable(i, titles).includes(w))) }))
    .filter((c) => c.items.length > 0);
}

/** What a case gives, with the item's own facts in the place of the check's roles. */
export function given(example: Schemas["CheckCase"], use: Use, titles: Titles): string {
  const facts = example.given.map(({ role, value }, i) => {
    const before = example.given.slice(0, i).filter((g) => g.role === role).length;
    const several = example.given.filter((g) => g.role === role).length > 1;
    return `${several ? `第 ${before + 1} 项` : roleTitle(role, use, titles)}：${said(value)}`;
  });
  const settings = example.settings.length > 0 ? [`要求 ${example.settings.join("，")}`] : [];
  return [...settings, ...(facts.length > 0 ? facts : ["没有填"])].join("；");
}

function roleTitle(role: string, use: Use, titles: Titles): string {
  const paths = use.facts.find((f) => f.role === role)?.paths ?? [];
  const [first] = paths;
  if (first === undefined) return "另一项事实";
  return paths.length > 1 ? "其中一项" : (titles.get(first) ?? first);
}

function said(value: string): string {
  if (value === "true") return "是";
  if (value === "false") return "否";
  return value === "" ? "空" : value;
}

export type Basis = "draft" | "document" | "public";

/** What kind of text an item rests on. */
export function basis(item: Item): Basis {
  if (item.draft) return "draft";
  return /《[^》]+》/.test(item.provenance) ? "document" : "public";
}

/** How many stations of a batch there are of each kind at an item. */
export interface Standing {
  n: number;
  kept: number;
  lost: number;
  open: number;
}

export function standing(heat: Schemas["HeatItem"]): Standing {
  return { n: heat.sheet, lost: heat.lost, open: heat.open, kept: heat.sheet - heat.lost - heat.open };
}

/** A share in whole percent; none of none is none. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}

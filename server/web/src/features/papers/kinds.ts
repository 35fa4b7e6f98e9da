// The documents that leave the house: what each is, for whom, and what has to be said for it.
import type { Schemas } from "../../api/client";

export type Kind = Schemas["ExportInput"]["kind"];
export type Format = NonNullable<Schemas["ExportInput"]["format"]>;
export type Paper = Schemas["PaperInput"];

export interface Field {
  name: keyof Paper;
  label: string;
  type: "text" | "date" | "number";
  hint?: string;
  most?: number;
}

export interface KindOf {
  kind: Kind;
  title: string;
  what: string;
  /** The same of one case. */
  one?: string;
  /** Of a batch or region, the usual one first. */
  formats: readonly Format[];
  /** Of one case; none where there is no such. */
  single: readonly Format[];
  fields: readonly Field[];
}

const bureau: Field = { name: "bureau", label: "主管部门（落款）", type: "text", most: 60, hint: "写全称；在批次里设好以后，这里可以不填" };
const date: Field = { name: "date", label: "成文日期", type: "date", hint: "空着就留空白，印发时再填" };

export const kinds: readonly KindOf[] = [
  {
    kind: "notice", title: "通报（代拟稿）", formats: ["docx"], single: [],
    what: "各等级几个、排名、丢分最多的条目，按公文格式排好的草稿。给办公室改定后印发各乡镇。",
    fields: [
      bureau,
      { name: "letterhead", label: "发文机关标志", type: "text", most: 60, hint: "空着就不用红头" },
      { name: "prefix", label: "机关代字", type: "text", most: 30, hint: "空着就没有发文字号" },
      { name: "serial", label: "发文序号", type: "number", hint: "空着就留空白" },
      { name: "addressee", label: "主送机关", type: "text", most: 200 },
      { name: "deadline", label: "整改期限", type: "date" },
      date,
    ],
  },
  {
    kind: "publicity", title: "公示名单", formats: ["docx", "xlsx", "html"], single: [],
    what: "正在公示的单位和等级，不含个人信息、不排名次。张贴在公示栏、挂到政府网站。",
    fields: [
      bureau,
      { name: "contact", label: "异议受理方式", type: "text", most: 200, hint: "部门、地址、办公电话；不要写个人手机号；在批次里设好以后，这里可以不填" },
      { name: "opens", label: "公示开始日", type: "date", hint: "空着就按评定件" },
      { name: "closes", label: "公示截止日", type: "date", hint: "空着就按评定件" },
      date,
    ],
  },
  { kind: "ranking", title: "汇总排名", formats: ["xlsx"], single: [], fields: [bureau], what: "全部单位的名次、得分、等级和名额占用，一张 Excel 表。给局里开会定等级用。" },
  { kind: "problems", title: "问题清单", formats: ["xlsx", "docx"], single: ["xlsx", "docx"], fields: [bureau], what: "每个单位每一条差在哪里、丢了几分。发给各站对照着改。", one: "每一条差在哪里、丢了几分，对照着改。" },
  { kind: "rectification", title: "整改台账", formats: ["xlsx", "docx"], single: ["xlsx", "docx"], fields: [bureau], what: "问题、措施、责任人、期限和验收情况。给局里盯整改进度用，也可发给站里。", one: "问题、措施、责任人、期限和验收情况。" },
  { kind: "sheets", title: "评分表", formats: ["zip"], single: ["xlsx"], fields: [], what: "每个单位一份填好分的评分表（Excel），打成一个压缩包。存档，或作通报的附件。", one: "填好分的评分表，存档用。" },
  { kind: "certificate", title: "命名证书", formats: ["zip"], single: ["docx"], fields: [], what: "已命名单位的证书（Word，带二维码），打成一个压缩包。打印后发给各站。", one: "命名后的证书（Word，带二维码），打印用。" },
  { kind: "stations", title: "单位名单", formats: ["xlsx", "csv"], single: [], fields: [], what: "区划内登记的单位，可以改好再导入。核对名册用，和批次无关。" },
];

export const formats: Record<Format, string> = { docx: "Word（docx）", xlsx: "Excel（xlsx）", html: "网页（html）", csv: "CSV", zip: "压缩包（zip）" };

export function kindOf(kind: string): KindOf | undefined {
  return kinds.find((k) => k.kind === kind);
}

/** What the person has written, of what the kind asks for. */
export function paperOf(kind: KindOf, typed: Readonly<Record<string, string>>): Paper | undefined {
  const paper: Record<string, string | number> = {};
  for (const { name, type } of kind.fields) {
    const text = (typed[name] ?? "").trim();
    if (text !== "") paper[name] = type === "number" ? Number(text) : text;
  }
  return Object.keys(paper).length > 0 ? (paper as Paper) : undefined;
}

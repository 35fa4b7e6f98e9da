// What publicity says in sentences.
import type { Schemas } from "../../api/client";
import type { Tone } from "../../labels";

/** The last day of publicity of all these stations; empty where none is known. */
export function lastDay(stations: readonly { until: string }[]): string {
  return stations.reduce((last, s) => (s.until > last ? s.until : last), "");
}

/** How and until when somebody may object; on is today. */
export function objecting(batch: Pick<Schemas["PublicBatch"], "bureau" | "contact">, until: string, on: string): string {
  const whom = batch.bureau === "" ? "组织评定的部门" : batch.bureau;
  const when = until === "" ? "公示期内" : `各单位的公示截止日以前（最晚 ${until}）`;
  const how = batch.contact === "" ? "受理方式没有在这里公布，请向当地退役军人事务部门询问。" : `受理方式：${batch.contact.replace(/[。；;.]+$/, "")}。`;
  if (until !== "" && on > until) return `公示期已于 ${until} 届满，还没有命名。仍有异议的，请尽快向${whom}反映，写明依据。${how}`;
  return `对名单有异议的，请在${when}向${whom}反映，写明依据。${how}`;
}

/** How a title stands on a day. */
export function stateOf(s: Pick<Schemas["PublicStation"], "state" | "until" | "withdrawn">, on: string): { tone: Tone; sign: string; words: string } {
  if (s.state === "withdrawn") return { tone: "bad", sign: "✗", words: `${s.withdrawn} 摘牌` };
  if (s.until !== "" && on > s.until) return { tone: "warn", sign: "！", words: "已过有效期" };
  return { tone: "good", sign: "✓", words: "有效" };
}

// Jobs in words.
import type { Schemas } from "../../api/client";
import type { Tone } from "../../labels";
import { kindOf } from "./kinds";

export type Job = Schemas["Job"];

export const states: Record<Job["state"], { title: string; sign: string; tone: Tone }> = {
  waiting: { title: "排队中", sign: "◌", tone: "open" },
  running: { title: "办理中", sign: "…", tone: "open" },
  done: { title: "已办好", sign: "✓", tone: "good" },
  failed: { title: "没办成", sign: "✗", tone: "bad" },
  cancelled: { title: "已取消", sign: "—", tone: "mute" },
};

export function ended(job: Pick<Job, "state">): boolean {
  return job.state === "done" || job.state === "failed" || job.state === "cancelled";
}

interface Args {
  kind?: string;
  batch_id?: string;
  case_id?: string;
  region?: string;
}

/** What a job was asked to do; nothing is known of one whose arguments cannot be read. */
export function argsOf(job: Pick<Job, "args">): Args {
  try {
    const found: unknown = JSON.parse(job.args);
    return typeof found === "object" && found !== null ? (found as Args) : {};
  } catch {
    return {};
  }
}

/** What a job is called: the document and of what, or what is scored anew. */
export function titleOf(job: Pick<Job, "kind" | "args" | "name" | "region">, batches: ReadonlyMap<string, string>, regions: ReadonlyMap<string, string>): string {
  const place = (code: string) => (code === "" ? "全国" : (regions.get(code) ?? code));
  if (job.kind === "score") return `重新计分：${place(job.region)}`;
  if (job.kind !== "export") return "后台任务";
  if (job.name !== "") return job.name;
  const { kind = "", batch_id = "", case_id = "", region = "" } = argsOf(job);
  const title = kindOf(kind)?.title ?? "文书";
  if (kind === "stations") return `${title}：${place(region)}`;
  if (case_id !== "") return `${title}：一个单位`;
  return `${title}：${batches.get(batch_id) ?? "批次"}${region === "" || region === job.region ? "" : `，${place(region)}`}`;
}

/** How far a job is, in words; empty once it has ended. */
export function progress(job: Pick<Job, "state" | "done" | "total" | "cancel">): string {
  if (ended(job)) return "";
  if (job.cancel) return "正在停下…";
  if (job.state === "waiting") return "前面的办完就开始";
  return job.total === 0 ? `已办 ${job.done} 项` : `已办 ${job.done} 项，共 ${job.total} 项`;
}

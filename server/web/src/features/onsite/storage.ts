// The room that this device has for what is recorded, in words.
import { Problem } from "../../api/client";
import type { OnsiteStore, Taken } from "./store";

/** A fault of the browser's database as a person is told of it. */
export function storageProblem(fault: unknown): Problem {
  const names = [fault, (fault as { inner?: unknown } | null)?.inner].map((e) => (e instanceof Error || e instanceof DOMException ? e.name : ""));
  if (names.includes("QuotaExceededError")) {
    return new Problem(0, "storage", "手机的存储空间满了，刚才这一处没有存上。请先别关页面：删掉不用的照片或应用，或把“今日核查”里已办完的核查包从本机删除，再改一下这一处");
  }
  if (fault instanceof Problem) return fault;
  return new Problem(0, "storage", "浏览器没有把刚才这一处存上。请先别关页面，把这一处再改一下；还不行就把内容抄下来，重新打开浏览器");
}

export interface Room {
  used: string;
  free: string;
  lasting: boolean; // the browser will not clear it by itself
}

const megabytes = (bytes: number) => (bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`);

/** What is used and free here; nothing where the browser does not tell. */
export async function roomHere(): Promise<Room | undefined> {
  if (!("storage" in navigator)) return undefined;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { used: megabytes(usage), free: megabytes(Math.max(0, quota - usage)), lasting: await navigator.storage.persisted() };
}

/** What is kept of a visit and was not sent yet: answers, a signature. */
export async function unsent(db: OnsiteStore, key: string): Promise<number> {
  const answers = await db.answers.where("visit").equals(key).filter((a) => a.state !== "sent").count();
  return answers + (await db.signatures.where("visit").equals(key).count());
}

/** Takes a visit off this device once all of it was sent; tells how many photos went with it. */
export async function clear(db: OnsiteStore, taken: Taken): Promise<number> {
  const { key } = taken;
  return db.transaction("rw", [db.visits, db.answers, db.looked, db.photos, db.thumbnails, db.signatures], async () => {
    if ((await unsent(db, key)) > 0) throw new Problem(0, "unsent", "还有没上传的评定或签名，先不能从本机删除；请联网上传完再删");
    const photos = (await db.photos.where("visit").equals(key).count()) + (await db.thumbnails.where("visit").equals(key).count());
    for (const table of [db.answers, db.looked, db.photos, db.thumbnails]) await table.where("visit").equals(key).delete();
    await db.visits.delete(key);
    return photos;
  });
}

// Taking a visit along: the package, small pictures of the station's photos, and the engine.
import { engine } from "virtual:engine";

import { api, told } from "../../api/client";
import { answerOf, lacks, sameAs, inputOf } from "./answer";
import { itemKey, visitKey, type Finding, type OnsiteStore, type Recorded, type Taken, type Visit } from "./store";

/** Downloads all that a visit needs and keeps it. What was recorded here and is not sent yet stays. */
export async function takeAlong(db: OnsiteStore, person: string, caseId: string, now: string, step: (words: string) => void): Promise<void> {
  step("正在下载核查包…");
  const { data } = await told(api.GET("/cases/{id}/visit", { params: { path: { id: caseId } } }));
  await keep(db, person, data, now);
  const pictures = data.files.filter((f) => f.type === "jpeg" || f.type === "png");
  for (const [i, file] of pictures.entries()) {
    step(`正在下载照片 ${i + 1}/${pictures.length}…`);
    if (await db.thumbnails.get(file.id)) continue;
    const picture = await told(
      api.GET("/attachments/{id}", { params: { path: { id: file.id }, query: { form: "thumbnail" } }, parseAs: "blob" }),
    );
    await db.thumbnails.put({ id: file.id, visit: visitKey(person, caseId), picture: picture.data as unknown as Blob });
  }
  if (engine) {
    step("正在下载离线计分（约 9 MB，只下一次）…");
    await keepEngine();
  }
  await navigator.storage?.persist?.();
  step("");
}

/** Keeps the engine of this version, and no other. */
async function keepEngine(): Promise<void> {
  const cache = await caches.open("engine");
  for (const kept of await cache.keys()) if (new URL(kept.url).pathname !== engine) await cache.delete(kept);
  if (!(await cache.match(engine))) await cache.add(engine);
}

/** Keeps a package and merges what the server has with what is recorded here, item by item. */
export async function keep(db: OnsiteStore, person: string, visit: Visit, now: string): Promise<void> {
  const key = visitKey(person, visit.case.id);
  await db.transaction("rw", db.visits, db.answers, db.looked, async () => {
    const taken: Taken = { key, person, case_id: visit.case.id, taken_at: now, visit, signed_at: visit.assignment.signed_at ?? "" };
    await db.visits.put(taken);
    for (const finding of visit.findings) {
      const mine = await db.answers.get(itemKey(key, finding.item));
      await db.answers.put(merged(key, finding, mine, visit));
      await db.looked.put({ key: itemKey(key, finding.item), visit: key });
    }
  });
}

/** What becomes of an answer of ours when the server tells its own. Nothing that is not sent is lost. */
export function merged(visitKeyed: string, finding: Finding, mine: Recorded | undefined, visit: Visit): Recorded {
  const theirs: Recorded = {
    key: itemKey(visitKeyed, finding.item), visit: visitKeyed, item: finding.item, answer: answerOf(finding), state: "sent",
    edit: (mine?.edit ?? 0) + 1, base: finding.number, made_at: finding.made_at, words: "",
  };
  if (!mine || mine.state === "sent" || mine.base >= finding.number) return mine && mine.base >= finding.number && mine.state !== "sent" ? mine : theirs;
  const item = visit.sheet.find((i) => i.id === finding.item);
  if (item && lacks(item, mine.answer) === "") {
    const input = inputOf(item, mine.answer, finding.number - 1, mine.made_at, mine.answer.photos);
    if (sameAs(input, finding)) return theirs;
  }
  return { ...mine, state: "conflict", theirs: finding };
}

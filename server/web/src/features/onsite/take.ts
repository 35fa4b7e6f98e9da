// Taking a visit along: the package, small pictures of the station's photos, and the engine.
import { engine } from "virtual:engine";

import { api, Problem, told } from "../../api/client";
import { answerOf, lacks, sameAs, inputOf } from "./answer";
import { heard, now } from "./clock";
import { startEngine } from "./engine";
import { sealOf } from "./seal";
import { itemKey, visitKey, type Finding, type OnsiteStore, type Recorded, type Taken, type Visit } from "./store";

/** Downloads all that a visit needs and keeps it. What was recorded here and is not sent yet stays. */
export async function takeAlong(db: OnsiteStore, person: string, caseId: string, step: (words: string) => void): Promise<void> {
  if (!isSecureContext) throw new Problem(0, "insecure", "这个地址不是加密的（https），浏览器不许离线使用，不能带走；请管理员给服务器配上证书，或联网直接在线核查");
  try {
    step("正在下载核查包…");
    const asked = await api.GET("/cases/{id}/visit", { params: { path: { id: caseId } } });
    heard(asked.response.headers.get("Date"));
    const { data } = await told(Promise.resolve(asked));
    const keys = (await told(api.GET("/public/keys", { parseAs: "text" }))).data as unknown as string;
    if (engine) {
      step("正在下载离线计分（约 9 MB，只下一次）…");
      await keepEngine();
    }
    step("正在核对签名…");
    await checkSeal(data, keys);
    await keep(db, person, data, now().toISOString(), keys);
    await takePictures(db, visitKey(person, caseId), data, step);
    await navigator.storage?.persist?.();
  } finally {
    step("");
  }
}

/** Refuses a package that is not what the server signed. */
async function checkSeal(visit: Visit, keys: string): Promise<void> {
  const worker = startEngine();
  try {
    const seal = await sealOf(visit, keys, worker.verify);
    if (seal.state === "broken") throw new Problem(0, "seal", seal.words);
  } finally {
    worker.end();
  }
}

/** Small pictures of the station's photos. */
async function takePictures(db: OnsiteStore, key: string, visit: Visit, step: (words: string) => void): Promise<void> {
  const pictures = visit.files.filter((f) => f.type === "jpeg" || f.type === "png");
  for (const [i, file] of pictures.entries()) {
    step(`正在下载照片 ${i + 1}/${pictures.length}…`);
    if (await db.thumbnails.get(file.id)) continue;
    const picture = await told(
      api.GET("/attachments/{id}", { params: { path: { id: file.id }, query: { form: "thumbnail" } }, parseAs: "blob" }),
    );
    await db.thumbnails.put({ id: file.id, visit: key, picture: picture.data as unknown as Blob });
  }
}

/** Keeps the engine of this version, and no other. */
async function keepEngine(): Promise<void> {
  const cache = await caches.open("engine");
  for (const kept of await cache.keys()) if (new URL(kept.url).pathname !== engine) await cache.delete(kept);
  if (await cache.match(engine)) return;
  await cache.add(engine).catch((e: unknown) => {
    if (e instanceof TypeError) throw new Problem(0, "offline", "离线计分没有下载完；请在网络好一点的地方再点一次");
    throw e;
  });
}

/** Keeps a package and merges what the server has with what is recorded here, item by item. */
export async function keep(db: OnsiteStore, person: string, visit: Visit, at: string, keys: string): Promise<void> {
  const key = visitKey(person, visit.case.id);
  await db.transaction("rw", db.visits, db.answers, db.looked, async () => {
    const taken: Taken = { key, person, case_id: visit.case.id, taken_at: at, visit, keys, signed_at: visit.assignment.signed_at ?? "" };
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

// Sending what was recorded: item by item, photos first. The number of an answer tells whether another
// device came first; then both sides are kept and a person chooses.
import { api, Problem, told, type Schemas } from "../../api/client";
import { answerOf, inputOf, lacks, sameAs } from "./answer";
import { heard } from "./clock";
import type { Finding, OnsiteStore, Recorded, Taken } from "./store";

const patience = 30_000; // with poor reception it is tried again rather than waited for

/** The server, as far as sending needs it; throws Problem. */
export interface Post {
  photo(caseId: string, name: string, picture: Blob): Promise<string>;
  finding(caseId: string, item: string, input: Schemas["FindingInput"]): Promise<Finding>;
  sign(caseId: string, drawing: string): Promise<Schemas["Assignment"]>;
}

export const post: Post = {
  async photo(caseId, name, picture) {
    const form = new FormData();
    form.append("file", picture, name);
    const sent = api.POST("/cases/{id}/attachments", {
      params: { path: { id: caseId } }, body: { file: "" }, bodySerializer: () => form, signal: AbortSignal.timeout(120_000),
    });
    return (await told(sent)).data.id;
  },
  async finding(id, item, body) {
    const asked = api.POST("/cases/{id}/findings/{item}", { params: { path: { id, item } }, body, signal: AbortSignal.timeout(patience) });
    void asked.then(({ response }) => heard(response.headers.get("Date")), () => undefined);
    return (await told(asked)).data;
  },
  sign: async (id, drawing) =>
    (await told(api.POST("/cases/{id}/signature", { params: { path: { id } }, body: { drawing }, signal: AbortSignal.timeout(patience) }))).data,
};

/** Sends what waits of one visit. It ends with the Problem that makes going on useless for now, or with none. */
export async function send(db: OnsiteStore, taken: Taken, server: Post): Promise<Problem | undefined> {
  for (const row of await db.answers.where("[visit+state]").equals([taken.key, "waiting"]).toArray()) {
    const item = taken.visit.sheet.find((i) => i.id === row.item);
    if (!item || lacks(item, row.answer) !== "") continue;
    try {
      const photos = await sendPhotos(db, taken, row, server);
      const input = inputOf(item, row.answer, row.base, row.made_at, photos);
      await settle(db, row, input, await server.finding(taken.case_id, row.item, input).catch((e: unknown) => lost(e, input)));
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      if (e.passing || e.status === 401) return e;
      await change(db, row, refused(e));
    }
  }
  return undefined;
}

/** An answer of the server that was lost on the way is made up for: it has just what was sent. */
function lost(e: unknown, input: Schemas["FindingInput"]): Finding {
  const current = e instanceof Problem && e.status === 409 ? (e.current as Finding | undefined) : undefined;
  if (current && current.number === input.number + 1 && sameAs(input, current)) return current;
  throw e;
}

function refused(e: Problem): Partial<Recorded> {
  if (e.status === 409 && e.current) return { state: "conflict", theirs: e.current as Finding };
  return { state: "refused", words: [e.message, ...e.faults.map((f) => f.words)].filter((w, i, all) => all.indexOf(w) === i).join("；") };
}

/** Notes that the server has the answer, unless it was changed since; then the change goes next. */
async function settle(db: OnsiteStore, row: Recorded, input: Schemas["FindingInput"], finding: Finding): Promise<void> {
  await db.transaction("rw", db.answers, db.visits, async () => {
    await db.visits.update(row.visit, { signed_at: "" }); // who changes what they signed has to sign again
    const now = await db.answers.get(row.key);
    if (!now) return;
    const same = now.edit === row.edit;
    const answer = same ? { ...now.answer, photos: input.photos ?? [] } : now.answer;
    await db.answers.put({ ...now, answer, state: same ? "sent" : "waiting", base: finding.number, words: "" });
  });
}

async function change(db: OnsiteStore, row: Recorded, to: Partial<Recorded>): Promise<void> {
  await db.transaction("rw", db.answers, async () => {
    const now = await db.answers.get(row.key);
    if (now && (now.edit === row.edit || to.state === "conflict")) await db.answers.put({ ...now, ...to });
  });
}

/** Sends the photos of an answer that the server lacks, and gives the ids of all. */
async function sendPhotos(db: OnsiteStore, taken: Taken, row: Recorded, server: Post): Promise<string[]> {
  const ids: string[] = [];
  for (const id of row.answer.photos) {
    const photo = await db.photos.get(id);
    if (photo && photo.attachment === "") {
      photo.attachment = await server.photo(taken.case_id, photo.name, photo.picture);
      await db.photos.update(photo.id, { attachment: photo.attachment });
    }
    ids.push(photo?.attachment ?? id);
  }
  return ids;
}

/** Ends a conflict by a person's choice: ours is sent over theirs, or theirs takes its place. */
export async function choose(db: OnsiteStore, key: string, mine: boolean): Promise<void> {
  await db.transaction("rw", db.answers, async () => {
    const row = await db.answers.get(key);
    if (!row?.theirs) return;
    const { theirs, ...rest } = row;
    const answer = mine ? row.answer : answerOf(theirs);
    await db.answers.put({ ...rest, answer, state: mine ? "waiting" : "sent", base: theirs.number, edit: row.edit + 1, words: "" });
  });
}

/** Sends what was refused once more, as after the reason for it is gone. */
export async function retry(db: OnsiteStore, key: string): Promise<void> {
  await db.answers.where("key").equals(key).modify({ state: "waiting", words: "" });
}

/** Gives up an answer of ours that the server refuses; what the server has stays. */
export async function drop(db: OnsiteStore, key: string): Promise<void> {
  await db.answers.delete(key);
}

/** Sends a signature that waits, once every answer is sent. */
export async function sendSignature(db: OnsiteStore, taken: Taken, server: Post): Promise<Schemas["Assignment"] | undefined> {
  const signature = await db.signatures.get(taken.key);
  if (!signature) return undefined;
  const open = await db.answers.where("visit").equals(taken.key).filter((a) => a.state !== "sent").count();
  if (open > 0) return undefined;
  if (signature.attachment === "") {
    signature.attachment = await server.photo(taken.case_id, "签名.png", signature.picture);
    await db.signatures.update(taken.key, { attachment: signature.attachment });
  }
  const signed = await server.sign(taken.case_id, signature.attachment);
  await db.transaction("rw", db.visits, db.signatures, async () => {
    await db.visits.update(taken.key, { signed_at: signed.signed_at ?? "" });
    await db.signatures.delete(taken.key);
  });
  return signed;
}

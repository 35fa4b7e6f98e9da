// What an assessor has taken along and recorded, in the database of the browser: written first, always,
// and sent afterwards. Rows belong to the person who made them, since a phone may be shared.
import Dexie, { type Table } from "dexie";

import type { Schemas } from "../../api/client";
import type { Answer } from "./answer";

export type Visit = Schemas["Visit"];
export type VisitItem = Schemas["VisitItem"];
export type Finding = Schemas["Finding"];

/** A visit that was taken along. */
export interface Taken {
  key: string; // person/case
  person: string;
  case_id: string;
  taken_at: string;
  visit: Visit;
  keys?: string; // the server's public keys when it was taken, one a line; packages of older versions have none
  signed_at: string; // as the server last told; "" for not signed
}

/** Where an answer stands: with us only, with the server, refused by it, or unlike what another device sent. */
export type AnswerState = "waiting" | "sent" | "refused" | "conflict";

export interface Recorded {
  key: string; // person/case/item
  visit: string; // person/case
  item: string;
  answer: Answer;
  state: AnswerState;
  edit: number; // rises with every change, so that a change made while sending is not taken for sent
  base: number; // how many answers of this person the server had when this one was made
  made_at: string;
  words: string; // why it was refused
  theirs?: Finding; // what another device sent
}

/** An item that was looked at. */
export interface Looked {
  key: string; // person/case/item
  visit: string;
}

export interface Photo {
  id: string;
  visit: string;
  item: string;
  name: string;
  picture: Blob;
  taken: string; // when, as the camera wrote it; "" where it did not
  placed: boolean; // the camera wrote where
  attachment: string; // its id at the server; "" while it waits
}

/** A small picture of an attachment of the station. */
export interface Thumbnail {
  id: string; // of the attachment
  visit: string;
  picture: Blob;
}

export interface Signature {
  visit: string;
  picture: Blob;
  made_at: string;
  attachment: string;
}

export class OnsiteStore extends Dexie {
  visits!: Table<Taken, string>;
  answers!: Table<Recorded, string>;
  looked!: Table<Looked, string>;
  photos!: Table<Photo, string>;
  thumbnails!: Table<Thumbnail, string>;
  signatures!: Table<Signature, string>;

  constructor(name = "zhanping-onsite") {
    // What is said to be kept is on the disk, also when the battery goes in that moment.
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      visits: "key, person",
      answers: "key, visit, [visit+state]",
      looked: "key, visit",
      photos: "id, visit, attachment",
      thumbnails: "id, visit",
      signatures: "visit",
    });
  }
}

export const store = new OnsiteStore();

export const visitKey = (person: string, caseId: string) => `${person}/${caseId}`;
export const itemKey = (visit: string, item: string) => `${visit}/${item}`;

/** Records an answer before anything else happens to it; edit is the number that it is shown under already.
 * The item counts as looked at. */
export async function record(db: OnsiteStore, visit: string, item: string, answer: Answer, now: string, edit = 0): Promise<void> {
  const key = itemKey(visit, item);
  await db.transaction("rw", db.answers, db.looked, async () => {
    const before = await db.answers.get(key);
    await db.answers.put({
      key, visit, item, answer, state: before?.state === "conflict" ? "conflict" : "waiting",
      edit: Math.max(edit, (before?.edit ?? 0) + 1), base: before?.base ?? 0, made_at: now, words: "", theirs: before?.theirs,
    });
    await db.looked.put({ key, visit });
  });
}

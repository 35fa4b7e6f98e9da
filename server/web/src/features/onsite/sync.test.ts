import "fake-indexeddb/auto";

import { beforeEach, expect, test } from "vitest";

import { Problem } from "../../api/client";
import { emptyAnswer, type Answer } from "./answer";
import { itemKey, OnsiteStore, record, type Finding, type Taken, type Visit, type VisitItem } from "./store";
import { choose, send, sendSignature, type Post } from "./sync";
import { keep } from "./take";

const item = {
  id: "C05", title: "谈心接待区", absent: false, check: { outcome: "no_evidence", shortfalls: [], missing: [], observations: [] },
  deductions: [{ kind: "all_yes#2", words: "第 2 款 单独谈话", price: "1", whole: true, unit: "处" }],
} as unknown as VisitItem;

const visitWith = (findings: Finding[] = []) =>
  ({ case: { id: "case" }, assignment: { person_id: "me", signed_at: null }, sheet: [item], findings, source: "on_site" }) as unknown as Visit;

const lacking = (reason = ""): Answer => ({ ...emptyAnswer(), outcome: "not_satisfied", counts: { "all_yes#2": 1 }, reason });

const finding = (number: number, outcome: Finding["outcome"], reason = ""): Finding => ({
  id: `f${number}`, case_id: "case", item: "C05", source: "on_site", by: "me", number, settles: false, outcome, points: "", shortfalls: [],
  reason, photos: [], until: "", recorded_at: "2026-07-15T02:00:00Z", made_at: "2026-07-15T01:00:00Z",
});

/** A server that keeps answers as ours does: by number, and never two of the same. */
class Fake implements Post {
  kept: Finding[] = [];
  down: Problem | undefined;
  losesAnswers = false;
  signed = "";
  during: (() => Promise<void>) | undefined;
  async photo() {
    if (this.down) throw this.down;
    return "attachment";
  }
  async finding(_case: string, id: string, input: Parameters<Post["finding"]>[2]) {
    if (this.down) throw this.down;
    await this.during?.();
    if (input.number !== this.kept.length) throw new Problem(409, "stale", "已改过", [], this.kept.at(-1));
    const made = { ...finding(this.kept.length + 1, input.outcome, input.reason), shortfalls: input.shortfalls ?? [], photos: input.photos ?? [], item: id };
    this.kept.push(made);
    if (this.losesAnswers) throw new Problem(0, "offline", "断了");
    return made;
  }
  async sign(_case: string, drawing: string) {
    this.signed = drawing;
    return { signed_at: "2026-07-15T03:00:00Z" } as Awaited<ReturnType<Post["sign"]>>;
  }
}

let db: OnsiteStore;
let server: Fake;
let taken: Taken;
let n = 0;
const key = itemKey("me/case", "C05");

beforeEach(async () => {
  db = new OnsiteStore(`test ${++n}`);
  server = new Fake();
  await keep(db, "me", visitWith(), "2026-07-15T00:00:00Z", "");
  taken = (await db.visits.get("me/case")) as Taken;
});

test("what is recorded is kept before it is sent, and waits until it is", async () => {
  server.down = new Problem(0, "offline", "没有网络");
  await record(db, "me/case", "C05", lacking(), "2026-07-15T01:00:00Z");
  expect((await send(db, taken, server))?.status).toBe(0);
  expect((await db.answers.get(key))?.state).toBe("waiting");
  server.down = undefined;
  expect(await send(db, taken, server)).toBeUndefined();
  expect(await db.answers.get(key)).toMatchObject({ state: "sent", base: 1 });
  expect(server.kept).toHaveLength(1);
});

test("an answer without what it needs is kept and not sent", async () => {
  await record(db, "me/case", "C05", { ...emptyAnswer(), outcome: "not_satisfied" }, "2026-07-15T01:00:00Z");
  await send(db, taken, server);
  expect(server.kept).toHaveLength(0);
  expect((await db.answers.get(key))?.state).toBe("waiting");
});

test("sent once more after the server's answer was lost, it counts once", async () => {
  server.losesAnswers = true;
  await record(db, "me/case", "C05", lacking(), "2026-07-15T01:00:00Z");
  await send(db, taken, server);
  server.losesAnswers = false;
  await send(db, taken, server);
  expect(server.kept).toHaveLength(1);
  expect(await db.answers.get(key)).toMatchObject({ state: "sent", base: 1 });
});

test("a change made while sending goes next", async () => {
  await record(db, "me/case", "C05", lacking("先"), "2026-07-15T01:00:00Z");
  server.during = async () => {
    server.during = undefined;
    await record(db, "me/case", "C05", lacking("后"), "2026-07-15T01:01:00Z");
  };
  await send(db, taken, server);
  expect(await db.answers.get(key)).toMatchObject({ state: "waiting", base: 1, answer: { reason: "后" } });
  await send(db, taken, server);
  expect(server.kept.map((f) => f.reason)).toEqual(["先", "后"]);
});

test.each([
  [true, { state: "waiting", base: 1, answer: { outcome: "not_satisfied" } }],
  [false, { state: "sent", base: 1, answer: { outcome: "satisfied" } }],
])("another device came first: both sides are kept until a person chooses (ours: %s)", async (mine, want) => {
  server.kept.push(finding(1, "satisfied"));
  await record(db, "me/case", "C05", lacking(), "2026-07-15T01:00:00Z");
  await send(db, taken, server);
  expect(await db.answers.get(key)).toMatchObject({ state: "conflict", answer: { outcome: "not_satisfied" }, theirs: { outcome: "satisfied" } });
  await choose(db, key, mine);
  expect(await db.answers.get(key)).toMatchObject(want);
  expect((await db.answers.get(key))?.theirs).toBeUndefined();
});

test("a package that is taken anew replaces nothing that waits", async () => {
  await record(db, "me/case", "C05", lacking(), "2026-07-15T01:00:00Z");
  await keep(db, "me", visitWith([finding(1, "satisfied")]), "2026-07-15T02:00:00Z", "");
  expect(await db.answers.get(key)).toMatchObject({ state: "conflict", answer: { outcome: "not_satisfied" }, theirs: { number: 1 } });
});

test("what the server refuses for good is told at the item", async () => {
  server.down = new Problem(422, "invalid", "条目 C05 的评定：共 1 处有误");
  await record(db, "me/case", "C05", lacking(), "2026-07-15T01:00:00Z");
  expect(await send(db, taken, server)).toBeUndefined();
  expect(await db.answers.get(key)).toMatchObject({ state: "refused", words: "条目 C05 的评定：共 1 处有误" });
});

test("the signature waits for the last answer", async () => {
  await record(db, "me/case", "C05", lacking(), "2026-07-15T01:00:00Z");
  await db.signatures.put({ visit: "me/case", picture: new Blob(["png"]), made_at: "", attachment: "" });
  expect(await sendSignature(db, taken, server)).toBeUndefined();
  await send(db, taken, server);
  await sendSignature(db, taken, server);
  expect(server.signed).toBe("attachment");
  expect((await db.visits.get("me/case"))?.signed_at).not.toBe("");
});

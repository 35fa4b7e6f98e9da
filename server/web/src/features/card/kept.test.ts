// @vitest-environment node
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { fetchMeans, kept, type Store } from "./kept";
import { verify, type Verdict } from "./verify";
import { age, told } from "./words";

const shared = JSON.parse(readFileSync(new URL("../../../../../internal/card/testdata/shared.json", import.meta.url), "utf8")) as {
  cards: { name: string; text: string; keys: string; lists: string[] }[];
};
const withdrawn = shared.cards.find((c) => c.name === "a withdrawn card");
const [later = "", earlier = ""] = withdrawn?.lists ?? []; // the later list lacks the card, as an attacker's would
const keys = withdrawn?.keys ?? "";
const now = new Date("2026-12-05T00:00:00Z");

class Shelf implements Store {
  readonly held = new Map<string, string>();
  getItem = (name: string) => this.held.get(name) ?? null;
  setItem(name: string, value: string): void {
    this.held.set(name, value);
  }
}

const server = (list: string, by = keys) => async (path: string) => (path.endsWith("/keys") ? by : list);

test("what was fetched is there without reception", async () => {
  const shelf = new Shelf();
  expect(await kept(shelf)).toBeUndefined();
  await fetchMeans(shelf, server(earlier), now);
  const means = await kept(shelf);
  expect(means?.fetched).toBe("2026-12-05T00:00:00.000Z");
  const found = await verify(withdrawn?.text ?? "", means?.keys ?? new Map(), means?.list ? [means.list] : [], "2026-12-05");
  expect(found.status).toBe("withdrawn");
});

test("an older list does not replace a later one", async () => {
  const shelf = new Shelf();
  await fetchMeans(shelf, server(later), now);
  expect((await fetchMeans(shelf, server(earlier), now)).list?.at).toBe("2026-11-30T16:00:00Z");
  expect((await kept(shelf))?.list?.at).toBe("2026-11-30T16:00:00Z");
});

test("a list that nobody signed is not kept", async () => {
  const shelf = new Shelf();
  await fetchMeans(shelf, server(earlier), now);
  await fetchMeans(shelf, server(later.replace("2026-11", "2026-12")), now);
  expect((await kept(shelf))?.list?.at).toBe("2026-10-30T16:00:00Z");
});

test("without a list a card is genuine, and nothing is said of its withdrawal", async () => {
  const shelf = new Shelf();
  const means = await fetchMeans(shelf, async (path) => (path.endsWith("/keys") ? keys : Promise.reject(new Error("503"))), now);
  expect(means.list).toBeUndefined();
  const found = await verify(withdrawn?.text ?? "", means.keys, [], "2026-12-05");
  expect(told(found, true).title).toBe("是真的，但不知道是否已摘牌");
  await fetchMeans(shelf, server(earlier), now);
  expect((await fetchMeans(shelf, async (path) => (path.endsWith("/keys") ? keys : Promise.reject(new Error("503"))), now)).list?.at).toBe("2026-10-30T16:00:00Z");
  await expect(fetchMeans(shelf, server(earlier, "no key"), now)).rejects.toThrow("公钥");
});

test("what is damaged on the device counts as nothing", async () => {
  const shelf = new Shelf();
  for (const text of ["{", "null", "[]", `{"keys":"x","list":"y","fetched":""}`]) {
    shelf.setItem("zhanping.cards", text);
    expect(await kept(shelf)).toBeUndefined();
  }
});

test("a device without room checks all the same", async () => {
  const full: Store = { getItem: () => null, setItem: () => { throw new Error("no room"); } };
  expect((await fetchMeans(full, server(later), now)).list?.at).toBe("2026-11-30T16:00:00Z");
});

test("no state is told by its colour alone, and only a compared card is called valid", () => {
  const of = (status: Verdict["status"], listAt = "2026-11-30T16:00:00Z"): Verdict => ({ status, id: "", since: "2026-10-08", listAt, second: false });
  const all = (["valid", "withdrawn", "expired", "forged", "unknown_key", "unreadable"] as const).map((s) => told(of(s), true));
  expect(new Set(all.map((t) => t.title)).size).toBe(6);
  expect(all.every((t) => t.sign !== "" && t.words !== "")).toBe(true);
  expect(told(of("valid", ""), true)).toMatchObject({ tone: "open", title: "是真的，但不知道是否已摘牌" });
  expect(told(of("unknown_key"), true).words).not.toBe(told(of("unknown_key"), false).words);
});

test("the age of a list is told, and an old one is called old", async () => {
  const means = await fetchMeans(new Shelf(), server(later), now);
  expect(age(means, now)).toBe("摘牌名单截至 2026-12-01（4 天前），上面共 1 张卡。");
  expect(age(means, new Date("2027-02-01T00:00:00Z"))).toContain("名单较旧");
});

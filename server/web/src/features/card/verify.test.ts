// @vitest-environment node
// The same texts are checked by the Go tests of internal/card, so that nobody is told two things about one card.
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { keysOf, listOf, textOf, verify, type Withdrawals } from "./verify";

interface Shared {
  cards: { name: string; text: string; keys: string; lists: string[]; on: string; status: string; id: string; station: string; since: string; list_at: string }[];
  lists: { name: string; text: string; keys: string; at: string; cards: number }[];
}
const shared = JSON.parse(readFileSync(new URL("../../../../../internal/card/testdata/shared.json", import.meta.url), "utf8")) as Shared;

describe("a card has the same answer as in Go", () => {
  test.each(shared.cards)("$name: $status", async (c) => {
    const keys = await keysOf(c.keys);
    const lists: Withdrawals[] = [];
    for (const text of c.lists) {
      const list = await listOf(text, keys);
      if (list) lists.push(list);
    }
    expect(lists).toHaveLength(c.lists.length);
    const found = await verify(c.text, keys, lists, c.on);
    expect({ status: found.status, id: found.id, station: found.card?.station ?? "", since: found.since, list_at: found.listAt }).toEqual({
      status: c.status, id: c.id, station: c.station, since: c.since, list_at: c.list_at,
    });
  });
});

describe("a list is read or refused as in Go", () => {
  test.each(shared.lists)("$name", async (l) => {
    const list = await listOf(l.text, await keysOf(l.keys));
    expect({ at: list?.at ?? "", cards: list?.cards.size ?? 0 }).toEqual({ at: l.at, cards: l.cards });
  });
});

const good = shared.cards.find((c) => c.name === "a good card");
const card = good?.text ?? "";

test("every letter of a card counts", async () => {
  const keys = await keysOf(good?.keys ?? "");
  for (let i = 0; i < card.length; i++) {
    for (const other of ["A", "b"]) {
      if (card[i] === other) continue;
      const found = await verify(card.slice(0, i) + other + card.slice(i + 1), keys, [], "2026-11-21");
      expect(["forged", "unreadable", "unknown_key"], `letter ${i} changed`).toContain(found.status);
    }
  }
});

test("an address before the card means nothing", async () => {
  expect(textOf(` https://example.invalid/card#${card}\n`)).toBe(card);
});

test.each(["hello", "name+00000000+AAAA", "PRIVATE+KEY+name+00000000+AAAA"])("%s is no key", async (line) => {
  await expect(keysOf(line)).rejects.toThrow();
});

test("a key with another's id is refused", async () => {
  const line = (good?.keys ?? "").split("\n")[0] ?? "";
  await expect(keysOf(line.replace(/\+[0-9a-f]{8}\+/, "+00000000+"))).rejects.toThrow("标识");
});

import { generateKeyPairSync, sign } from "node:crypto";

import { expect, test } from "vitest";

import { canonical, digestOf } from "./canonical";
import { sealOf } from "./seal";
import type { Visit } from "./store";

const base = { case: { id: "c" }, sheet: [{ id: "C05", text: "谈心 & 接待 <区>" }], sets: "UEs=", signature: "" } as unknown as Visit;

/** A server's key and its signature of a text, as Go writes them. */
function office() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const line = `zhanping-card+01020304+${Buffer.concat([Buffer.from([1]), raw]).toString("base64")}`;
  const note = (text: string) =>
    `${text}\n— zhanping-card ${Buffer.concat([Buffer.from([1, 2, 3, 4]), sign(null, Buffer.from(text), privateKey)]).toString("base64")}\n`;
  return { line, note };
}

const never = () => Promise.reject(new Error("this browser can"));

async function signed(by: ReturnType<typeof office>): Promise<Visit> {
  return { ...base, signature: by.note(`zhanping visit v2\ncase c\ncontent ${await digestOf(canonical(base))}\n`) };
}

test("a package as it was signed is good", async () => {
  const server = office();
  expect(await sealOf(await signed(server), `${server.line}\n`, never)).toEqual({ state: "good" });
});

test("a package that was altered on the device is refused in words", async () => {
  const server = office();
  const visit = await signed(server);
  const altered = { ...visit, sheet: [{ ...visit.sheet[0], text: "别的" }] } as unknown as Visit;
  expect(await sealOf(altered, server.line, never)).toMatchObject({ state: "broken", words: expect.stringContaining("内容与签名不符") });
});

test("a package of another server is refused", async () => {
  expect(await sealOf(await signed(office()), office().line, never)).toMatchObject({ state: "broken", words: expect.stringContaining("不是这台服务器的") });
});

test("a digest that somebody put in without the key is refused", async () => {
  const server = office();
  const visit = await signed(server);
  const other = { ...base, sets: "x" } as Visit;
  const forged = { ...other, signature: visit.signature.replace(/content \S+/, `content ${await digestOf(canonical(other))}`) };
  expect((await sealOf(forged, server.line, never)).state).toBe("broken");
});

test("a server without a key signs nothing, and that is told", async () => {
  expect(await sealOf(base, "", never)).toEqual({ state: "unsigned" });
});

test("names come in the order of RFC 8785", () => {
  expect(canonical({ b: [1, null, true], a: "é\n<&>", "10": 0, "2": undefined })).toBe('{"10":0,"a":"é\\n<&>","b":[1,null,true]}');
});

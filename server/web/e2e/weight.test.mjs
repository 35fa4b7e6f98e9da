// What goes over the wire until a person sees their first screen, and what comes only when it is needed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, openWindow } from "./browser.mjs";
import { demo } from "./world.mjs";

const most = 200_000;
let world, browser;
before(async () => {
  [world, browser] = await Promise.all([demo(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** The scripts that a page brings, each with its size as sent. Nothing is kept from before. */
async function scripts(login, path, ready) {
  const { context, page } = await openWindow(browser, world, login);
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  const names = new Map();
  const sent = [];
  wire.on("Network.responseReceived", ({ requestId, type, response }) => {
    const { pathname } = new URL(response.url);
    if (type === "Script" || /\.(m?js|wasm|wasm\.gz)$/.test(pathname)) names.set(requestId, { name: pathname, packed: response.headers["content-encoding"] ?? response.headers["Content-Encoding"] ?? "" });
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (names.has(requestId)) sent.push({ ...names.get(requestId), bytes: encodedDataLength });
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await ready(page);
  await page.waitForTimeout(300); // whatever else it asks for by itself
  const names_ = sent.map((s) => s.name).join(" ");
  await context.close();
  return { sent, names: names_, bytes: sent.reduce((sum, s) => sum + s.bytes, 0) };
}
const heading = (page) => page.locator("#main h1").first().waitFor();

const homes = [
  ["nobody", ""], ["a station", "demo-station"], ["an assessor", "demo-assessor1"], ["a bureau", "demo-bureau"], ["an auditor", "demo-auditor"],
  ["an author", "demo-author"], ["an administrator", "demo-admin"],
];
for (const [who, login] of homes)
  test(`the first screen of ${who} is light`, async (t) => {
    const { sent, bytes } = await scripts(login, "/", heading);
    t.diagnostic(`${bytes} bytes in ${sent.length} scripts`);
    const plain = sent.filter((s) => s.packed !== "gzip" && s.bytes > 2000).map((s) => s.name);
    assert.deepEqual(plain, [], "sent without compression");
    assert.ok(sent.length > 0);
    assert.ok(bytes < most, `${bytes} bytes: ${sent.map((s) => `${s.name} ${s.bytes}`).join(", ")}`);
  });

test("the engine comes only when a visit is taken along", async () => {
  const { names } = await scripts("demo-assessor1", "/onsite", heading);
  assert.doesNotMatch(names, /wasm|judge/);
});

test("the form comes only to whoever fills it in", async () => {
  const { names } = await scripts("demo-station", "/", heading);
  assert.doesNotMatch(names, /FormPage|OnsiteVisit|wasm/);
});

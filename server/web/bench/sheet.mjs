// How long a tap takes on the score sheet: 200 items, all of them answered, on a phone's screen with the
// processor slowed down fourfold. It prints median and 98th percentile of what Chromium itself reports of
// each interaction (the time from input to the next picture, as in INP).
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { Device, signIn } from "../e2e/browser.mjs";
import { caseUnder } from "../e2e/own.mjs";
import { password, visit } from "../e2e/world.mjs";

const items = 200;
const rounds = Number(process.env["ROUNDS"] ?? 60);
const slower = Number(process.env["SLOWER"] ?? 4);
const shortest = 16; // milliseconds; what is faster is not reported

const world = await visit();
const phone = await Device.make(world.url);
try {
  const id = await caseUnder(world, "own-200", items);
  const { first } = world.people;
  const { sheet } = (await first.ask("GET", `/cases/${id}/visit`)).data;
  if (sheet.length !== items) throw new Error(`the sheet has ${sheet.length} items`);
  for (const item of sheet) {
    const body = { outcome: "satisfied", number: 0, shortfalls: [], photos: [], reason: "现场看过，问过一名工作人员" };
    const path = `/cases/${id}/findings/${item.id}`;
    await first.ask("POST", path, body).catch(() => sleep(2000).then(() => first.ask("POST", path, body))); // the server bounds the rate
  }
  const { page } = phone;
  await signIn(page, world.url, "first", password("first"));
  await page.goto(`${world.url}/onsite`);
  await page.getByRole("button", { name: "带走" }).first().waitFor();
  const taking = page.locator(".visits > li");
  for (let i = 0; i < (await taking.count()); i++) {
    await taking.nth(i).getByRole("button", { name: "带走" }).click();
    await taking.nth(i).getByText("已带走").waitFor({ timeout: 120_000 });
  }
  await page.goto(`${world.url}/onsite/${id}`);
  await page.locator(".score-now").filter({ hasText: "分 ·" }).waitFor({ timeout: 120_000 });
  await phone.context.setOffline(true);
  await page.evaluate((durationThreshold) => {
    window.slow = [];
    new PerformanceObserver((list) => window.slow.push(...list.getEntries().filter((e) => e.interactionId).map((e) => e.duration)))
      .observe({ type: "event", durationThreshold });
  }, shortest);
  const session = await phone.context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });

  /** Does it again and again; each time the longest that Chromium reports of it counts. */
  async function measure(name, doing) {
    const found = [];
    for (let i = 0; i < rounds; i++) {
      const act = await doing(i);
      await page.waitForTimeout(400); // what the step before has set off is over
      await page.evaluate(() => (window.slow.length = 0));
      await act();
      await page.waitForTimeout(400);
      found.push(Math.max(shortest, ...(await page.evaluate(() => window.slow))));
    }
    found.sort((a, b) => a - b);
    const at = (share) => found[Math.min(found.length - 1, Math.ceil(share * found.length) - 1)];
    console.log(`${name.padEnd(30)} median ${String(at(0.5)).padStart(4)} ms   p98 ${String(at(0.98)).padStart(4)} ms   (${found.length} times)`);
  }

  /** A click with the mouse, where the button is when the clock starts. */
  const clicking = async (button) => {
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    return () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  };
  const foot = (name) => page.locator(".foot").getByRole("button", { name });
  const thumb = (name) => page.locator(".thumbs").getByRole("button", { name, exact: true });
  const busy = loadavg()[0] ?? 0;
  if (busy > availableParallelism()) console.log(`this machine is busy (load ${busy.toFixed(1)}): what follows is slower than it would be`);
  console.log(`sheet of ${items} items, ${items} answers, processor ${slower} times slower`);
  await measure("choose an outcome", (i) => clicking(thumb(i % 2 ? "符合" : "不符合")));
  await measure("next item", () => clicking(foot("下一条")));
  await page.locator("#note").focus();
  await measure("type a letter of the reason", async () => () => page.keyboard.press("k"));
  await page.keyboard.press("Escape");
  await measure("open and close the list", () => clicking(foot(/目录|回到条目/)));
  if (await page.locator(".visit-item").isVisible()) await foot("目录").click();
  await page.locator("#narrowing").focus();
  await measure("filter the list", async (i) => () => page.keyboard.press(i % 2 ? "ArrowUp" : "ArrowDown"));
  await page.locator("#narrowing").selectOption("all");
  await measure("go to an item from the list", async (i) => {
    if (await page.locator(".visit-item").isVisible()) await foot("目录").click();
    return clicking(page.locator(".lines-of-sheet button").nth((i * 37) % items));
  });
} finally {
  await phone.end();
  await world.stop();
}

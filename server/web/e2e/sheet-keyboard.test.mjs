// The score sheet without a mouse: from signing in to the last field, and how long a key takes.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Device, signIn } from "./browser.mjs";
import { caseUnder } from "./own.mjs";
import { step } from "./steps.mjs";
import { demo, password, visit } from "./world.mjs";

let world, desk, page;
before(async () => {
  world = await demo();
  desk = await Device.make(world.url, { viewport: { width: 1280, height: 900 } });
  page = desk.page;
});
after(async () => {
  await desk?.end();
  await world?.stop();
});

const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const focused = (locator) => locator.evaluate((e) => e === document.activeElement).catch(() => false);

/** What is wrong with the place where the keyboard is: nothing to hear, nothing to see, or covered. */
function faultsOfFocus() {
  return page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body || e.id === "main") return [];
    const found = [];
    const about = e.outerHTML.slice(0, 120);
    const style = getComputedStyle(e);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) found.push(`no focus to be seen: ${about}`);
    const box = e.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    if (!top || !(e.contains(top) || top.contains(e))) found.push(`covered or out of sight: ${about}`);
    const labels = [...(e.labels ?? [])].map((l) => l.textContent).join("");
    if (!(e.getAttribute("aria-label") || labels || e.textContent || e.getAttribute("title") || "").trim()) found.push(`without a name: ${about}`);
    return found;
  });
}

/** Goes on by Tab until that is focused. */
async function tabTo(locator, { most = 150, key = "Tab" } = {}) {
  await locator.waitFor();
  for (let i = 0; i < most; i++) {
    if (await focused(locator)) {
      assert.deepEqual(await faultsOfFocus(), []);
      return;
    }
    await press(key);
  }
  assert.fail(`${most} stops, and never at ${locator}`);
}

const item = () => page.locator(".visit-item h2").first();

step("from signing in to the sheet", async () => {
  await page.goto(`${world.url}/sign-in`);
  await tabTo(page.getByLabel("登录名"));
  await page.keyboard.type("demo-assessor2");
  await tabTo(page.getByLabel("密码"));
  await page.keyboard.type(world.accounts.get("demo-assessor2").password);
  await press("Enter");
  await page.getByLabel("我的菜单").waitFor();
  const today = page.getByRole("navigation", { name: "主菜单" }).getByRole("link", { name: "今日核查" });
  await tabTo(today);
  await press("Enter");
  const visit = page.getByRole("listitem").filter({ hasText: "示例县丁镇" });
  await tabTo(visit.getByRole("button", { name: "带走" }));
  await press("Enter");
  const start = visit.getByRole("link", { name: "开始核查" });
  await start.waitFor({ timeout: 120_000 });
  await tabTo(start, { key: "Shift+Tab" });
  await press("Enter");
  await page.locator(".visit-item").waitFor();
});

step("an item is scored, one goes on, the total follows", async () => {
  await page.locator(".score-now").filter({ hasText: "分 ·" }).waitFor({ timeout: 120_000 });
  const first = await item().innerText();
  await press("1");
  await page.getByRole("button", { name: "符合", exact: true, pressed: true }).waitFor();
  await press("ArrowRight");
  await page.waitForFunction((words) => document.querySelector(".visit-item h2").innerText !== words, first);
  await press("ArrowLeft");
  await page.waitForFunction((words) => document.querySelector(".visit-item h2").innerText === words, first);
  await page.getByRole("button", { name: "符合", exact: true, pressed: true }).waitFor();
  await tabTo(page.getByLabel("理由或说明")); // the program says otherwise
  await page.keyboard.type("原件在，登记时日期写错");
  await tabTo(page.getByRole("button", { name: "下一条" }));
  await press("Space");
  await page.waitForFunction((words) => document.querySelector(".visit-item h2").innerText !== words, first);
});

step("an item with deductions: points are found in the list, counted, explained", async () => {
  const narrowing = page.getByLabel("显示");
  await tabTo(narrowing, { key: "Shift+Tab" });
  const line = page.locator(".lines-of-sheet button").filter({ hasText: /^\s*C05 / });
  await tabTo(line);
  await press("Enter");
  await page.getByRole("heading", { name: /^C05 / }).waitFor();
  const poor = page.getByRole("button", { name: "不符合" });
  await tabTo(poor);
  await press("Space");
  const more = page.getByRole("button", { name: /第 2 款.*加一处/ });
  await tabTo(more);
  await press("Space");
  await page.getByLabel(/第 2 款.*几处/).filter({ hasText: "1" }).waitFor();
  const note = page.getByLabel("理由或说明");
  await tabTo(note);
  await page.keyboard.type("门外听得清");
  await press("1", "2"); // in a field, figures are figures
  assert.equal(await note.inputValue(), "门外听得清12");
  await page.locator(".foot").getByText("都已上传").waitFor({ timeout: 30_000 });
  const mine = page.getByRole("button", { name: "不符合", pressed: true });
  assert.equal(await mine.count(), 1);
});

step("the whole sheet is a round without a trap, each stop seen and named", async () => {
  const place = () =>
    page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return 0;
      window.stops ??= new Map();
      return window.stops.get(e) ?? (window.stops.set(e, window.stops.size + 1), window.stops.size);
    });
  for (let i = 0; i < 300 && (await place()) !== 0; i++) await press("Tab"); // to the end of the page
  const found = new Set();
  const places = new Set();
  for (let i = 0; i < 300; i++) {
    await press("Tab");
    if ((await place()) === 0) break;
    places.add(await place());
    for (const fault of await faultsOfFocus()) found.add(fault);
  }
  assert.deepEqual([...found], []);
  assert.ok(places.size > 80 && places.size < 300, `${places.size} stops`);
});

step("a key costs less than 100 ms on a processor four times as slow, with 200 items", async () => {
  const long = await visit();
  const other = await Device.make(long.url, { viewport: { width: 1280, height: 900 } });
  try {
    const id = await caseUnder(long, "own-200", 200);
    const { page } = other;
    await signIn(page, long.url, "first", password("first"));
    await page.goto(`${long.url}/onsite`);
    await page.getByRole("button", { name: "带走" }).first().waitFor();
    for (const task of await page.locator(".visits > li").all()) await task.getByRole("button", { name: "带走" }).click();
    await page.locator(`a[href="/onsite/${id}"]`).waitFor({ timeout: 120_000 });
    await page.goto(`${long.url}/onsite/${id}`);
    await page.locator(".lines-of-sheet button").nth(199).waitFor();
    await page.locator(".score-now").filter({ hasText: "分 ·" }).waitFor({ timeout: 120_000 });
    await keysCostLittle(other);
  } finally {
    await other.end();
    await long.stop();
  }
});

async function keysCostLittle({ context, page }) {
  // Time on the processor, not on the clock: what else this machine does takes nothing away.
  const wire = await context.newCDPSession(page);
  await wire.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => (await wire.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  const rest = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 120)))));
  const costs = [];
  for (const key of ["ArrowRight", "1", "ArrowRight", "1", "ArrowLeft", "2", "ArrowRight", "ArrowRight", "1"]) {
    await rest();
    const before = await spent();
    await page.keyboard.press(key);
    await rest();
    costs.push(4 * ((await spent()) - before));
  }
  costs.sort((a, b) => a - b);
  assert.ok(costs[Math.floor(costs.length / 2)] < 100, `milliseconds: ${costs.map(Math.round).join(" ")}`);
}

step("nothing went wrong on the way", () => assert.deepEqual(desk.faults, []));

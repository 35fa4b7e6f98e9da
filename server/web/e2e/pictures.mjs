// Takes the pictures of the main screens for the READMEs and the help, docs/pictures: run by make pictures.
// What they show is the demonstration, so that they change with the application and nothing else but the day.
// Names given take those alone.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Device, openBrowser, openWindow, signIn } from "./browser.mjs";
import { demo, root } from "./world.mjs";

const folder = join(root, "docs/pictures");
const most = 150_000;
const desk = { viewport: { width: 1280, height: 860 } };
const phone = { viewport: { width: 390, height: 800 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const standard = "fqs-town-76";

/** What the pages want to know of the county. */
async function places(world) {
  const [clerk, bureau] = await Promise.all([world.person("demo-station"), world.person("demo-bureau")]);
  const station = (await clerk.all("/stations"))[0].id;
  const batch = (await bureau.ask("GET", "/batches")).data.items.find((b) => b.year === 2026).id;
  const cases = await bureau.all("/cases");
  const award = (await bureau.all("/awards")).find((a) => !a.withdrawn).id;
  return { station, batch, onsite: cases.filter((c) => c.stage === "onsite"), award };
}

/** The screens that are a page as it opens: who sees it, on what, where, and what has to be there first. */
const screens = ({ station, batch, onsite, award }) => [
  { name: "station-home", login: "demo-station", path: `/stations/${station}`, ready: "#main .card" },
  { name: "station-form", login: "demo-station", path: `/stations/${station}/form`, ready: ".fact", to: "#g-venue, .part:nth-of-type(4)" },
  { name: "station-plan", login: "demo-station", path: `/stations/${station}/standards/${standard}/plan`, ready: ".plan-steps li" },
  { name: "county", login: "demo-bureau", path: "/bureau", ready: "#main table, #main svg", on: { viewport: { width: 1440, height: 900 } } },
  { name: "heat", login: "demo-bureau", path: `/batches/${batch}/heat`, ready: "#main table", on: { viewport: { width: 1440, height: 900 } } },
  { name: "ranking", login: "demo-bureau", path: `/batches/${batch}/ranking`, ready: "#main table" },
  { name: "case", login: "demo-bureau", path: `/cases/${onsite[0].id}`, ready: "#main .card" },
  { name: "certificate", login: "demo-bureau", path: `/awards/${award}`, ready: ".paper img" },
  { name: "standard", login: "demo-author", path: `/standards/${standard}`, ready: "article" },
];

/** Writes the picture as WebP, of a quality at which it is small enough. */
async function take(page, name) {
  await page.evaluate(() => document.fonts.ready.then(() => document.activeElement?.blur()));
  await page.waitForFunction(() => [...document.images].every((i) => i.complete || i.loading === "lazy"));
  const wire = await page.context().newCDPSession(page);
  for (const quality of [85, 75, 65, 50, 35]) {
    const { data } = await wire.send("Page.captureScreenshot", { format: "webp", quality });
    const picture = Buffer.from(data, "base64");
    if (picture.length > most) continue;
    await writeFile(join(folder, `${name}.webp`), picture);
    console.log(`docs/pictures/${name}.webp  ${Math.ceil(picture.length / 1000)} kB`);
    return;
  }
  throw new Error(`${name} is larger than ${most} bytes`);
}

/** The assessor's phone: a sheet with an answer, then the same item answered on another device. */
async function onPhone(world) {
  const login = "demo-assessor2";
  const { url } = world;
  const device = await Device.make(url, { ...phone, reducedMotion: "reduce" });
  try {
    const { page } = device;
    await signIn(page, url, login, world.accounts.get(login).password);
    await page.goto(`${url}/onsite`);
    const visit = page.getByRole("listitem").filter({ hasText: "示例县丁镇" });
    await visit.getByRole("button", { name: "带走" }).click();
    await visit.getByRole("link", { name: "开始核查" }).click({ timeout: 120_000 });
    await page.locator(".score-now").filter({ hasText: "分 ·" }).waitFor({ timeout: 120_000 });
    await page.getByRole("button", { name: "目录" }).click();
    await page.locator(".lines-of-sheet button").filter({ hasText: /^\s*C05 / }).click();
    await device.context.setOffline(true);
    await page.getByRole("button", { name: "不符合" }).click();
    await page.getByRole("button", { name: /第 2 款.*加一处/ }).click();
    await page.getByLabel("理由或说明").fill("门外听得清里面说话");
    await page.getByRole("button", { name: "不符合" }).evaluate((e) => e.closest("section").scrollIntoView());
    await page.locator(".foot").getByText("待上传 1 条").waitFor();
    await take(page, "onsite-sheet");
    const who = await world.person(login);
    const id = new URL(page.url()).pathname.split("/")[2];
    await who.ask("POST", `/cases/${id}/findings/C05`, { outcome: "satisfied", number: 0, shortfalls: [], photos: [], reason: "在平板上评的：门关好后听不清" });
    await device.context.setOffline(false);
    const conflict = page.getByRole("alert", { name: "两台设备不一致" });
    await conflict.waitFor({ timeout: 60_000 });
    await conflict.evaluate((e) => e.scrollIntoView());
    await take(page, "onsite-conflict");
  } finally {
    await device.end();
  }
}

const named = process.argv.slice(2);
const wanted = (name) => named.length === 0 || named.includes(name);
const [world, browser] = await Promise.all([demo(), openBrowser()]);
try {
  await mkdir(folder, { recursive: true });
  for (const old of await readdir(folder)) if (wanted(old.replace(".webp", ""))) await rm(join(folder, old));
  for (const { name, login, path, ready, to, on } of screens(await places(world)).filter((s) => wanted(s.name))) {
    const { context, page } = await openWindow(browser, world, login, { ...desk, reducedMotion: "reduce", ...on });
    await page.goto(path, { waitUntil: "networkidle" });
    await page.locator(ready).first().waitFor();
    if (to) await page.locator(to).first().evaluate((e) => e.scrollIntoView());
    await take(page, name);
    await context.close();
  }
  if (wanted("onsite-sheet") || wanted("onsite-conflict")) await onPhone(world);
} finally {
  await browser.close();
  await world.stop();
}

// One day of a county, by the people who work there: a station declares, a bureau has it checked and
// decides, names, puts right and sends out papers; whoever is outside checks a certificate. The visit
// itself, without reception, is the day of onsite.test.mjs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";

import { openBrowser, openWindow } from "./browser.mjs";
import { photo } from "./photo.mjs";
import { step } from "./steps.mjs";
import { demo } from "./world.mjs";

const open = {}; // the windows, by login
let world, browser, own; // own: the case of the station whose day this is
before(async () => {
  [world, browser] = await Promise.all([demo(), openBrowser()]);
  for (const login of ["demo-station", "demo-bureau"]) await as(login);
  const clerk = await world.person("demo-station");
  const [station] = await clerk.all("/stations");
  const [first] = await clerk.all("/cases");
  own = { case: first.id, station: station.id, name: station.name };
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** The window of somebody, opened once. */
async function as(login, options) {
  open[login] ??= await openWindow(browser, world, login, { acceptDownloads: true, ...options });
  return open[login].page;
}

/** The case of another station at a stage, where the bureau may take that step. */
async function caseAt(stage, action) {
  const bureau = await world.person("demo-bureau");
  for (const found of await bureau.all(`/cases?stage=${stage}`)) {
    const steps = (await bureau.ask("GET", `/cases/${found.id}/steps`)).data.items;
    if (!action || steps.some((s) => s.action === action && s.allowed && s.unmet.length === 0)) {
      const station = (await bureau.ask("GET", `/stations/${found.station_id}`)).data;
      return { id: found.id, name: station.name };
    }
  }
  throw new Error(`no case at ${stage} for ${action}`);
}

/** Takes a step on the page of a case, with what the dialog asks for. */
async function take(page, id, title, fill = async () => undefined) {
  await page.goto(`/cases/${id}`);
  const next = page.getByRole("region", { name: "下一步" });
  const button = next.getByRole("button", { name: title, exact: true });
  await button.waitFor();
  if (await button.isDisabled()) assert.fail(`${title}: ${await next.innerText()}`);
  await button.click();
  const dialog = page.getByRole("dialog");
  await fill(dialog);
  await dialog.getByRole("button", { name: `确定${title}` }).click();
  await page.getByRole("status").filter({ hasText: `已办“${title}”` }).waitFor();
}

step("the clerk fills in, sees the score move, and every letter is kept", async () => {
  const page = await as("demo-station");
  await page.goto("/");
  await page.getByRole("heading", { level: 1, name: own.name }).waitFor();
  await page.getByRole("link", { name: /填报/ }).first().click();
  await page.getByRole("heading", { level: 1, name: "填报佐证材料" }).waitFor();
  const scores = page.getByRole("region", { name: "各标准现在的得分" });
  const before = await scores.innerText();
  const kept = page.locator(".stick").getByText("已保存");
  for (const title of ["无障碍", "服务工作区", "有资料档案室", "专人保管"]) await page.getByRole("group", { name: title, exact: true }).getByLabel("是", { exact: true }).check();
  await page.getByLabel("工位数（个）").fill("3");
  await page.waitForFunction((words) => document.querySelector(".scores").innerText !== words, before, { timeout: 30_000 });
  await kept.waitFor({ timeout: 30_000 });
  await page.reload();
  await scores.waitFor();
  assert.notEqual(await scores.innerText(), before);
});

step("a photo is seen with its time and place before it is sent, and goes small", async () => {
  const page = await as("demo-station");
  const title = "任职文件";
  const found = page.locator(".fact").filter({ has: page.getByLabel(`${title}：拍照或选文件`) });
  const place = page.locator(`#${await found.getAttribute("id")}`);
  await place.getByLabel(`${title}：拍照或选文件`).setInputFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: await photo(page) });
  const seen = place.getByRole("region", { name: "上传前请看一下" });
  await seen.getByText(/压缩到/).waitFor();
  await seen.getByText(/拍摄时间/).waitFor();
  await seen.getByRole("button", { name: "上传", exact: true }).click();
  await place.getByRole("button", { name: "换一个" }).waitFor();
  await page.locator(".stick").getByText("已保存").waitFor({ timeout: 30_000 });
  const clerk = await world.person("demo-station");
  const files = (await clerk.ask("GET", `/stations/${own.station}/attachments`)).data.items;
  assert.ok(files.some((f) => f.name.startsWith(title) && f.size < 600_000), JSON.stringify(files.map((f) => [f.name, f.size])));
});

step("the plan says what brings most", async () => {
  const page = await as("demo-station");
  await page.goto(`/stations/${own.station}/standards/fqs-town-76/plan`);
  await page.getByText(/做 \d+ 件事，工作量共/).waitFor({ timeout: 60_000 });
  assert.ok((await page.locator(".plan-steps > li").count()) > 2);
});

step("the clerk sees exactly what is sent, and declares", async () => {
  const page = await as("demo-station");
  await page.goto(`/cases/${own.case}/declare`);
  await page.getByRole("heading", { name: "要报的是这些" }).waitFor();
  const declare = page.getByRole("button", { name: /^申报第 \d+ 版$/ });
  assert.equal(await declare.isDisabled(), true);
  await page.getByLabel(/以上内容我已逐项看过/).check();
  await declare.click();
  await page.getByText("✓ 已申报").waitFor();
});

step("the bureau accepts, admits, draws the sample and sends two assessors", async () => {
  const page = await as("demo-bureau");
  await take(page, own.case, "受理");
  await take(page, own.case, "初评通过");
  await page.getByRole("navigation", { name: "主菜单" }).getByRole("link", { name: "批次", exact: true }).click();
  await page.getByRole("link", { name: /抽样/ }).first().click();
  const size = page.getByLabel("抽几件");
  await page.getByText(/可抽的有 [1-9]\d* 件/).waitFor();
  await size.fill(await size.getAttribute("max"));
  await page.getByRole("button", { name: "随机抽取" }).click();
  await page.locator("#main").getByText(own.name).first().waitFor();
  await page.goto(`/cases/${own.case}?part=checking`);
  for (const name of ["核查员甲", "核查员乙"]) {
    const who = page.getByRole("combobox", { name: "核查员" });
    const option = who.locator("option").filter({ hasText: name });
    await option.waitFor({ state: "attached" });
    await who.selectOption(await option.getAttribute("value"));
    if (name === "核查员甲") await page.getByLabel("任组长").check();
    await page.getByRole("button", { name: "指派", exact: true }).click();
    await page.getByRole("region", { name: "核查员", exact: true }).getByRole("button", { name: new RegExp(`^撤下${name}`) }).waitFor();
  }
});

step("both check and sign on their devices; where they differ they agree", async () => {
  const answers = [["demo-assessor1", "1", "抽查 10 份，无缺页"], ["demo-assessor2", "0.5", "一份台账封面没有日期"]];
  for (const [login, points, reason] of answers) {
    const who = await world.person(login);
    const { sheet } = (await who.ask("GET", `/cases/${own.case}/visit`)).data;
    for (const item of sheet.filter((i) => i.check.outcome === "not_checked")) {
      const given = item.discretion ? { points } : {};
      await who.ask("POST", `/cases/${own.case}/findings/${item.id}`, { outcome: "satisfied", number: 0, shortfalls: [], photos: [], reason, ...given });
    }
    await who.ask("POST", `/cases/${own.case}/signature`, {});
  }
  const page = await as("demo-assessor1");
  await page.goto(`/cases/${own.case}?part=checking`);
  const difference = page.getByRole("form", { name: /^条目 / }).first();
  await difference.getByRole("radio").first().check();
  await difference.getByLabel("商定的理由").fill("共同复看，封面日期在第二页");
  await difference.getByRole("button", { name: "就这样定" }).click();
  await page.getByText("已商定").first().waitFor();
});

step("the bureau concludes; a station that reached a grade is published, and everybody sees it", async () => {
  const page = await as("demo-bureau");
  await take(page, own.case, "形成验收结论");
  const good = await caseAt("decided", "publish");
  await take(page, good.id, "公示");
  const outside = await as("");
  await outside.goto("/public");
  await outside.getByRole("link", { name: /2026 年/ }).click();
  await outside.getByRole("region", { name: "公示名单" }).or(outside.locator("section").filter({ hasText: "正在公示" })).getByText(good.name).first().waitFor();
  assert.doesNotMatch(await outside.locator("#main").innerText(), /核查员|填报人|1[3-9]\d{9}/);
});

step("a station is named; its certificate is checked by a stranger without reception", async () => {
  const page = await as("demo-bureau");
  const over = await caseAt("publicity", "name");
  await take(page, over.id, "命名授牌", async (dialog) => {
    await dialog.getByLabel("文号或证书编号").fill("示例〔2026〕99 号");
    await dialog.getByLabel("称号").fill("枫桥式退役军人服务站");
    await dialog.getByLabel("颁发单位").fill("示例县主管部门");
  });
  await page.goto("/awards");
  await page.getByRole("row").filter({ hasText: "示例〔2026〕99 号" }).getByRole("link").first().click();
  await page.getByRole("heading", { level: 1, name: new RegExp(over.name) }).waitFor();
  const link = await page.getByRole("link", { name: "查验这张证书" }).getAttribute("href");

  const stranger = await openWindow(browser, world, "", { viewport: { width: 360, height: 740 }, serviceWorkers: "allow" });
  await stranger.page.goto("/card");
  await stranger.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await stranger.page.goto(link);
  const verdict = stranger.page.getByRole("status").filter({ has: stranger.page.getByRole("heading", { level: 2 }) });
  await verdict.waitFor();
  const online = await verdict.getByRole("heading").innerText();
  await stranger.context.setOffline(true);
  await stranger.page.goto("/card");
  await stranger.page.getByLabel(/粘贴二维码里的文字/).fill(decodeURIComponent(link.slice(link.indexOf("#") + 1)));
  await stranger.page.getByRole("button", { name: "查验", exact: true }).click();
  await verdict.waitFor();
  assert.equal(await verdict.getByRole("heading").innerText(), online);
  await stranger.page.getByText(over.name).first().waitFor();
  // one letter of the content changed
  const forged = link.replace(/(ZP1\.)(.)/, (_, start, c) => start + (c === "A" ? "B" : "A"));
  await stranger.page.goto("/card");
  await stranger.page.getByLabel(/粘贴二维码里的文字/).fill(forged.slice(forged.indexOf("#") + 1));
  await stranger.page.getByRole("button", { name: "查验", exact: true }).click();
  await verdict.waitFor();
  assert.notEqual(await verdict.getByRole("heading").innerText(), online);
  assert.deepEqual(stranger.faults, []);
  await stranger.context.close();
});

step("what was to be put right is put right, and found good", async () => {
  const { id } = await caseAt("rectify");
  const bureau = await world.person("demo-bureau");
  const rows = (await bureau.ask("GET", `/cases/${id}/rectifications`)).data.items;
  const row = rows.find((r) => r.state !== "passed" && r.state !== "answered") ?? rows.find((r) => r.state === "answered");
  if (row.state !== "answered") {
    const clerk = await as("demo-stations");
    await clerk.goto(`/cases/${id}?part=rectify`);
    const task = clerk.getByRole("article", { name: new RegExp(`^整改 ${row.item}`) });
    await task.getByLabel("整改情况").fill("已重新发文，明确现任成员，11 月 20 日张贴");
    await task.getByLabel(/佐证照片或文件/).setInputFiles({ name: "重新发文.jpg", mimeType: "image/jpeg", buffer: await photo(clerk) });
    await task.getByRole("button", { name: /上报/ }).click();
    await task.getByText("待验收").waitFor();
  }
  const page = await as("demo-bureau");
  await page.goto(`/cases/${id}?part=rectify`);
  const task = page.getByRole("article", { name: new RegExp(`^整改 ${row.item}`) }).filter({ has: page.getByRole("button", { name: "验收通过" }) }).first();
  await task.getByLabel(/验收意见/).fill("已看原件");
  await task.getByRole("button", { name: "验收通过" }).click();
  await page.getByRole("article", { name: new RegExp(`^整改 ${row.item}`) }).getByText("已通过").first().waitFor();
});

// A zip holds this; Word and Excel files are zips with a part of their own.
const parts = { docx: "word/document.xml", xlsx: "xl/workbook.xml", zip: "" };
const types = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};

step("papers are made, come with their own type, and open", async () => {
  const page = await as("demo-bureau");
  await page.goto("/papers");
  for (const [title, format] of [["通报", "docx"], ["汇总排名", "xlsx"], ["评分表", "zip"], ["公示名单", "docx"]]) {
    await page.getByRole("radio", { name: new RegExp(`^${title}`) }).check();
    for (const label of [/主管部门（落款）（必填）/, /异议受理方式（必填）/]) {
      const field = page.getByLabel(label);
      if (await field.count()) await field.fill("示例县退役军人事务局，办公电话 0000-0000000");
    }
    const jobs = page.getByRole("region", { name: "任务" }).getByRole("listitem");
    const before = await jobs.count();
    await page.getByRole("button", { name: /^生成/ }).click();
    await page.waitForFunction((n) => document.querySelectorAll(".jobs > li").length > n, before);
    const link = jobs.first().getByRole("link", { name: /^下载/ });
    await link.waitFor({ timeout: 60_000 });
    const answer = await page.request.get(await link.getAttribute("href"));
    assert.match(answer.headers()["content-type"], new RegExp(`^${types[format].replaceAll(".", "\\.")}`));
    const content = await answer.body();
    assert.equal(content.subarray(0, 4).toString("latin1"), "PK\x03\x04", title);
    assert.ok(content.includes(parts[format]), `${title} is not a ${format}`);
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.match(download.suggestedFilename(), new RegExp(`\\.${format}$`));
    assert.ok((await readFile(await download.path())).equals(content));
  }
});

step("the author reads the standard; the auditor reads who did what", async () => {
  const author = await as("demo-author");
  await author.goto("/standards");
  await author.getByRole("link", { name: /76/ }).first().click();
  await author.getByText("C05").first().waitFor();
  await author.getByText("本地草案").first().waitFor();
  const auditor = await as("demo-auditor");
  await auditor.goto("/journal");
  await auditor.getByRole("heading", { level: 1 }).waitFor();
  await auditor.locator("#main").getByText(/命名授牌|命名/).first().waitFor();
});

step("nothing went wrong on the way", () => assert.deepEqual(Object.entries(open).flatMap(([who, w]) => w.faults.map((f) => `${who}: ${f}`)), []));

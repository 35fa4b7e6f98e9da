// A day of two assessors: taken along, without reception, killed, with two devices, signed, compared.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Device, signIn, violations } from "./browser.mjs";
import { photo } from "./photo.mjs";
import { step } from "./steps.mjs";
import { password, visit } from "./world.mjs";

let world, phone;
before(async () => {
  world = await visit();
  // what both found before, so that there is enough to compare
  for (const [who, lead] of [[world.people.first, true], [world.people.second, false]]) {
    const { sheet } = (await who.ask("GET", `/cases/${world.case}/visit`)).data;
    for (const [i, item] of sheet.filter((i) => i.check.outcome === "satisfied").slice(0, 11).entries()) {
      const body = { outcome: "satisfied", number: 0, shortfalls: [], photos: [], reason: "看过" };
      if (i === 0 && !lead) Object.assign(body, { outcome: "not_satisfied", shortfalls: [{ kind: item.deductions[0].kind, text: "没有看到", count: 1 }] });
      await who.ask("POST", `/cases/${world.case}/findings/${item.id}`, body);
    }
  }
  phone = await Device.make(world.url);
});
after(async () => {
  await phone?.end();
  await world?.stop();
});

const open = (id) => `${world.url}/onsite/${id}`;
const score = (page) => page.locator(".score-now").filter({ hasText: "分 ·" });

async function goTo(page, item) {
  await page.locator(".visit-item").waitFor();
  const toggle = page.getByRole("button", { name: "目录" });
  if (await toggle.isVisible()) await toggle.click();
  await page.getByLabel("显示").selectOption("all");
  await page.locator(".lines-of-sheet button").filter({ hasText: new RegExp(`^${item} `) }).click();
  await page.getByRole("heading", { name: new RegExp(`^${item} `) }).waitFor();
}

async function takeAlong(page) {
  await page.goto(`${world.url}/onsite`);
  await page.getByRole("button", { name: "带走" }).click();
  await page.getByText("已带走").waitFor({ timeout: 120_000 });
  await page.waitForFunction(async () => (await (await caches.open("engine")).keys()).length === 1, undefined, { timeout: 120_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

async function discretion(page) {
  await goTo(page, "E07");
  await page.getByRole("button", { name: "符合", exact: true }).click();
  const given = page.locator("#given");
  if ((await given.evaluate((e) => e.tagName)) === "SELECT") await given.selectOption({ index: 1 });
  else await given.fill("0.5");
  await page.getByLabel("理由或说明").fill("现场问了三位来办事的人");
  await given.blur();
}

async function sign(page) {
  await page.locator(".foot").getByRole("button", { name: "签字" }).click();
  const pad = page.getByRole("img", { name: "手写签名处" });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 8 });
  await page.mouse.move(box.x + 60, box.y + 70, { steps: 8 });
  await page.mouse.up();
  await page.getByRole("button", { name: "确认签字" }).click();
  await page.locator(".foot").getByText("已签字").waitFor({ timeout: 30_000 });
}

step("an assessor takes a visit along and scores it without reception", async () => {
  const { page } = phone;
  await signIn(page, world.url, "first", password("first"));
  await takeAlong(page);
  assert.deepEqual(await violations(page), []);
  await phone.context.setOffline(true);
  await page.goto(open(world.case));
  await page.getByRole("heading", { name: "示例县丙镇退役军人服务站" }).waitFor();
  await score(page).waitFor({ timeout: 120_000 });
  const before = await score(page).innerText();
  assert.deepEqual(await violations(page), []);
  await goTo(page, "C05");
  await page.getByRole("button", { name: "不符合" }).click();
  await page.getByText("请点出是哪一处不符合").waitFor();
  await page.getByRole("button", { name: /第 2 款.*加一处/ }).click();
  await page.getByLabel("理由或说明").fill("门外听得清");
  await page.locator("input[type=file]").first().setInputFiles({ name: "现场.jpg", mimeType: "image/jpeg", buffer: await photo(page, [640, 480]) });
  await page.getByText("照片里没有拍摄时间").waitFor();
  await discretion(page);
  await page.locator(".foot").getByText("待上传 2 条").waitFor();
  await page.waitForFunction((words) => document.querySelector(".score-now").textContent !== words, before);
  assert.deepEqual(await violations(page), []);
});

step("killed, it has lost nothing", async () => {
  await phone.context.close();
  const page = await phone.open();
  await phone.context.setOffline(true);
  await page.goto(`${world.url}/onsite`);
  await page.getByText("待上传 2 条").waitFor();
  await page.getByRole("link", { name: "开始核查" }).click();
  await goTo(page, "C05");
  assert.equal(await page.getByLabel("理由或说明").inputValue(), "门外听得清");
  await page.getByRole("img", { name: "核查照片" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "不符合" }).getAttribute("aria-pressed"), "true");
});

step("another device came first: both sides are shown, and a person chooses", async () => {
  const { page } = phone;
  await world.people.first.ask("POST", `/cases/${world.case}/findings/C05`, {
    outcome: "satisfied", number: 0, shortfalls: [], photos: [], reason: "平板上评的",
  });
  await phone.context.setOffline(false);
  await page.getByRole("link", { name: "重新登录" }).click({ timeout: 60_000 }); // the session went with the browser
  await page.getByLabel("登录名").fill("first");
  await page.getByLabel("密码").fill(password("first"));
  await page.getByRole("button", { name: "登录" }).click();
  await goTo(page, "C05");
  const conflict = page.getByRole("alert", { name: "两台设备不一致" });
  await conflict.waitFor({ timeout: 60_000 });
  assert.match(await conflict.innerText(), /门外听得清[\s\S]*平板上评的/);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "用本机的" }).click();
  await page.locator(".foot").getByText("都已上传").waitFor({ timeout: 30_000 });
  const { items } = (await world.people.first.ask("GET", `/cases/${world.case}/findings?history=true`)).data;
  const kept = items.filter((f) => f.item === "C05");
  assert.deepEqual(kept.map((f) => [f.number, f.outcome]), [[1, "satisfied"], [2, "not_satisfied"]]);
  assert.equal(kept[1].photos.length, 1);
  assert.deepEqual(kept[1].shortfalls.map((s) => [s.kind, s.count]), [["all_yes#2", 1]]);
});

step("both sign, one by keyboard at a desk", async () => {
  await sign(phone.page);
  const desk = await Device.make(world.url, { viewport: { width: 1280, height: 900 } });
  try {
    const { page } = desk;
    await signIn(page, world.url, "second", password("second"));
    await takeAlong(page);
    await page.getByRole("link", { name: "开始核查" }).click();
    await goTo(page, "C05");
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "符合", exact: true, pressed: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByRole("heading", { name: /^C05 / }).count(), 0);
    await discretion(page);
    await page.locator(".foot").getByText("都已上传").waitFor({ timeout: 30_000 });
    assert.deepEqual(await violations(page), []);
    await sign(page);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.end();
  }
  const tasks = (await world.people.bureau.ask("GET", `/cases/${world.case}/assignments`)).data.items;
  assert.equal(tasks.filter((a) => a.signed_at && a.signed).length, 2);
});

step("side by side: agreement, the same bytes as the server, and what is to be settled", async () => {
  const { page } = phone;
  await page.goto(`${open(world.case)}/compare`);
  await page.getByText("本机复算与服务器逐字节一致").waitFor({ timeout: 120_000 });
  await page.getByText(/科恩系数 -?\d\.\d\d（95% 区间/).waitFor();
  assert.deepEqual(await violations(page), []);
  const form = page.locator("form").filter({ hasText: "C05" });
  await form.getByRole("radio").first().check();
  await form.getByLabel("商定的理由").fill("两人一起到门口听过");
  await form.getByRole("button", { name: "就这样定" }).click();
  await page.locator("form").filter({ hasText: "C05" }).getByText("已商定").waitFor();
  assert.deepEqual(phone.faults, []);
});

// A day of two assessors: taken along, without reception, killed, with two devices, signed, compared.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before } from "node:test";

import { Device, signIn, violations } from "./browser.mjs";
import { caseUnder } from "./own.mjs";
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
  await draw(page);
  await page.getByRole("button", { name: "确认签字" }).click();
  await page.locator(".foot").getByText("已签字").waitFor({ timeout: 30_000 });
}

async function signByKeyboard(page, name) {
  await page.locator(".foot").getByRole("button", { name: "签字" }).press("Enter");
  await page.getByLabel("不便手写的，输入姓名").fill(name);
  await page.getByRole("button", { name: "确认签字" }).press("Enter");
  await page.locator(".foot").getByText("已签字").waitFor({ timeout: 30_000 });
}

async function draw(page) {
  const pad = page.getByRole("img", { name: "手写签名处" });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 8 });
  await page.mouse.move(box.x + 60, box.y + 70, { steps: 8 });
  await page.mouse.up();
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

/** Ends the browser of a device at once, as when the battery goes: found by the folder that it alone has. */
async function kill(device) {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (line.includes(`--user-data-dir=${device.folder}`) && !line.includes("--type=")) process.kill(Number(pid), "SIGKILL");
  }
  await device.context.close().catch(() => undefined);
}

step("killed in the middle of a sentence, it has lost nothing", async () => {
  const note = phone.page.getByLabel("理由或说明");
  await goTo(phone.page, "C05");
  await note.press("End");
  await note.pressSequentially("，走廊里也听得清");
  await phone.page.locator(".kept").getByText("已存在本机").waitFor();
  await kill(phone);
  const page = await phone.open();
  await phone.context.setOffline(true);
  await page.goto(`${world.url}/onsite`);
  await page.getByText("待上传 2 条").waitFor();
  await page.getByRole("link", { name: "开始核查" }).click();
  await goTo(page, "C05");
  assert.equal(await page.getByLabel("理由或说明").inputValue(), "门外听得清，走廊里也听得清");
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

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

/** From item to item, to the problems, the reason and the list and back, without a mouse and never stuck. */
async function walkByKeyboard(page) {
  const { keyboard } = page;
  await keyboard.press("ArrowRight");
  assert.equal(await page.getByRole("heading", { name: /^C05 / }).count(), 0);
  assert.match(await focused(page), /^K05 /);
  await keyboard.press("ArrowLeft");
  assert.match(await focused(page), /^C05 /);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
  await keyboard.press("2");
  await page.getByRole("group", { name: /扣分/ }).waitFor();
  await keyboard.press("4");
  await keyboard.press("Space");
  await page.getByRole("status", { name: /第 1 款.*几处/ }).getByText("1", { exact: true }).waitFor();
  await keyboard.press("Escape");
  await keyboard.press("6");
  await keyboard.type("2 处");
  assert.equal(await page.getByLabel("理由或说明").inputValue(), "2 处"); // digits are letters here
  await keyboard.press("Escape");
  assert.match(await focused(page), /^C05 /);
  await keyboard.press("7");
  assert.equal(await page.evaluate(() => document.activeElement.id), "narrowing");
  await keyboard.press("Escape");
  const passed = new Set();
  for (let i = 0; i < 40; i++) {
    await keyboard.press("Tab");
    passed.add(await page.evaluate(() => document.activeElement.textContent.trim().slice(-4)));
  }
  for (const name of ["✓符合", "✗不符合", "上一条", "签字", "下一条"]) assert.ok(passed.has(name.slice(-4)), `${name} among ${[...passed]}`);
  await goTo(page, "C05");
  await keyboard.press("1");
  await page.getByRole("button", { name: "符合", exact: true, pressed: true }).waitFor();
}

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
    await walkByKeyboard(page);
    await discretion(page);
    await page.locator(".foot").getByText("都已上传").waitFor({ timeout: 30_000 });
    assert.deepEqual(await violations(page), []);
    await signByKeyboard(page, "核查员乙");
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

/** Changes the package of a case on the device, as nobody should. */
const alter = (page, id) =>
  page.evaluate(
    (case_) =>
      new Promise((done, fail) => {
        const asked = indexedDB.open("zhanping-onsite");
        asked.onerror = fail;
        asked.onsuccess = () => {
          const visits = asked.result.transaction("visits", "readwrite").objectStore("visits");
          visits.openCursor().onsuccess = ({ target: { result: cursor } }) => {
            if (!cursor) return done((asked.result.close(), undefined));
            if (cursor.value.case_id === case_) cursor.update({ ...cursor.value, visit: { ...cursor.value.visit, batch: "改过" } });
            cursor.continue();
          };
        };
      }),
    id,
  );

step("a package that was altered on the device is refused, and can be had anew", async () => {
  const { page } = phone;
  await page.goto(open(world.case));
  await page.locator(".visit-item").waitFor();
  await alter(page, world.case);
  await page.reload();
  await page.getByRole("alert").getByText("内容与签名不符").waitFor();
  assert.equal(await page.locator(".visit-item").count(), 0);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("link", { name: "到“今日核查”重新下载" }).click();
  await page.getByRole("button", { name: "重新下载" }).click();
  await page.getByRole("button", { name: "重新下载", disabled: false }).waitFor({ timeout: 60_000 });
  await page.goto(open(world.case));
  await page.locator(".visit-item").waitFor();
});

step("a standard of one's own travels along; a refusal is told at its item; what is done is taken off the device", async () => {
  const { page } = phone;
  const id = await caseUnder(world, "own-12", 12);
  await page.goto(`${world.url}/onsite`);
  await page.getByRole("button", { name: "带走" }).click();
  await page.locator(`a[href="/onsite/${id}"]`).waitFor({ timeout: 120_000 });
  await phone.context.setOffline(true);
  await page.goto(open(id));
  await score(page).waitFor({ timeout: 120_000 });
  await page.getByText("待上传").waitFor({ state: "detached" });
  await goTo(page, "A04");
  await page.getByRole("button", { name: "符合", exact: true }).click();
  await page.getByLabel("理由或说明").fill("现场看过");
  await page.locator(".foot").getByText("待上传 1 条").waitFor();
  const words = "条目 A04 现在不收评定，这一件已退回";
  await page.route("**/findings/A04", (route) =>
    route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ status: 422, code: "invalid", detail: words }) }),
  );
  await phone.context.setOffline(false);
  await page.getByRole("alert").getByText(`服务器没有收下：${words}`).waitFor({ timeout: 60_000 });
  assert.deepEqual(await violations(page), []);
  await page.unroute("**/findings/A04");
  await page.getByRole("button", { name: "再传一次" }).click();
  await page.locator(".foot").getByText("都已上传").waitFor({ timeout: 30_000 });
  await sign(page);
  const { text } = await world.people.first.ask("GET", `/cases/${id}/visit`);
  assert.equal(JSON.parse(text).findings.length, 1);
  await page.goto(`${world.url}/onsite`);
  const task = page.getByRole("listitem").filter({ has: page.locator(`a[href="/onsite/${id}"]`) });
  await task.getByRole("button", { name: "从本机删除" }).click();
  assert.deepEqual(await violations(page), []);
  await task.getByRole("button", { name: "删除", exact: true }).click();
  await page.getByText("已从本机删除").waitFor();
  assert.equal(await page.locator(`a[href="/onsite/${id}"]`).count(), 0);
  assert.deepEqual(phone.faults, []);
});

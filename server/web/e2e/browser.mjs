// Chromium as an assessor's phone: a profile on disk that survives being killed.
import { mkdtemp, rm } from "node:fs/promises";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** A device with a folder of its own. Faults on its pages are collected in faults. */
export class Device {
  faults = [];

  static async make(options = {}) {
    const device = new Device();
    device.folder = await mkdtemp(join(tmpdir(), "zhanping-device-"));
    device.options = { viewport: { width: 360, height: 740 }, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options };
    await device.open();
    return device;
  }

  /** Opens the profile again, as after the phone was switched off. */
  async open() {
    this.context = await chromium.launchPersistentContext(this.folder, { executablePath: "/usr/bin/chromium", args, ...this.options });
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.page.on("pageerror", (e) => this.faults.push(String(e)));
    this.page.on("console", (m) => {
      if (m.type() === "error" && !/Failed to load resource|net::ERR_INTERNET_DISCONNECTED/.test(m.text())) this.faults.push(m.text());
    });
    return this.page;
  }

  async end() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function signIn(page, url, login, password) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "退出" }).waitFor();
}

/** What axe finds wrong with the page. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`);
}

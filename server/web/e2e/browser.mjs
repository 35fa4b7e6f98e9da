// Chromium, as a person's device and as a window at a desk.
import { accessSync, constants } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

/** Which program: tools/chromium.sh makes sure that there is one. */
function program() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  for (const name of names)
    for (const folder of process.env.PATH.split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // the next one
      }
    }
  throw new Error(`none of ${names.join(", ")} is on PATH; run tools/chromium.sh, or set CHROMIUM`);
}

const launch = {
  executablePath: program(),
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--lang=zh-CN",
  ],
  env: { ...process.env, LANGUAGE: "zh_CN", LANG: "zh_CN.UTF-8" }, // native date fields speak the machine's language
};
const china = { locale: "zh-CN", timezoneId: "Asia/Shanghai" };
const axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Collects in faults what goes wrong on the pages of a context, and what asks another host. */
export function watch(context, url, faults, ignored = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED/) {
  const { origin } = new URL(url);
  context.on("request", (r) => {
    if (/^https?:/.test(r.url()) && new URL(r.url()).origin !== origin) faults.push(`asks another host: ${r.url()}`);
  });
  context.on("weberror", (e) => faults.push(`error: ${e.error()}`));
  context.on("console", (m) => {
    if (m.type() === "error" && !ignored.test(m.text())) faults.push(`console: ${m.text()} ${m.location().url}`);
  });
}

/** A phone with a profile on disk that survives being killed. Faults on its pages are collected in faults. */
export class Device {
  faults = [];

  static async make(url, options = {}) {
    const device = new Device();
    device.url = url;
    device.folder = await mkdtemp(join(tmpdir(), "zhanping-device-"));
    device.options = { viewport: { width: 360, height: 740 }, ...china, ...options };
    await device.open();
    return device;
  }

  /** Opens the profile again, as after the phone was switched off. */
  async open() {
    this.context = await chromium.launchPersistentContext(this.folder, { ...launch, ...this.options });
    watch(this.context, this.url, this.faults);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    return this.page;
  }

  async end() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A browser for many windows. */
export const openBrowser = () => chromium.launch(launch);

/** A window of somebody who is signed in, or of nobody; its faults are collected in window.faults. */
export async function openWindow(browser, world, login, options = {}) {
  const { ignored, ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...china, baseURL: world.url, serviceWorkers: "block", ...rest });
  const faults = [];
  watch(context, world.url, faults, ignored);
  if (login) await context.addCookies((await world.person(login)).cookies());
  return { context, faults, page: await context.newPage() };
}

/** Signs in as a person does. */
export async function signIn(page, url, login, password) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByLabel("我的菜单").waitFor();
}

/** What axe finds wrong with the page, of all rules or only of some. */
export async function violations(page, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(
    (only) => window.axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: { type: "rule", values: only } }) }),
    rules,
  );
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 300)).join(" | ")}`);
}

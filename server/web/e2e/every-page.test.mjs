// Every page of the router, as everybody who may see it, on a phone and on a desk, light and dark.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { openBrowser, openWindow, violations } from "./browser.mjs";
import { misread, namesOf, readText } from "./reading.mjs";
import { addresses, pages } from "./routes.mjs";
import { demo } from "./world.mjs";

// One account for each role, and one of a bureau above the county.
const people = [
  { login: "demo-station", role: "station" },
  { login: "demo-assessor1", role: "assessor" },
  { login: "demo-bureau", role: "bureau" },
  { login: "demo-higher", role: "bureau" },
  { login: "demo-auditor", role: "auditor" },
  { login: "demo-author", role: "author" },
  { login: "demo-admin", role: "admin" },
  { login: "", role: "nobody" },
];
const phone = { width: 360, height: 740 };
const desk = { width: 1440, height: 900 };

const all = await pages();
const looked = new Set(); // what was looked at in full, though somebody else saw it
let world, browser, ours;
before(async () => {
  [world, browser] = await Promise.all([demo(), openBrowser()]);
  ours = await namesOf(world);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** Waits until the page has asked for all it wants and shows it. */
async function settle(page, asked) {
  await page.locator("#main h1:visible, #main [role=alert]:visible").first().waitFor();
  for (let quiet = 0; quiet < 3; ) {
    await page.waitForTimeout(30);
    quiet = asked.size === 0 ? quiet + 1 : 0;
  }
}

/** Opens the windows of one person; visit tells what is wrong with an address. */
async function visitor({ login }) {
  const refusals = [];
  const window = await openWindow(browser, world, login, { viewport: phone, ignored: /status of (403|409)/ });
  const { context, page, faults } = window;
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => console.error(`content policy: ${e.violatedDirective} ${e.blockedURI}`));
  });
  const asked = new Set();
  page.on("request", (r) => void (!r.url().endsWith("/events") && asked.add(r)));
  for (const over of ["requestfinished", "requestfailed"]) page.on(over, (r) => void asked.delete(r));
  page.on("response", (r) => void ([403, 409].includes(r.status()) && refusals.push(r)));

  async function visit(path) {
    faults.length = refusals.length = 0;
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(phone);
    asked.clear();
    const answer = await page.goto(path);
    await settle(page, asked);
    const main = page.locator("#main");
    const alerts = await main.getByRole("alert").filter({ visible: true }).allInnerTexts();
    if (refusals.length > 0 && alerts.length > 0) return { refused: true, found: await headingFaults(page) };
    const found = alerts.map((words) => `an alert: ${words}`);
    for (const refusal of refusals) {
      const { detail } = await refusal.json();
      if (!(await main.innerText()).includes(detail)) found.push(`is refused, and does not tell: ${refusal.url()} ${detail}`);
    }
    found.push(...policyFaults(answer.headers()["content-security-policy"] ?? ""));
    found.push(...(await headingFaults(page)), ...(await frameFaults(page)));
    found.push(...misread(await readText(page), ours));
    found.push(...(await widthFaults(page, "360 px")));
    if (await isNew(page)) {
      found.push(...(await axeFaults(page, "360 px light")));
      await page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await axeFaults(page, "360 px dark", ["color-contrast"])));
      await page.setViewportSize(desk);
      found.push(...(await widthFaults(page, "1440 px")), ...(await axeFaults(page, "1440 px dark", ["color-contrast"])));
      await page.emulateMedia({ colorScheme: "light" });
      found.push(...(await axeFaults(page, "1440 px light")));
      await settle(page, asked);
    }
    found.push(...faults);
    return { refused: false, found };
  }
  return { visit, close: () => context.close() };
}

/** Whether nobody has seen this yet: elements, attributes and words, except for ids. */
async function isNew(page) {
  const html = await page.evaluate(() => document.querySelector("#main").innerHTML);
  const key = createHash("sha256").update(html.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "")).digest("hex");
  return !looked.has(key) && looked.add(key);
}

function policyFaults(policy) {
  const found = policy.match(/'unsafe-[a-z]+'|https?:\/\/\S+|\*/g) ?? [];
  return policy.includes("default-src 'self'") ? found.map((f) => `the content policy has ${f}`) : [`the content policy is ${policy || "missing"}`];
}

async function axeFaults(page, where, rules) {
  return (await violations(page, rules)).map((v) => `axe, ${where}: ${v}`);
}

async function widthFaults(page, where) {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return "";
    const beyond = [...document.querySelectorAll("#app *")].filter((e) => e.getBoundingClientRect().right > clientWidth + 0.5 && !e.closest(".scroll"));
    return `${scrollWidth} px wide: ${beyond.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" | ")}`;
  });
  return wide ? [`${where}: ${wide}`] : [];
}

async function headingFaults(page) {
  const headings = await page.getByRole("heading", { level: 1 }).allInnerTexts();
  return headings.length === 1 && headings[0].trim() ? [] : [`headings: ${JSON.stringify(headings)}`];
}

/** What every page has: a title, its language, and a way past the menu by keyboard. */
async function frameFaults(page) {
  const found = [];
  const { lang, title } = await page.evaluate(() => ({ lang: document.documentElement.lang, title: document.title }));
  if (lang !== "zh-CN") found.push(`lang is ${lang}`);
  if (!/^\S.* · 站评$/.test(title)) found.push(`the title is ${title}`);
  const at = await page.evaluate(() => (document.activeElement?.closest("#main") ? "main" : ""));
  if (at === "main") return found; // where another page led here, the keyboard is past the menu
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => document.activeElement?.textContent);
  if (skip !== "跳到正文") return [...found, `the first stop of the keyboard is ${skip}`];
  await page.keyboard.press("Enter");
  if (!(await page.evaluate(() => document.activeElement?.closest("#main")))) found.push("the keyboard does not get past the menu");
  return found;
}

/** Whether a person of that role may come across the page. */
const mayOpen = (page, role) => (role === "nobody" ? page.open : !page.menu || page.menu.includes(role));

describe("every page, as", { concurrency: 2 }, () => {
  const seen = new Map(all.map((p) => [p.name, 0]));
  for (const person of people)
    test(`${person.role} ${person.login}`, async (t) => {
      const visitor_ = await visitor(person);
      try {
        for (const page of all.filter((p) => mayOpen(p, person.role)))
          await t.test(`${page.title} ${page.path}`, async (t) => {
            const faults = [];
            for (const path of await addresses(page.path, world, person.login)) {
              const { refused, found } = await visitor_.visit(path);
              if (refused && page.menu) found.push("refused, though the menu leads there");
              if (refused) t.diagnostic(`${path} is refused in words`);
              seen.set(page.name, seen.get(page.name) + 1);
              faults.push(...found.map((f) => `${path}: ${f}`));
            }
            if (faults.length > 0) assert.fail(faults.join("\n"));
          });
      } finally {
        await visitor_.close();
      }
    });
  after(() => {
    const missed = [...seen].filter(([, times]) => times === 0).map(([name]) => name);
    assert.equal(missed.join(", "), "", "pages that nobody could open");
  });
});

// What is printed: every Chinese character of the page is in the PDF, and the pages are numbered.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { openBrowser, openWindow } from "./browser.mjs";
import { addresses } from "./routes.mjs";
import { demo } from "./world.mjs";

// Each with who prints it, and how many pages it takes at most: more would be paper wasted on a fault.
// A certificate is one page, which has no number. media: "print" is for a page that has another form on paper than on the screen.
const papers = [
  { name: "the report of a self-assessment", path: "/stations/:id/standards/:standard", login: "demo-station", most: 40, media: "print" },
  { name: "the report of a case", path: "/cases/:id/report", login: "demo-bureau", most: 40 },
  { name: "a standard", path: "/standards/:ref", login: "demo-author", most: 60 },
  { name: "the list for everybody", path: "/public/:id", login: "", most: 3 },
  { name: "a certificate", path: "/awards/:id", login: "demo-bureau", most: 1, plain: true },
];

let world, browser, folder;
before(async () => {
  [world, browser, folder] = await Promise.all([demo(), openBrowser(), mkdtemp(join(tmpdir(), "zhanping-print-"))]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What is seen on the screen and meant for paper. */
function seen(page) {
  return page.evaluate(() => {
    const words = [];
    const walk = document.createTreeWalker(document.querySelector("#main"), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.parentElement;
      if (!at.closest(".no-print, nav, button, select, .unseen, title") && at.checkVisibility({ visibilityProperty: true })) words.push(node.data);
    }
    return words.join("\n");
  });
}

// Fonts map some characters to look-alikes of another block: compatibility ideographs, which NFKC undoes,
// and radicals, of which NFKC knows the Kangxi ones only.
const radicals = new Map(Object.entries({
  "⺟": "母", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马",
  "⻥": "鱼", "⻦": "鸟", "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟", "⺠": "民", "⻄": "西", "⻘": "青", "⻤": "鬼", "⻑": "長",
}));

/** How often each Chinese character occurs. */
function characters(text) {
  const found = new Map();
  for (const raw of text.normalize("NFKC")) {
    const c = radicals.get(raw) ?? raw;
    if (/\p{Script=Han}/u.test(c)) found.set(c, (found.get(c) ?? 0) + 1);
  }
  return found;
}

for (const { name, path, login, most, media, plain } of papers)
  test(`${name} is printed whole`, async () => {
    const { context, page, faults } = await openWindow(browser, world, login, { viewport: { width: 1100, height: 900 } });
    const [address] = await addresses(path, world, login);
    await page.goto(address, { waitUntil: "networkidle" });
    await page.locator("#main h1:visible").first().waitFor();
    if (media) await page.emulateMedia({ media });
    const expected = characters(await seen(page));
    assert.ok(expected.size > 20, "there is something to print");
    const file = join(folder, `${papers.findIndex((p) => p.path === path)}.pdf`);
    await page.pdf({ path: file, preferCSSPageSize: true, printBackground: false });
    await context.close();

    const sheets = execFileSync("pdftotext", ["-layout", "-enc", "UTF-8", file, "-"], { encoding: "utf8", maxBuffer: 1e8 }).split("\f").slice(0, -1);
    const printed = characters(sheets.join("\n"));
    const lost = [...expected].filter(([c, n]) => (printed.get(c) ?? 0) < n).map(([c, n]) => `${c} ${printed.get(c) ?? 0}/${n}`);
    assert.equal(lost.join("，"), "", "characters that are on the screen and not on paper");
    assert.ok(sheets.length <= most, `${sheets.length} pages`);
    if (plain) return assert.deepEqual(faults, []);
    const unnumbered = sheets.flatMap((text, i) => (text.replace(/\s/g, "").includes(`第${i + 1}页/共${sheets.length}页`) ? [] : [i + 1]));
    assert.deepEqual(unnumbered, [], "pages without their number");
    assert.deepEqual(faults, []);
  });

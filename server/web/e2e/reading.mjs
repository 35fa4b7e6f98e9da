// What a person reads on a page, and what should never be among it.

/** Everything shown or read out: text, names of controls, what stands in fields, the options of lists. */
export function readText(page) {
  return page.evaluate(() => {
    const found = [];
    const skipped = "code, pre, kbd, samp, script, style, noscript, textarea, [contenteditable], .cm-editor";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.currentNode; node; node = walk.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const words = node.data.trim();
        if (words && !node.parentElement.closest(skipped)) found.push(words);
        continue;
      }
      if (node.closest(skipped)) continue;
      for (const name of ["aria-label", "aria-description", "aria-roledescription", "title", "alt", "placeholder"])
        if (node.getAttribute(name)) found.push(node.getAttribute(name));
    }
    return found;
  });
}

// Words in Latin letters that people here use or read off a document.
const known = new Set(
  ("WPS Excel Word PDF CSV YAML JSON ZIP QR A4 ID GB GBK Markdown SHA SM3 SM2 Ed25519 kappa Fleiss Cohen App " +
    "xlsx docx csv pdf zip yaml json jpg jpeg png webp heic kB KB MB GB Ctrl Alt Shift Enter Tab Esc Home End PgUp PgDn Chromium Edge Chrome " +
    "http https www UTF SSO OFD Rego LED Wi Fi Fisher Yates rego").split(" "),
);
// Names, not words: addresses, files, digests, ids and codes with a digit, a hyphen or a dot in them.
const names = [
  /如 ?[a-z]+(-[a-z]+)+/g, // an example
  /https?:\/\/\S+/g,
  /[\w./-]+\.(xlsx|docx|pdf|csv|zip|ya?ml|json|jpe?g|png|webp|txt|rego|md)\b/gi,
  /\b[0-9a-f]{8,}\b/g,
  /\b[0-9A-Z]{10,}\b/g,
  /\b[A-Za-z]+(?:[-_.#/]?[A-Za-z0-9]*)*\d[\w.#/-]*/g,
  /\b\d[\w.-]*/g,
];

/** Names from the data that may stand anywhere: codes of standards and stations, logins. */
export async function namesOf(world) {
  const who = await world.person("demo-higher");
  const found = new Set(world.accounts.keys());
  for (const s of await who.all("/stations")) found.add(s.code);
  for (const s of (await who.ask("GET", "/standards")).data.items) found.add(s.id ?? s.ref);
  return [...found].filter(Boolean).sort((a, b) => b.length - a.length);
}

/** What is wrong with texts: words of no language of the reader, the program's own values, holes. */
export function misread(texts, ours) {
  const faults = new Set();
  for (const text of texts) {
    const about = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    const broken = /undefined|\bNaN\b|\bnull\b|\[object|Invalid Date|\bInfinity\b|%[0-9A-F]{2}%|\{\{|\}\}|�/.exec(text);
    if (broken) faults.add(`${broken[0]} in: ${about}`);
    const hole = /（\s*）|\(\s*\)|「\s*」|《\s*》|【\s*】|“\s*”|\[\s*\]|，\s*，|、\s*、|。\s*。|：\s*。/.exec(text);
    if (hole) faults.add(`a hole ${hole[0]} in: ${about}`);
    let rest = text;
    for (const name of ours) rest = rest.replaceAll(name, " ");
    for (const name of names) rest = rest.replace(name, " ");
    const words = (rest.match(/[A-Za-z][A-Za-z_]+/g) ?? []).filter((w) => !known.has(w));
    if (words.length > 0) faults.add(`${words.join(" ")} in: ${about}`);
  }
  return [...faults];
}

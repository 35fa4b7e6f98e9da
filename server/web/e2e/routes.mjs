// The pages as the router has them, so that a new one is walked without anybody writing it here, and
// for each the addresses that a person can open: what stands in for an id is found by asking the server.
import { runnerImport } from "vite";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../", import.meta.url));

const source = async (path) => (await runnerImport(`${web}src/${path}`, { root: web, configFile: false, logLevel: "error" })).module;

/** Every page of src/app/features.ts. */
export const pages = async () => (await source("app/features.ts")).pages;

const standard = "fqs-town-76";
const model = (list) => list.find((s) => s.code === "exemplary-town") ?? list[0];

// What a parameter is filled with, by the segment before it and its name: several where the page looks
// different for them. Nothing where the person has none of it.
const sources = {
  "stations/:id": async (who) => [model(await who.all("/stations"))?.id],
  "standards/:standard": () => [standard],
  "standards/:ref": () => [standard],
  "standards/:id": () => [standard],
  "items/:item": () => ["C05"],
  "cases/:id": async (who) => [...new Map((await who.all("/cases")).map((c) => [c.stage, c.id])).values()],
  "onsite/:id": async (who) => (await who.all("/cases?assigned=true&stage=onsite")).map((c) => c.id),
  "batches/:id": async (who) => (await who.ask("GET", "/batches")).data.items.map((b) => b.id),
  "batches/:batch": async (who) => (await who.ask("GET", "/batches")).data.items.map((b) => b.id),
  "revisions/:number": () => ["1"],
  "regions/:code": () => ["330499000000"],
  "people/:id": async (who) => [(await who.all("/people"))[0]?.id],
  "sets/:id": async (who) => [(await who.all("/sets"))[0]?.id],
  "awards/:id": async (who) => (await who.all("/awards")).slice(0, 1).map((a) => a.id),
  "jobs/:id": async (who) => (await who.all("/jobs")).slice(0, 1).map((j) => j.id),
};

/** What nobody in particular may open is found by whoever can list it. */
const ofEverybody = {
  "batches/:id": async (world) => (await (await world.person("demo-bureau")).ask("GET", "/public/batches")).data.items.map((b) => b.id),
  "batches/:batch": async (world) => (await (await world.person("demo-bureau")).ask("GET", "/public/batches")).data.items.map((b) => b.id),
  "cards/:card": async (world) => (await (await world.person("demo-bureau")).all("/awards")).slice(0, 1).map((a) => a.card),
  "public/:id": async (world) => (await (await world.person("demo-bureau")).ask("GET", "/public/batches")).data.items.map((b) => b.id),
  "help/:reader": async () => (await source("features/help/readers.ts")).readers.map((r) => r.key),
};
for (const before of ["verify", "card", "certificate", "certificates", "c"]) ofEverybody[`${before}/:card`] = ofEverybody["cards/:card"];

/** The addresses of a page for somebody signed in, or for nobody; refuses what it cannot fill in. */
export async function addresses(path, world, login) {
  const refused = (e) => {
    if (/: 403 /.test(e.message)) return [];
    throw e;
  };
  let found = [""];
  let before = "";
  const segments = path.split("/").slice(1);
  for (const [i, segment] of segments.entries()) {
    let values = [segment];
    if (segment.startsWith(":")) {
      const key = `${before}/${segment.replace(/\(.*|[?*+]$/g, "")}`;
      if (ofEverybody[key] && (!login || !sources[key])) values = await ofEverybody[key](world);
      else if (sources[key]) values = await Promise.resolve(sources[key](await world.person(login))).catch(refused);
      else throw new Error(`${path}: tell e2e/routes.mjs what ${segment} after ${before}/ is`);
      values = values.filter(Boolean).map(encodeURIComponent);
      if (i < segments.length - 1) values = values.slice(0, 1); // what lies below it is seen once
      if (segment.endsWith("?")) values.push(null);
    }
    found = found.flatMap((start) => values.map((v) => (v === null ? start : `${start}/${v}`)));
    before = segment;
  }
  return found.map((f) => f || "/");
}

// A real server with a county in it: a bureau, a clerk with a declared case, two assessors.
import { execFileSync, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

const root = new URL("../../../", import.meta.url);
const county = "330499000000";
export const password = (login) => `银杏树下的长椅 ${login}`;

/** One person's way to the server, with a cookie of its own. */
export class Person {
  #cookie = "";
  constructor(url) {
    this.url = url;
  }

  async ask(method, path, body, etag) {
    const headers = { cookie: this.#cookie };
    if (etag) headers["if-match"] = etag;
    if (body instanceof FormData) this.#cookie ||= "";
    else if (body !== undefined) headers["content-type"] = "application/json";
    const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: sent });
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) this.#cookie = cookies.map((c) => c.split(";")[0]).join("; ");
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { data: text ? JSON.parse(text) : undefined, text, etag: answer.headers.get("etag") ?? "" };
  }

  /** Signs in with the one-time password and sets one's own. */
  async enter(login, once) {
    await this.ask("POST", "/session", { login, password: once });
    await this.ask("POST", "/session/password", { old_password: once, new_password: password(login) });
    return this;
  }

  async person(login, name, grant) {
    const { data } = await this.ask("POST", "/people", { login, name });
    await this.ask("POST", `/people/${data.person.id}/grants`, grant);
    const made = await new Person(this.url).enter(login, data.password);
    made.id = data.person.id;
    made.login = login;
    return made;
  }

  async step(id, verb) {
    const { etag } = await this.ask("GET", `/cases/${id}`);
    return this.ask("POST", `/cases/${id}/${verb}`, {}, etag);
  }
}

/** Starts the server; stop it. */
async function serve() {
  execFileSync("go", ["build", "-o", "bin/e2e-serve", "./server/web/e2e/serve"], { cwd: root, stdio: "inherit" });
  const process_ = spawn("bin/e2e-serve", { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: process_.stdout });
  const first = await new Promise((done, fail) => {
    lines.once("line", done);
    process_.once("exit", (code) => fail(new Error(`the server ended with ${code}`)));
  });
  const stop = () => new Promise((done) => process_.once("exit", done) && process_.stdin.end());
  return { ...JSON.parse(first), stop };
}

/** Starts the server with a case that two blind assessors are to visit. */
export async function start() {
  const { url, login, password: once, stop } = await serve();
  const admin = await new Person(url).enter(login, once);
  const bureau = await admin.person("bureau", "县局", { role: "bureau", region: county });
  const first = await admin.person("first", "核查员甲", { role: "assessor", region: county });
  const second = await admin.person("second", "核查员乙", { role: "assessor", region: county });
  const place = { kind: "station", level: "town", region: "330499103000", sample: true };
  const station = (await bureau.ask("POST", "/stations", { code: "incomplete-town", name: "示例县丙镇退役军人服务站", ...place })).data;
  const clerk = await admin.person("clerk", "填报人", { role: "station", station_id: station.id });
  const text = await readFile(new URL("evidence/samples/incomplete-town/bundle.yaml", root), "utf8");
  await clerk.ask("PUT", `/stations/${station.id}/bundle`, { text }, '"0"');
  const rules = {
    assessors: 2, blind: true, difference_limit: "0", allow_own_region: true, publicity_days: 5, quotas: [], lowest_grade: "", sample_size: 0,
  };
  const batch = (
    await bureau.ask("POST", "/batches", { title: "示例县验收", region: county, year: 2026, standard: "fqs-town-76", opens_on: "2026-01-01", rules })
  ).data;
  const id = (await bureau.ask("POST", `/batches/${batch.id}/cases`, { stations: [station.id] })).data.items[0].id;
  await clerk.step(id, "declare");
  await bureau.step(id, "accept");
  await bureau.step(id, "admit");
  const today = new Date().toISOString().slice(0, 10);
  for (const [i, p] of [first, second].entries())
    await bureau.ask("POST", `/cases/${id}/assignments`, { person_id: p.id, lead: i === 0, visit_on: today });
  return { url, accounts: { admin, bureau, clerk, first, second }, station: station.id, case: id, stop };
}

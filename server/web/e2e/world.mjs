// A real server in a folder of its own: bin/zhanping, which make builds, with the demonstration or empty.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
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
    if (body !== undefined && !(body instanceof FormData)) headers["content-type"] = "application/json";
    const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: sent });
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) this.#cookie = cookies.map((c) => c.split(";")[0]).join("; ");
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const json = /json/.test(answer.headers.get("content-type") ?? "");
    return { data: json ? JSON.parse(text) : undefined, text, etag: answer.headers.get("etag") ?? "" };
  }

  /** The items of a list, page after page; those that wanted keeps. */
  async all(path, wanted = () => true) {
    const found = [];
    for (let after = ""; ; ) {
      const { data } = await this.ask("GET", `${path}${path.includes("?") ? "&" : "?"}limit=200${after && `&after=${encodeURIComponent(after)}`}`);
      found.push(...data.items.filter(wanted));
      if (!data.next) return found;
      after = data.next;
    }
  }

  /** The session for a browser. */
  cookies() {
    return this.#cookie.split("; ").filter(Boolean).map((c) => ({ name: c.slice(0, c.indexOf("=")), value: c.slice(c.indexOf("=") + 1), url: this.url }));
  }

  async enter(login, secret) {
    await this.ask("POST", "/session", { login, password: secret });
    return this;
  }

  /** Opens somebody's account, who sets a password of their own. */
  async open(login, name, grant) {
    const { data } = await this.ask("POST", "/people", { login, name });
    await this.ask("POST", `/people/${data.person.id}/grants`, grant);
    const made = await new Person(this.url).enterOnce(login, data.password);
    made.id = data.person.id;
    made.login = login;
    return made;
  }

  async enterOnce(login, once) {
    await this.enter(login, once);
    await this.ask("POST", "/session/password", { old_password: once, new_password: password(login) });
    return this;
  }

  /** Takes a step with a case as it stands. */
  async step(id, verb, body = {}) {
    const { etag } = await this.ask("GET", `/cases/${id}`);
    return this.ask("POST", `/cases/${id}/${verb}`, body, etag);
  }
}

/** Starts the server; stop it. Its accounts are by login; person signs in as one of them. */
export async function serve(...options) {
  const folder = await mkdtemp(join(tmpdir(), "zhanping-e2e-"));
  const file = join(folder, "accounts.json");
  const started = ["serve", "--listen", "127.0.0.1:0", "--data", join(folder, "data"), "--accounts", file, ...options];
  const running = spawn(join(root, "bin/zhanping"), started, { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  running.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  const ended = new Promise((done) => running.once("exit", done));
  running.once("error", (e) => (log += e));
  const told = await waitFor(file, running, () => log);
  const accounts = new Map(told.accounts.map((a) => [a.login, a]));
  const people = new Map();
  function person(login) {
    if (!people.has(login)) people.set(login, new Person(told.address).enter(login, accounts.get(login).password));
    return people.get(login);
  }
  async function stop() {
    running.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
  return { url: told.address, accounts, person, stop, log: () => log };
}

async function waitFor(file, running, log) {
  for (let i = 0; i < 1200; i++) {
    if (running.exitCode !== null || running.pid === undefined) throw new Error(`bin/zhanping did not start: ${log()}`);
    try {
      return JSON.parse(await readFile(file, "utf8"));
    } catch (e) {
      if (e.code !== "ENOENT") throw e;
    }
    await sleep(50);
  }
  running.kill("SIGKILL");
  throw new Error(`bin/zhanping was not ready within a minute: ${log()}`);
}

/** The demonstration: a county in the middle of its work, with ten accounts. */
export const demo = () => serve("--demo");

/** A server with nothing but a case that two blind assessors are to visit. */
export async function visit() {
  const world = await serve();
  const { url, accounts, stop } = world;
  const admin = await new Person(url).enterOnce("admin", accounts.get("admin").password);
  const bureau = await admin.open("bureau", "县局", { role: "bureau", region: county });
  const first = await admin.open("first", "核查员甲", { role: "assessor", region: county });
  const second = await admin.open("second", "核查员乙", { role: "assessor", region: county });
  const place = { kind: "station", level: "town", region: "330499103000", sample: true };
  const station = (await bureau.ask("POST", "/stations", { code: "incomplete-town", name: "示例县丙镇退役军人服务站", ...place })).data;
  const clerk = await admin.open("clerk", "填报人", { role: "station", station_id: station.id });
  const text = await readFile(join(root, "evidence/samples/incomplete-town/bundle.yaml"), "utf8");
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
  return { url, people: { admin, bureau, clerk, first, second }, station: station.id, case: id, stop };
}

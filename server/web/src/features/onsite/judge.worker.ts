// The engine at work, away from the page: it loads once, takes what came with a visit, and judges by it.
import { engine } from "virtual:engine";
import "virtual:engine-start";

import { verdictOf, type Asked, type Assess, type Ground, type Question, type Told } from "./judge";

interface GoRuntime {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

declare const Go: new () => GoRuntime;

const scope = self as unknown as {
  engineReady: () => void;
  engineOpen: (archive: Uint8Array) => string;
  engineAssess: (judging: string) => string;
  engineVerify: (note: string, key: string) => boolean;
  postMessage: (message: Told) => void;
  onmessage: (event: MessageEvent<Asked>) => void;
};

const loaded = start();
loaded.catch(() => undefined); // told to whoever asks
const good = new Set<string>();
let ground: Ground | undefined;

async function start(): Promise<void> {
  if (!engine) throw new Error("这个版本没有带离线计分；联网后由服务器计分");
  const packed = (await caches.match(engine)) ?? (await fetch(engine));
  if (!packed.ok || !packed.body) throw new Error("离线计分没有下载；请联网后点“带走”");
  const bytes = await new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
  const ready = new Promise<void>((done) => (scope.engineReady = done));
  void go.run(instance);
  await ready;
}

const assess: Assess = (judging) => {
  const { report = "", error = "" } = JSON.parse(scope.engineAssess(JSON.stringify(judging))) as { report?: string; error?: string };
  return { report, error };
};

function answer(question: Question): unknown {
  switch (question.kind) {
    case "ground": {
      const refused = scope.engineOpen(Uint8Array.from(atob(question.ground.sets), (c) => c.charCodeAt(0)));
      if (refused) throw new Error(`随包带来的标准和规则装不进离线计分：${refused}。记录照常保存，联网后由服务器计分`);
      ground = question.ground;
      return undefined;
    }
    case "verdict":
      return verdictOf(assess, { ...asGiven(), ...question.now }, good);
    case "report": {
      const { report, error } = assess(asGiven());
      if (error) throw new Error(error);
      return report;
    }
    case "verify":
      return scope.engineVerify(question.note, question.key);
  }
}

function asGiven() {
  if (!ground) throw new Error("没有装入核查包");
  return ground.judging;
}

scope.onmessage = async ({ data: { id, question } }) => {
  try {
    await loaded;
    scope.postMessage({ id, answer: answer(question) });
  } catch (e) {
    scope.postMessage({ id, broken: e instanceof Error ? e.message : String(e) });
  }
};

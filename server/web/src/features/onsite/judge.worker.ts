// The engine at work, away from the page: it loads once and judges one case after another.
import { engine } from "virtual:engine";
import "virtual:engine-start";

import type { Asked, Told } from "./judge";

interface GoRuntime {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

declare const Go: new () => GoRuntime;

const scope = self as unknown as {
  engineReady: (words: string) => void;
  engineAssess: (judging: string) => string;
  postMessage: (message: Told) => void;
  onmessage: (event: MessageEvent<Asked>) => void;
};

const loaded = start();
loaded.catch(() => undefined); // told to whoever asks

async function start(): Promise<void> {
  if (!engine) throw new Error("这个版本没有带离线计分；联网后由服务器计分");
  const packed = (await caches.match(engine)) ?? (await fetch(engine));
  if (!packed.ok || !packed.body) throw new Error("离线计分没有下载；请联网后点“带走”");
  const bytes = await new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
  const ready = new Promise<void>((done, fail) => {
    scope.engineReady = (words) => (words ? fail(new Error(words)) : done());
  });
  void go.run(instance);
  await ready;
}

scope.onmessage = ({ data }) => {
  loaded.then(
    () => {
      const { report, error } = JSON.parse(scope.engineAssess(JSON.stringify(data.judging))) as { report?: string; error?: string };
      scope.postMessage({ id: data.id, report: report ?? "", error: error ?? "" });
    },
    (e: unknown) => scope.postMessage({ id: data.id, report: "", error: "", broken: e instanceof Error ? e.message : String(e) }),
  );
};

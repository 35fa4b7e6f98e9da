// What makes the application work without reception: the engine among its files, and the service
// worker with the list of all others.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

import type { Plugin } from "vite";

const engine = new URL("built/engine.wasm.gz", import.meta.url);
const start = new URL("built/wasm_exec.js", import.meta.url);
const worker = new URL("sw.js", import.meta.url);

const digest = (data: string | Buffer) => createHash("sha256").update(data).digest("hex").slice(0, 12);

/** Gives `virtual:engine` (where the engine lies) and `virtual:engine-start` (what runs it); `make web` builds both. */
export function offline(): Plugin {
  const file = existsSync(engine) ? `assets/engine-${digest(readFileSync(engine))}.wasm.gz` : "";
  return {
    name: "offline",
    enforce: "post",
    resolveId: (id) => (id === "virtual:engine" || id === "virtual:engine-start" ? `\0${id}` : undefined),
    load(id) {
      if (id === "\0virtual:engine") return `export const engine = ${JSON.stringify(file && `/${file}`)};`;
      if (id === "\0virtual:engine-start") return existsSync(start) ? readFileSync(start, "utf8") : "";
      return undefined;
    },
    generateBundle(_, bundle) {
      const files = ["/", "/icon.svg", ...Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css)$/.test(name)).map((name) => `/${name}`)].sort();
      if (file) this.emitFile({ type: "asset", fileName: file, source: readFileSync(engine) });
      const page = bundle["index.html"];
      const version = digest(files.join("\n") + (page?.type === "asset" ? String(page.source) : ""));
      const source = readFileSync(worker, "utf8").replace("__VERSION__", version).replace("__FILES__", JSON.stringify(files));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

/** The same virtual modules for workers, which are built apart. */
export function offlineModules(): Plugin {
  const { name, resolveId, load } = offline();
  return { name, resolveId, load };
}

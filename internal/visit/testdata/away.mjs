// Runs the engine for browsers under Node: its arguments are wasm_exec.js and the engine, its input a list
// of {archive, ask: [{judging}]}, its output the answers to each, in order.
import { readFileSync } from "node:fs";

const [runtime, wasm] = process.argv.slice(2);
(0, eval)(readFileSync(runtime, "utf8")); // it sets globalThis.Go
const go = new globalThis.Go();
const ready = new Promise((done) => (globalThis.engineReady = done));
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), go.importObject);
go.run(instance);
await ready;

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ archive, ask }) => {
  const refused = globalThis.engineOpen(new Uint8Array(Buffer.from(archive, "base64")));
  if (refused) throw new Error(refused);
  return ask.map((judging) => JSON.parse(globalThis.engineAssess(JSON.stringify(judging))));
});
process.stdout.write(JSON.stringify(answers), () => process.exit(0));

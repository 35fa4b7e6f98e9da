// Tests that are the steps of one story: once one has failed, the rest is left out.
import { test } from "node:test";

let failed = "";

export function step(name, work) {
  test(name, async (t) => {
    if (failed) return t.skip(`after “${failed}” failed`);
    try {
      await work(t);
    } catch (e) {
      failed = name;
      throw e;
    }
  });
}

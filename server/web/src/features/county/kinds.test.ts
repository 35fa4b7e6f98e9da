// @vitest-environment node
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { unitKinds } from "./kinds";

test("the kinds are those of the evidence schema, in its words", () => {
  const text = readFileSync(new URL("../../../../../evidence/schema.json", import.meta.url), "utf8");
  const kind = (JSON.parse(text) as { properties: { subject: { properties: { kind: { enum: string[]; "x-enum-titles": string[] } } } } }).properties.subject.properties.kind;
  expect(unitKinds).toEqual(Object.fromEntries(kind.enum.map((name, i) => [name, kind["x-enum-titles"][i]])));
});

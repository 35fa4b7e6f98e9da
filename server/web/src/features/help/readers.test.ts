import { expect, test } from "vitest";

import { readerOf, readers } from "./readers";

test("a person's own chapter opens first", () => {
  expect(readerOf("", new Set(["assessor"]))?.key).toBe("assessor");
});

test("what was asked for goes before one's own", () => {
  expect(readerOf("author", new Set(["station"]))?.key).toBe("author");
});

test("who has not signed in, or asks for what is not there, gets the first", () => {
  expect(readerOf("nothing", new Set())).toBe(readers[0]);
});
